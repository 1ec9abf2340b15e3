"""boto3 against the demo that the environment points to: every operation, and its commonest errors."""

import base64
import io
import json
import time
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

from shapes import Watch, clients

FUNCTION = "getPublicAPIs"
RAW = "public-apis-raw"
RAW_KEY = "public_apis.json"
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
    def setUp(self):
        watch.mistakes.clear()

    def tearDown(self):
        self.assertEqual(watch.mistakes, [])

    def refused(self, code, status, operation, **arguments):
        with self.assertRaises(ClientError) as caught:
            operation(**arguments)
        error = caught.exception.response
        self.assertEqual((error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]), (code, status))
        self.assertTrue(error["ResponseMetadata"]["RequestId"])
        return error["Error"]


class Buckets(Case):
    def test_list_buckets(self):
        answer = s3.list_buckets(MaxBuckets=1)
        self.assertEqual([bucket["BucketRegion"] for bucket in answer["Buckets"]], [REGION])
        pages = s3.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": 1})
        names = [bucket["Name"] for page in pages for bucket in page["Buckets"]]
        self.assertLessEqual({RAW, PROCESSED}, set(names))
        self.assertEqual(names, sorted(names))
        self.assertNotIn("BucketRegion", s3.list_buckets()["Buckets"][0])
        self.refused("InvalidArgument", 400, s3.list_buckets, ContinuationToken="foreign")

    def test_head_bucket(self):
        self.assertEqual(s3.head_bucket(Bucket=RAW)["BucketRegion"], REGION)
        self.refused("404", 404, s3.head_bucket, Bucket="no-such-bucket")

    def test_get_bucket_location(self):
        self.assertEqual(s3.get_bucket_location(Bucket=RAW)["LocationConstraint"], REGION)
        self.refused("NoSuchBucket", 404, s3.get_bucket_location, Bucket="no-such-bucket")

    def test_what_is_not_offered_is_refused_by_name(self):
        error = self.refused("NotImplemented", 501, s3.get_bucket_versioning, Bucket=RAW)
        self.assertIn("versioning", error["Message"])


