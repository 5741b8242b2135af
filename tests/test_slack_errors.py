"""Which failures pass by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack_errors import Trouble, trouble


def failed(said: Any, status: int = 200, **headers: str) -> SlackApiError:
    """What the SDK raises for an answer."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    response = AsyncSlackResponse(
        client=AsyncWebClient(), http_verb="POST", api_url="https://slack.com/api/chat.postMessage",
        req_args={}, data=said, headers=given, status_code=status,
    )  # fmt: skip
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("status", [200, 403, 502])
def test_what_is_no_answer_of_slacks_passes(status: int) -> None:
    assert trouble(failed("<html>", status)) == Trouble(str(status), True, 1.0)


def test_what_slack_refuses_stays_refused() -> None:
    assert trouble(failed({"ok": False, "error": "is_archived"})) == Trouble("is_archived", False)


@pytest.mark.parametrize(
    ("wait", "seconds"), [("30", 30.0), ("Wed, 25 Nov 2026 10:15:00 GMT", 1.0), ("", 1.0)]
)
def test_a_rate_limit_says_how_long_it_lasts(wait: str, seconds: float) -> None:
    limited = failed({"ok": False, "error": "ratelimited"}, 429, retry_after=wait)
    assert trouble(limited) == Trouble("ratelimited", True, seconds)
