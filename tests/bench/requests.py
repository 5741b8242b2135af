"""Signed slash commands over keep-alive HTTP, sent and timed by a process of their own.

`python -m tests.bench.requests` reads one job a line and answers each with one line: how long
every request took, and how long all of them took together.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass(frozen=True)
class Job:
    """`count` commands to a port, shared among `clients` connections, each with its own trigger.

    An answer without the word `expect` counts as late: it was only acknowledged.
    """

    port: int
    form: dict[str, str]
    count: int
    clients: int = 1
    expect: str = ""


@dataclass(frozen=True)
class Times:
    """What came of a job, in seconds."""

    each: list[float]
    together: float
    late: int


class Sender:
    """The other process."""

    def __init__(self) -> None:
        """Starts it."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.requests"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, job: Job) -> Times:
        """Have a job done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(asdict(job)), file=self._process.stdin, flush=True)
        return Times(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def signed(form: dict[str, str]) -> bytes:
    """The bytes of one request."""
    body, at = urlencode(form), str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return (
        "POST /slack/events HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={signature}\r\n\r\n{body}"
    ).encode()


async def answer(reader: asyncio.StreamReader) -> bytes:
    """Read one answer; anything but 200 is a mistake of the benchmark."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(head.decode())
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    return await reader.readexactly(length)


async def carry_out(job: Job, numbers: itertools.count[int]) -> Times:
    """Send everything and wait for all answers."""
    each: list[float] = []
    late = 0
    left = iter(range(job.count))

    async def client() -> None:
        nonlocal late
        reader, writer = await asyncio.open_connection("127.0.0.1", job.port)
        for _ in left:
            request = signed({**job.form, "trigger_id": f"{time.time_ns()}.{next(numbers)}"})
            start = time.perf_counter()
            writer.write(request)
            said = await answer(reader)
            each.append(time.perf_counter() - start)
            late += job.expect.encode() not in said
        writer.close()
        await writer.wait_closed()

    start = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(job.clients)))
    return Times(each, time.perf_counter() - start, late)


async def main() -> None:
    """Jobs in, times out."""
    numbers = itertools.count()
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(asdict(await carry_out(Job(**json.loads(line)), numbers))), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
