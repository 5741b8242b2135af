"""People as tests use them: each method is something a person does, and waits for what comes."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.desk import Desk
from bot.sandbox.errors import CannotDo
from bot.sandbox.user import acting, client, finding
from bot.sandbox.user.acting import Place
from bot.sandbox.user.plain import Reader
from bot.sandbox.workspace import Details, Message, Person, View

Object = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A message on somebody's screen; always as it is now."""

    desk: Desk
    reader: Reader
    message: Message

    @property
    def text(self) -> str:
        """As plain text."""
        return self.reader.message(self.message.body)

    @property
    def raw(self) -> Object:
        """Slack's message object."""
        return self.message.body

    @property
    def blocks(self) -> list[Object]:
        """Its blocks."""
        return list(self.message.body.get("blocks", []))

    @property
    def ts(self) -> str:
        """Its ts."""
        return self.message.ts

    @property
    def channel(self) -> str:
        """The channel's id."""
        return self.message.channel

    @property
    def is_ephemeral(self) -> bool:
        """Only this person sees it."""
        return bool(self.message.only_for)

    @property
    def is_there(self) -> bool:
        """It was not deleted."""
        return self.message.ts in self.desk.workspace.channels[self.channel].messages

    @property
    def buttons(self) -> list[str]:
        """What the buttons say."""
        return finding.buttons(Place(message=self.message))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class ShownView:
    """A modal or a home page on somebody's screen; always as it is now."""

    desk: Desk
    reader: Reader
    view: View
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.view.body["title"]["text"])

    @property
    def text(self) -> str:
        """As plain text."""
        return self.reader.view(self.view.body, self.view.values)

    @property
    def raw(self) -> Object:
        """Slack's view object."""
        return self.view.body

    @property
    def blocks(self) -> list[Object]:
        """Its blocks."""
        return list(self.view.body["blocks"])

    @property
    def buttons(self) -> list[str]:
        """What the buttons say."""
        return finding.buttons(Place(view=self.view))

    @property
    def values(self) -> dict[str, str]:
        """What stands in the inputs, by label."""
        return finding.values(self.reader, self.view)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class ShownDetails:
    """The pane of a Work Object on somebody's screen."""

    reader: Reader
    details: Details

    @property
    def text(self) -> str:
        """As plain text."""
        return self.reader.details(self.details)

    @property
    def error(self) -> str:
        """Why there is nothing to see: "not_found", "restricted" …; else empty."""
        return str(self.details.error.get("status", ""))

    @property
    def buttons(self) -> list[str]:
        """What the buttons say."""
        return finding.buttons(Place(details=self.details))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Outcome:
    """What a person saw happen: messages new or changed for them, the view on top, an error."""

    error: str = ""
    detail: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    messages: tuple[Shown, ...] = ()
    view: ShownView | None = None

    @property
    def message(self) -> Shown | None:
        """The last of the messages; of those to this person alone, where there are any."""
        alone = [one for one in self.messages if one.is_ephemeral]
        return next(reversed(alone or self.messages), None)

    @property
    def text(self) -> str:
        """All of it as plain text: messages, then the view, then the error."""
        parts = [one.text for one in self.messages]
        parts += [self.view.text] if self.view is not None else []
        return "\n".join([*parts, *([self.detail or self.error] if self.error else [])])

    def __str__(self) -> str:
        return self.text


Where = Outcome | Shown | ShownView | ShownDetails | None
Act = Callable[[Coroutine[Any, Any, Any]], Any]


