"""Checks raw answers against the service models that botocore carries: they are AWS's own.

botocore itself reads leniently: what it does not know it drops, and what is missing stays missing.
"""

import json
import xml.etree.ElementTree as ElementTree

import boto3
from botocore.config import Config

# Errors that any operation may give without its model saying so.
COMMON_ERRORS = {
    "AccessDenied",
    "AccessDeniedException",
    "UnknownOperationException",
    "InvalidAction",
    "NotImplemented",
    "ValidationException",
}


class Watch:
    """Collects what is wrong with the answers to a client's calls."""

    def __init__(self):
        self.mistakes = []
        self.seen = 0

    def over(self, client):
        client.meta.events.register("response-received", self._received)
        return client

    def _received(self, response_dict, parsed_response, context, **kwargs):
        model = context.get("farol_model")
        if model is None or response_dict is None:
            return
        self.seen += 1
        where = model.name
        headers = {name.lower(): value for name, value in response_dict["headers"].items()}
        self._ids(where, model, headers)
        if response_dict["status_code"] >= 300:
            self._error(where, model, parsed_response)
        elif model.output_shape is not None and not model.has_event_stream_output:
            self._answer(where, model, response_dict, headers)

    def over_events(self, client, operation, member, events):
        """Holds the events of a stream against their shapes as they come; the member is where the stream is."""
        stream = client.meta.service_model.operation_model(operation).output_shape.members[member]
        for event in events:
            self._json(f"{operation}.{member}", stream, event)
            yield event

    def _ids(self, where, model, headers):
        wanted = "x-amz-request-id" if model.service_model.service_name == "s3" else "x-amzn-requestid"
        if not headers.get(wanted):
            self._wrong(where, f"has no {wanted}")

    def _error(self, where, model, parsed):
        code = parsed.get("Error", {}).get("Code", "")
        known = {shape.error_code for shape in model.error_shapes} | {
            shape.name for shape in model.error_shapes
        }
        if model.service_model.service_name == "s3" or code in known or code in COMMON_ERRORS:
            return
        self._wrong(where, f"may not fail with {code}")

    def _answer(self, where, model, response, headers):
        shape = model.output_shape
        body = dict(shape.members)
        for name, member in shape.members.items():
            place = member.serialization.get("location")
            if place:
                body.pop(name)
                if place == "header" and member.type_name in ("integer", "long"):
                    value = headers.get(member.serialization["name"].lower())
                    if value is not None and not value.isdigit():
                        self._wrong(f"{where}.{name}", f"is {value!r}")
        payload = shape.serialization.get("payload")
        if payload and shape.members[payload].type_name in ("blob", "string"):
            return
        protocol = model.service_model.metadata["protocol"]
        if protocol in ("json", "rest-json"):
            self._json(where, shape, json.loads(response["body"] or b"{}"), body)
        elif response["body"]:
            root = ElementTree.fromstring(response["body"])
            if protocol == "query":
                root = self._query(where, shape, root)
            if len(body) == 1 and not len(root):
                return
            if payload:
                # The document is that member itself, not an element around it.
                self._xml(f"{where}.{payload}", shape.members[payload], root)
            else:
                self._xml(where, shape, root, body)

    def _query(self, where, shape, root):
        if not any(local(child) == "ResponseMetadata" for child in root):
            self._wrong(where, "has no ResponseMetadata")
        wrapper = shape.serialization.get("resultWrapper")
        return next(child for child in root if local(child) == wrapper)

    def _json(self, where, shape, value, members=None):
        kind = shape.type_name
        if kind == "structure":
            members = shape.members if members is None else members
            if not self._is(where, value, dict):
                return
            for name in value.keys() - members.keys():
                self._wrong(where, f"has an unknown member {name}")
            for name in shape.metadata.get("required", []):
                if name not in value:
                    self._wrong(where, f"lacks {name}")
            for name in value.keys() & members.keys():
                self._json(f"{where}.{name}", members[name], value[name])
        elif kind == "list" and self._is(where, value, list):
            for item in value:
                self._json(f"{where}[]", shape.member, item)
        elif kind == "map" and self._is(where, value, dict):
            for key, item in value.items():
                self._json(f"{where}[{key}]", shape.value, item)
        else:
            self._scalar(where, shape, value)

    def _scalar(self, where, shape, value):
        kind = shape.type_name
        wanted = {
            "string": str,
            "integer": int,
            "long": int,
            "double": (int, float),
            "float": (int, float),
            "boolean": bool,
            "timestamp": (int, float),
        }.get(kind)
        if wanted is None or not self._is(where, value, wanted):
            return
        self._limits(where, shape, value)

    def _limits(self, where, shape, value):
        if shape.type_name == "string":
            if shape.enum and value not in shape.enum:
                self._wrong(where, f"is {value!r}, none of {shape.enum}")
            if len(value) < shape.metadata.get("min", 0):
                self._wrong(where, f"is too short: {value!r}")
            if len(value) > shape.metadata.get("max", 1 << 30):
                self._wrong(where, f"is too long: {value!r}")

    def _xml(self, where, shape, node, members=None):
        kind = shape.type_name
        if kind == "structure":
            self._xml_structure(where, shape, node, shape.members if members is None else members)
        elif kind == "list":
            for child in node:
                self._xml(f"{where}[]", shape.member, child)
        else:
            self._limits(where, shape, node.text or "")

    def _xml_structure(self, where, shape, node, members):
        names = {}
        for name, member in members.items():
            flat = member.type_name == "list" and member.serialization.get("flattened")
            inner = member.member.serialization.get("name") if flat else None
            names[member.serialization.get("name", inner or name)] = (name, member, flat)
        for child in node:
            if local(child) not in names:
                self._wrong(where, f"has an unknown element {local(child)}")
                continue
            name, member, flat = names[local(child)]
            self._xml(f"{where}.{name}", member.member if flat else member, child)

    def _is(self, where, value, wanted):
        fits = isinstance(value, wanted) and not (isinstance(value, bool) and wanted is not bool)
        if not fits:
            self._wrong(where, f"is {value!r}, not of type {wanted}")
        return fits

    def _wrong(self, where, what):
        self.mistakes.append(f"{where} {what}")


def local(node):
    """An element's name without its namespace."""
    return node.tag.rsplit("}", 1)[-1]


def remember_models(client):
    """Lets a Watch know which operation an answer belongs to."""

    def before(params, model, context, **kwargs):
        context["farol_model"] = model

    client.meta.events.register("before-call", before)
    return client


def clients(watch):
    """Clients for all services, watched, that do not retry."""
    session = boto3.Session()
    # Live Tail has a host of its own, which is none on loopback.
    config = Config(
        retries={"total_max_attempts": 1}, read_timeout=20, connect_timeout=5, inject_host_prefix=False
    )
    made = {}
    for service in ("s3", "lambda", "glue", "logs", "sts"):
        client = session.client(service, config=config)
        made[service] = watch.over(remember_models(client))
    return made