class Objects(Case):
    KEYS = ["list/a b", "list/a+b", "list/deep/1", "list/deep/2", "list/é%2F\u0001", "list/<&>\r\n"]

    @classmethod
    def setUpClass(cls):
        for key in cls.KEYS:
            s3.put_object(Bucket=PROCESSED, Key=key, Body=b"x")

    @classmethod
    def tearDownClass(cls):
        for key in cls.KEYS:
            s3.delete_object(Bucket=PROCESSED, Key=key)

    def test_list_objects_v2_pages_through_weird_keys(self):
        pages = s3.get_paginator("list_objects_v2").paginate(
            Bucket=PROCESSED, Prefix="list/", PaginationConfig={"PageSize": 2}
        )
        listed = [entry for page in pages for entry in page["Contents"]]
        keys = [entry["Key"] for entry in listed]
        self.assertEqual(keys, sorted(self.KEYS, key=lambda key: key.encode()))
        self.assertEqual({entry["Size"] for entry in listed}, {1})
        self.assertTrue(all(entry["ETag"].startswith('"') for entry in listed))

    def test_list_objects_v2_groups_by_delimiter(self):
        answer = s3.list_objects_v2(Bucket=PROCESSED, Prefix="list/", Delimiter="/", StartAfter="list/a+b")
        self.assertEqual([entry["Prefix"] for entry in answer["CommonPrefixes"]], ["list/deep/"])
        self.assertEqual(answer["KeyCount"], 2)
        self.assertEqual(answer["StartAfter"], "list/a+b")
        self.assertFalse(answer["IsTruncated"])
        self.refused("NoSuchBucket", 404, s3.list_objects_v2, Bucket="no-such-bucket")
        self.refused("InvalidArgument", 400, s3.list_objects_v2, Bucket=RAW, ContinuationToken="foreign")

    def test_list_objects(self):
        pages = s3.get_paginator("list_objects").paginate(
            Bucket=PROCESSED, Prefix="list/", Delimiter="/", PaginationConfig={"PageSize": 1}
        )
        names = []
        for page in pages:
            names += [entry["Key"] for entry in page.get("Contents", [])]
            names += [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
        self.assertIn("list/deep/", names)
        self.assertEqual(len(names), 5)

    def test_an_object_comes_back_as_it_was_put(self):
        body = bytes(range(256)) * 300
        put = s3.put_object(Bucket=PROCESSED, Key="object/bytes", Body=body)
        got = s3.get_object(Bucket=PROCESSED, Key="object/bytes")
        self.assertEqual(got["Body"].read(), body)
        self.assertEqual(got["ETag"], put["ETag"])
        head = s3.head_object(Bucket=PROCESSED, Key="object/bytes")
        self.assertEqual((head["ContentLength"], head["ETag"]), (len(body), put["ETag"]))
        self.assertEqual(head["LastModified"].year, 2026)
        s3.delete_object(Bucket=PROCESSED, Key="object/bytes")
        self.refused("404", 404, s3.head_object, Bucket=PROCESSED, Key="object/bytes")

    def test_uploads_of_every_kind_arrive_whole(self):
        body = b"chunk" * 40_000
        key = {"Bucket": PROCESSED, "Key": "object/upload"}
        s3.upload_fileobj(io.BytesIO(body), PROCESSED, "object/upload")
        self.assertEqual(s3.get_object(**key)["Body"].read(), body)
        s3.put_object(**key, Body=io.BytesIO(body), ChecksumAlgorithm="SHA256")
        self.assertEqual(s3.head_object(**key)["ContentLength"], len(body))
        s3.delete_object(**key)

    def test_chunked_uploads_are_unwrapped(self):
        # boto3 sends these only over TLS: here the request is signed by boto3 and wrapped by hand.
        address = s3.generate_presigned_url("put_object", {"Bucket": PROCESSED, "Key": "object/chunked"})
        wrapped = b"5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"
        headers = {
            "content-encoding": "aws-chunked",
            "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "x-amz-decoded-content-length": "11",
            "x-amz-trailer": "x-amz-checksum-crc32",
        }
        request = urllib.request.Request(address, data=wrapped, headers=headers, method="PUT")
        urllib.request.urlopen(request).close()
        got = s3.get_object(Bucket=PROCESSED, Key="object/chunked")
        self.assertEqual(got["Body"].read(), b"hello world")
        headers["x-amz-decoded-content-length"] = "12"
        request = urllib.request.Request(address, data=wrapped, headers=headers, method="PUT")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        with caught.exception as answer:
            self.assertIn(b"<Code>IncompleteBody</Code>", answer.read())
        s3.delete_object(Bucket=PROCESSED, Key="object/chunked")

    def test_ranges(self):
        s3.put_object(Bucket=PROCESSED, Key="object/range", Body=b"0123456789")
        got = s3.get_object(Bucket=PROCESSED, Key="object/range", Range="bytes=2-4")
        self.assertEqual(got["Body"].read(), b"234")
        self.assertEqual(got["ContentRange"], "bytes 2-4/10")
        self.assertEqual(got["ResponseMetadata"]["HTTPStatusCode"], 206)
        error = self.refused(
            "InvalidRange", 416, s3.get_object, Bucket=PROCESSED, Key="object/range", Range="bytes=10-"
        )
        self.assertEqual(error["ActualObjectSize"], "10")
        s3.delete_object(Bucket=PROCESSED, Key="object/range")

    def test_missing_keys_and_conditions(self):
        error = self.refused("NoSuchKey", 404, s3.get_object, Bucket=PROCESSED, Key="nothing here")
        self.assertEqual(error["Key"], "nothing here")
        s3.put_object(Bucket=PROCESSED, Key="object/once", Body=b"")
        self.refused(
            "PreconditionFailed", 412, s3.put_object, Bucket=PROCESSED, Key="object/once", IfNoneMatch="*"
        )
        s3.delete_object(Bucket=PROCESSED, Key="object/once")
        self.refused("NoSuchBucket", 404, s3.put_object, Bucket="no-such-bucket", Key="k", Body=b"")

    def test_a_presigned_address_needs_no_header(self):
        s3.put_object(Bucket=PROCESSED, Key="object/signed", Body=b"signed")
        address = s3.generate_presigned_url("get_object", {"Bucket": PROCESSED, "Key": "object/signed"})
        with urllib.request.urlopen(address) as answer:
            self.assertEqual(answer.read(), b"signed")
        s3.delete_object(Bucket=PROCESSED, Key="object/signed")


class Functions(Case):
    def test_list_functions(self):
        pages = lambda_.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 1})
        functions = [function for page in pages for function in page["Functions"]]
        self.assertIn(FUNCTION, [function["FunctionName"] for function in functions])
        self.assertNotIn("State", functions[0])
        self.refused("InvalidParameterValueException", 400, lambda_.list_functions, Marker="foreign")

    def test_get_function(self):
        answer = lambda_.get_function(FunctionName=FUNCTION)
        self.assertEqual(answer["Configuration"]["State"], "Active")
        self.assertIn("Location", answer["Code"])
        error = self.refused("ResourceNotFoundException", 404, lambda_.get_function, FunctionName="nobody")
        self.assertIn("Function not found", error["Message"])

    def test_get_function_configuration_by_every_kind_of_name(self):
        arn = lambda_.get_function_configuration(FunctionName=FUNCTION)["FunctionArn"]
        account = arn.split(":")[4]
        for name in (arn, f"{account}:function:{FUNCTION}", f"{FUNCTION}:$LATEST", f"{arn}:$LATEST"):
            answer = lambda_.get_function_configuration(FunctionName=name)
            self.assertEqual(answer["LoggingConfig"], {"LogFormat": "Text", "LogGroup": GROUP})
            self.assertEqual(answer["Runtime"], "python3.11")
        self.refused(
            "ResourceNotFoundException",
            404,
            lambda_.get_function_configuration,
            FunctionName=FUNCTION,
            Qualifier="live",
        )

    def test_get_function_concurrency(self):
        answer = lambda_.get_function_concurrency(FunctionName=FUNCTION)
        self.assertNotIn("ReservedConcurrentExecutions", answer)

    def test_invoke(self):
        answer = lambda_.invoke(FunctionName=FUNCTION, Payload=EVENT, LogType="Tail")
        self.assertEqual((answer["StatusCode"], answer["ExecutedVersion"]), (200, "$LATEST"))
        self.assertNotIn("FunctionError", answer)
        self.assertEqual(json.loads(answer["Payload"].read())["statusCode"], 200)
        log = base64.b64decode(answer["LogResult"]).decode()
        self.assertIn(f"REPORT RequestId: {answer['ResponseMetadata']['RequestId']}", log)

    def test_a_function_error_is_a_success_of_the_call(self):
        answer = lambda_.invoke(FunctionName=FUNCTION, Payload=b"{}")
        self.assertEqual((answer["StatusCode"], answer["FunctionError"]), (200, "Unhandled"))
        self.assertEqual(json.loads(answer["Payload"].read())["errorType"], "KeyError")

    def test_invoke_without_waiting(self):
        event = lambda_.invoke(FunctionName=FUNCTION, Payload=EVENT, InvocationType="Event")
        self.assertEqual((event["StatusCode"], event["Payload"].read()), (202, b""))
        dry = lambda_.invoke(FunctionName=FUNCTION, Payload=EVENT, InvocationType="DryRun")
        self.assertEqual(dry["StatusCode"], 204)
        self.refused("ResourceNotFoundException", 404, lambda_.invoke, FunctionName="nobody")
        self.refused(
            "InvalidRequestContentException", 400, lambda_.invoke, FunctionName=FUNCTION, Payload=b"{"
        )

    def test_what_is_not_offered_is_refused_by_name(self):
        error = self.refused("UnknownOperationException", 404, lambda_.get_account_settings)
        self.assertIn("account-settings", error["Message"])


