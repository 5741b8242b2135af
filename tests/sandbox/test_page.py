"""The sandbox's page in a real browser, with a small Bolt app behind it."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox import server
from bot.sandbox.workspace import App, Workspace
from tests.browser import chromium, page
from tests.sandbox import page_gallery as gallery

__all__ = ["chromium", "page"]

Object = dict[str, Any]

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
EVENTS = ["message.channels", "app_home_opened", "reaction_added"]
MANIFEST: Object = {
    "display_information": {"name": "Signalbox"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Signalbox"},
        "slash_commands": [
            {
                "command": "/form",
                "description": "Open a form",
                "usage_hint": "every | wizard | live",
                "should_escape": True,
            },
            {"command": "/task", "description": "Tasks", "usage_hint": "add words due friday"},
            {"command": "/broken", "description": "Never answers well"},
        ],
        "shortcuts": [
            {"name": "Make a task", "type": "message", "callback_id": "make", "description": "m"},
            {"name": "New train", "type": "global", "callback_id": "train", "description": "g"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "channels:read",
                "chat:write",
                "commands",
                "files:read",
                "files:write",
                "groups:history",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "reactions:read",
                "users:read",
            ]
        }
    },
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {"bot_events": EVENTS},
        "socket_mode_enabled": False,
    },
}


def bolt_app(running: server.Running, heard: list[Object]) -> AsyncApp:
    """A bot that opens forms, offers options and remembers everything it is told."""
    client = AsyncWebClient(running.bot_token, base_url=running.api_url)
    app = AsyncApp(client=client, signing_secret=running.signing_secret)

    @app.command("/form")
    async def form(ack: Any, body: Object, client: AsyncWebClient) -> None:
        await ack()
        heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=FORMS[body["text"] or "every"])

    @app.command("/task")
    async def task(ack: Any, body: Object) -> None:
        heard.append(body)
        await ack(f"Understood: {body['text']}")

    @app.command("/broken")
    async def broken(ack: Any) -> None:
        await ack({"blocks": "nonsense"})

    @app.view("gallery")
    async def submitted(ack: Any, body: Object) -> None:
        heard.append(body)
        values = body["view"]["state"]["values"]
        if values.get("title", {}).get("value", {}).get("value") == "taken":
            await ack(response_action="errors", errors={"title": "This name is taken."})
        else:
            await ack()

    @app.view("wizard")
    async def next_step(ack: Any) -> None:
        await ack(response_action="push", view=gallery.modal([TITLE], title=gallery.plain("Two")))

    @app.action("switch")
    async def switched(ack: Any, body: Object, client: AsyncWebClient) -> None:
        await ack()
        more = gallery.field("extra", "Extra", {"type": "plain_text_input"})
        view = gallery.modal([*LIVE, more], title=gallery.plain("Live"))
        await client.views_update(view_id=body["view"]["id"], view=view)

    @app.action(re.compile(".*"))
    async def pressed(ack: Any, body: Object) -> None:
        await ack()
        heard.append(body)

    @app.options(re.compile(".*"))
    async def offer(ack: Any, body: Object) -> None:
        await ack(options=[gallery.option(f"{body['value']} {n}", f"WEB-{n}") for n in (1, 2, 3)])

    @app.shortcut(re.compile(".*"))
    async def shortcut(ack: Any, body: Object) -> None:
        await ack()
        heard.append(body)

    @app.event("app_home_opened")
    async def home(event: Object, client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [{"type": "header", "text": gallery.plain("My trains")}]}
        await client.views_publish(user_id=event["user"], view=view)

    @app.event(re.compile("message|reaction_added"))
    async def said(event: Object) -> None:
        heard.append(event)

    return app


TITLE = gallery.field("title", "Title", {"type": "plain_text_input"}, optional=False)
LIVE = [
    gallery.field("name", "Name", {"type": "plain_text_input"}),
    {
        "type": "section",
        "block_id": "kind",
        "text": gallery.mrkdwn("Kind of train"),
        "accessory": {
            "type": "static_select",
            "action_id": "switch",
            "placeholder": gallery.plain("Kind"),
            "options": gallery.SIZES,
        },
    },
]
FORMS: dict[str, Object] = {
    "every": gallery.modal(gallery.every_input()),
    "wizard": gallery.modal([TITLE], callback_id="wizard", title=gallery.plain("One")),
    "live": gallery.modal(LIVE, title=gallery.plain("Live")),
}


@dataclass
class Clock:
    """A clock that stands still until the page moves it."""

    instant: datetime = NOON
    asked: list[str] = field(default_factory=list)

    def __call__(self) -> datetime:
        """The time now."""
        return self.instant

    def move(self, to: str) -> None:
        """What the page asks."""
        self.asked.append(to)
        if to == "+1h":
            self.instant += timedelta(hours=1)
        else:
            self.instant = datetime.fromisoformat(to)


@dataclass
class Site:
    """The running sandbox, a browser window on it, and what the bot heard."""

    page: Page
    running: server.Running
    loop: asyncio.AbstractEventLoop
    heard: list[Object]
    clock: Clock

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something where the server runs."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def post(self, channel: str = "C0WEB", **content: Any) -> str:
        """A message of the bot; its ts."""
        client = AsyncWebClient(self.running.bot_token, base_url=self.running.api_url)
        answer = self.do(client.chat_postMessage(channel=channel, **{"text": "words", **content}))
        return str(answer["ts"])

    def open(self, person: str = "U0ANA", place: str = "C0WEB") -> None:
        """Look at a channel as somebody."""
        self.page.goto(f"{self.running.base_url}/#{person}/{place}")
        expect(self.page.get_by_label("You are")).to_have_value(person)

    @property
    def writing(self) -> Locator:
        """Where one writes in #web."""
        return self.page.get_by_label("Message #web")

    @property
    def last(self) -> Locator:
        """The newest message on the screen."""
        return self.page.get_by_role("article").last

    @property
    def modal(self) -> Locator:
        """The form on the screen."""
        return self.page.get_by_role("dialog")

    def type(self, text: str) -> None:
        """Write and send."""
        self.writing.fill(text)
        self.writing.press("Enter")

    def hears(self, kind: str) -> Object:
        """Wait until the bot was told something of this type; the newest such thing."""
        for _ in range(500):
            found = [one for one in self.heard if one.get("type") == kind]
            if found:
                return found[-1]
            self.page.wait_for_timeout(20)
        raise AssertionError(f"the bot heard no {kind}, only {self.heard}")

    def no_sideways(self) -> None:
        """The page is not wider than the window."""
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(wide)
        assert not self.page.evaluate(
            "[...document.querySelectorAll('.messages, .home, .modal-body')]"
            ".some(node => node.scrollWidth > node.clientWidth)"
        )


