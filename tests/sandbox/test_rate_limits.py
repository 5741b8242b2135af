"""Fact 20: one message a second and channel, and tiers of calls a minute."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import local
from bot.sandbox.web.api import METHODS
from tests.sandbox.asking import web
from tests.sandbox.tiny import Clock


def test_fact_20_a_channel_takes_one_message_a_second(
    slack: local.Slack, api: WebClient, clock: Clock
) -> None:
    slack.limits.on = True
    for number in range(4):
        api.chat_postMessage(channel=web(slack), text=str(number))
    with pytest.raises(SlackApiError) as error:
        api.chat_postMessage(channel=web(slack), text="x")
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "1"
    assert error.value.response["error"] == "ratelimited"
    api.chat_postMessage(channel=web(slack, "mobile"), text="another channel")
    clock.forward(seconds=1)
    api.chat_postMessage(channel=web(slack), text="again")


def test_fact_20_a_tier_2_method_takes_twenty_calls_a_minute(
    slack: local.Slack, api: WebClient, clock: Clock
) -> None:
    slack.limits.on = True
    for _ in range(20):
        api.users_list()
    with pytest.raises(SlackApiError) as error:
        api.users_list()
    assert 0 < int(error.value.response.headers["Retry-After"]) <= 60
    api.users_info(user=slack.person("ana").id)
    clock.forward(seconds=60)
    api.users_list()


@pytest.mark.parametrize(
    ("method", "tier"),
    [
        ("chat.update", 3), ("chat.postEphemeral", 4), ("views.open", 4), ("views.publish", 4),
        ("conversations.list", 2), ("conversations.info", 3), ("conversations.members", 4),
        ("conversations.history", 3), ("users.info", 4), ("users.list", 2), ("dnd.teamInfo", 2),
    ],
)  # fmt: skip
def test_fact_20_tiers(method: str, tier: int) -> None:
    assert METHODS[method].tier == tier


@pytest.mark.parametrize(("tier", "calls"), [(1, 1), (2, 20), (3, 50), (4, 100)])
def test_fact_20_each_tier_has_its_calls_a_minute(
    slack: local.Slack, tier: int, calls: int
) -> None:
    slack.limits.on = True
    waits = [slack.limits.wait_for_call("a.method", tier) for _ in range(calls + 1)]
    assert waits == [0] * calls + [60]
