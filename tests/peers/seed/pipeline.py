"""Makes pipelines like the reference one on a server, each under a name of its own so that none meets another."""

import io
import json
import pathlib
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

ROLE = "arn:aws:iam::000000000000:role/pipeline"
RAW_KEY = "public_apis.json"
PROCESSED_KEY = "describe_public_apis.csv"
FIELDS = {"API": "string", "Auth": "string", "HTTPS": "boolean"}
BODY = json.dumps({"count": 1, "entries": [{"API": "Cats", "Auth": "", "HTTPS": True}]})
ODD_KEYS = json.loads((pathlib.Path(__file__).parent / "odd_keys.json").read_text(encoding="utf-8"))

HANDLER = f"""
import boto3

def handler(event, context):
    bucket = event["bucket_name"]
    boto3.client("s3").put_object(Bucket=bucket, Key={RAW_KEY!r}, Body={BODY!r})
    print("uploaded to", bucket)
    return {{"statusCode": event.get("status", 200)}}
"""

# ministack hands the arguments over in the environment.
SCRIPT = f"""
import json
import os
import time
import boto3

time.sleep(float(os.environ["seconds"]))
if os.environ["failure_rate"] == "1":
    raise Exception("Random exception")
s3 = boto3.client("s3")
raw = json.load(s3.get_object(Bucket=os.environ["raw"], Key={RAW_KEY!r})["Body"])
text = f",API\\ncount,{{len(raw['entries'])}}\\n"
s3.put_object(Bucket=os.environ["processed"], Key={PROCESSED_KEY!r}, Body=text)
"""


def client(service):
    return boto3.client(service, config=Config(max_pool_connections=16))


s3, lambda_, glue, logs = (client(name) for name in ("s3", "lambda", "glue", "logs"))


def make(name, role=ROLE, capacity=1):
    """Everything of the pipeline `name`, before it has run for the first time."""
    for bucket in (f"{name}-raw", f"{name}-analytics"):
        where = {"LocationConstraint": s3.meta.region_name}
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
    make_function(name, role)
    make_job(name, role, capacity)
    glue.create_database(DatabaseInput={"Name": f"{name}_db"})
    targets = {"S3Targets": [{"Path": f"s3://{name}-raw/"}]}
    glue.create_crawler(Name=f"{name}-crawler", Role=role, DatabaseName=f"{name}_db", Targets=targets)


def make_function(name, role):
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", HANDLER)
    lambda_.create_function(
        FunctionName=f"{name}-ingest",
        Runtime="python3.11",
        Role=role,
        Handler="app.handler",
        Code={"ZipFile": code.getvalue()},
        Timeout=20,
        MemorySize=256,
    )


def make_job(name, role, capacity):
    # The name of the file has to be its own: ministack puts all scripts into one folder.
    script = f"scripts/{name}-etl.py"
    s3.put_object(Bucket=f"{name}-analytics", Key=script, Body=SCRIPT)
    arguments = {"failure_rate": "0", "seconds": "0", "raw": f"{name}-raw", "processed": f"{name}-analytics"}
    glue.create_job(
        Name=f"{name}-etl",
        Role=role,
        Command={"Name": "pythonshell", "ScriptLocation": f"s3://{name}-analytics/{script}"},
        DefaultArguments={f"--{key}": value for key, value in arguments.items()},
        MaxCapacity=capacity,
        ExecutionProperty={"MaxConcurrentRuns": 1},
    )


def put_raw(name):
    """The object that the function leaves, without running it."""
    s3.put_object(Bucket=f"{name}-raw", Key=RAW_KEY, Body=BODY)


def put_processed(name):
    """The object that the job leaves, likewise."""
    s3.put_object(Bucket=f"{name}-analytics", Key=PROCESSED_KEY, Body=",API\ncount,1\n")


def catalogue(name):
    """The table that a crawl leaves on AWS; the crawlers of emulators leave none."""
    fields = ",".join(f"{field}:{kind}" for field, kind in FIELDS.items())
    columns = [{"Name": "count", "Type": "int"}, {"Name": "entries", "Type": f"array<struct<{fields}>>"}]
    serde = {"SerializationLibrary": "org.openx.data.jsonserde.JsonSerDe"}
    storage = {"Columns": columns, "Location": f"s3://{name}-raw/", "SerdeInfo": serde}
    table = {
        "Name": f"{name}_raw",
        "Parameters": {"classification": "json"},
        "StorageDescriptor": storage,
        "PartitionKeys": [{"Name": "day", "Type": "date"}],
    }
    glue.create_table(DatabaseName=f"{name}_db", TableInput=table)


def crowd(name, count, odd=ODD_KEYS):
    """Many objects in one folder, and keys that a careless client gets wrong in another."""
    keys = [f"many/{number:04}.txt" for number in range(count)] + [f"odd/{key}" for key in odd]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda key: s3.put_object(Bucket=f"{name}-raw", Key=key, Body=b"x"), keys))


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def run(name, **arguments):
    """One run of the job from start to end."""
    job, given = f"{name}-etl", {f"--{key}": value for key, value in arguments.items()}
    run = glue.start_job_run(JobName=job, Arguments=given)["JobRunId"]
    until(lambda: glue.get_job_run(JobName=job, RunId=run)["JobRun"]["JobRunState"] in ("SUCCEEDED", "FAILED"))


def invoke(name, **event):
    """One invocation of the function."""
    payload = json.dumps({"bucket_name": f"{name}-raw", **event}).encode()
    return lambda_.invoke(FunctionName=f"{name}-ingest", Payload=payload)