def workspace(clock: Clock) -> Workspace:
    """Two people in two zones, four channels."""
    made = Workspace(App(MANIFEST), clock)
    bot = made.app.user_id
    made.person("ana", id="U0ANA", real_name="Ana Costa", tz="Europe/Lisbon")
    made.person("ben", id="U0BEN", real_name="Ben Okafor", tz="America/New_York")
    everybody = ["U0ANA", "U0BEN", bot]
    made.channel("web", everybody, id="C0WEB", topic="The new shop")
    made.channel("general", everybody, id="C0GENERAL")
    made.channel("board", ["U0ANA", bot], id="C0BOARD", kind="private")
    made.channel("old-shop", everybody, id="C0OLD", is_archived=True)
    for person in ("U0ANA", "U0BEN"):
        made.direct(bot, person)
    return made


async def serve(heard: list[Object], clock: Clock, ready: Future[Any], stop: asyncio.Event) -> None:
    """The sandbox and the bot, until `stop`."""
    async with server.running(workspace(clock), mode="http", on_clock=clock.move) as running:
        handler = AsyncSlackRequestHandler(bolt_app(running, heard))

        async def endpoint(request: Request) -> Response:
            return await handler.handle(request)

        bot = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
        async with server.listening(bot) as (_, address):
            running.desk.delivery.request_url = f"{address}/slack/events"
            ready.set_result(running)
            await stop.wait()


