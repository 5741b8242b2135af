"""The page's HTTP contract: shapes of the answers, the stream of changes, and its refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from bot.sandbox import local
from bot.sandbox.page import Page
from tests.sandbox.asking import web
from tests.sandbox.tiny import Clock, Tiny, actions, always, button, field, modal, option

Object = dict[str, Any]


class Browser:
    """Asks like the page."""

    def __init__(self, slack: local.Slack) -> None:
        self.slack = slack

    def get(self, what: str, **query: str) -> Object:
        """GET /sandbox/…"""
        address = f"{self.slack.base_url}/sandbox/{what}?{urlencode(query)}"
        with urlopen(address, timeout=5) as answer:
            found: Object = json.load(answer)
            return found

    def post(self, what: str, **body: Any) -> Object:
        """POST /sandbox/…"""
        headers = {"Content-Type": "application/json"}
        address = f"{self.slack.base_url}/sandbox/{what}"
        asked = Request(address, json.dumps(body).encode(), headers, method="POST")
        with urlopen(asked, timeout=5) as answer:
            found: Object = json.load(answer)
            return found


@pytest.fixture
def browser(slack: local.Slack) -> Browser:
    """A page."""
    return Browser(slack)


def test_state_has_what_the_page_draws(slack: local.Slack, browser: Browser) -> None:
    ana = slack.person("ana").id
    state = browser.get("state", person=ana)
    assert set(state) == {
        "now", "team", "me", "people", "channels", "commands", "shortcuts", "view", "view_depth",
        "app", "details",
    }  # fmt: skip
    assert state["now"] == "2026-11-23T09:00:00+00:00"
    person = next(one for one in state["people"] if one["name"] == "emi")
    assert (person["local_time"], person["tz_label"], person["initials"]) == ("18:00", "JST", "ET")
    assert {"id", "real_name", "tz", "deleted", "is_bot", "is_restricted", "color"} <= set(person)
    channel = next(one for one in state["channels"] if one["name"] == "web")
    assert channel == {
        "id": web(slack), "name": "web", "kind": "public", "is_archived": False, "is_member": True,
        "unread": 0, "topic": "", "user": None,
    }  # fmt: skip
    direct = next(one for one in state["channels"] if one["kind"] == "im")
    assert direct["user"] == state["app"]["user_id"]
    assert state["commands"][0] == {"command": "/go", "description": "Go", "usage_hint": ""}
    assert [one["type"] for one in state["shortcuts"]] == ["global", "message"]
    assert (state["me"], state["view"], state["view_depth"]) == (ana, None, 0)


def test_without_a_person_it_is_the_first(slack: local.Slack, browser: Browser) -> None:
    assert browser.get("state")["me"] == slack.person("ana").id
    wrong = browser.get("state", person="U404")
    assert (wrong["ok"], wrong["error"]) == (False, "There is nobody with the id 'U404'.")


def test_private_channels_are_for_their_members(slack: local.Slack, browser: Browser) -> None:
    state = browser.get("state", person=slack.person("ben").id)
    assert "board" not in [one["name"] for one in state["channels"]]
    board = slack.workspace.find_channel("board")
    assert board is not None
    shown = browser.get("messages", person=slack.person("ben").id, channel=board.id)
    assert shown["ok"] is False


def test_messages_are_read_once_seen(slack: local.Slack, browser: Browser, api: WebClient) -> None:
    ana, where = slack.person("ana").id, web(slack)
    ts = api.chat_postMessage(channel=where, text="first")["ts"]
    api.chat_postMessage(channel=where, text="reply", thread_ts=ts)
    api.chat_postEphemeral(channel=where, user=ana, text="psst")

    def unread() -> int:
        channels = browser.get("state", person=ana)["channels"]
        return next(int(one["unread"]) for one in channels if one["id"] == where)

    assert unread() == 2
    shown = browser.get("messages", person=ana, channel=where)["messages"]
    assert [one["text"] for one in shown] == ["first", "psst"]
    assert [one["is_ephemeral"] for one in shown] == [False, True]
    assert (shown[0]["reply_count"], shown[0]["user_name"]) == (1, "Tiny")
    assert (shown[0]["edited"], shown[0]["files"]) == (None, [])
    assert unread() == 0
    thread = browser.get("messages", person=ana, channel=where, thread_ts=ts)["messages"]
    assert [one["text"] for one in thread] == ["first", "reply"]


def test_saying_and_pressing(slack: local.Slack, browser: Browser, tiny: Tiny) -> None:
    ana, where = slack.person("ana").id, web(slack)
    tiny.command = always({"text": "x", "blocks": [actions(button())]})
    assert browser.post("say", person=ana, channel=where, text="/go now") == {"ok": True}
    shown = browser.get("messages", person=ana, channel=where)["messages"][0]
    container = {"type": "message", "channel": where, "ts": shown["ts"]}
    pressed = browser.post("act", person=ana, container=container, block_id="row", action_id="go")
    assert pressed == {"ok": True}
    assert tiny.of("block_actions")[0]["actions"][0]["action_id"] == "go"
    wrong = browser.post("act", person=ana, container=container, block_id="row", action_id="no")
    assert wrong["error"] == "there is no row/no; there is row/go"
    told = browser.post("say", person=ana, channel=where, text="/nope")
    assert told == {"ok": False, "error": "/nope is not a valid command."}


def test_a_form_from_opening_to_submitting(
    slack: local.Slack, browser: Browser, tiny: Tiny
) -> None:
    async def opens(body: Object) -> None:
        blocks = [
            field("Title", {"type": "plain_text_input"}),
            field("Project", {"type": "external_select", "min_query_length": 0}, optional=True),
        ]
        await tiny.client.views_open(trigger_id=body["trigger_id"], view=modal(*blocks))

    tiny.command = opens
    tiny.options = always({"options": [option("Website", "1")]})
    ana = slack.person("ana").id
    browser.post("say", person=ana, channel=web(slack), text="/go")
    state = browser.get("state", person=ana)
    view = state["view"]
    assert (state["view_depth"], view["title"]["text"]) == (1, "Form")
    container = {"type": "view", "view_id": view["id"]}
    where = {"person": ana, "container": container, "block_id": "project", "action_id": "v"}
    assert browser.post("options", **where, query="")["options"] == [option("Website", "1")]

    def submit(title: str, project: Object | None) -> Object:
        entries = {
            "title": {"v": {"type": "plain_text_input", "value": title}},
            "project": {"v": {"type": "external_select", "selected_option": project}},
        }
        return browser.post("submit", person=ana, view_id=view["id"], state=entries)

    assert submit("", None)["errors"] == {"title": "Please complete this required field."}
    made_up = submit("x", option("Mobile", "2"))
    assert "there is no option '2'" in made_up["error"]
    tiny.submission = always({"response_action": "errors", "errors": {"title": "No."}})
    assert submit("x", option("Website", "1")) == {"ok": False, "errors": {"title": "No."}}
    tiny.submission = always(None)
    assert submit("y", option("Website", "1")) == {"ok": True}
    values = tiny.of("view_submission")[-1]["view"]["state"]["values"]
    assert values["title"]["v"]["value"] == "y"
    assert values["project"]["v"]["selected_option"] == option("Website", "1")
    assert browser.get("state", person=ana)["view"] is None


def test_closing_reacting_and_shortcuts(slack: local.Slack, browser: Browser, tiny: Tiny) -> None:
    async def opens(body: Object) -> None:
        await tiny.client.views_open(trigger_id=body["trigger_id"], view=modal())

    tiny.shortcut = opens
    ana, where = slack.person("ana"), web(slack)
    assert browser.post("shortcut", person=ana.id, callback_id="new", channel=where)["ok"]
    view = browser.get("state", person=ana.id)["view"]
    assert browser.post("close", person=ana.id, view_id=view["id"]) == {"ok": True}
    ana.types("#web", "hello")
    ts = ana.sees("#web")[0].ts
    reaction = {"person": ana.id, "channel": where, "ts": ts, "name": "train"}
    assert browser.post("react", **reaction)["ok"]
    assert browser.get("messages", person=ana.id, channel=where)["messages"][0]["reactions"]
    assert browser.post("react", **reaction)["ok"]
    assert not browser.get("messages", person=ana.id, channel=where)["messages"][0]["reactions"]
    assert [one["type"] for one in tiny.heard[-2:]] == ["event_callback"] * 2


def test_home_is_opened_once_however_often_it_is_refreshed(
    slack: local.Slack, browser: Browser, tiny: Tiny, api: WebClient
) -> None:
    ana = slack.person("ana").id
    assert browser.get("home", person=ana) == {"view": None}
    api.views_publish(user_id=ana, view={"type": "home", "blocks": [actions(button())]})
    view = browser.get("home", person=ana)["view"]
    slack.settle()
    assert view["blocks"][0]["block_id"] == "row"
    assert len(tiny.of("app_home_opened")) == 1


def test_a_file_goes_up_and_comes_down_for_those_who_see_it(
    slack: local.Slack, browser: Browser
) -> None:
    ana, ben = slack.person("ana").id, slack.person("ben").id
    board = slack.workspace.find_channel("board")
    assert board is not None
    query = urlencode({"person": ana, "channel": board.id, "name": "page.html"})
    address = f"{slack.base_url}/sandbox/upload?{query}"
    with urlopen(Request(address, b"<script>", method="POST"), timeout=5) as answer:
        assert json.load(answer)["file"]["name"] == "page.html"
    shown = browser.get("messages", person=ana, channel=board.id)["messages"][0]["files"][0]
    with urlopen(slack.base_url + shown["url_private"], timeout=5) as answer:
        assert answer.read() == b"<script>"
        assert answer.headers["Content-Security-Policy"] == "sandbox"
    stranger = shown["url_private"].replace(ana, ben)
    connection = HTTPConnection(slack.base_url.removeprefix("http://"), timeout=5)
    connection.request("GET", stranger)
    assert connection.getresponse().status == 404
    connection.close()


@pytest.fixture
def stream(slack: local.Slack) -> Iterator[HTTPConnection]:
    """A connection for the stream of changes."""
    connection = HTTPConnection(slack.base_url.removeprefix("http://"), timeout=5)
    yield connection
    connection.close()


def test_changes_are_streamed(slack: local.Slack, stream: HTTPConnection, api: WebClient) -> None:
    stream.request("GET", f"/sandbox/events?person={slack.person('ben').id}")
    answer = stream.getresponse()
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert answer.readline() == b": ping\n"
    answer.readline()
    api.chat_postMessage(channel="#board", text="not for ben")
    api.views_publish(user_id=slack.person("ana").id, view={"type": "home", "blocks": []})
    api.chat_postMessage(channel="#web", text="for ben")
    told = json.loads(answer.readline().removeprefix(b"data: "))
    assert told == {"what": "messages", "channel": web(slack)}


def test_the_clock_is_moved_by_whoever_started_the_sandbox(
    slack: local.Slack, browser: Browser, clock: Clock
) -> None:
    assert browser.post("clock", to="+1h") == {
        "ok": False,
        "error": "This clock cannot be moved.",
    }

    async def move(to: str) -> None:
        clock.now += timedelta(hours=int(to[1:-1]))

    page = Page(slack.desk, move)
    told = slack.call(page.clock({"to": "+1h"}))
    assert told == {"ok": True, "now": "2026-11-23T10:00:00+00:00"}


def test_a_body_must_be_a_json_object(slack: local.Slack) -> None:
    connection = HTTPConnection(slack.base_url.removeprefix("http://"), timeout=5)
    for body, error in (("{", "The body must be JSON."), ("[]", "The body must be a JSON object.")):
        connection.request("POST", "/sandbox/say", body)
        assert json.loads(connection.getresponse().read())["error"] == error
    connection.close()
