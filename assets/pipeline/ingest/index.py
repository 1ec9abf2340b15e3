"""Fetches the list of public APIs and keeps it in S3 as it came.

Returns 200 uploaded, 404 local file not found, 401 no credentials, else the API's own status with
"request failed". An API that gives no usable answer counts as what a gateway would say: 504 where
it was too slow, 502 where it could not be reached or what came is cut off, too big or no JSON.
"""

import json
import os
from http.client import HTTPException, responses
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPErrorProcessor, Request, build_opener

import boto3
from botocore.config import Config
from botocore.exceptions import NoCredentialsError, PartialCredentialsError

URL = os.environ.get("API_URL") or "https://api.publicapis.org/entries"
KEY = "public_apis.json"
PATH = f"/tmp/{KEY}"
PATIENCE = 2  # Seconds for each step of a call: the function itself has 3, Lambda's default.
LIMIT = 64 << 20  # Bytes.


class AsItCame(HTTPErrorProcessor):
    """Hands over every answer: none is an exception, and no redirect leads to another place."""

    def http_response(self, request, response):
        return response

    https_response = http_response


class Unusable(Exception):
    """The API gave nothing to keep: a status and why."""


http = build_opener(AsItCame)
attempts = {"total_max_attempts": 2}
s3 = boto3.client("s3", config=Config(connect_timeout=1, read_timeout=PATIENCE, retries=attempts))


def lambda_handler(event, context):
    status, body = ingest(event)
    result = {"statusCode": status, "body": body}
    print("returned", json.dumps(result))
    return result


def ingest(event):
    try:
        with get(URL) as answer:
            print(f"the API answered {answer.status} {responses.get(answer.status, '')}".rstrip())
            if answer.status != 200:
                return answer.status, "request failed"
            bucket = event["bucket_name"]
            size = save(answer)
    except Unusable as error:
        print("the API failed:", error.args[1])
        return error.args
    print(f"wrote {PATH}, {size} bytes")
    return upload(bucket)


def get(url):
    place = urlsplit(url)
    if place.scheme != "https" and (place.scheme, place.hostname) != ("http", "127.0.0.1"):
        raise ValueError("API_URL has to begin with https://")
    print("GET", place._replace(netloc=place.netloc.rpartition("@")[2], query="", fragment="").geturl())
    return tried(lambda: http.open(Request(url, headers={"User-Agent": "farol"}), timeout=PATIENCE))


def save(answer):
    """Streams the answer to the disk, and looks only at how it begins and how long it is."""
    size = 0
    with open(PATH, "wb") as file:
        while chunk := tried(lambda: answer.read(65536)):
            if size == 0 and chunk.lstrip()[:1] not in (b"{", b"["):
                raise Unusable(502, "answer is not JSON")
            size += file.write(chunk)
            if size > LIMIT:
                raise Unusable(502, "answer is too big")
    if size == 0 or answer.length:
        raise Unusable(502, "answer is cut off")
    return size


def tried(step):
    try:
        return step()
    except (OSError, HTTPException) as error:
        cause = error.reason if isinstance(error, URLError) else error
        if isinstance(cause, TimeoutError):
            raise Unusable(504, "no answer in time") from error
        raise Unusable(502, "connection failed") from error


def upload(bucket):
    try:
        s3.upload_file(PATH, bucket, KEY)
    except FileNotFoundError:
        return 404, "local file not found"
    except (NoCredentialsError, PartialCredentialsError):
        return 401, "no credentials"
    print(f"uploaded s3://{bucket}/{KEY}")
    return 200, "uploaded"
