"""Describes the list of public APIs: reads what the ingest stored, writes a table of statistics.

A job of AWS Glue, type Python shell. It fails on purpose at a given rate, so that there is
something to monitor. Glue gives the arguments on the command line, among others of its own;
some emulators of it give them in the environment.
"""

import argparse
import json
import os
import random

import boto3
import pandas

DEFAULTS = {
    "raw_bucket": "public-apis-raw",
    "raw_key": "public_apis.json",
    "processed_bucket": "public-apis-analytics",
    "processed_key": "describe_public_apis.csv",
    "failure_rate": "0.5",
}
parser = argparse.ArgumentParser(allow_abbrev=False)
for name, default in DEFAULTS.items():
    parser.add_argument(f"--{name}", default=os.environ.get(name, default))
args = vars(parser.parse_known_args()[0])

rate = float(args["failure_rate"])
if not 0 <= rate <= 1:
    raise ValueError(f"--failure_rate is {rate}, not a number from 0 to 1")
if random.random() < rate:
    raise Exception("Random exception")

s3 = boto3.client("s3")
source = f"s3://{args['raw_bucket']}/{args['raw_key']}"
print("reading", source)
answer = s3.get_object(Bucket=args["raw_bucket"], Key=args["raw_key"])
entries = json.loads(answer["Body"].read())["entries"]
frame = pandas.DataFrame(entries)
print(f"{source}: {len(frame)} entries, {len(frame.columns)} columns")
csv = frame.describe().to_csv()
s3.put_object(Bucket=args["processed_bucket"], Key=args["processed_key"], Body=csv)
print(f"wrote s3://{args['processed_bucket']}/{args['processed_key']}")
