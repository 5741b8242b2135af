"""`stationmaster run` as a process: it answers, comes back, and ends without losing anything."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import re
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from apscheduler.triggers.interval import IntervalTrigger

from bot import serve
from bot.passes import Tally

from . import slack_server
from .slack_server import SlackServer

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


class Bot:
    """A running `stationmaster run`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """`process` writes its log to standard error."""
        self.process = process
        self.log = ""
        self.printed = ""

    async def says(self, pattern: str) -> re.Match[str]:
        """Wait until the log says so."""
        assert self.process.stderr is not None
        while not (found := re.search(pattern, self.log)):
            line = await asyncio.wait_for(self.process.stderr.readline(), slack_server.PATIENCE)
            assert line, self.log
            self.log += line.decode()
        return found

    async def ends(self) -> int:
        """Wait for the end; the exit code."""
        printed, rest = await asyncio.wait_for(self.process.communicate(), slack_server.PATIENCE)
        self.printed = printed.decode()
        self.log += rest.decode()
        assert self.process.returncode is not None
        return self.process.returncode


@contextlib.asynccontextmanager
async def running(directory: Path, *words: str, **variables: str) -> AsyncIterator[Bot]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *(words or ["run"])),
        cwd=directory,
        env={"PATH": os.environ["PATH"], "SLACK_BOT_TOKEN": slack_server.BOT_TOKEN, **variables},
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    bot = Bot(process)
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def socket_mode(slack: SlackServer) -> dict[str, str]:
    return {"SLACK_API_URL": slack.api, "SLACK_APP_TOKEN": slack_server.APP_TOKEN}


def over_http(slack: SlackServer) -> dict[str, str]:
    return {"SLACK_API_URL": slack.api, "SLACK_SIGNING_SECRET": SECRET, "PORT": "0"}


def envelope(number: int, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "slash_commands",
        "envelope_id": f"envelope-{number}",
        "accepts_response_payload": True,
        "payload": payload,
    }


async def post(port: str, payload: dict[str, Any], secret: str = SECRET) -> tuple[int, str]:
    body = urlencode(payload)
    at = str(int(time.time()))
    signature = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={signature}",
    }
    address = f"http://127.0.0.1:{port}/slack/events"
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def get(port: str, path: str) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status


def test_over_socket_mode_a_command_is_answered(tmp_path: Path) -> None:
    async def story() -> None:
        async with (
            slack_server.open_server() as slack,
            running(tmp_path, **socket_mode(slack)) as bot,
        ):
            line = await slack.line()
            await line.send_json(envelope(1, slack_server.command("help")))
            answer = await slack.answer()
            assert answer["envelope_id"] == "envelope-1"
            assert answer["payload"]["text"]
            bot.process.send_signal(signal.SIGTERM)
            assert await bot.ends() == 0
            assert "Traceback" not in bot.log

    asyncio.run(story())


def test_over_http_a_signed_command_is_answered(tmp_path: Path) -> None:
    async def story() -> None:
        async with (
            slack_server.open_server() as slack,
            running(tmp_path, **over_http(slack)) as bot,
        ):
            port = (await bot.says(r"on port (\d+)"))[1]
            status, text = await post(port, slack_server.command("help"))
            assert status == 200
            assert "help" in text
            assert (await post(port, slack_server.command("help"), "wrong"))[0] == 401
            assert await get(port, "/healthz") == 200
            assert await get(port, "/slack/events") == 405
            bot.process.send_signal(signal.SIGINT)
            assert await bot.ends() == 0

    asyncio.run(story())


def test_slack_is_asked_only_once_who_the_bot_is(tmp_path: Path) -> None:
    async def story() -> None:
        async with slack_server.open_server() as slack, running(tmp_path, **socket_mode(slack)):
            line = await slack.line()
            for number in range(5):
                payload = slack_server.command("help", number)
                await line.send_json(envelope(number, payload))
                await slack.answer()
            # Once at the start, to tell a wrong token, and once for Bolt.
            assert slack.calls.count("auth.test") == 2

    asyncio.run(story())


@pytest.mark.parametrize("mode", [socket_mode, over_http])
def test_what_is_in_flight_at_the_end_is_still_answered(mode: Any, tmp_path: Path) -> None:
    async def story() -> None:
        async with (
            slack_server.open_server() as slack,
            running(tmp_path, **mode(slack)) as bot,
        ):
            slack.may_answer.clear()
            if mode is socket_mode:
                line = await slack.line()
                await line.send_json(envelope(1, slack_server.command("help")))
                answering: asyncio.Task[Any] = asyncio.create_task(slack.answer())
            else:
                port = (await bot.says(r"on port (\d+)"))[1]
                answering = asyncio.create_task(post(port, slack_server.command("help")))
            await asyncio.wait_for(slack.is_asked.wait(), slack_server.PATIENCE)
            bot.process.send_signal(signal.SIGTERM)
            await bot.says("finishing")
            slack.may_answer.set()
            assert "help" in str(await answering)
            assert await bot.ends() == 0

    asyncio.run(story())


def test_commands_that_arrived_before_the_end_are_all_answered(tmp_path: Path) -> None:
    async def story() -> None:
        async with (
            slack_server.open_server() as slack,
            running(tmp_path, **socket_mode(slack)) as bot,
        ):
            line = await slack.line()
            for number in range(30):
                payload = slack_server.command("help", number)
                await line.send_json(envelope(number, payload))
            await slack.answer()
            bot.process.send_signal(signal.SIGTERM)
            assert await bot.ends() == 0
            assert slack.answers.qsize() == 29

    asyncio.run(story())


