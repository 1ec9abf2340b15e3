"""What an account holds, by AWS's own SDK, and what pandas makes of the data.

    account.py object BUCKET KEY     the bytes of an object
    account.py describe FILE         the CSV that the job has to write for this answer of the API
    account.py left                  everything that there is, a line each
    account.py whole JOB             gives a job a whole DPU
    account.py put BUCKET KEY        an object more, and a version of it where the bucket keeps versions
    account.py bucket BUCKET         a bucket that is there before
    account.py job JOB               a job that is there before
    account.py spoil BUCKET FUNCTION another script and other code
"""

import io
import json
import sys
import zipfile

import boto3


def object_of(bucket, key):
    sys.stdout.buffer.write(boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())


def describe(file):
    import pandas

    with open(file, "rb") as answer:
        entries = json.load(answer)["entries"]
    sys.stdout.write(pandas.DataFrame(entries).describe().to_csv())


def left():
    dashboards = boto3.client("cloudwatch").list_dashboards()["DashboardEntries"]
    found = {
        "stack": [s["StackName"] for s in boto3.client("cloudformation").describe_stacks()["Stacks"]],
        "bucket": [b["Name"] for b in boto3.client("s3").list_buckets()["Buckets"]],
        "function": [f["FunctionName"] for f in boto3.client("lambda").list_functions()["Functions"]],
        "group": [g["logGroupName"] for g in boto3.client("logs").describe_log_groups()["logGroups"]],
        "job": [j["Name"] for j in boto3.client("glue").get_jobs()["Jobs"]],
        "crawler": [c["Name"] for c in boto3.client("glue").get_crawlers()["Crawlers"]],
        "database": [d["Name"] for d in boto3.client("glue").get_databases()["DatabaseList"]],
        "role": [r["RoleName"] for r in boto3.client("iam").list_roles()["Roles"]],
        "dashboard": [d["DashboardName"] for d in dashboards],
    }
    for kind, names in found.items():
        for name in sorted(names):
            print(kind, name)


def whole(job):
    glue = boto3.client("glue")
    known = glue.get_job(JobName=job)["Job"]
    kept = ("Role", "Command", "DefaultArguments", "MaxRetries", "Timeout", "GlueVersion", "ExecutionProperty")
    update = {name: known[name] for name in kept if name in known}
    glue.update_job(JobName=job, JobUpdate={**update, "MaxCapacity": 1.0})


def put(bucket, key):
    s3 = boto3.client("s3")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for body in (b"one", b"two"):
        s3.put_object(Bucket=bucket, Key=key, Body=body)
    s3.delete_object(Bucket=bucket, Key=key)


def bucket(name):
    place = {"LocationConstraint": boto3.session.Session().region_name}
    boto3.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=place)


def job(name):
    boto3.client("glue").create_job(Name=name, Role="r", Command={"Name": "pythonshell"})


def spoil(bucket, function):
    boto3.client("s3").put_object(Bucket=bucket, Key="scripts/describe.py", Body=b"print()\n")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("index.py", "def lambda_handler(event, context):\n    return {}\n")
    boto3.client("lambda").update_function_code(FunctionName=function, ZipFile=archive.getvalue())


if __name__ == "__main__":
    _, what, *arguments = sys.argv
    {
        "object": object_of,
        "describe": describe,
        "left": left,
        "whole": whole,
        "put": put,
        "bucket": bucket,
        "job": job,
        "spoil": spoil,
    }[what](*arguments)