@pytest.fixture
def site(page: Page) -> Iterator[Site]:
    """A sandbox of its own for each test; its loop lives in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    heard: list[Object] = []
    clock = Clock()
    ready: Future[server.Running] = Future()
    stop = asyncio.Event()
    serving = asyncio.run_coroutine_threadsafe(serve(heard, clock, ready, stop), loop)
    starting: list[Future[Any]] = [ready, serving]
    wait(starting, timeout=10, return_when=FIRST_COMPLETED)
    if serving.done():
        serving.result()
    yield Site(page, ready.result(0), loop, heard, clock)
    page.goto("about:blank")
    loop.call_soon_threadsafe(stop.set)
    serving.result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def test_a_message_shows_words_in_all_their_forms(site: Site) -> None:
    site.post(blocks=gallery.words_blocks("U0ANA", "C0WEB"))
    site.open("U0BEN")
    message = site.last
    expect(message.get_by_role("heading", name="report")).to_be_visible()
    for tag, words in {"strong": "Bold", "em": "italic", "s": "gone", "code": "code"}.items():
        expect(message.locator(f".block-section {tag}", has_text=words).first).to_be_visible()
    link = message.get_by_role("link", name="a link", exact=True)
    expect(link).to_have_attribute("href", "https://example.com/a?b=1&c=2")
    expect(message.get_by_text("@Ana Costa").first).to_be_visible()
    expect(message.locator("time", has_text="05:00")).to_be_visible()  # 10:00 UTC in New York
    expect(message.locator(".ping", has_text="@channel")).to_be_visible()
    expect(message.locator("pre", has_text="let x = a < b;")).to_be_visible()
    expect(message.get_by_text("plain *stars*")).to_be_visible()
    expect(message.get_by_role("img", name="The plan")).to_be_attached()
    expect(message.locator(".rich ol ul li")).to_have_text("beneath the second")
    expect(message.locator(".markdown table td")).to_have_count(2)


def test_buttons_and_menus_of_a_message_tell_the_bot(site: Site) -> None:
    site.post(blocks=gallery.press_blocks())
    site.open()
    message = site.last
    message.get_by_role("button", name="On track").click()
    assert site.hears("block_actions")["actions"][0]["action_id"] == "ok"
    message.get_by_label("Pick a size").select_option("Medium")
    expect_action(site, "size", "selected_option", "value", "m")
    message.get_by_label("Pick a day").fill("2026-12-24")
    expect_action(site, "day", "selected_date", "", "2026-12-24")
    message.get_by_label("Somebody").select_option("Ben Okafor")
    expect_action(site, "who", "selected_user", "", "U0BEN")
    message.get_by_label("Test", exact=True).check()
    expect_action(site, "boxes", "selected_options", "value", ["t"])
    message.get_by_label("Add a size").select_option("Large")
    expect_action(site, "sizes", "selected_options", "value", ["s", "l"])
    message.get_by_role("button", name="Remove Small").click()
    expect_action(site, "sizes", "selected_options", "value", ["l"])
    message.get_by_role("button", name="More", exact=True).click()
    site.page.get_by_role("menuitem", name="Delete").click()
    expect_action(site, "over", "selected_option", "value", "delete")
    message.get_by_role("button", name="Good").click()
    expect_action(site, "fb", "value", "", "up")


def expect_action(site: Site, action_id: str, name: str, inner: str, value: object) -> None:
    """Wait until the bot's newest action is this one with this value."""
    found: object = None
    for _ in range(250):
        actions = [one["actions"][0] for one in site.heard if one.get("type") == "block_actions"]
        mine = [one for one in actions if one["action_id"] == action_id]
        found = mine[-1].get(name) if mine else None
        if inner and isinstance(found, list):
            found = [one[inner] for one in found]
        elif inner and isinstance(found, dict):
            found = found[inner]
        if found == value:
            return
        site.page.wait_for_timeout(20)
    raise AssertionError(f"{action_id} said {found!r} and not {value!r}")


