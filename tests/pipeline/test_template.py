"""The CloudFormation template: what it makes, and that the linter finds nothing in it."""

import ast
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from loopback import PIPELINE, REPOSITORY
from stack import Stack, text

REFERENCE = dict(re.findall(r'const (\w+): &str = "(.*)";', (REPOSITORY / "src/reference.rs").read_text()))
NAMES = {
    "Function": "FUNCTION",
    "LogGroup": "INGEST_GROUP",
    "RawBucket": "RAW_BUCKET",
    "RawKey": "RAW_KEY",
    "Job": "JOB",
    "ScriptBucket": "PROCESSED_BUCKET",
    "ScriptKey": "SCRIPT_KEY",
    "ProcessedBucket": "PROCESSED_BUCKET",
    "ProcessedKey": "PROCESSED_KEY",
    "Crawler": "CRAWLER",
    "Database": "DATABASE",
    "Dashboard": "DASHBOARD",
}
REGIONS = ("us-east-2", "eu-central-1", "us-gov-west-1", "cn-north-1")


def statements(policy):
    return policy["PolicyDocument"]["Statement"]


class Lint(unittest.TestCase):
    def test_the_linter_finds_nothing(self):
        lint = [pathlib.Path(sys.executable).with_name("cfn-lint"), "--include-checks", "I", "--regions", *REGIONS]
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as filled:
            filled.write(text())
            filled.flush()
            for file in (PIPELINE / "template.yaml", filled.name):
                found = subprocess.run([*lint, "--template", file], capture_output=True, text=True)
                self.assertEqual((found.stdout, found.stderr, found.returncode), ("", "", 0))


