"""The template as CloudFormation would resolve it: as much of its language as ours speaks."""

import json
import os
import pathlib
import re
import textwrap

from cfnlint.decode import cfn_yaml

from loopback import PIPELINE

PSEUDO = {
    "AWS::AccountId": "123456789012",
    "AWS::Region": "us-east-2",
    "AWS::Partition": "aws",
    "AWS::NoValue": None,
}
NAMES = ("BucketName", "FunctionName", "LogGroupName", "DashboardName", "Name")


def text():
    """The template as it is deployed; the tests' caller gives it, for want of one the gap is filled here."""
    if path := os.environ.get("FAROL_TEMPLATE"):
        return pathlib.Path(path).read_text()
    code = textwrap.indent((PIPELINE / "ingest/index.py").read_text(), " " * 10)
    return (PIPELINE / "template.yaml").read_text().replace("'# ingest/index.py'\n", "|\n" + code)


class Stack:
    """The template with its parameters set."""

    def __init__(self, **parameters):
        self.template = cfn_yaml.loads(text())
        defaults = {name: str(given["Default"]) for name, given in self.template["Parameters"].items()}
        self.values = {**PSEUDO, **defaults, **parameters}
        resources = self.template["Resources"]
        self.resources = {name: self.resolve(resource["Properties"]) for name, resource in resources.items()}
        self.outputs = {name: self.resolve(output["Value"]) for name, output in self.template["Outputs"].items()}
        self.dashboard = json.loads(self.resources["Dashboard"]["DashboardBody"])

    def resolve(self, value):
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not None]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name in FUNCTIONS:
                return FUNCTIONS[name](self, argument)
        members = ((name, self.resolve(member)) for name, member in value.items())
        return {name: member for name, member in members if member is not None}

    def ref(self, name):
        if name in self.values:
            return self.values[name]
        properties = self.template["Resources"][name]["Properties"]
        properties = properties.get("DatabaseInput", properties)
        return next(self.resolve(properties[key]) for key in NAMES if key in properties)

    def sub(self, pattern):
        return re.sub(r"\$\{([\w:]+)(\.\w+)?\}", lambda m: m[0] if m[2] else str(self.ref(m[1])), pattern)

    def choose(self, condition, yes, no):
        return self.resolve(yes if self.condition(condition) else no)

    def condition(self, name):
        return self.resolve(self.template["Conditions"][name])

    def equal(self, one, other):
        return self.resolve(one) == self.resolve(other)


FUNCTIONS = {
    "Ref": Stack.ref,
    "Condition": Stack.condition,
    "Fn::Sub": Stack.sub,
    "Fn::GetAtt": lambda stack, path: "${%s.%s}" % tuple(path),
    "Fn::If": lambda stack, arguments: stack.choose(*arguments),
    "Fn::Equals": lambda stack, arguments: stack.equal(*arguments),
    "Fn::Not": lambda stack, arguments: not stack.resolve(arguments[0]),
    "Fn::Join": lambda stack, arguments: arguments[0].join(stack.resolve(arguments[1])),
    "Fn::Split": lambda stack, arguments: stack.resolve(arguments[1]).split(arguments[0]),
}