def test_a_dangerous_button_asks_first(site: Site) -> None:
    site.post(blocks=gallery.press_blocks())
    site.open()
    site.last.get_by_role("button", name="Cancel train").click()
    question = site.page.get_by_role("dialog", name="Cancel the train?")
    expect(question).to_contain_text("All its tasks go with it.")
    site.page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    assert site.heard == []
    site.last.get_by_role("button", name="Cancel train").click()
    question.get_by_role("button", name="Yes, cancel").click()
    assert site.hears("block_actions")["actions"][0]["action_id"] == "stop"


def test_tables_sort_filter_and_page_and_charts_have_their_numbers(site: Site) -> None:
    site.post(blocks=gallery.number_blocks())
    site.open()
    table = site.last.get_by_role("table", name="Late tasks")
    expect(table.get_by_role("row")).to_have_count(6)
    table.get_by_role("button", name="Late").click()
    expect(table.get_by_role("rowheader").first).to_have_text("Posters")
    table.get_by_role("button", name="Late").click()
    expect(table.get_by_role("rowheader").first).to_have_text("Tunnel")
    site.last.get_by_role("button", name="Next").click()
    expect(site.last.get_by_text("6–7 of 7")).to_be_visible()
    site.last.get_by_label("Filter Late tasks").fill("ramp")
    expect(table.get_by_role("rowheader")).to_have_text(["Ramp"])
    table.get_by_role("button", name="Open").click()
    assert site.hears("block_actions")["actions"][0]["action_id"] == "open12"
    chart = site.last.get_by_role("img", name="Tasks as line: line chart")
    expect(chart.locator("polyline")).to_have_count(2)
    expect(site.last.get_by_role("img", name="Tasks as bar").locator("rect")).to_have_count(8)
    site.last.get_by_text("Show the numbers").first.click()
    expect(site.last.get_by_role("cell", name="16").first).to_be_visible()


def test_cards_plans_containers_and_the_other_charts_are_drawn(site: Site) -> None:
    site.post(blocks=gallery.wrapping_blocks())
    site.open()
    message = site.last
    message.get_by_role("button", name="Open Two").click()
    assert site.hears("block_actions")["actions"][0]["action_id"] == "card-Two"
    expect(message.get_by_text("Inside the container")).to_be_visible()
    message.get_by_text("Details of the plan").click()
    expect(message.get_by_text("Inside the container")).to_be_hidden()
    expect(message.get_by_text("1 of 3 done")).to_be_visible()
    expect(message.get_by_role("img", name="In progress")).to_be_visible()
    expect(message.get_by_text("Remote file F-REMOTE-1")).to_be_visible()
    expect(message.get_by_role("link", name="First run")).to_be_visible()
    expect(message.locator("polygon")).to_have_count(1)
    expect(message.locator(".slice")).to_have_count(3)


def test_what_the_page_does_not_know_is_shown_and_not_dropped(site: Site) -> None:
    site.open()
    text = site.page.evaluate(
        """async () => {
            const { drawBlock } = await import("/static/blocks.js");
            const dial = { type: "actions", elements: [{ type: "dial", action_id: "d" }] };
            const blocks = [{ type: "hologram", depth: 3 }, dial, { type: "section", fields: 7 }];
            return blocks.map((block) => drawBlock(block, {}).textContent).join(" ");
        }"""
    )
    assert "Unknown block: hologram" in text
    assert '"depth": 3' in text
    assert "Unknown element: dial" in text
    assert '"fields": 7' in text