class Somebody:
    """A person of the workspace; made by `local.Slack.person`."""

    def __init__(self, desk: Desk, person: Person, act: Act) -> None:
        self.desk = desk
        self.person = person
        self._act = act
        self.reader = Reader(desk.workspace, person.id)

    @property
    def id(self) -> str:
        """U…"""
        return self.person.id

    # ── typing and the like ──────────────────────────────────────────────────────────────────

    def types(self, channel: str, text: str, thread: Shown | str = "") -> Outcome:
        """Type into "#web", "@ben" or "@stationmaster"; "/…" is a command."""
        ts = thread if isinstance(thread, str) else thread.ts
        return self._do(client.say(self.desk, self.id, channel, text, ts))

    def uploads(
        self, channel: str, name: str, content: bytes, text: str = "", thread: Shown | str = ""
    ) -> Outcome:
        """Share a file, with a word to it."""
        ts = thread if isinstance(thread, str) else thread.ts
        return self._do(client.upload(self.desk, self.id, channel, name, content, text, ts))

    def reacts(self, message: Shown | Outcome, name: str) -> Outcome:
        """Put an emoji under a message."""
        found = self._place(message).message
        if found is None:
            raise CannotDo("only messages take reactions")
        return self._do(client.react(self.desk, self.id, found.channel, found.ts, name))

    def edits(self, message: Shown, text: str) -> Outcome:
        """Change an own message."""
        where = (message.channel, message.ts)
        return self._do(client.edit(self.desk, self.id, *where, text))

    def deletes(self, message: Shown) -> Outcome:
        """Delete an own message, or dismiss one that only this person sees."""
        return self._do(client.delete(self.desk, self.id, message.channel, message.ts))

    def archives(self, channel: str) -> Outcome:
        """Archive a channel."""
        return self._do(client.archive(self.desk, self.id, channel))

    def unarchives(self, channel: str) -> Outcome:
        """Bring an archived channel back."""
        return self._do(client.archive(self.desk, self.id, channel, archived=False))

    def renames(self, channel: str, name: str) -> Outcome:
        """Give a channel another name."""
        return self._do(client.rename(self.desk, self.id, channel, name))

    def becomes(self, **fields: Any) -> Outcome:
        """Other fields of `workspace.Person`, e.g. tz="Asia/Tokyo", deleted=True; `user_change`."""
        return self._do(client.change_person(self.desk, self.id, fields))

    def joins(self, channel: str) -> Outcome:
        """Come into a channel."""
        return self._do(client.join(self.desk, self.id, channel))

    def leaves(self, channel: str) -> Outcome:
        """Go out of a channel."""
        return self._do(client.leave(self.desk, self.id, channel))

    def runs(self, callback_id: str, message: Shown | Outcome | None = None) -> Outcome:
        """Run a shortcut by its callback_id, global or on a message."""
        found = None if message is None else self._place(message).message
        channel, ts = (found.channel, found.ts) if found else ("", "")
        return self._do(client.shortcut(self.desk, self.id, callback_id, channel, ts))

    def opens(self, message: Shown, url: str = "") -> ShownDetails:
        """Click on a Work Object in a message, on that of a link where there are several."""
        self._do(client.open_details(self.desk, self.id, message.channel, message.ts, url))
        return self.details

    # ── buttons, menus and forms ─────────────────────────────────────────────────────────────

    def presses(
        self, where: Where, button: str, *, beside: str = "", confirm: bool = True
    ) -> Outcome:
        """Press a button by its text, action_id or value; `beside` names words in its row.

        `confirm=False` answers no to a question that the button asks first.
        """
        spot = self._place(where)
        block, one = finding.button(self.reader, spot, button, beside)
        if "confirm" in one and not confirm:
            return Outcome()
        value = button if one["type"] == "feedback_buttons" else None
        return self._acts(spot, block, one, value)

    def chooses(self, where: Where, action_id: str, value: Any, *, beside: str = "") -> Outcome:
        """Choose in a menu or picker, by action_id, block_id or label."""
        spot = self._place(where)
        block, one = finding.element(self.reader, spot, action_id, beside)
        self._asks_if_needed(spot, block, one, value)
        return self._acts(spot, block, one, finding.picked(self.desk, self.id, block, one, value))

    def options(self, where: Where, action_id: str, query: str = "") -> list[str]:
        """What an external menu offers for some typed words."""
        spot = self._place(where)
        block, one = finding.element(self.reader, spot, action_id, "")
        answer = self._ask(spot, block, one, query)
        grouped = [each for group in answer.get("option_groups", []) for each in group["options"]]
        return [each["text"]["text"] for each in [*answer.get("options", []), *grouped]]

    def fills(self, where: Where, values: dict[str, Any]) -> Outcome:
        """Fill in inputs by label (or block_id or action_id); external menus are asked."""
        outcome = Outcome()
        for label, value in values.items():
            outcome = self.chooses(where, label, value)
            if outcome.error:
                return outcome
        return outcome

    def submits(self) -> Outcome:
        """Press the submit button of the view on top."""
        return self._do(acting.submit(self.desk, self._top()))

    def closes(self, *, everything: bool = False) -> Outcome:
        """Press cancel, or the cross that closes all."""
        return self._do(acting.close(self.desk, self._top(), everything))

    # ── looking ──────────────────────────────────────────────────────────────────────────────

    @property
    def view(self) -> ShownView | None:
        """The modal on top."""
        top = self.desk.workspace.top(self.id)
        return None if top is None else ShownView(self.desk, self.reader, top)

    @property
    def details(self) -> ShownDetails:
        """The pane of the Work Object that was opened last. Error: CannotDo."""
        pane = self.desk.workspace.details.get(self.id)
        if pane is None:
            raise CannotDo("no details are on your screen")
        return ShownDetails(self.reader, pane)

    def home(self) -> ShownView | None:
        """Open the app's home page and look at it."""
        self._do(client.open_home(self.desk, self.id))
        shown = self.desk.workspace.homes.get(self.id)
        return None if shown is None else ShownView(self.desk, self.reader, shown)

    def pauses_notifications(self, until: datetime | None) -> None:
        """Snooze Slack itself until an instant, or end that."""
        self.desk.workspace.people[self.id].quiet_until = until

    def sees(self, channel: str, thread: Shown | str = "") -> list[Shown]:
        """The messages in a channel, oldest first; or a thread's, its first one included."""
        where = client.place(self.desk, self.id, channel)
        found = self.desk.workspace.visible(where, self.id)
        ts = thread if isinstance(thread, str) else thread.ts
        if ts:
            kept = [one for one in found if ts in (one.ts, one.thread_ts)]
        else:
            kept = [one for one in found if one.in_channel]
        return [Shown(self.desk, self.reader, one) for one in kept]

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _top(self) -> View:
        top = self.desk.workspace.top(self.id)
        if top is None:
            raise CannotDo("there is no view on your screen")
        return top

    def _place(self, where: Where) -> Place:
        if isinstance(where, Outcome):
            where = where.view or where.message
        if isinstance(where, Shown):
            container: Object = {"type": "message", "channel": where.channel, "ts": where.ts}
        elif isinstance(where, ShownDetails):
            container = {"type": "entity_detail"}
        elif isinstance(where, ShownView):
            container = {"type": "view", "view_id": where.view.id}
        else:
            container = {"type": "view", "view_id": self._top().id}
        return acting.find(self.desk, self.id, container)

    def _acts(self, spot: Place, block: Object, one: Object, value: Any) -> Outcome:
        ids = (block["block_id"], one["action_id"])
        return self._do(acting.act(self.desk, self.id, spot, *ids, value))

    def _ask(self, spot: Place, block: Object, one: Object, query: str) -> Object:
        least = one.get("min_query_length", 3)
        if len(query) < least:
            raise CannotDo(f"type at least {least} characters to be offered something")
        ids = (block["block_id"], one["action_id"])
        answer: Object = self._act(acting.options(self.desk, self.id, spot, *ids, query))
        return answer

    def _asks_if_needed(self, spot: Place, block: Object, one: Object, value: Any) -> None:
        if one["type"].endswith("external_select") and value not in (None, "", []):
            for query in value if isinstance(value, list) else [value]:
                self._ask(spot, block, one, str(query))

    def _do(self, work: Coroutine[Any, Any, client.Result]) -> Outcome:
        workspace = self.desk.workspace
        mark, top = workspace.touches, workspace.top(self.id)
        state = None if top is None else top.body["hash"]
        result: client.Result = self._act(work)
        seen = [
            one
            for channel in workspace.channels.values()
            if workspace.may_look(channel, self.id)
            for one in channel.messages.values()
            if one.touched > mark and one.only_for in ("", self.id)
            if one.body.get("user") != self.id
        ]
        seen.sort(key=lambda one: one.touched)
        shown = tuple(Shown(self.desk, self.reader, one) for one in seen)
        now = workspace.top(self.id)
        view = None
        if now is not None and (now is not top or now.body["hash"] != state or result.errors):
            view = ShownView(self.desk, self.reader, now, result.errors)
        return Outcome(result.error, result.detail, result.errors, shown, view)
