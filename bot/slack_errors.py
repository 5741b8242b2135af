"""Slack's errors in one table: which pass by themselves, and how long to wait for it.

Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

PAUSED, NOT_ALLOWED = "paused", "not allowed"
LIMITED = frozenset({"ratelimited", "rate_limited", "429", PAUSED})
PASSING = LIMITED | {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
}
# Documented for every method as said of the token. Of a receiver Slack says `user_disabled`.
TOKEN = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
    }
)
"""The bot's token is taken nowhere."""
FORBIDDEN = frozenset(
    {
        "access_denied",
        "ekm_access_denied",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "team_access_not_granted",
    }
)
"""The token is not allowed to do this."""
FIRST_WAIT_SECONDS = 1.0


class Paused(Exception):  # noqa: N818 - no failure: nothing was called
    """Slack does not want such calls now, but in so many seconds."""

    def __init__(self, seconds: float, why: str = PAUSED) -> None:
        """How long it is to be left alone; `why` is PAUSED or NOT_ALLOWED."""
        super().__init__(f"{why} for {seconds:.0f} s")
        self.seconds, self.why = seconds, why


@dataclass(frozen=True)
class Trouble:
    """Why a call failed; `passing` means the same call may work after `wait_seconds`."""

    error: str
    passing: bool
    wait_seconds: float = 0.0

    @property
    def limited(self) -> bool:
        """Whether it was one call too many: nothing is wrong with what was to be sent."""
        return self.error in LIMITED

    @property
    def of_token(self) -> bool:
        """Whether no call at all works until somebody gives the bot another token."""
        return self.error in TOKEN

    @property
    def forbidden(self) -> bool:
        """Whether it works once somebody gives the bot the right to it."""
        return self.error in FORBIDDEN


def trouble(error: Exception) -> Trouble:
    """What kind of failure an exception is; what is no answer of Slack's counts as passing."""
    if isinstance(error, Paused):
        return Trouble(PAUSED, True, error.seconds)
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
