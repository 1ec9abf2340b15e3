"""STS, and services that are not there."""

import boto3
from botocore.exceptions import ClientError

from case import Case, sts, watch
from shapes import remember_models


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
        for service, operation in (("sns", "list_topics"), ("iam", "list_users")):
            client = watch.over(remember_models(boto3.client(service)))
            with self.assertRaises(ClientError) as caught:
                getattr(client, operation)()
            self.assertIn("The demo does not offer", str(caught.exception))
