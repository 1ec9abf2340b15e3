"""Fills a moto, which runs nothing: its jobs and crawlers only change their state."""

import json
import os
import time
import urllib.request

from pipeline import ODD_KEYS, catalogue, client, crowd, logs, make, put_processed, put_raw, run

STREAM = "2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef"
INVOCATIONS = [
    [
        "START RequestId: 1 Version: $LATEST",
        "END RequestId: 1",
        "REPORT RequestId: 1\tDuration: 12.5 ms\tBilled Duration: 13 ms",
    ],
    [
        "START RequestId: 2 Version: $LATEST",
        "[ERROR] KeyError: 'bucket_name'\nTraceback (most recent call last):",
        "END RequestId: 2",
        "REPORT RequestId: 2\tDuration: 1 ms\tBilled Duration: 2 ms",
    ],
]


def configure(what, settings):
    url = f"{os.environ['AWS_ENDPOINT_URL']}/moto-api/{what}"
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(url, json.dumps(settings).encode(), headers)).close()


def write(name):
    """The log of a function that ran twice an hour ago."""
    group, start = f"/aws/lambda/{name}-ingest", int(time.time() * 1000) - 3_600_000
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName=STREAM)
    lines = [line for invocation in INVOCATIONS for line in invocation]
    events = [{"timestamp": start + number, "message": line} for number, line in enumerate(lines)]
    logs.put_log_events(logGroupName=group, logStreamName=STREAM, logEvents=events)


configure("config", {"lambda": {"use_docker": False}})
role = client("iam").create_role(RoleName="pipeline", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
for name in ("reading", "listing", "invoking", "running", "crawling"):
    make(name, role)

put_raw("reading")
catalogue("reading")
write("reading")
run("reading")
run("reading")
put_processed("reading")

crowd("listing", 1050, [key for key in ODD_KEYS if "\n" not in key])

# From here on jobs and crawlers take their time.
slowly = {"progression": "time", "seconds": 2}
for model in ("glue::job_run", "glue::crawl"):
    configure("state-manager/set-transition", {"model_name": model, "transition": slowly})