def test_words_never_become_markup_or_scripts(site: Site) -> None:
    hostile = "<img src=x onerror=alert(1)> <javascript:alert(1)|press> &lt;b&gt;bold&lt;/b&gt;"
    site.post(text=hostile)
    site.post(blocks=[{"type": "section", "text": gallery.mrkdwn(hostile)}])
    site.open()
    expect(site.page.get_by_role("article")).to_have_count(2)
    expect(site.last).to_contain_text("<b>bold</b>")
    expect(site.page.locator("article a, article img, article b")).to_have_count(0)


def test_a_form_sends_what_was_typed_and_chosen(site: Site) -> None:
    site.open()
    site.type("/form")
    form = site.page.get_by_role("dialog", name="Every field")
    expect(form.get_by_role("note", name="Warning")).to_contain_text("moves the date")
    expect(form.get_by_label("Title")).to_be_focused()
    form.get_by_label("Title").fill("Lay the track")
    form.get_by_label("Note").fill("two\nlines")
    form.get_by_label("Hours").fill("2.5")
    form.get_by_label("Story").fill("Once")
    form.get_by_label("Day").fill("2026-12-01")
    form.get_by_label("Hour", exact=True).fill("08:30")
    form.get_by_label("Moment").fill("2026-12-01T09:00")
    form.get_by_label("Person", exact=True).select_option("Ben Okafor")
    form.get_by_label("People", exact=True).select_option("Ana Costa")
    form.get_by_label("Channel", exact=True).select_option("#general")
    form.get_by_label("Grouped").select_option("APP-7 Push")
    form.get_by_label("Small", exact=True).first.check()
    form.get_by_label("Large", exact=True).last.check()
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    values = site.hears("view_submission")["view"]["state"]["values"]
    sent = {block_id: next(iter(entry.values())) for block_id, entry in values.items()}
    assert sent["title"]["value"] == "Lay the track"
    assert sent["note"]["value"] == "two\nlines"
    assert sent["hours"]["value"] == "2.5"
    assert sent["rich_text_input"]["rich_text_value"]["type"] == "rich_text"
    assert sent["datepicker"]["selected_date"] == "2026-12-01"
    assert sent["timepicker"]["selected_time"] == "08:30"
    moment = int(datetime(2026, 12, 1, 9, tzinfo=UTC).timestamp())  # Lisbon is on UTC then
    assert sent["datetimepicker"]["selected_date_time"] == moment
    assert sent["users_select"]["selected_user"] == "U0BEN"
    assert sent["multi_users_select"]["selected_users"] == ["U0ANA"]
    assert sent["channels_select"]["selected_channel"] == "C0GENERAL"
    assert sent["task"]["selected_option"]["value"] == "APP-7"
    assert [one["value"] for one in sent["ticks"]["selected_options"]] == ["s"]
    assert sent["dots"]["selected_option"]["value"] == "l"
    assert sent["email_text_input"]["value"] is None


def test_an_error_stands_under_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    site.open()
    site.type("/form")
    form = site.page.get_by_role("dialog", name="Every field")
    title = form.get_by_label("Title")
    form.get_by_label("Note").fill("keep me")
    form.get_by_role("button", name="Save").click()
    expect(title).to_have_accessible_description(re.compile("complete this required field"))
    expect(title).to_be_focused()
    title.fill("taken")
    expect(title).not_to_have_attribute("aria-invalid", "true")
    form.get_by_role("button", name="Save").click()
    expect(title).to_have_accessible_description(re.compile("This name is taken"))
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Note")).to_have_value("keep me")
    title.fill("free")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()


def test_typed_words_survive_an_update_of_the_form(site: Site) -> None:
    site.open()
    site.type("/form live")
    form = site.page.get_by_role("dialog", name="Live")
    form.get_by_label("Name").fill("Flying Scotsman")
    form.get_by_label("Kind").select_option("Large")
    expect(form.get_by_label("Extra")).to_be_visible()
    expect(form.get_by_label("Name")).to_have_value("Flying Scotsman")
    expect(form.get_by_label("Kind")).to_have_value("l")


