"""Servers on loopback that stand in for the public API and for S3, and the pipeline's files."""

import pathlib
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PIPELINE = REPOSITORY / "assets/pipeline"

# Of this machine's own configuration nothing counts.
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-2",
    "AWS_DEFAULT_REGION": "us-east-2",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
    "NO_PROXY": "127.0.0.1",
}


class Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def reply(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in {"Content-Length": len(body), **dict(headers)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(answers):
    """The address at which a class of answers is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def api(answer):
    """An API that gives the same answer to every GET; the answer is a function of the request."""

    class Api(Quiet):
        def do_GET(self):
            answer(self)

    return served(Api)


def s3(buckets):
    """As much of S3 as the pipeline uses, over a dictionary of buckets."""

    class S3(Quiet):
        def do_PUT(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if bucket := self.bucket():
                bucket[1][bucket[0]] = body
                self.reply(200)

        def do_GET(self):
            if bucket := self.bucket():
                body = bucket[1].get(bucket[0])
                self.refuse("NoSuchKey") if body is None else self.reply(200, body)

        def bucket(self):
            _, bucket, key = self.path.split("?")[0].split("/", 2)
            if bucket in buckets:
                return key, buckets[bucket]
            self.refuse("NoSuchBucket")

        def refuse(self, code):
            self.reply(404, f"<Error><Code>{code}</Code><Message>It is not there</Message></Error>".encode())

    return served(S3)
