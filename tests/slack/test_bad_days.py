"""Stories of a Slack that breaks connections and sends what nobody expects."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from bot.sandbox.web.faults import Kind
from tests.world import World

BROKEN: list[Kind] = ["error", "reset", "lost"]


@pytest.mark.parametrize("fault", BROKEN)
def test_a_command_goes_on_when_slack_does_not_say_who_asks(web_once: World, fault: Kind) -> None:
    web_once.slack.faults.plan("users.info", fault, times=3)
    told = web_once.ben.types("#web", "/task add Fix login due friday").text
    assert "Added WEB-1" in told


def test_what_slack_says_too_late_is_known_the_next_time(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    web.slack.faults.plan("users.info", "slow", seconds=2)
    assert "WEB-1" not in web.ben.types("@stationmaster", "task list").text
    web.slack.faults.plan("users.info", "reset", times=9)
    assert "WEB-1  Fix login" in web.ben.types("@stationmaster", "task list").text


def test_the_home_page_is_shown_though_slack_refuses_at_first(web_once: World) -> None:
    web_once.slack.faults.plan("views.publish", "ratelimited")
    assert web_once.ben.home() is not None


@pytest.mark.parametrize("fault", [*BROKEN, "timeout"])
def test_a_command_goes_on_when_slack_does_not_say_who_we_are(
    town_once: World, fault: Kind
) -> None:
    town_once.slack.faults.plan("auth.test", fault, times=3, seconds=3.5)
    assert "Created WEB" in town_once.ana.types("#web", "/project new WEB Website relaunch").text


@pytest.mark.parametrize("fault", BROKEN)
def test_a_form_that_cannot_be_opened_is_said(web_once: World, fault: Kind) -> None:
    web_once.slack.faults.plan("views.open", fault)
    told = web_once.ana.types("#web", "/task add")
    assert "Slack did not open the form in time and nothing was changed" in told.text
    assert not told.error


def test_a_command_is_answered_before_slack_has_opened_its_form(web_once: World) -> None:
    web_once.slack.faults.plan("views.open", "timeout", seconds=3.5)
    told = web_once.ana.types("#web", "/task add")
    assert told.error != "operation_timeout"
    assert "Slack did not open the form in time" in told.text


def test_a_plan_that_cannot_be_fetched_is_said(web_once: World) -> None:
    web_once.slack.faults.plan("conversations.history", "reset", times=3)
    told = web_once.ana.types("#web", "/project import WEB").text
    assert told == "Slack does not answer just now: try again in a minute."


def test_a_plan_that_comes_in_several_packets_is_read_to_its_end(web_once: World) -> None:
    lines = "".join(f"Task {number} {'long ' * 45},task,,\n" for number in range(600))
    web_once.ana.uploads("#web", "plan.csv", f"title,type,owner,due\n{lines}".encode())
    told = web_once.ana.types("#web", "/project import WEB").text
    assert "600 tasks imported" in told


def test_undo_is_understood_in_direct_messages(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    assert "Undone: added WEB-1" in web_once.ana.types("@stationmaster", "undo").text


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"{", {}), (b"[]", {}), (b"null", {}), (b"\xff\xfe", {}), (b"payload=[]", {}),
        (b"{}", {"X-Slack-Request-Timestamp": "yesterday", "X-Slack-Signature": "v0=00"}),
    ],
)  # fmt: skip
def test_a_request_of_nobody_is_refused_and_not_an_error_of_ours(
    web_once: World, body: bytes, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    kind = "application/json" if b"=" not in body else "application/x-www-form-urlencoded"
    address = web_once.slack.desk.delivery.request_url
    request = urllib.request.Request(address, body, {"Content-Type": kind, **headers})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    with refused.value as answer:
        assert answer.code in {400, 401}
    assert not [each for each in caplog.records if each.exc_info]
