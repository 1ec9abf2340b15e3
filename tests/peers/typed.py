"""Runs a command on a terminal of its own and types an answer when it asks.

    typed.py QUESTION ANSWER COMMAND...

Prints what the terminal showed, and ends as the command did. An answer of ^C or ^D is that key; at KILL the command
is killed instead.
"""

import os
import pty
import select
import signal
import sys
import time

PATIENCE = 60
KEYS = {"^C": b"\x03", "^D": b"\x04"}


def main():
    _, question, answer, *command = sys.argv
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    shown, end = b"", time.monotonic() + PATIENCE
    pending = KEYS.get(answer, answer.encode() + b"\n")
    while time.monotonic() < end:
        readable, _, _ = select.select([terminal], [], [], 1)
        if readable:
            try:
                chunk = os.read(terminal, 65536)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
        if pending and question.encode() in shown:
            if answer == "KILL":
                os.kill(child, signal.SIGKILL)
            else:
                os.write(terminal, pending)
            pending = b""
    sys.stdout.buffer.write(shown)
    sys.stdout.flush()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    sys.exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