def test_forms_lie_on_one_another_and_escape_goes_back(site: Site) -> None:
    site.open()
    site.type("/form wizard")
    first = site.page.get_by_role("dialog", name="One")
    first.get_by_label("Title").fill("below")
    first.get_by_role("button", name="Save").click()
    second = site.page.get_by_role("dialog", name="Two")
    expect(second.get_by_label("Title")).to_have_value("")
    site.page.keyboard.press("Escape")
    expect(first.get_by_label("Title")).to_have_value("below")
    site.page.keyboard.press("Escape")
    expect(site.modal).to_be_hidden()
    expect(site.writing).to_be_focused()


def test_options_come_from_the_bot_while_one_types(site: Site) -> None:
    site.open()
    site.type("/form")
    form = site.page.get_by_role("dialog", name="Every field")
    found = form.get_by_role("combobox", name="Found task", exact=True)
    found.press_sequentially("s")
    expect(form.get_by_text("Type at least 2 characters")).to_be_visible()
    found.press_sequentially("ig")
    expect(form.get_by_role("listbox").get_by_role("option")).to_have_text(
        ["sig 1", "sig 2", "sig 3"]
    )
    found.press("ArrowDown")
    found.press("Enter")
    expect(found).to_have_value("sig 2")
    many = form.get_by_role("combobox", name="Found tasks")
    for word, choice in (("rail", "rail 1"), ("wire", "wire 3")):
        many.press_sequentially(word)
        form.get_by_role("option", name=choice).click()
    expect(form.get_by_role("button", name="Remove rail 1")).to_be_visible()
    form.get_by_label("Title").fill("Found")
    form.get_by_role("button", name="Save").click()
    values = site.hears("view_submission")["view"]["state"]["values"]
    assert values["found"]["ext"]["selected_option"]["value"] == "WEB-2"
    chosen = values["founds"]["ext"]["selected_options"]
    assert [one["value"] for one in chosen] == ["WEB-1", "WEB-3"]


def test_commands_are_completed_while_one_types(site: Site) -> None:
    site.open()
    site.writing.press_sequentially("/")
    suggestions = site.page.get_by_role("listbox", name="Suggestions")
    expect(suggestions.get_by_role("option")).to_have_count(3)
    site.writing.press_sequentially("ta")
    expect(suggestions.get_by_role("option")).to_contain_text(["/task add words due friday"])
    site.writing.press("Tab")
    expect(site.writing).to_have_value("/task ")
    expect(site.page.get_by_text("/task add words due friday")).to_be_visible()
    site.writing.press_sequentially("add Signals for @be")
    site.writing.press("Enter")
    expect(site.writing).to_have_value("/task add Signals for @ben ")
    site.writing.press("Enter")
    expect(site.writing).to_have_value("")
    expect(site.last).to_contain_text("Only visible to you")
    expect(site.last).to_contain_text("Understood: add Signals for @ben")


def test_a_command_that_goes_wrong_says_so_beside_the_field(site: Site) -> None:
    site.open()
    site.type("/broken")
    expect(site.writing).to_have_value("")
    expect(site.page.locator(".composer .note").first).to_be_visible()
    site.type("/nothing at all")
    expect(site.page.get_by_text("/nothing is not a valid command")).to_be_visible()


