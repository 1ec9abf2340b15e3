"""The policies for people: exactly what the console asks of AWS, and on nothing else than the pipeline."""

import json
import re
import unittest

from loopback import PIPELINE, REPOSITORY

# The actions of the operations whose names differ, or whose service is not lambda, glue or logs; a version has its own.
ACTIONS = {
    "invoke": "lambda:InvokeFunction",
    "list_buckets": "s3:ListAllMyBuckets",
    "list_objects_v2": "s3:ListBucket",
    "list_object_versions": "s3:ListBucketVersions",
    "head_bucket": "s3:ListBucket",
    "head_object": "s3:GetObject s3:GetObjectVersion",
    "get_object": "s3:GetObject s3:GetObjectVersion",
    "get_object_tagging": "s3:GetObjectTagging s3:GetObjectVersionTagging",
    "get_bucket_policy_status": "s3:GetBucketPolicyStatus",
    "get_public_access_block": "s3:GetBucketPublicAccessBlock",
    "get_bucket_location": "s3:GetBucketLocation",
    "get_bucket_versioning": "s3:GetBucketVersioning",
    "get_bucket_encryption": "s3:GetEncryptionConfiguration",
    "get_bucket_lifecycle_configuration": "s3:GetLifecycleConfiguration",
    "get_object_lock_configuration": "s3:GetBucketObjectLockConfiguration",
    "get_bucket_notification_configuration": "s3:GetBucketNotification",
    # Anyone may ask who they are.
    "get_caller_identity": "",
}
SERVICES = {"function": "lambda", "account_settings": "lambda", "log": "logs", "live": "logs", "quer": "logs"}
# These take no resource, by the service authorization reference.
EVERYWHERE = {
    "cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory", "cloudwatch:GetMetricData",
    "lambda:ListFunctions", "lambda:GetAccountSettings", "glue:ListJobs", "glue:ListCrawlers", "s3:ListAllMyBuckets",
    "glue:GetJobs", "glue:GetJobBookmark", "glue:GetTriggers", "glue:ListWorkflows", "glue:GetCrawlerMetrics", "glue:GetCrawlers",
    "glue:ResetJobBookmark", "logs:DescribeLogGroups", "logs:GetQueryResults",
}  # fmt: skip
PLACEHOLDERS = {
    "Partition", "Region", "Account", "Function", "LogGroup", "RawBucket", "ProcessedBucket", "Job", "Crawler", "Database",
}  # fmt: skip


def actions(operation):
    if operation in ACTIONS:
        return ACTIONS[operation].split()
    service = next((service for word, service in SERVICES.items() if word in operation), "glue")
    return [f"{service}:{''.join(word.title() for word in operation.split('_'))}"]


def asked(*sources):
    """The actions behind the operations that some of the console's source files call.

    What deploying reads of stacks is no business of the console.
    """
    found = [file for source in sources for file in (REPOSITORY / "src").glob(source)]
    files = [file for file in found if "tests" not in str(file) and "cloud/stacks" not in file.as_posix()]
    verbs = "get|list|head|describe|filter|start|batch|stop|reset|put|delete|invoke"
    calls = re.compile(rf"\.((?:{verbs})(?:_[a-z]+|_v2)+|invoke)\(\)")
    named = re.compile(r'"(cloudwatch:\w+)", &body')
    texts = [file.read_text() for file in files]
    called = {action for text in texts for call in calls.findall(text) for action in actions(call)}
    return called | {action for text in texts for action in named.findall(text)}


def statements(name):
    return json.loads((PIPELINE / f"policies/{name}.json").read_text())["Statement"]


def listed(value):
    return [value] if isinstance(value, str) else value


class Policies(unittest.TestCase):
    def granted(self, name):
        return {action for statement in statements(name) for action in listed(statement["Action"])}

    def test_a_reader_may_what_the_console_reads(self):
        self.assertEqual(self.granted("reader"), asked("cloud.rs", "cloud/**/*.rs"))

    def test_an_operator_may_on_top_of_that_what_the_console_does(self):
        self.assertEqual(self.granted("operator"), asked("actions.rs", "actions/**/*.rs"))

    def test_everything_that_can_be_named_is_named(self):
        for statement in statements("reader") + statements("operator"):
            with self.subTest(statement["Sid"]):
                self.assertEqual(statement["Effect"], "Allow")
                if "*" in listed(statement["Resource"]):
                    self.assertLessEqual(set(listed(statement["Action"])), EVERYWHERE)
                else:
                    self.assertTrue(EVERYWHERE.isdisjoint(listed(statement["Action"])))

    def test_the_names_are_left_open(self):
        whole = json.dumps(statements("reader") + statements("operator"))
        self.assertEqual(set(re.findall(r"\$\{(\w+)\}", whole)), PLACEHOLDERS)
        self.assertNotIn("public", whole)
