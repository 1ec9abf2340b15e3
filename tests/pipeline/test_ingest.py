"""The function's code against an API and an S3 on loopback."""

import contextlib
import importlib.util
import io
import json
import os
import pathlib
import socket
import tempfile
import threading
import unittest
from unittest import mock

import boto3
from boto3.exceptions import S3UploadFailedError

from loopback import ENVIRONMENT, PIPELINE, api, s3

RAW = {"bucket_name": "public-apis-raw"}
BODY = json.dumps({"count": 1, "entries": [{"API": "confidential"}]}).encode()


def well(request):
    request.reply(200, BODY)


class Case(unittest.TestCase):
    def setUp(self):
        self.buckets = {"public-apis-raw": {}}
        self.tmp = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.s3 = self.enterContext(s3(self.buckets))

    def function(self, answer=well, query="", **environment):
        """The handler as Lambda loads it, with an API that answers so."""
        address = self.enterContext(api(answer)) + "/entries" + query
        settings = {**ENVIRONMENT, "AWS_ENDPOINT_URL_S3": self.s3, "API_URL": address, **environment}
        self.enterContext(mock.patch.dict(os.environ, settings, clear=True))
        boto3.DEFAULT_SESSION = None
        spec = importlib.util.spec_from_file_location("index", PIPELINE / "ingest/index.py")
        index = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(index)
        index.PATH = str(self.tmp / "public_apis.json")
        return index

    def invoke(self, index, event=RAW):
        self.lines = []
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said):
                return index.lambda_handler(event, None)
        finally:
            self.lines = said.getvalue().splitlines()

    def check(self, index, status, body, event=RAW):
        self.assertEqual(self.invoke(index, event), {"statusCode": status, "body": body})
        self.assertEqual(self.lines[-1], f'returned {{"statusCode": {status}, "body": "{body}"}}')

    def check_nothing_stored(self, index, status, body):
        self.check(index, status, body)
        self.assertEqual(self.buckets, {"public-apis-raw": {}})


class Outcomes(Case):
    def test_the_answer_is_stored_as_it_came_and_every_step_is_said(self):
        index = self.function()
        self.check(index, 200, "uploaded")
        self.assertEqual(self.buckets, {"public-apis-raw": {"public_apis.json": BODY}})
        steps = [f"GET {index.URL}", "the API answered 200 OK", f"wrote {index.PATH}, {len(BODY)} bytes"]
        uploaded = "uploaded s3://public-apis-raw/public_apis.json"
        self.assertEqual(self.lines[:-1], [*steps, uploaded])

    def test_an_answer_of_unknown_length_is_stored_too(self):
        def chunked(request):
            request.send_response(200)
            request.send_header("Transfer-Encoding", "chunked")
            request.end_headers()
            for part in (BODY[:10], BODY[10:], b""):
                request.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))

        self.check(self.function(chunked), 200, "uploaded")
        self.assertEqual(self.buckets["public-apis-raw"]["public_apis.json"], BODY)

    def test_the_status_of_the_api_is_passed_on(self):
        for status in (204, 301, 401, 404, 429, 500, 503, 520):
            with self.subTest(status):
                elsewhere = {"Location": "http://127.0.0.1:1/"}
                index = self.function(lambda request: request.reply(status, b"", elsewhere))
                self.check_nothing_stored(index, status, "request failed")
        self.assertEqual(self.lines[1], "the API answered 520")

    def test_no_credentials(self):
        none = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
        self.check_nothing_stored(self.function(**none), 401, "no credentials")

    def test_a_file_that_is_gone(self):
        index = self.function()
        upload = index.upload

        def lost(bucket):
            os.remove(index.PATH)
            return upload(bucket)

        with mock.patch.object(index, "upload", lost):
            self.check_nothing_stored(index, 404, "local file not found")

    def test_a_missing_bucket_name_is_an_unhandled_error(self):
        index = self.function()
        with self.assertRaisesRegex(KeyError, "^'bucket_name'$"):
            self.invoke(index, {})
        self.assertEqual(self.lines[-1], "the API answered 200 OK")

    def test_a_missing_bucket_name_matters_only_after_the_api_answered_200(self):
        self.check(self.function(lambda request: request.reply(503)), 503, "request failed", event={})

    def test_a_bucket_that_is_not_there_is_an_unhandled_error(self):
        with self.assertRaisesRegex(S3UploadFailedError, "NoSuchBucket"):
            self.invoke(self.function(), {"bucket_name": "nobodys"})


