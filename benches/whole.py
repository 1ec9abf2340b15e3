#!/usr/bin/env python3
"""Measures from outside, as a user has it: the whole program on a pseudo-terminal, or on a pipe.

    benches/whole.py lines  [--farol PATH]   a million lines in the console: memory, search, saving
    benches/whole.py lag    [--farol PATH]   Live Tail: how much later than the server's own stream farol is
    benches/whole.py keys   [--farol PATH]   a large bucket of the S3 at AWS_ENDPOINT_URL, named in BUCKET, with KEYS keys,
                                             for SECONDS (4), RUNS times (5)

The first two start `farol demo --serve` on a free port of this machine, and end it. `lines` and `keys` need pyte (`pip
install pyte`), which reads the screen afterwards, so that reading it costs nothing while it is measured. Take all on a quiet
machine.
"""
import argparse, contextlib, fcntl, http.client, json, os, pty, re, select, signal, socket, statistics
import struct, subprocess, sys, tempfile, termios, threading, time
from datetime import datetime

SIZE = (50, 200)
LINES = 1_000_050
# Without its last letter it is in ten times as many lines, so that the picture tells when the last letter counts.
WORD, MATCHES = "part-00777", 10


def percentile(values, p):
    values = sorted(values)
    return values[min(len(values) - 1, round((len(values) - 1) * p / 100))]


def write_lines(path):
    """A million lines of 159 bytes, and fifty with a needle."""
    with open(path, "w") as out:
        for i in range(1_000_000):
            s = i // 50
            stamp = f"2023-10-01T{10 + s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}.{i % 50 * 20:03d}Z"
            level = "ERROR" if i % 20 == 7 else "INFO "
            out.write(f"{stamp} {level} [{i * 2654435761 % 2**32:08x}-1b2c-4d5e-8f90-a1b2c3d4e5f6] seq={i:08d} ingest "
                      f"batch records={100 + i % 900} duration={i % 97}.{i % 10}ms "
                      f"key=raw/2023/10/01/part-{i % 100000:05d}.json\n")
            if i % 20_000 == 777:
                out.write(f"{stamp} ERROR [needle] botocore.exceptions.ClientError: AccessDenied seq={i}\n")


@contextlib.contextmanager
def served(farol, *options):
    """An AWS on this machine, and the environment that leads there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([farol, "demo", "--serve", f"127.0.0.1:{port}", *options], stdout=subprocess.PIPE)
    try:
        server.stdout.readline()
        env = dict(AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}", AWS_ACCESS_KEY_ID="demo", AWS_SECRET_ACCESS_KEY="demo",
                   AWS_REGION="us-east-2", AWS_EC2_METADATA_DISABLED="true", TERM="xterm-256color")
        yield port, {**os.environ, **env}
    finally:
        server.terminate()
        server.wait()


class Screen:
    """A program on a pseudo-terminal; what it writes is kept with the time at which it came."""

    def __init__(self, command, env):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self.chunks = []

    def listen(self, seconds):
        """Takes what comes for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if not select.select([self.fd], [], [], left)[0]:
                return
            try:
                data = os.read(self.fd, 1 << 16)
            except OSError:  # It has ended.
                return
            self.chunks.append((time.perf_counter(), data))
            if b"\x1b[c" in data or b"\x1b[?u" in data:
                os.write(self.fd, b"\x1b[?62;22c")

    def press(self, keys):
        os.write(self.fd, keys.encode())
        return time.perf_counter()

    def until(self, since, pattern):
        """Seconds from a moment to the first picture after it that has the pattern; `None`: there is none."""
        import pyte
        screen = pyte.Screen(SIZE[1], SIZE[0])
        stream = pyte.ByteStream(screen)
        for at, data in self.chunks:
            stream.feed(re.sub(rb"\x1b\[[<>=?]\d*u|\x1bP[^\x1b]*\x1b\\", b"", data))
            if at > since and re.search(pattern, "\n".join(screen.display)):
                return at - since
        return None

    def memory(self):
        """Resident memory now and at most, in MiB, of the interface: the child of the process that was started."""
        with open(f"/proc/{self.pid}/task/{self.pid}/children") as children:
            child = children.read().split()[0]
        with open(f"/proc/{child}/status") as status:
            text = status.read()
        return [int(re.search(rf"{key}:\s+(\d+)", text)[1]) / 1024 for key in ("VmRSS", "VmHWM")]

    def quit(self):
        os.kill(self.pid, signal.SIGTERM)
        self.listen(0.5)
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def lines(farol):
    folder = tempfile.TemporaryDirectory()
    log, config, saved = (os.path.join(folder.name, name) for name in ("big.log", "farol.toml", "saved.log"))
    write_lines(log)
    with open(config, "w") as out:
        out.write('log_lines = 2000000\nlog_memory = "1 GiB"\nlog_since = "7d"\n')
    with folder, served(farol, "--load", f"/big={log}") as (_, env):
        env["XDG_STATE_HOME"] = folder.name
        screen = Screen([farol, "--config", config, "--log-group", "/big"], env)
        screen.listen(2)
        screen.press("4z")
        last = 0
        while (now := screen.memory()[0]) > last + 0.5:
            last = now
            screen.listen(3)
        text = os.path.getsize(log) / 2**20
        now, most = screen.memory()
        print(f"memory: {now:.0f} MiB, at most {most:.0f}; the text is {text:.0f}, half as much again {1.5 * text:.0f}")
        screen.listen(2)
        found = []
        for _ in range(10):
            screen.press("S")
            screen.listen(0.5)
            screen.press(WORD[:-1])
            screen.listen(1.5)
            typed = screen.press(WORD[-1])
            screen.listen(1.5)
            found.append((typed, screen.until(typed, rf"\b{MATCHES} matches(?!…)|of {MATCHES}(?![\d…])")))
            screen.press("\x1b")
            screen.listen(0.5)
        took = [1e3 * seconds for _, seconds in found if seconds is not None]
        if took:
            print(f"search for a word in {LINES:,} lines, last key to all matches: p50 {statistics.median(took):.0f} ms, "
                  f"at most {max(took):.0f} ms, {len(took)} of {len(found)} searches")
        else:
            print("search: the matches were not seen on the screen")
        screen.press("\x1bw")
        screen.listen(0.5)
        # What comes together is a paste, in which a control character does nothing.
        for keys in ("\x15", saved):
            screen.press(keys)
            screen.listen(0.5)
        begun = screen.press("\r")
        screen.listen(0.05)
        screen.press("k")
        screen.listen(15)
        first, over = screen.until(begun, r"writing .*%; esc"), screen.until(begun, r"saved [\d,]+ lines")
        if over is None:
            print("saving: it did not end within 15 s")
        else:
            first = "none was drawn" if first is None else f"{1e3 * first:.0f} ms"
            with open(saved, "rb") as file:
                count = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
            print(f"saving {count:,} lines: {over:.2f} s; first word on how far it is: {first}")
        screen.quit()


