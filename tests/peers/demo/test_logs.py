"""CloudWatch Logs: groups, streams and events."""

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

    def test_what_is_not_offered_is_refused_by_name(self):
        error = self.refused("UnknownOperationException", 400, logs.describe_metric_filters)
        self.assertIn("DescribeMetricFilters", error["Message"])
