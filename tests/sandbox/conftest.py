"""One sandbox for each test, with the tiny bot behind HTTP where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.sandbox import local
from tests.sandbox.tiny import MANIFEST, Clock, Tiny


@pytest.fixture
def clock() -> Clock:
    """Monday, 23 November 2026, 9:00 UTC until it is moved."""
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Iterator[local.Slack]:
    """A sandbox without a bot."""
    with local.start(MANIFEST, clock) as running:
        yield running


@pytest.fixture
def tiny(slack: local.Slack) -> Tiny:
    """The tiny bot, served over HTTP."""
    made = Tiny(slack)
    slack.serve(slack.call(made.asgi()))
    return made


@pytest.fixture
def api(slack: local.Slack) -> WebClient:
    """The SDK's client with the bot's token."""
    return WebClient(token=slack.bot_token, base_url=slack.api_url)
