"""Runs a server on a free loopback port for as long as somebody holds this program's standard input open.

    serve.py PROGRAM ARGUMENT...

`{port}` in an argument or in the environment becomes the port. The port is printed as soon as the server answers HTTP
there. When the standard input ends, which it does however its holder ended, the server and all it started are stopped,
and its home, which is also where its temporary files are, is removed.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

HOST = "127.0.0.1"
PAUSE = 0.05
PATIENCE = 60
PORTS = 3


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def start(port, home):
    filled = [argument.replace("{port}", str(port)) for argument in sys.argv[1:]]
    environment = {name: value.replace("{port}", str(port)) for name, value in os.environ.items()}
    environment.update(HOME=home, TMPDIR=home)
    return subprocess.Popen(
        filled, env=environment, cwd=home, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True
    )


def answers(port):
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
        return True
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_ready(server, port):
    """Waits for the first answer; false when the server ends before, or takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            return False
        if answers(port):
            return server.poll() is None
        time.sleep(PAUSE)
    return False


def stop(server):
    """Stops the server's whole session, which is of our own making."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, how)
            server.wait(3)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass


def serve(home):
    """Whether the server came up and was used to its end."""
    port = free_port()
    server = start(port, home)
    try:
        if not is_ready(server, port):
            return False
        print(port, flush=True)
        sys.stdin.read()
        return True
    finally:
        stop(server)


def main():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        # Somebody else may take a port between our finding it free and the server's taking it.
        if not any(serve(home) for _ in range(PORTS)):
            sys.exit(f"{sys.argv[1]} does not come up")


if __name__ == "__main__":
    main()