def test_people_talk_in_channels_and_threads_and_drafts_wait(site: Site) -> None:
    site.open()
    site.type("Who takes the tunnel, @ben?")
    expect(site.last).to_contain_text("Who takes the tunnel, @Ben Okafor?")
    site.last.hover()
    site.last.get_by_role("button", name="Reply in thread").click()
    thread = site.page.get_by_role("complementary", name="Thread")
    thread.get_by_label("Reply in thread").last.fill("I do")
    site.page.keyboard.press("Enter")
    expect(thread.get_by_role("article")).to_have_count(2)
    expect(site.page.get_by_role("button", name="1 reply")).to_be_visible()
    site.page.keyboard.press("Escape")
    expect(thread).to_be_hidden()
    site.writing.fill("half a thought")
    site.page.get_by_role("link", name="general").click()
    expect(site.page.get_by_label("Message #general")).to_have_value("")
    site.page.get_by_role("link", name="web", exact=True).click()
    expect(site.writing).to_have_value("half a thought")


def test_news_from_elsewhere_is_marked_and_reading_takes_the_mark_away(site: Site) -> None:
    site.open()
    site.post("C0GENERAL", text="The board meets")
    general = site.page.get_by_role("link", name="general")
    expect(general).to_contain_text("1 unread")
    general.click()
    expect(site.last).to_contain_text("The board meets")
    expect(general).not_to_contain_text("unread")


def test_everybody_sees_their_own_channels_in_their_own_time(site: Site) -> None:
    site.post(text="noon in Lisbon")
    site.open()
    expect(site.last).to_contain_text("12:00")
    expect(site.page.get_by_role("link", name="board")).to_be_visible()
    site.page.get_by_label("You are").select_option("U0BEN")
    expect(site.last).to_contain_text("07:00")
    expect(site.page.get_by_role("link", name="board")).to_be_hidden()
    expect(site.page).to_have_url(re.compile("#U0BEN/C0WEB$"))
    site.page.reload()
    expect(site.page.get_by_label("You are")).to_have_value("U0BEN")


def test_an_old_address_leads_somewhere(site: Site) -> None:
    site.page.goto(f"{site.running.base_url}/#U0NOBODY/C0NOWHERE")
    expect(site.page.get_by_label("You are")).to_have_value("U0ANA")
    expect(site.page).to_have_url(re.compile("#U0ANA/C0WEB$"))
    expect(site.page.get_by_role("alert").first).to_be_hidden()


def test_nobody_writes_in_an_archived_channel(site: Site) -> None:
    site.open(place="C0OLD")
    expect(site.page.get_by_label("Message #old-shop")).to_be_disabled()


def test_the_home_tab_shows_what_the_bot_published(site: Site) -> None:
    site.open(place="home")
    expect(site.page.get_by_role("heading", name="My trains")).to_be_visible()
    site.page.get_by_role("navigation", name="App").get_by_role("link", name="Messages").click()
    expect(site.page.get_by_label("Message Signalbox")).to_be_visible()


def test_shortcuts_and_the_ticket_reach_the_bot(site: Site) -> None:
    ts = site.post(text="The lamp is broken")
    site.open()
    site.last.hover()
    site.last.get_by_role("button", name="More actions").click()
    site.page.get_by_role("menuitem", name="Make a task").click()
    assert site.hears("message_action")["message"]["ts"] == ts
    site.page.get_by_role("button", name="Shortcuts").click()
    site.page.get_by_role("menuitem", name="New train").click()
    assert site.hears("shortcut")["callback_id"] == "train"
    site.last.hover()
    site.last.get_by_role("button", name="React with a ticket").click()
    assert site.hears("reaction_added")["reaction"] == "ticket"
    expect(site.last.locator(".reaction")).to_contain_text("1")


def test_two_quick_presses_are_two_presses(site: Site) -> None:
    site.post(blocks=gallery.press_blocks())
    site.open()
    button = site.last.get_by_role("button", name="On track")
    button.dblclick()
    site.hears("block_actions")
    expect(button).not_to_have_attribute("aria-busy", "true")
    assert [one["type"] for one in site.heard] == ["block_actions"] * 2


