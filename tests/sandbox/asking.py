"""Small questions that several test files ask of the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox import local

Object = dict[str, Any]


def refused(call: Callable[[], Any]) -> Object:
    """The body of Slack's refusal."""
    with pytest.raises(SlackApiError) as error:
        call()
    answer: Object = error.value.response.data
    return answer


def web(slack: local.Slack, name: str = "web") -> str:
    """A channel's id."""
    channel = slack.workspace.find_channel(name)
    assert channel is not None
    return channel.id
