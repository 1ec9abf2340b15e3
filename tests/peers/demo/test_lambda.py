"""Lambda: functions and invocations."""

import base64
import json

from case import EVENT, FUNCTION, GROUP, Case, lambda_


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

    def test_get_function_event_invoke_config_of_a_function_that_has_none(self):
        ask = lambda_.get_function_event_invoke_config
        error = self.refused("ResourceNotFoundException", 404, ask, FunctionName=FUNCTION)
        self.assertIn("EventInvokeConfig", error["Message"])

    def test_get_account_settings(self):
        answer = lambda_.get_account_settings()
        self.assertEqual(answer["AccountLimit"]["ConcurrentExecutions"], 1000)
        self.assertEqual(answer["AccountUsage"]["FunctionCount"], 1)

    def test_put_and_delete_function_concurrency(self):
        answer = lambda_.put_function_concurrency(FunctionName=FUNCTION, ReservedConcurrentExecutions=0)
        self.assertEqual(answer["ReservedConcurrentExecutions"], 0)
        invoke = {"FunctionName": FUNCTION, "Payload": EVENT}
        self.refused("TooManyRequestsException", 429, lambda_.invoke, **invoke)
        concurrency = lambda_.get_function(FunctionName=FUNCTION)["Concurrency"]
        self.assertEqual(concurrency, {"ReservedConcurrentExecutions": 0})
        lambda_.delete_function_concurrency(FunctionName=FUNCTION)
        self.assertNotIn("Concurrency", lambda_.get_function(FunctionName=FUNCTION))

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
        error = self.refused("UnknownOperationException", 404, lambda_.list_layers)
        self.assertIn("layers", error["Message"])