def state(run):
    return glue.get_job_run(JobName=JOB, RunId=run)["JobRun"]["JobRunState"]


class Jobs(Case):
    def test_get_jobs(self):
        job = glue.get_job(JobName=JOB)["Job"]
        self.assertEqual((job["Name"], job["Command"]["Name"]), (JOB, "pythonshell"))
        self.assertEqual(job["CreatedOn"].tzinfo is not None, True)
        pages = glue.get_paginator("get_jobs").paginate(PaginationConfig={"PageSize": 1})
        self.assertIn(JOB, [job["Name"] for page in pages for job in page["Jobs"]])
        self.assertIn(JOB, glue.list_jobs()["JobNames"])
        self.refused("EntityNotFoundException", 400, glue.get_job, JobName="nobody")
        self.refused("InvalidInputException", 400, glue.get_jobs, NextToken="foreign")

    def test_a_run_from_start_to_end(self):
        lambda_.invoke(FunctionName=FUNCTION, Payload=EVENT)
        until(lambda: self.idle())
        run = glue.start_job_run(JobName=JOB, Arguments={"--failure_rate": "0"})["JobRunId"]
        self.refused("ConcurrentRunsExceededException", 400, glue.start_job_run, JobName=JOB)
        until(lambda: state(run) in ("SUCCEEDED", "FAILED"))
        done = glue.get_job_run(JobName=JOB, RunId=run)["JobRun"]
        self.assertEqual((done["JobRunState"], done["Id"]), ("SUCCEEDED", run))
        self.assertEqual(done["Arguments"], {"--failure_rate": "0"})
        self.assertGreater(done["CompletedOn"], done["StartedOn"])
        runs = glue.get_job_runs(JobName=JOB)["JobRuns"]
        self.assertEqual(runs[0]["Id"], run)
        body = s3.get_object(Bucket=PROCESSED, Key=PROCESSED_KEY)["Body"].read()
        self.assertTrue(body.startswith(b","), body[:40])
        events = logs.filter_log_events(logGroupName=OUTPUT, logStreamNames=[run], startTime=0)["events"]
        self.assertTrue(events)

    def test_stopping_a_run(self):
        until(lambda: self.idle())
        run = glue.start_job_run(JobName=JOB, Arguments={"--failure_rate": "0"})["JobRunId"]
        answer = glue.batch_stop_job_run(JobName=JOB, JobRunIds=[run, "jr_nobody"])
        self.assertEqual(answer["SuccessfulSubmissions"], [{"JobName": JOB, "JobRunId": run}])
        self.assertEqual([error["JobRunId"] for error in answer["Errors"]], ["jr_nobody"])
        until(lambda: state(run) == "STOPPED")
        pages = glue.get_paginator("get_job_runs").paginate(JobName=JOB, PaginationConfig={"PageSize": 1})
        ids = [run["Id"] for page in pages for run in page["JobRuns"]]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertIn(run, ids)

    def test_what_is_missing(self):
        self.refused("EntityNotFoundException", 400, glue.start_job_run, JobName="nobody")
        self.refused("EntityNotFoundException", 400, glue.get_job_runs, JobName="nobody")
        self.refused("EntityNotFoundException", 400, glue.get_job_run, JobName=JOB, RunId="jr_nobody")
        error = self.refused("UnknownOperationException", 400, glue.get_triggers)
        self.assertIn("GetTriggers", error["Message"])

    def idle(self):
        runs = glue.get_job_runs(JobName=JOB, MaxResults=5)["JobRuns"]
        return all(run["JobRunState"] not in ("STARTING", "RUNNING", "STOPPING") for run in runs)


