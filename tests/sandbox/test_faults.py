"""Fact 21 and bad days: what is lost, broken, late or refused on demand."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import ConnectionErrorRetryHandler

from bot.sandbox import local


def texts(slack: local.Slack) -> list[str]:
    """What stands in #web."""
    return [one.text for one in slack.person("ana").sees("#web")]


def test_fact_21_the_sdks_own_retry_posts_twice_when_the_answer_is_lost(slack: local.Slack) -> None:
    retrying = WebClient(
        slack.bot_token, base_url=slack.api_url, retry_handlers=[ConnectionErrorRetryHandler()]
    )
    slack.faults.plan("chat.postMessage", "lost")
    retrying.chat_postMessage(channel="#web", text="twice")
    assert texts(slack) == ["twice", "twice"]


def test_a_lost_answer_is_a_message_that_stands(slack: local.Slack) -> None:
    careful = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    slack.faults.plan("chat.postMessage", "lost")
    with pytest.raises(OSError, match=r"reset|closed|disconnected|Remote"):
        careful.chat_postMessage(channel="#web", text="once")
    assert texts(slack) == ["once"]


def test_a_reset_is_a_message_that_does_not_stand(slack: local.Slack) -> None:
    careful = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    slack.faults.plan("chat.postMessage", "reset")
    with pytest.raises(OSError, match=r"reset|closed|disconnected|Remote"):
        careful.chat_postMessage(channel="#web", text="never")
    assert texts(slack) == []


def test_the_next_n_calls_fail_and_then_no_more(slack: local.Slack, api: WebClient) -> None:
    slack.faults.plan("auth.test", "error", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as error:
            api.auth_test()
        assert error.value.response.status_code == 500
    assert api.auth_test()["ok"]


def test_a_rate_limit_on_demand_says_when_to_come_again(slack: local.Slack, api: WebClient) -> None:
    slack.faults.plan("*", "ratelimited", seconds=7)
    with pytest.raises(SlackApiError) as error:
        api.auth_test()
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "7"


def test_an_answer_that_does_not_come_in_time(slack: local.Slack) -> None:
    impatient = WebClient(slack.bot_token, base_url=slack.api_url, timeout=1, retry_handlers=[])
    slack.faults.plan("auth.test", "timeout", seconds=1.5)
    with pytest.raises(TimeoutError):
        impatient.auth_test()
