"""CloudWatch: alarms and metrics, in its JSON protocol, which this boto3 does not choose by itself."""

import json
import os
import unittest
import urllib.request

from case import EVENT, FUNCTION, JOB, lambda_, until


def ask(operation, **members):
    """The answer to an operation."""
    headers = {
        "X-Amz-Target": f"GraniteServiceVersion20100801.{operation}",
        "Content-Type": "application/x-amz-json-1.0",
    }
    body = json.dumps(members).encode()
    request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + "/", data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read())


class Alarms(unittest.TestCase):
    def test_describe_alarms(self):
        alarms = {alarm["AlarmName"]: alarm for alarm in ask("DescribeAlarms")["MetricAlarms"]}
        etl = alarms["public-apis-etl-failed"]
        self.assertEqual(etl["Dimensions"], [{"Name": "JobName", "Value": JOB}])
        self.assertIn(etl["StateValue"], ("OK", "ALARM"))

    def test_describe_alarm_history(self):
        for item in ask("DescribeAlarmHistory", AlarmName="public-apis-etl-failed")["AlarmHistoryItems"]:
            self.assertIn("Alarm updated from", item["HistorySummary"])

    def test_get_metric_data(self):
        lambda_.invoke(FunctionName=FUNCTION, Payload=EVENT)
        dimensions = [{"Name": "FunctionName", "Value": FUNCTION}]
        metric = {"Namespace": "AWS/Lambda", "MetricName": "Invocations", "Dimensions": dimensions}
        query = {"Id": "a", "MetricStat": {"Metric": metric, "Period": 300, "Stat": "Sum"}}
        # The demo has a time of its own.
        span = {"StartTime": 1_700_000_000, "EndTime": 1_900_000_000}

        def counted():
            answer = ask("GetMetricData", MetricDataQueries=[query], **span)
            return sum(answer["MetricDataResults"][0]["Values"]) >= 1

        self.assertTrue(until(counted))