def crawler():
    return glue.get_crawler(Name=CRAWLER)["Crawler"]


class Crawlers(Case):
    def test_a_crawl_leaves_the_table(self):
        lambda_.invoke(FunctionName=FUNCTION, Payload=EVENT)
        until(lambda: crawler()["State"] == "READY")
        glue.start_crawler(Name=CRAWLER)
        self.refused("CrawlerRunningException", 400, glue.start_crawler, Name=CRAWLER)
        self.assertGreaterEqual(crawler()["CrawlElapsedTime"], 0)
        running = glue.list_crawls(CrawlerName=CRAWLER, MaxResults=1)["Crawls"][0]
        self.assertEqual(running["State"], "RUNNING")
        until(lambda: crawler()["State"] == "READY")
        last = crawler()["LastCrawl"]
        self.assertEqual((last["Status"], last["MessagePrefix"]), ("SUCCEEDED", running["CrawlId"]))
        crawl = glue.list_crawls(CrawlerName=CRAWLER)["Crawls"][0]
        self.assertEqual((crawl["CrawlId"], crawl["State"]), (running["CrawlId"], "COMPLETED"))
        metrics = glue.get_crawler_metrics(CrawlerNameList=[CRAWLER])["CrawlerMetricsList"][0]
        self.assertGreater(metrics["LastRuntimeSeconds"], 0)
        self.check_catalog()

    def check_catalog(self):
        self.assertEqual(glue.get_database(Name=DATABASE)["Database"]["Name"], DATABASE)
        self.assertIn(DATABASE, [found["Name"] for found in glue.get_databases()["DatabaseList"]])
        table = glue.get_table(DatabaseName=DATABASE, Name=TABLE)["Table"]
        storage = table["StorageDescriptor"]
        self.assertEqual([column["Name"] for column in storage["Columns"]], ["count", "entries"])
        self.assertEqual(storage["Location"], f"s3://{RAW}/")
        self.assertEqual(table["Parameters"]["classification"], "json")
        tables = glue.get_tables(DatabaseName=DATABASE, Expression="public*")["TableList"]
        self.assertEqual([found["Name"] for found in tables], [TABLE])
        self.assertEqual(glue.get_tables(DatabaseName=DATABASE, Expression="x*")["TableList"], [])
        self.assertEqual(glue.get_partitions(DatabaseName=DATABASE, TableName=TABLE)["Partitions"], [])

    def test_stopping_a_crawl(self):
        until(lambda: crawler()["State"] == "READY")
        self.refused("CrawlerNotRunningException", 400, glue.stop_crawler, Name=CRAWLER)
        glue.start_crawler(Name=CRAWLER)
        glue.stop_crawler(Name=CRAWLER)
        self.refused("CrawlerStoppingException", 400, glue.stop_crawler, Name=CRAWLER)
        until(lambda: crawler()["State"] == "READY")
        self.assertEqual(crawler()["LastCrawl"]["Status"], "CANCELLED")
        filters = [{"FieldName": "STATE", "FilterOperator": "EQ", "FieldValue": "STOPPED"}]
        crawls = glue.list_crawls(CrawlerName=CRAWLER, Filters=filters)["Crawls"]
        self.assertEqual({crawl["State"] for crawl in crawls}, {"STOPPED"})

    def test_what_is_missing(self):
        names = [found["Name"] for found in glue.get_crawlers()["Crawlers"]]
        self.assertEqual(glue.list_crawlers()["CrawlerNames"], names)
        self.refused("EntityNotFoundException", 400, glue.get_crawler, Name="nobody")
        self.refused("EntityNotFoundException", 400, glue.start_crawler, Name="nobody")
        self.refused("EntityNotFoundException", 400, glue.get_table, DatabaseName=DATABASE, Name="nothing")
        self.refused("EntityNotFoundException", 400, glue.get_tables, DatabaseName="nothing")
        self.refused("EntityNotFoundException", 400, glue.get_database, Name="nothing")


