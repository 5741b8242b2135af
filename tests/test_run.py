"""The bot as its own process, against a strict Slack: the same over HTTP and over Socket Mode."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import manifest
from bot.sandbox import local

from .world import Clock

PLAN = Path(__file__).parent / "data" / "plans" / "kubernetes-1.31.csv"


@pytest.fixture
def slack() -> Iterator[local.Slack]:
    """A strict Slack with nobody answering for the app yet."""
    with local.start(manifest.build(), Clock()) as slack:
        yield slack


def variables(slack: local.Slack, directory: Path, mode: str) -> dict[str, str]:
    """The environment of a bot that is told of this Slack."""
    chosen = {"SLACK_APP_TOKEN": slack.app_token} if mode == "Socket Mode" else {}
    return {
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{directory}/stationmaster.db",
        "PORT": "0",
        **chosen,
    }


@contextlib.contextmanager
def running(slack: local.Slack, directory: Path, mode: str) -> Iterator[subprocess.Popen[str]]:
    """`stationmaster run`, ready for requests."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=variables(slack, directory, mode),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            if mode == "Socket Mode":
                slack.connected(20)
            else:
                port = next(
                    found[1]
                    for line in process.stderr
                    if (found := re.search(r"requests on port (\d+)", line))
                )
                slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)


def stationmaster(slack: local.Slack, directory: Path, *words: str) -> str:
    """What a command prints on its standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env=variables(slack, directory, "HTTP"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("mode", ["HTTP", "Socket Mode"])
def test_a_day_with_the_bot(slack: local.Slack, tmp_path: Path, mode: str) -> None:
    ana = slack.person("ana")
    with running(slack, tmp_path, mode) as process:
        made = ana.types("#web", "/project new WEB Website relaunch due 30 june")
        assert "Website relaunch" in made.text
        added = ana.types("#web", "/task add Fix login page @ben due 2027-03-01 5pm")
        assert "WEB-1" in added.text
        assert "Mon 1 Mar 2027" in added.text
        pressed = ana.presses(added, "Done")
        slack.until(lambda: any("Done: WEB-1" in shown.text for shown in ana.sees("#web")))
        assert not pressed.error
        form = ana.types("#web", "/task add").view
        ana.fills(form, {"Title": "Write the press text", "Project": "Website"})
        ana.submits()
        slack.until(lambda: any("WEB-2" in shown.text for shown in ana.sees("#web")))
    assert process.returncode == 0


def test_a_plan_is_imported_and_its_digest_posted_from_the_command_line(
    slack: local.Slack, tmp_path: Path
) -> None:
    ana = slack.person("ana")
    told = stationmaster(
        slack, tmp_path, "import", str(PLAN), "--project", "K131", "--channel", "#general"
    )
    assert "K131: 18 milestones and 19 tasks imported." in told
    with running(slack, tmp_path, "HTTP"):
        ana.types("#general", "/program new K8S Kubernetes")
        ana.types("#general", "/program add K8S K131")
        ana.types("#general", "/program digest K8S monday 9am in #general")
    counted = stationmaster(slack, tmp_path, "tick", "--at", "2024-07-15T09:00:00+01:00")
    # The digest, its thread, and a note: nobody has the plan, so its program's manager does.
    assert '"sent": 3' in counted
    digest = ana.sees("#general")[-1].text
    assert "Begin Code Freeze" in digest
    assert "Wednesday, July 24th, 2024 3:00 AM" in digest  # Lisbon in summer
    again = stationmaster(slack, tmp_path, "tick", "--at", "2024-07-15T09:00:00+01:00")
    assert '"planned": 0, "sent": 0' in again
