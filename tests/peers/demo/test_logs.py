"""CloudWatch Logs: groups, streams and events."""

from botocore.exceptions import ClientError

from case import EVENT, FUNCTION, GROUP, Case, lambda_, logs, until, watch


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
        streams = [
            stream["logStreamName"] for stream in logs.describe_log_streams(logGroupName=GROUP)["logStreams"]
        ]
        by_name = logs.filter_log_events(logGroupName=GROUP, startTime=0, logStreamNames=streams[:1])[
            "events"
        ]
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
            {"filterPattern": "{ $.x = }"},
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
            "InvalidParameterException",
            400,
            logs.filter_log_events,
            logGroupName=GROUP,
            startTime=0,
            **newest,
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

    def test_start_live_tail(self):
        group = logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"][0]
        arn = group["logGroupArn"]
        answer = logs.start_live_tail(logGroupIdentifiers=[arn], logEventFilterPattern="START")
        events = watch.over_events(logs, "StartLiveTail", "responseStream", answer["responseStream"])
        start = next(events)["sessionStart"]
        self.assertEqual((start["logGroupIdentifiers"], start["logEventFilterPattern"]), ([arn], "START"))
        lambda_.invoke(FunctionName=FUNCTION, Payload=EVENT)
        seen = []
        while not seen:
            update = next(events)["sessionUpdate"]
            self.assertFalse(update["sessionMetadata"]["sampled"])
            seen = update["sessionResults"]
        self.assertTrue(seen[0]["message"].startswith("START RequestId: "), seen)
        self.assertEqual(seen[0]["logGroupIdentifier"], arn)
        answer["responseStream"].close()
        refused = logs.start_live_tail
        self.refused("InvalidParameterException", 400, refused, logGroupIdentifiers=[group["arn"]])
        self.refused("ResourceNotFoundException", 400, refused, logGroupIdentifiers=[arn + "s"])

    def test_filter_log_events_with_every_kind_of_pattern(self):
        lines = ['{"level": "ERROR", "ms": 512}', "GET /index.html 404 1534", "plain ERROR"]
        made = self.put("/test/patterns", "s", lines)
        self.assertEqual(made["nextSequenceToken"][0], "4")
        for pattern, place in (
            ('{ $.level = "ERROR" && $.ms > 500 }', 0),
            ("[method, path, status = 4*, bytes]", 1),
            ("ERROR -level", 2),
            ("%^GET.*[0-9]{4}$%", 1),
        ):
            answer = logs.filter_log_events(logGroupName="/test/patterns", startTime=0, filterPattern=pattern)
            self.assertEqual([event["message"] for event in answer["events"]], [lines[place]], pattern)

    def put(self, group, stream, lines):
        logs.create_log_group(logGroupName=group)
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
        self.addCleanup(logs.delete_log_group, logGroupName=group)
        now = self.now()
        events = [{"timestamp": now + at, "message": line} for at, line in enumerate(lines)]
        return logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=events)

    def now(self):
        """The demo's own time, by its newest event, in milliseconds."""
        answer = lambda_.invoke(FunctionName=FUNCTION, Payload=EVENT)
        request = answer["ResponseMetadata"]["RequestId"]
        return until(lambda: self.reports(request))[0]["ingestionTime"]

    def test_put_log_events_refuses_what_it_cannot_keep(self):
        self.put("/test/put", "s", ["a"])
        place = {"logGroupName": "/test/put", "logStreamName": "s"}
        old = {"timestamp": 1000, "message": "old"}
        answer = logs.put_log_events(**place, logEvents=[old, {"timestamp": self.now(), "message": "b"}])
        self.assertEqual(answer["rejectedLogEventsInfo"], {"tooOldLogEventEndIndex": 1})
        unsorted = [{"timestamp": self.now(), "message": "b"}, old]
        put = logs.put_log_events
        self.refused("InvalidParameterException", 400, put, **place, logEvents=unsorted)
        self.refused("ResourceAlreadyExistsException", 400, logs.create_log_group, logGroupName="/test/put")
        self.refused("ResourceAlreadyExistsException", 400, logs.create_log_stream, **place)
        nobody = {"logGroupName": "/test/put", "logStreamName": "nobody"}
        self.refused("ResourceNotFoundException", 400, put, **nobody, logEvents=[old])

    def test_an_infrequent_group_is_read_by_queries(self):
        group = "/test/rare"
        logs.create_log_group(logGroupName=group, logGroupClass="INFREQUENT_ACCESS")
        self.addCleanup(logs.delete_log_group, logGroupName=group)
        described = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]
        self.assertEqual(described["logGroupClass"], "INFREQUENT_ACCESS")
        # That FilterLogEvents fails so is not in its model, but AWS does.
        with self.assertRaises(ClientError) as caught:
            logs.filter_log_events(logGroupName=group)
        self.assertEqual(caught.exception.response["Error"]["Code"], "InvalidOperationException")
        watch.mistakes.clear()
        tail = logs.start_live_tail
        self.refused("InvalidOperationException", 400, tail, logGroupIdentifiers=[described["logGroupArn"]])
        now = self.now() // 1000
        window = {"logGroupName": GROUP, "startTime": now - 3600, "endTime": now + 3600}
        text = "fields @timestamp, @message, @logStream, @ingestionTime | sort @timestamp asc | limit 2"
        query = logs.start_query(**window, queryString=text)["queryId"]
        answer = until(lambda: self.complete(query))
        self.assertEqual([field["field"] for field in answer["results"][0]][-1], "@ptr")
        self.assertEqual(len(answer["results"]), 2)
        self.refused("MalformedQueryException", 400, logs.start_query, **window, queryString="dedup @message")
        query = logs.start_query(**window, queryString=text)["queryId"]
        self.assertTrue(logs.stop_query(queryId=query)["success"])
        self.assertEqual(logs.get_query_results(queryId=query)["status"], "Cancelled")
        self.refused("ResourceNotFoundException", 400, logs.get_query_results, queryId="nobody")

    def complete(self, query):
        answer = logs.get_query_results(queryId=query)
        return answer if answer["status"] == "Complete" else None

    def test_what_is_not_offered_is_refused_by_name(self):
        error = self.refused("UnknownOperationException", 400, logs.describe_metric_filters)
        self.assertIn("DescribeMetricFilters", error["Message"])