class Events(Case):
    @classmethod
    def setUpClass(cls):
        cls.requests = []
        for _ in range(3):
            answer = lambda_.invoke(FunctionName=FUNCTION, Payload=EVENT)
            cls.requests.append(answer["ResponseMetadata"]["RequestId"])
        until(lambda: cls.reports(cls.requests[-1]))

    @classmethod
    def reports(cls, request):
        pattern = f'"REPORT RequestId: {request}"'
        return logs.filter_log_events(logGroupName=GROUP, startTime=0, filterPattern=pattern)["events"]

    def test_describe_log_groups(self):
        pages = logs.get_paginator("describe_log_groups").paginate(
            logGroupNamePrefix="/aws/lambda/", PaginationConfig={"PageSize": 1}
        )
        groups = [group for page in pages for group in page["logGroups"]]
        group = next(group for group in groups if group["logGroupName"] == GROUP)
        self.assertEqual(group["arn"], group["logGroupArn"] + ":*")
        brief = logs.describe_log_groups(logGroupNamePattern="PublicAPIs")["logGroups"][0]
        self.assertEqual(brief.keys(), {"logGroupName", "creationTime", "arn"})
        self.refused(
            "InvalidParameterException",
            400,
            logs.describe_log_groups,
            logGroupNamePrefix="a",
            logGroupNamePattern="a",
        )
        self.refused("InvalidParameterException", 400, logs.describe_log_groups, nextToken="foreign")

    def test_describe_log_streams(self):
        answer = logs.describe_log_streams(logGroupName=GROUP, orderBy="LastEventTime", descending=True)
        times = [stream["lastEventTimestamp"] for stream in answer["logStreams"]]
        self.assertEqual(times, sorted(times, reverse=True))
        self.assertEqual(answer["logStreams"][0]["storedBytes"], 0)
        self.refused("ResourceNotFoundException", 400, logs.describe_log_streams, logGroupName="/nobody")
        self.refused(
            "InvalidParameterException",
            400,
            logs.describe_log_streams,
            logGroupName=GROUP,
            orderBy="LastEventTime",
            logStreamNamePrefix="2026",
        )

    def test_filter_log_events_pages_without_loss(self):
        whole = logs.filter_log_events(logGroupName=GROUP, startTime=0, filterPattern="REPORT")["events"]
        end = whole[-1]["timestamp"]
        window = {"logGroupName": GROUP, "startTime": whole[0]["timestamp"], "endTime": end}
        pages = logs.get_paginator("filter_log_events").paginate(
            **window, filterPattern="REPORT", PaginationConfig={"PageSize": 1}
        )
        events = [event for page in pages for event in page["events"]]
        self.assertEqual(events, [event for event in whole if event["timestamp"] <= end])
        ids = [event["eventId"] for event in events]
        self.assertEqual(len(ids), len(set(ids)))
        self.refused("InvalidParameterException", 400, logs.filter_log_events, nextToken="foreign", **window)

    def test_filter_log_events_by_stream_and_pattern(self):
        streams = [stream["logStreamName"] for stream in logs.describe_log_streams(logGroupName=GROUP)["logStreams"]]
        by_name = logs.filter_log_events(logGroupName=GROUP, startTime=0, logStreamNames=streams[:1])["events"]
        self.assertEqual({event["logStreamName"] for event in by_name}, {streams[0]})
        by_prefix = logs.filter_log_events(logGroupName=GROUP, startTime=0, logStreamNamePrefix="1999")
        self.assertEqual(by_prefix["events"], [])
        either = logs.filter_log_events(logGroupName=GROUP, startTime=0, filterPattern="?START ?END -REPORT")
        self.assertTrue(either["events"])
        self.assertFalse([event for event in either["events"] if "REPORT" in event["message"]])
        filtering = logs.filter_log_events
        self.refused("ResourceNotFoundException", 400, filtering, logGroupName="/nobody")
        self.refused(
            "ResourceNotFoundException", 400, filtering, logGroupName=GROUP, logStreamNames=["nobody"]
        )
        for bad in (
            {"filterPattern": "{ $.x = 1 }"},
            {"startTime": 2, "endTime": 1},
            {"logStreamNames": ["a"], "logStreamNamePrefix": "a"},
        ):
            self.refused("InvalidParameterException", 400, filtering, logGroupName=GROUP, **bad)

    def test_filter_log_events_newest_first(self):
        newest = {"startFromHead": False}
        start = 1_750_000_000_000
        answer = logs.filter_log_events(
            logGroupName=GROUP, startTime=start, filterPattern="REPORT", limit=2, **newest
        )
        times = [event["timestamp"] for event in answer["events"]]
        self.assertEqual(times, sorted(times, reverse=True))
        following = logs.filter_log_events(
            logGroupName=GROUP,
            startTime=start,
            filterPattern="REPORT",
            limit=2,
            nextToken=answer["nextToken"],
            **newest,
        )
        self.assertLessEqual(following["events"][0]["timestamp"], times[-1])
        self.refused(
            "InvalidParameterException", 400, logs.filter_log_events, logGroupName=GROUP, startTime=0, **newest
        )

    def test_get_log_events_ends_where_its_token_repeats(self):
        stream = logs.describe_log_streams(logGroupName=GROUP)["logStreams"][0]["logStreamName"]
        place = {"logGroupName": GROUP, "logStreamName": stream}
        whole = logs.get_log_events(**place, startFromHead=True)["events"]
        seen, token = [], None
        while True:
            more = {"nextToken": token} if token else {}
            answer = logs.get_log_events(**place, startFromHead=True, limit=2, **more)
            seen += answer["events"]
            if answer["nextForwardToken"] == token:
                break
            token = answer["nextForwardToken"]
        self.assertEqual(seen, whole)
        newest = logs.get_log_events(**place, limit=1)
        self.assertEqual(newest["events"], whole[-1:])
        older = logs.get_log_events(**place, limit=1, nextToken=newest["nextBackwardToken"])
        self.assertEqual(older["events"], whole[-2:-1])
        before_end = logs.get_log_events(**place, startFromHead=True, endTime=whole[-1]["timestamp"])
        self.assertNotIn(whole[-1], before_end["events"])
        self.refused("InvalidParameterException", 400, logs.get_log_events, **place, nextToken="f/foreign")
        self.refused(
            "ResourceNotFoundException", 400, logs.get_log_events, logGroupName=GROUP, logStreamName="nobody"
        )

    def test_what_is_not_offered_is_refused_by_name(self):
        error = self.refused("UnknownOperationException", 400, logs.describe_metric_filters)
        self.assertIn("DescribeMetricFilters", error["Message"])


class Identity(Case):
    def test_get_caller_identity(self):
        answer = sts.get_caller_identity()
        self.assertRegex(answer["Account"], r"^\d{12}$")
        self.assertIn(answer["Account"], answer["Arn"])
        self.assertTrue(answer["UserId"])

    def test_what_is_not_offered_is_refused_by_name(self):
        error = self.refused("InvalidAction", 400, sts.get_session_token)
        self.assertIn("GetSessionToken", error["Message"])

    def test_other_services_are_refused_too(self):
        with self.assertRaises(ClientError) as caught:
            boto3.client("cloudwatch", region_name=REGION).describe_alarms()
        self.assertIn("DescribeAlarms", str(caught.exception))


def tearDownModule():
    assert watch.seen > 100, f"only {watch.seen} answers were checked against their shapes"


if __name__ == "__main__":
    unittest.main()