class Names(unittest.TestCase):
    def test_they_are_those_of_the_reference(self):
        expected = {output: REFERENCE[name] for output, name in NAMES.items()}
        self.assertEqual(Stack(UniqueBuckets="false").outputs, expected)

    def test_only_buckets_carry_the_account_and_the_region(self):
        given, plain = Stack().outputs, Stack(UniqueBuckets="false").outputs
        for output, name in plain.items():
            suffix = "-123456789012-us-east-2" if output.endswith("Bucket") else ""
            self.assertEqual(given[output], name + suffix)

    def test_no_name_is_left_when_another_is_given(self):
        names = {output: name for output, name in Stack(Name="well").outputs.items() if not output.endswith("Key")}
        for output, name in names.items():
            self.assertRegex(name, r"\bwell\b", output)

    def test_the_longest_name_makes_buckets_that_s3_takes(self):
        parameter = Stack().template["Parameters"]["Name"]
        longest = "a" * parameter["MaxLength"]
        self.assertRegex(longest, parameter["AllowedPattern"])
        stack = Stack(**{"Name": longest, "AWS::Region": "ap-southeast-1"})
        for bucket in (stack.outputs["RawBucket"], stack.outputs["ProcessedBucket"]):
            self.assertRegex(bucket, r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")

    def test_what_is_no_name_is_refused(self):
        pattern = Stack().template["Parameters"]["Name"]["AllowedPattern"]
        for name in ("", "Public", "a_b", "-a", "a-", "a--b", "1a", "a.b", "a\n"):
            self.assertNotRegex(name, pattern.replace("$", r"\Z"))


class Function(unittest.TestCase):
    def test_its_code_is_the_file(self):
        code = Stack().resources["Ingest"]["Code"]["ZipFile"]
        self.assertEqual(code, (PIPELINE / "ingest/index.py").read_text())
        self.assertIn(f'"{REFERENCE["API_URL"]}"', code)
        self.assertIn(f'KEY = "{REFERENCE["RAW_KEY"]}"', code)

    def test_it_is_set_up_as_the_original(self):
        function = Stack().resources["Ingest"]
        settings = {name: function[name] for name in ("Runtime", "Handler", "Timeout", "MemorySize")}
        expected = {"Runtime": "python3.11", "Handler": "index.lambda_handler", "Timeout": 3, "MemorySize": 128}
        self.assertEqual(settings, expected)
        self.assertEqual(function["Environment"]["Variables"], {"API_URL": REFERENCE["API_URL"]})

    def test_a_layer_is_attached_if_there_is_one(self):
        self.assertNotIn("Layers", Stack().resources["Ingest"])
        layer = "arn:aws:lambda:us-east-2:123456789012:layer:requests:7"
        self.assertEqual(Stack(LayerArn=layer).resources["Ingest"]["Layers"], [layer])
        self.assertRegex(layer, Stack().template["Parameters"]["LayerArn"]["AllowedPattern"])

    def test_the_address_is_https_or_loopback(self):
        pattern = Stack().template["Parameters"]["ApiUrl"]["AllowedPattern"]
        for address in ("https://example.com/entries", "http://127.0.0.1:8080/entries"):
            self.assertRegex(address, pattern)
        for address in ("http://example.com/", "http://127.0.0.1.example.com/", "http://127.0.0.1@x/", "file:///x", ""):
            self.assertNotRegex(address, pattern)


class Job(unittest.TestCase):
    def test_its_arguments_are_what_the_script_expects_by_default(self):
        tree = ast.parse((PIPELINE / "etl/describe.py").read_text())
        (defaults,) = (node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "DEFAULTS")
        given = Stack(UniqueBuckets="false").resources["Etl"]["DefaultArguments"]
        expected = {f"--{name}": value for name, value in ast.literal_eval(defaults).items()}
        self.assertEqual(given, {"--job-language": "python", "--library-set": "analytics", **expected})

    def test_it_is_the_smallest_python_shell_and_runs_once_at_a_time(self):
        stack = Stack()
        job, outputs = stack.resources["Etl"], stack.outputs
        script = f"s3://{outputs['ScriptBucket']}/{outputs['ScriptKey']}"
        self.assertEqual(job["Command"], {"Name": "pythonshell", "PythonVersion": "3.9", "ScriptLocation": script})
        self.assertEqual((job["MaxCapacity"], job["MaxRetries"]), (0.0625, 0))
        self.assertEqual(job["ExecutionProperty"], {"MaxConcurrentRuns": 1})


class Buckets(unittest.TestCase):
    def test_nobody_gets_in_unless_asked_for_and_then_only_to_read_the_raw_objects(self):
        private, public = Stack(), Stack(PublicRead="true")
        for name in ("Raw", "Processed"):
            with self.subTest(name):
                self.assertEqual(set(private.resources[name]["PublicAccessBlockConfiguration"].values()), {True})
                allowed = [s for s in statements(private.resources[f"{name}Policy"]) if s["Effect"] == "Allow"]
                self.assertEqual(allowed, [])
        self.assertEqual(public.resources["Processed"], private.resources["Processed"])
        self.assertEqual(public.resources["ProcessedPolicy"], private.resources["ProcessedPolicy"])
        block = public.resources["Raw"]["PublicAccessBlockConfiguration"]
        self.assertEqual({name for name, on in block.items() if not on}, {"BlockPublicPolicy", "RestrictPublicBuckets"})
        (allowed,) = (s for s in statements(public.resources["RawPolicy"]) if s["Effect"] == "Allow")
        self.assertEqual((allowed["Action"], allowed["Resource"]), ("s3:GetObject", "${Raw.Arn}/*"))

    def test_they_are_encrypted_and_refuse_what_is_not_tls(self):
        stack = Stack()
        for name in ("Raw", "Processed"):
            self.assertIn("BucketEncryption", stack.resources[name])
            denied = statements(stack.resources[f"{name}Policy"])[0]
            self.assertEqual((denied["Effect"], denied["Action"]), ("Deny", "s3:*"))
            self.assertEqual(denied["Condition"], {"Bool": {"aws:SecureTransport": "false"}})
            self.assertEqual(denied["Resource"], ["${%s.Arn}" % name, "${%s.Arn}/*" % name])


class Roles(unittest.TestCase):
    def test_they_are_of_one_service_each_and_name_what_they_may(self):
        roles = {name: role for name, role in Stack().resources.items() if "AssumeRolePolicyDocument" in role}
        self.assertEqual(set(roles), {"IngestRole", "EtlRole", "CrawlerRole"})
        for name, role in roles.items():
            with self.subTest(name):
                (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
                service = "lambda" if name == "IngestRole" else "glue"
                self.assertEqual(trust["Principal"], {"Service": f"{service}.amazonaws.com"})
                self.assertNotIn("ManagedPolicyArns", role)
                for statement in (s for policy in role["Policies"] for s in statements(policy)):
                    self.assertNotIn("*", json.dumps(statement["Action"]))
                    self.assertNotIn('"*"', json.dumps(statement["Resource"]))

    def test_the_job_cannot_write_its_own_script(self):
        (policy,) = Stack().resources["EtlRole"]["Policies"]
        (put,) = (s["Resource"] for s in statements(policy) if "s3:PutObject" in s["Action"])
        self.assertEqual(put, "${Processed.Arn}/*.csv")


class Whole(unittest.TestCase):
    def test_nothing_of_an_account_is_in_it(self):
        self.assertNotRegex(text(), r"\d{12}")
        self.assertNotIn("us-east", text())
        self.assertNotIn("arn:aws:", text())

    def test_nothing_is_left_when_it_is_deleted(self):
        for name, resource in Stack().template["Resources"].items():
            for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
                self.assertEqual(resource.get(policy, "Delete"), "Delete", name)

    def test_the_log_is_there_before_the_function_and_does_not_grow_for_ever(self):
        stack = Stack()
        self.assertEqual(stack.template["Resources"]["Ingest"]["DependsOn"], "IngestLog")
        self.assertEqual(stack.outputs["LogGroup"], f"/aws/lambda/{stack.outputs['Function']}")
        self.assertGreater(stack.resources["IngestLog"]["RetentionInDays"], 0)

    def test_the_crawler_goes_over_everything_when_asked(self):
        stack = Stack()
        crawler = stack.resources["Crawler"]
        self.assertNotIn("Schedule", crawler)
        self.assertEqual(crawler["RecrawlPolicy"], {"RecrawlBehavior": "CRAWL_EVERYTHING"})
        self.assertEqual(crawler["Targets"], {"S3Targets": [{"Path": f"s3://{stack.outputs['RawBucket']}/"}]})

    def test_the_dashboard_shows_the_logs_and_how_the_function_fares(self):
        stack = Stack()
        widgets = stack.dashboard["widgets"]
        tables = [widget["properties"] for widget in widgets if widget["type"] == "log"]
        groups = [re.findall(r"SOURCE '(.*?)'", table["query"]) for table in tables]
        jobs = ["/aws-glue/jobs/error", REFERENCE["ERROR_GROUP"], "/aws-glue/sessions/error"]
        self.assertEqual(groups, [[stack.outputs["LogGroup"]], jobs])
        self.assertEqual({table["view"] for table in tables}, {"table"})
        metrics = [metric for widget in widgets for metric in widget["properties"].get("metrics", [])]
        self.assertLessEqual({"Errors", "Duration"}, {metric[1] for metric in metrics})
        self.assertEqual({metric[3] for metric in metrics}, {stack.outputs["Function"]})
        self.assertEqual({widget["properties"]["region"] for widget in widgets}, {"us-east-2"})