def test_a_line_that_was_cut_is_open_again_within_seconds(tmp_path: Path) -> None:
    async def story() -> None:
        async with slack_server.open_server() as slack, running(tmp_path, **socket_mode(slack)):
            await slack.line()
            begun = asyncio.get_running_loop().time()
            slack.cut()
            line = await slack.line()
            assert asyncio.get_running_loop().time() - begun < 10
            await line.send_json(envelope(1, slack_server.command("help")))
            assert (await slack.answer())["payload"]["text"]

    asyncio.run(story())


def test_an_address_that_slack_no_longer_takes_is_asked_for_anew(tmp_path: Path) -> None:
    async def story() -> None:
        async with slack_server.open_server() as slack, running(tmp_path, **socket_mode(slack)):
            await slack.line()
            slack.tickets_to_refuse = 1
            slack.cut()
            assert await slack.line()

    asyncio.run(story())


def test_the_bot_waits_for_a_slack_that_cannot_be_reached(tmp_path: Path) -> None:
    async def story() -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        nowhere = {
            "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
            "SLACK_APP_TOKEN": slack_server.APP_TOKEN,
        }
        async with running(tmp_path, **nowhere) as bot:
            await bot.says("Slack does not answer(.|\n)*Slack does not answer")
            bot.process.send_signal(signal.SIGTERM)
            assert await bot.ends() == 0
            assert "Traceback" not in bot.log

    asyncio.run(story())


@pytest.mark.parametrize(
    ("mode", "variable"),
    [
        (socket_mode, "SLACK_BOT_TOKEN"),
        (over_http, "SLACK_BOT_TOKEN"),
        (socket_mode, "SLACK_APP_TOKEN"),
    ],
)
def test_a_token_that_slack_refuses_is_one_sentence(
    mode: Any, variable: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with slack_server.open_server() as slack:
            wrong = {variable: "hello-there"}
            async with running(tmp_path, **{**mode(slack), **wrong}) as bot:
                assert await bot.ends() == 2
                assert f"{variable} is refused by Slack (invalid_auth)" in bot.log
                assert "Traceback" not in bot.log

    asyncio.run(story())


def test_two_processes_may_start_at_once_on_an_empty_database(
    empty_database_url: str, tmp_path: Path
) -> None:
    async def story() -> None:
        async with slack_server.open_server() as slack:
            variables = {**over_http(slack), "DATABASE_URL": empty_database_url}
            async with running(tmp_path, **variables) as one, running(tmp_path, **variables) as two:
                for bot in (one, two):
                    port = (await bot.says(r"on port (\d+)"))[1]
                    assert await get(port, "/healthz") == 200

    asyncio.run(story())


def test_one_pass_prints_what_it_did_as_json(database_url: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with slack_server.open_server() as slack:
            variables = {"SLACK_API_URL": slack.api, "DATABASE_URL": database_url}
            words = ("tick", "--at", "2026-11-23T09:00:00+01:00")
            async with running(tmp_path, *words, **variables) as bot:
                assert await bot.ends() == 0, bot.log
                counts = json.loads(bot.printed)
                assert counts == dict.fromkeys(
                    ["planned", "sent", "folded", "failed", "waiting"], 0
                )

    asyncio.run(story())


def test_a_tick_that_fails_is_logged_and_the_next_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def story() -> None:
        passes = asyncio.Queue[int]()

        async def tick() -> Tally:
            passes.put_nowait(passes.qsize())
            raise LookupError("no such table")

        async with serve.repeating(tick, IntervalTrigger(seconds=0.01), 60):
            await passes.get()
            await passes.get()

    asyncio.run(story())
    assert "a tick failed; the next one goes on" in caplog.text


def test_a_clock_that_was_put_back_stops_no_tick() -> None:
    """To the scheduler it is an hour until the next one."""

    async def story() -> None:
        passes = asyncio.Queue[None]()

        async def tick() -> None:
            passes.put_nowait(None)

        async with serve.repeating(tick, IntervalTrigger(hours=1), 0.05):
            for _ in range(3):
                await asyncio.wait_for(passes.get(), 5)

    asyncio.run(story())


def test_what_became_due_during_a_long_tick_follows_at_once() -> None:
    async def story() -> None:
        begun = asyncio.Queue[float]()
        loop = asyncio.get_running_loop()

        async def tick() -> None:
            begun.put_nowait(loop.time())
            await asyncio.sleep(2.1)

        async with serve.repeating(tick, IntervalTrigger(seconds=2), 60):
            first, second = await begun.get(), await begun.get()
            assert second - first < 3.5  # not when the scheduler says so again

    asyncio.run(story())


def test_the_pass_under_way_finishes_before_the_end() -> None:
    async def story() -> None:
        begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def tick() -> Tally:
            begun.set()
            await may_end.wait()
            ended.set()
            return Tally()

        async def leave() -> None:
            async with serve.repeating(tick, IntervalTrigger(seconds=0.01), 60):
                await begun.wait()

        leaving = asyncio.create_task(leave())
        await begun.wait()
        await asyncio.sleep(0)
        may_end.set()
        await leaving
        assert ended.is_set()

    asyncio.run(story())


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    async def story() -> None:
        with socket.create_server(("", 0)) as taken:
            port = str(taken.getsockname()[1])
            async with (
                slack_server.open_server() as slack,
                running(tmp_path, **{**over_http(slack), "PORT": port}) as bot,
            ):
                assert await bot.ends() == 2
                assert f"PORT {port} cannot be opened: another program uses it" in bot.log

    asyncio.run(story())
