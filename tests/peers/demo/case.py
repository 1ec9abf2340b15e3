"""What the tests of all services share: watched clients, names of the pipeline, ways to wait and to fail."""

import json
import time
import unittest

from botocore.exceptions import ClientError

from shapes import Watch, clients

FUNCTION = "getPublicAPIs"
RAW = "public-apis-raw"
PROCESSED = "public-apis-analytics"
PROCESSED_KEY = "describe_public_apis.csv"
JOB = "describe-public-apis"
CRAWLER = "public-apis-crawler"
DATABASE = "public_apis"
TABLE = "public_apis_raw"
GROUP = "/aws/lambda/getPublicAPIs"
OUTPUT = "/aws-glue/python-jobs/output"
EVENT = json.dumps({"bucket_name": RAW}).encode()
REGION = "us-east-2"

watch = Watch()
made = clients(watch)
s3, lambda_, glue, logs, sts = (made[name] for name in ("s3", "lambda", "glue", "logs", "sts"))


def until(condition, seconds=30):
    """Waits for what the demo's own time brings."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


class Case(unittest.TestCase):
    """Every answer that a test gets has to fit its shape in the service model."""

    def setUp(self):
        watch.mistakes.clear()
        self.seen = watch.seen

    def tearDown(self):
        self.assertEqual(watch.mistakes, [])
        self.assertGreater(watch.seen, self.seen, "no answer was held against its shape")

    def refused(self, code, status, operation, **arguments):
        with self.assertRaises(ClientError) as caught:
            operation(**arguments)
        error = caught.exception.response
        self.assertEqual(
            (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]), (code, status)
        )
        self.assertTrue(error["ResponseMetadata"]["RequestId"])
        return error["Error"]