def test_the_clock_moves_and_the_page_with_it(site: Site) -> None:
    site.post(text="Signals at <!date^1795701600^{date_short_pretty} {time}|14:00>")
    site.open()
    board = site.page.get_by_role("group", name="Sandbox time")
    expect(board).to_contain_text("12:00")
    expect(site.last).to_contain_text("Signals at today 14:00")
    site.page.get_by_role("button", name="+1 hour").click()
    expect(board).to_contain_text("13:00")
    site.page.get_by_label("Go to date and time").fill("2026-11-27T08:30")
    site.page.get_by_role("button", name="Go", exact=True).click()
    expect(board).to_contain_text("08:30")
    expect(board).to_contain_text("Fri, 27 Nov 2026")
    expect(site.last).to_contain_text("Signals at yesterday 14:00")
    assert site.clock.asked == ["+1h", "2026-11-27T08:30:00.000Z"]


def test_a_file_is_attached(site: Site) -> None:
    site.open()
    with site.page.expect_file_chooser() as chooser:
        site.page.get_by_role("button", name="Attach a file").click()
    plan = FilePayload(name="plan.csv", mimeType="text/csv", buffer=b"task,due\n")
    chooser.value.set_files(plan)
    expect(site.last.get_by_role("list", name="Files")).to_contain_text("plan.csv")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_never_scrolls_sideways(site: Site, scheme: Any) -> None:
    site.page.set_viewport_size({"width": 360, "height": 720})
    site.page.emulate_media(color_scheme=scheme)
    for blocks in (
        gallery.words_blocks("U0ANA", "C0WEB"),
        gallery.press_blocks(),
        gallery.number_blocks(),
        gallery.wrapping_blocks(),
    ):
        site.post(blocks=blocks)
    site.open()
    expect(site.page.get_by_role("article")).to_have_count(4)
    site.no_sideways()
    site.page.get_by_role("button", name="Open sidebar").click()
    expect(site.page.get_by_role("link", name="general")).to_be_visible()
    site.no_sideways()
    site.page.keyboard.press("Escape")
    expect(site.page.get_by_role("link", name="general")).to_be_hidden()
    site.type("/form")
    expect(site.page.get_by_role("dialog", name="Every field")).to_be_visible()
    site.no_sideways()


def test_everything_can_be_done_with_the_keyboard(site: Site) -> None:
    site.post(blocks=[gallery.press_blocks()[0]])
    site.open()
    expect(site.last).to_be_visible()
    press = site.page.keyboard.press
    walk(site, site.page.get_by_role("link", name="Skip to writing"), "Shift+Tab")
    press("Enter")
    expect(site.writing).to_be_focused()
    button = site.last.get_by_role("button", name="On track")
    walk(site, button, "Shift+Tab")
    press("Enter")
    assert site.hears("block_actions")["actions"][0]["action_id"] == "ok"
    walk(site, site.last.get_by_role("button", name="More", exact=True), "Tab")
    press("Enter")
    expect(site.page.get_by_role("menuitem", name="Edit")).to_be_focused()
    press("ArrowDown")
    press("Enter")
    expect_action(site, "over", "selected_option", "value", "delete")
    walk(site, site.writing, "Tab")
    site.page.keyboard.type("/fo")
    press("Enter")
    press("Enter")
    form = site.page.get_by_role("dialog", name="Every field")
    expect(form.get_by_label("Title")).to_be_focused()
    site.page.keyboard.type("Typed only")
    walk(site, form.get_by_label("Large", exact=True).first, "Tab")
    press("Space")
    press("Enter")
    expect(form).to_be_hidden()
    values = site.hears("view_submission")["view"]["state"]["values"]
    assert values["title"]["value"]["value"] == "Typed only"
    assert values["ticks"]["value"]["selected_options"][0]["value"] == "l"
    expect(site.writing).to_be_focused()


def walk(site: Site, goal: Locator, key: str) -> None:
    """Press a key until the goal has the focus."""
    for _ in range(60):
        if goal.evaluate("node => node === document.activeElement"):
            return
        site.page.keyboard.press(key)
    raise AssertionError("the keyboard does not get there")
