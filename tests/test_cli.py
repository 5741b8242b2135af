"""The command line as a process: sentences, exit codes and what is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


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
