"""Slack's errors in one table: which pass by themselves, and how long to wait for it.

Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

PASSING = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
    }
)
FIRST_WAIT_SECONDS = 1.0


@dataclass(frozen=True)
class Trouble:
    """Why a call failed; `passing` means the same call may work after `wait_seconds`."""

    error: str
    passing: bool
    wait_seconds: float = 0.0


def trouble(error: Exception) -> Trouble:
    """What kind of failure an exception is; what is no answer of Slack's counts as passing."""
    if not isinstance(error, SlackApiError):
        return Trouble(type(error).__name__, True, FIRST_WAIT_SECONDS)
    # A proxy or a wrong address answers with text; the SDK's own `get` fails on that.
    said = getattr(error.response, "data", None)
    status = getattr(error.response, "status_code", 200)
    given = getattr(error.response, "headers", None) or {}
    headers = {key.lower(): value for key, value in given.items()}
    word = said.get("error") if isinstance(said, dict) else None
    name = str(word or status)
    if word is None or status == 429 or name in PASSING or status >= 500:
        wait = str(headers.get("retry-after") or "")
        return Trouble(name, True, float(wait) if wait.isdecimal() else FIRST_WAIT_SECONDS)
    return Trouble(name, False)