class UnusableAnswers(Case):
    def test_what_is_not_json(self):
        for body in (b"<!doctype html>", b"\x1f\x8b\x08", b"  \n"):
            with self.subTest(body):
                index = self.function(lambda request: request.reply(200, body))
                self.check_nothing_stored(index, 502, "answer is not JSON")

    def test_what_is_too_big(self):
        index = self.function()
        index.LIMIT = len(BODY) - 1
        self.check_nothing_stored(index, 502, "answer is too big")

    def test_what_is_cut_off(self):
        def cut_off(request):
            request.reply(200, BODY, {"Content-Length": len(BODY) + 1})
            request.close_connection = True

        # Later versions of Python say themselves that the answer is incomplete.
        answer = self.invoke(self.function(cut_off))
        self.assertIn(answer["body"], ("answer is cut off", "connection failed"))
        self.assertEqual((answer["statusCode"], self.buckets), (502, {"public-apis-raw": {}}))
        self.check_nothing_stored(self.function(lambda request: request.reply(200)), 502, "answer is cut off")

    def test_an_api_that_is_not_there(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        index = self.function(API_URL=f"http://127.0.0.1:{port}/")
        self.check_nothing_stored(index, 502, "connection failed")

    def test_an_api_that_hangs_up(self):
        def hang_up(request):
            request.close_connection = True

        self.check_nothing_stored(self.function(hang_up), 502, "connection failed")

    def test_an_api_that_is_silent_before_or_within_its_answer(self):
        over = threading.Event()
        self.addCleanup(over.set)

        def silent(request):
            over.wait()

        def stalled(request):
            request.send_response(200)
            request.send_header("Content-Length", "99")
            request.end_headers()
            request.wfile.write(b"{")
            over.wait()

        for answer in (silent, stalled):
            with self.subTest(answer.__name__):
                index = self.function(answer)
                index.PATIENCE = 0.1
                self.check_nothing_stored(index, 504, "no answer in time")
                over.set()
                over = threading.Event()


class Care(Case):
    def test_neither_the_answer_nor_the_secrets_of_the_address_are_logged(self):
        index = self.function(query="?key=secret#part")
        index.URL = index.URL.replace("//", "//user:password@")
        self.invoke(index)
        said = "\n".join(self.lines)
        for word in ("confidential", "secret", "password", "part"):
            self.assertNotIn(word, said)

    def test_only_https_or_loopback_is_asked(self):
        addresses = (
            "http://example.com/entries",
            "http://169.254.169.254/latest/meta-data",
            "http://127.0.0.1.example.com/",
            "http://127.0.0.1@example.com/",
            "file:///etc/passwd",
            "file://127.0.0.1/etc/passwd",
            "ftp://127.0.0.1/",
            "entries",
        )
        for address in addresses:
            with self.subTest(address), self.assertRaisesRegex(ValueError, "API_URL has to begin with https"):
                self.invoke(self.function(API_URL=address))

    def test_every_call_has_a_timeout(self):
        index = self.function()
        config = index.s3.meta.config
        self.assertLessEqual(config.connect_timeout + config.read_timeout, 3)
        with mock.patch.object(index.http, "open", wraps=index.http.open) as asked:
            self.invoke(index)
        self.assertEqual(asked.call_args.kwargs, {"timeout": index.PATIENCE})
