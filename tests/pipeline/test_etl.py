"""The job's script against an S3 on loopback."""

import contextlib
import io
import json
import os
import random
import runpy
import sys
import unittest
from unittest import mock

import boto3
import pandas
from botocore.exceptions import ClientError

from loopback import ENVIRONMENT, PIPELINE, REPOSITORY, s3

SCRIPT = PIPELINE / "etl/describe.py"
DATA = REPOSITORY / "assets/demo/public_apis.json"
FIXTURE = REPOSITORY / "src/demo/describe"


class Case(unittest.TestCase):
    def setUp(self):
        self.buckets = {"public-apis-raw": {"public_apis.json": DATA.read_bytes()}, "public-apis-analytics": {}}
        self.s3 = self.enterContext(s3(self.buckets))
        boto3.DEFAULT_SESSION = None

    def run_script(self, *arguments, **environment):
        """Runs it as Glue does; gives the lines that it printed."""
        settings = {**ENVIRONMENT, "AWS_ENDPOINT_URL_S3": self.s3, **environment}
        said = io.StringIO()
        with (
            mock.patch.dict(os.environ, settings, clear=True),
            mock.patch.object(sys, "argv", [str(SCRIPT), *arguments]),
            contextlib.redirect_stdout(said),
        ):
            runpy.run_path(str(SCRIPT), run_name="__main__")
        return said.getvalue().splitlines()

    def check(self, body, expected, *arguments):
        self.buckets["public-apis-raw"]["public_apis.json"] = body
        self.run_script("--failure_rate", "0", *arguments)
        self.assertEqual(self.buckets["public-apis-analytics"], {"describe_public_apis.csv": expected})


class Describes(Case):
    def test_what_pandas_says_byte_for_byte(self):
        odd = [{"API": "a", "HTTPS": True, "Cors": None}, {"API": "ü,\"\n", "HTTPS": False}, {"API": "a"}]
        numbers = [{"n": 1, "s": "x"}, {"n": 2.5, "s": "y"}, {"n": None}]
        for entries in (json.loads(DATA.read_bytes())["entries"], odd, numbers):
            with self.subTest(entries[0]):
                expected = pandas.DataFrame(entries).describe().to_csv().encode()
                self.check(json.dumps({"entries": entries}).encode(), expected)

    def test_what_the_demo_says_byte_for_byte(self):
        answer = json.loads((FIXTURE / "fixture.json").read_bytes())
        entries = answer["entries"] if isinstance(answer, dict) else answer
        self.check(json.dumps({"entries": entries}).encode(), (FIXTURE / "fixture.csv").read_bytes())

    def test_every_step_is_said(self):
        count = len(json.loads(DATA.read_bytes())["entries"])
        source = "s3://public-apis-raw/public_apis.json"
        steps = [
            f"reading {source}",
            f"{source}: {count} entries, 7 columns",
            "wrote s3://public-apis-analytics/describe_public_apis.csv",
        ]
        self.assertEqual(self.run_script("--failure_rate", "0"), steps)


class Arguments(Case):
    NAMES = {"raw_bucket": "a", "raw_key": "b", "processed_bucket": "c", "processed_key": "d", "failure_rate": "0"}

    def setUp(self):
        super().setUp()
        self.buckets.update(a={"b": DATA.read_bytes()}, c={})

    def test_they_come_on_the_command_line_among_others(self):
        given = [word for name, value in self.NAMES.items() for word in (f"--{name}", value)]
        others = ["--job-language", "python", "--TempDir", "s3://t/", "--library-set=analytics", "--raw", "x"]
        self.run_script(*others[:4], *given, *others[4:])
        self.assertIn("d", self.buckets["c"])

    def test_or_in_the_environment(self):
        self.run_script(**self.NAMES)
        self.assertIn("d", self.buckets["c"])

    def test_the_command_line_goes_before_the_environment(self):
        self.run_script("--processed_key", "e", **self.NAMES)
        self.assertEqual(list(self.buckets["c"]), ["e"])


class Fails(Case):
    def check_raises(self, kind, said, *arguments):
        with self.assertRaisesRegex(kind, said):
            self.run_script(*arguments)
        self.assertEqual(self.buckets["public-apis-analytics"], {})

    def test_on_purpose_before_anything_else(self):
        self.buckets.clear()
        with self.assertRaises(Exception) as caught:
            self.run_script("--failure_rate", "1")
        self.assertIs(type(caught.exception), Exception)
        self.assertEqual(str(caught.exception), "Random exception")

    def test_half_of_the_time_by_default(self):
        failures = 0
        for seed in range(40):
            random.seed(seed)
            try:
                self.run_script("--raw_key", "none")
            except ClientError:
                pass
            except Exception:
                failures += 1
        self.assertTrue(10 < failures < 30, failures)

    def test_at_a_rate_that_is_none(self):
        self.check_raises(ValueError, "^--failure_rate is 50.0, not a number from 0 to 1$", "--failure_rate", "50")
        self.check_raises(ValueError, "^--failure_rate is nan, not a", "--failure_rate", "nan")
        self.check_raises(ValueError, "could not convert string to float: 'often'", "--failure_rate", "often")

    def test_without_the_object_or_a_bucket(self):
        well = ("--failure_rate", "0")
        self.check_raises(ClientError, "NoSuchKey.* GetObject", "--raw_key", "other.json", *well)
        self.check_raises(ClientError, "NoSuchBucket.* GetObject", "--raw_bucket", "other", *well)
        self.check_raises(ClientError, "NoSuchBucket.* PutObject", "--processed_bucket", "other", *well)

    def test_on_what_is_no_list_of_entries(self):
        for body, kind in ((b"{", ValueError), (b"{}", KeyError), (b'{"entries": []}', ValueError)):
            with self.subTest(body):
                self.buckets["public-apis-raw"]["public_apis.json"] = body
                self.check_raises(kind, "", "--failure_rate", "0")