def keys(farol):
    """While they are listed a key is pressed every 50 ms; each has to move the cursor."""
    bucket, count = os.environ.get("BUCKET", "n1000000"), int(os.environ.get("KEYS", "1000000"))
    for _ in range(int(os.environ.get("RUNS", "5"))):
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            screen = Screen([farol, "--bucket", bucket], {**os.environ, "XDG_STATE_HOME": folder, "TERM": "xterm-256color"})
            for _ in range(int(20 * float(os.environ.get("SECONDS", "4")))):
                screen.listen(0.05)
                screen.press("j")
            screen.listen(0.5)
            first, last = screen.until(begun, r"▶"), screen.until(begun, rf"\d of {count:,}(?!\d)")
            most = screen.memory()[1]
            screen.quit()
        said = ["none" if at is None else f"{1e3 * at:.0f} ms" for at in (first, last)]
        print(f"first row {said[0]}, all {count:,} keys {said[1]}, interface at most {most:.0f} MiB")


def frames(stream):
    """The payloads of an event stream."""
    while len(head := stream.read(12)) == 12:
        length, headers, _ = struct.unpack(">III", head)
        rest = stream.read(length - 12)
        yield rest[headers:-4]


def own(port, group, seconds, delays):
    """How late the server itself is, seen by a client that does nothing else."""
    arn = f"arn:aws:logs:us-east-2:123456789012:log-group:{group}"
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    auth = "AWS4-HMAC-SHA256 Credential=demo/20260101/us-east-2/logs/aws4_request, SignedHeaders=host, Signature=0"
    headers = {"X-Amz-Target": "Logs_20140328.StartLiveTail", "Content-Type": "application/x-amz-json-1.1",
               "Authorization": auth, "X-Amz-Date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())}
    server.request("POST", "/", json.dumps({"logGroupIdentifiers": [arn]}), headers)
    answer, end = server.getresponse(), time.time() + seconds
    if answer.status != 200:
        sys.exit(f"the server refuses a live tail: {answer.status} {answer.read()[:300]!r}")
    for payload in frames(answer):
        now = time.time()
        for event in json.loads(payload or b"{}").get("sessionResults", []):
            delays.append(now - event["ingestionTime"] / 1e3)
        if now > end:
            return


def ours(farol, env, group, seconds, delays):
    command = [farol, "tail", "--log-group", group, "--since", "1s", "--live", "--json"]
    tail = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
    watch = threading.Timer(seconds + 3, tail.terminate)
    watch.start()
    is_live = False
    for line in tail.stdout:
        now, record = time.time(), json.loads(line)
        is_live |= record["type"] == "live" and record["state"] == "on"
        if record["type"] == "event" and is_live:
            ingested = datetime.fromisoformat(record["ingested"].replace("Z", "+00:00")).timestamp()
            delays.append(now - ingested)
    watch.cancel()
    tail.wait()


def lag(farol, rate=100, seconds=20):
    with served(farol, "--flood", f"/flood={rate}") as (port, env):
        theirs, mine = [], []
        other = threading.Thread(target=own, args=(port, "/flood", seconds, theirs))
        other.start()
        ours(farol, env, "/flood", seconds, mine)
        other.join()
    # The first seconds are of the session's beginning.
    theirs, mine = theirs[3 * rate:], mine[3 * rate:]
    if not theirs or not mine:
        sys.exit(f"too few lines came: {len(theirs)} of the server's own, {len(mine)} of farol's")
    for p in (50, 90, 99):
        a, b = 1e3 * percentile(mine, p), 1e3 * percentile(theirs, p)
        print(f"live lag p{p}: farol {a:.0f} ms, the server's own {b:.0f} ms, {a - b:+.0f} ms")
    print(f"{len(mine)} and {len(theirs)} lines at {rate} a second")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["lines", "lag", "keys"])
    parser.add_argument("--farol", default="target/release/farol")
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    {"lines": lines, "lag": lag, "keys": keys}[given.what](os.path.abspath(given.farol))


if __name__ == "__main__":
    main()
