"""The command line as a process: sentences, exit codes and what is printed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import db


def stationmaster(
    directory: Path, *words: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=directory,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


@pytest.mark.parametrize(
    ("words", "variables", "sentence"),
    [
        ("run", {}, "SLACK_BOT_TOKEN is not set: it is the “Bot User OAuth Token”"),
        ("run", {"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set"),
        ("tick", {}, "SLACK_BOT_TOKEN is not set"),
        ("run", {"SLACK_BOT_TOKEN": "xoxb-1"}, "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET"),
        ("run", {**TOKENS, "PORT": "http"}, "PORT cannot be used: it is a number"),
        ("run", {**TOKENS, "DATABASE_URL": "mysql://x/y"}, "DATABASE_URL cannot be used"),
        (
            "run",
            {**TOKENS, "DATABASE_URL": "sqlite:////nowhere/at/all.db"},
            "DATABASE_URL cannot be used: unable to open database file.",
        ),
    ],
)
def test_a_missing_or_wrong_variable_is_one_sentence(
    words: str, variables: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    ended = stationmaster(tmp_path, words, **variables)
    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_a_tick_on_a_read_only_database_is_one_sentence(tmp_path: Path) -> None:
    with contextlib.closing(db.Database(f"sqlite:///{tmp_path}/kept.db")) as database:
        database.migrate()
    read_only = f"sqlite:///file:{tmp_path}/kept.db?mode=ro&uri=true"
    nowhere = "http://127.0.0.1:9/api/"
    ended = stationmaster(tmp_path, "tick", **TOKENS, DATABASE_URL=read_only, SLACK_API_URL=nowhere)
    assert ended.returncode == 2
    assert "DATABASE_URL cannot be used: attempt to write a readonly database." in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("url", ["http://bot.example.org", "https://", "bot.example.org"])
def test_an_address_that_slack_cannot_call_is_no_manifest(url: str, tmp_path: Path) -> None:
    ended = stationmaster(tmp_path, "manifest", "--url", url)
    assert ended.returncode == 2
    assert "is not like https://bot.example.org" in ended.stderr


def test_an_instant_without_an_offset_is_refused(tmp_path: Path) -> None:
    ended = stationmaster(tmp_path, "tick", "--at", "2026-11-23T09:00:00", **TOKENS)
    assert ended.returncode == 2
    assert "is not like 2026-11-23T09:00:00+01:00" in ended.stderr


def test_the_manifest_follows_the_prefix_and_the_address(tmp_path: Path) -> None:
    ended = stationmaster(
        tmp_path, "manifest", "--url", "https://bot.example.org", COMMAND_PREFIX="acme-"
    )
    assert ended.returncode == 0
    assert 'command: "/acme-task"' in ended.stdout
    assert "request_url: https://bot.example.org/slack/events" in ended.stdout
    assert stationmaster(tmp_path, "manifest", "--url", "bot.example.org").returncode == 2
    assert stationmaster(tmp_path, "manifest", "--prefix", "a_b").returncode == 2


def test_help_names_every_command(tmp_path: Path) -> None:
    ended = stationmaster(tmp_path, "--help")
    for name in ("doctor", "explain", "import", "manifest", "run", "sandbox", "tick"):
        assert f"\n  {name} " in ended.stdout
