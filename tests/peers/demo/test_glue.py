"""Glue: jobs, crawlers and the catalogue."""

from case import (
    CRAWLER,
    DATABASE,
    EVENT,
    FUNCTION,
    JOB,
    OUTPUT,
    PROCESSED,
    PROCESSED_KEY,
    RAW,
    TABLE,
    Case,
    glue,
    lambda_,
    logs,
    s3,
    until,
)


def state(run):
    return glue.get_job_run(JobName=JOB, RunId=run)["JobRun"]["JobRunState"]


DIGEST = "digest-public-apis"


class Digest(Case):
    def test_the_spark_job_has_workers_a_bookmark_and_a_trigger(self):
        job = glue.get_job(JobName=DIGEST)["Job"]
        self.assertEqual((job["Command"]["Name"], job["WorkerType"], job["NumberOfWorkers"]), ("glueetl", "G.1X", 3))
        run = glue.get_job_runs(JobName=DIGEST)["JobRuns"][0]
        self.assertEqual((run["TriggerName"], run["LogGroupName"]), ("digest-every-night", "/aws-glue/jobs"))
        before = glue.get_job_bookmark(JobName=DIGEST)["JobBookmarkEntry"]
        self.assertGreater(before["Run"], 0)
        after = glue.reset_job_bookmark(JobName=DIGEST)["JobBookmarkEntry"]
        self.assertEqual((after["Run"], after["Version"]), (0, before["Version"] + 1))
        self.refused("EntityNotFoundException", 400, glue.get_job_bookmark, JobName=JOB)

    def test_triggers_and_the_workflow(self):
        pages = glue.get_paginator("get_triggers").paginate(PaginationConfig={"PageSize": 1})
        names = [trigger["Name"] for page in pages for trigger in page["Triggers"]]
        self.assertIn("digest-every-night", names)
        of_job = glue.get_triggers(DependentJobName=JOB)["Triggers"]
        self.assertEqual([trigger["Name"] for trigger in of_job], ["describe-after-crawl"])
        (name,) = glue.list_workflows()["Workflows"]
        self.assertEqual(glue.get_workflow(Name=name)["Workflow"]["LastRun"]["Statistics"]["TotalActions"], 3)
        self.refused("EntityNotFoundException", 400, glue.get_workflow, Name="nobody")


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
        error = self.refused("UnknownOperationException", 400, glue.get_connections)
        self.assertIn("GetConnections", error["Message"])

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


class Catalogue(Case):
    """A table that is partitioned and has changed."""

    NAMES = {"DatabaseName": "api_usage", "TableName": "requests"}

    def partitions(self, expression, **more):
        pages = glue.get_paginator("get_partitions").paginate(Expression=expression, **self.NAMES, **more)
        return [partition for page in pages for partition in page["Partitions"]]

    def test_partitions_by_expression(self):
        everything = self.partitions("", PaginationConfig={"PageSize": 100})
        self.assertEqual(len({tuple(found["Values"]) for found in everything}), len(everything))
        day = everything[-1]["Values"][0]
        of_day = self.partitions(f"day = '{day}' AND region NOT IN ('asia')", ExcludeColumnSchema=True)
        self.assertEqual({found["Values"][1] for found in of_day}, {"africa", "america", "europe"})
        self.assertEqual([found["StorageDescriptor"]["Columns"] for found in of_day], [[], [], []])
        likes = self.partitions(f"day BETWEEN '{day}' AND '{day}' AND (region LIKE 'a%' OR region IS NULL)")
        self.assertEqual(len(likes), 3)
        self.assertTrue(likes[0]["StorageDescriptor"]["Location"].endswith(f"day={day}/region=africa/"))
        self.refused("InvalidInputException", 400, glue.get_partitions, Expression="dya = 1", **self.NAMES)
        self.refused("InvalidInputException", 400, glue.get_partitions, Expression="day = '", **self.NAMES)

    def test_versions_of_a_table(self):
        pages = glue.get_paginator("get_table_versions").paginate(**self.NAMES, PaginationConfig={"PageSize": 2})
        versions = [version for page in pages for version in page["TableVersions"]]
        self.assertEqual([version["VersionId"] for version in versions], ["2", "1", "0"])
        types = [
            {column["Name"]: column["Type"] for column in version["Table"]["StorageDescriptor"]["Columns"]}
            for version in versions
        ]
        self.assertEqual([found["bytes"] for found in types], ["bigint", "bigint", "int"])
        self.assertEqual([key["Name"] for key in versions[0]["Table"]["PartitionKeys"]], ["day", "region"])
        self.refused(
            "EntityNotFoundException", 400, glue.get_table_versions, DatabaseName="api_usage", TableName="nothing"
        )
