"""The edge to Slack: acks, transactions, who is asking, refusals, unexpected errors, sending.

Five generic listeners turn what Slack sends into a `Call`, run one plain handler in one
transaction on a database thread, and send what it built once the transaction has committed.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session

from ..db import Database
from ..errors import Invalid, Refusal
from ..operations import deliveries, telling
from ..operations.actor import Actor, Who
from ..ui import kit, notes
from . import payload
from .call import Answer, Call, NeedsSlack
from .client import insisting
from .directory import Directory
from .forms import Redraw

log = logging.getLogger(__name__)

ACK_SECONDS = 1.5
"""How long an answer may take to ride in the ack; Slack itself waits 3 s."""
SOON_SECONDS = 0.1
"""How long what others are to see waits for more of it."""
OPEN_SECONDS = 1.0
"""How long the ack waits for a form to open."""


@dataclass(frozen=True)
class Refused:
    """A handler's refusal: its words, and the form field that they are about."""

    words: str
    message: kit.Message
    field: str = ""


LATE = object()
"""Stands for a result that is still being worked on and will be sent when it comes."""


@dataclass(frozen=True)
class Asked:
    """Everything about a request but its payload: who, where, and what makes it the same one."""

    team: str
    user: str
    name: str
    channel: str
    key: str
    mentions: str
    run: Callable[[Call], Answer]
    call: dict[str, Any] = field(default_factory=dict)
    again: Answer = None
    """What to answer when the same request comes a second time."""


class Edge:
    """Carries requests to handlers and their answers back."""

    def __init__(
        self,
        database: Database,
        client: AsyncWebClient,
        clock: Callable[[], datetime],
        deliver: Callable[[datetime], Coroutine[Any, Any, Any]],
        prefix: str = "",
        links: str = "",
    ) -> None:
        """`clock` gives aware UTC; `deliver` sends the notices that are due at an instant.

        `prefix` is what this installation puts before the names of commands, `links` the address
        that links to items begin with, where there is one.
        """
        self.database = database
        self.client = client
        self.clock = clock
        self.directory = Directory(database, client, clock)
        self.prefix = prefix
        self.links = links
        self._deliver = deliver
        self._late: set[asyncio.Task[Any]] = set()
        self._news = self._telling = False
        self._hurry = asyncio.Event()

    # ── one request, one transaction ──────────────────────────────────────────────────────

    async def answer(self, asked: Asked) -> Answer | Refused:
        """Run the handler; whatever goes wrong becomes words for the person."""
        try:
            who, _ = await asyncio.gather(
                self.directory.who(asked.team, asked.user, asked.name),
                self.directory.meet(asked.team, asked.mentions, asked.user, asked.channel),
            )
            result = await self._carry_out(asked, who)
            if isinstance(result, NeedsSlack):
                found = await result.find(self.client, asked.channel)
                again = replace(asked, key="", run=result.then, call={**result.call, **found})
                result = await self._carry_out(again, who)
            return result
        except Redraw as redraw:
            return redraw.modal
        except Invalid as refusal:
            return Refused(str(refusal), notes.refusal(str(refusal)), refusal.field)
        except Refusal as refusal:
            return Refused(str(refusal), notes.refusal(str(refusal)))
        except Exception as error:
            return _sorry(_trouble(error))

    async def _carry_out(self, asked: Asked, who: Who) -> Answer:
        """Run the handler in one transaction; what was carried out before is not done again."""
        now = self.clock()
        actor: Actor | None = None

        def work(session: Session) -> Answer:
            nonlocal actor
            if asked.key and not deliveries.first(session, f"{asked.team}:{asked.key}", now):
                return asked.again
            actor = Actor(session, who, now, asked.channel)
            answer = asked.run(Call(actor, **asked.call))
            telling.after(actor)
            return answer

        result = await self.database.run(work)
        if actor is not None and actor.told:
            self._tell()
        return result

    def _tell(self) -> None:
        """Deliver what was planned, soon: what follows at once goes along in the same pass.

        Each change of a burst would otherwise be an edit of the same message.
        """
        self._news = True
        if not self._telling:
            self._telling = True
            self.later(self._tell_soon())

    async def _tell_soon(self) -> None:
        try:
            while self._news:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._hurry.wait(), SOON_SECONDS)
                self._news = False
                # Whatever a pass still waits for, what comes after it has one of its own.
                self.later(self._deliver(self.clock()))
        finally:
            self._telling = False

    # ── the kinds of request ─────────────────────────────────────────────────────────

    async def command(self, body: dict[str, Any], ack: AsyncAck, asked: Asked) -> None:
        """A slash command: the answer rides in the ack, or follows by response_url."""
        asked = replace(asked, again=notes.done_before())
        result = await self._in_time(asked, lambda late: self._reply(body, late))
        shown = message_of(result)
        if shown is not None:
            await ack(text=shown.text, blocks=shown.blocks, response_type="ephemeral")
            return
        if isinstance(result, kit.Modal):
            # The form first, while its trigger is fresh; the ack does not wait for a slow Slack.
            await asyncio.wait({self.later(self._reply(body, result))}, timeout=OPEN_SECONDS)
        await ack()

    async def action(self, body: dict[str, Any], ack: AsyncAck, asked: Asked) -> None:
        """A button or menu: acks, then puts the answer where the button was."""
        result = await self._in_time(asked, lambda late: self._after_press(body, late))
        await ack()
        if result is not LATE:
            self.later(self._after_press(body, result))

    async def shortcut(self, body: dict[str, Any], ack: AsyncAck, asked: Asked) -> None:
        """A shortcut: acks and opens its form, or says in words what there is instead."""
        result = await self._in_time(asked, lambda late: self._reply(body, late))
        await ack()
        if result is not LATE:
            self.later(self._reply(body, result))

    async def submission(self, body: dict[str, Any], ack: AsyncAck, asked: Asked) -> None:
        """A form: errors ride in the ack so that nothing typed is lost."""
        result = await self._in_time(asked, lambda late: self._after_form(body, late))
        if result is LATE:
            result = Refused(notes.STILL_SAVING, kit.message(notes.STILL_SAVING))
        if isinstance(result, Refused):
            name = payload.error_field(body["view"], result.field)
            if name:
                await ack(response_action="errors", errors={name: result.words.replace("`", "")})
                return
        if isinstance(result, kit.Modal) and result.view["type"] == "modal":
            await ack(response_action="update", view=result.view)
            return
        await ack()
        self.later(self._after_form(body, result))

    async def options(self, ack: AsyncAck, asked: Asked, search: Callable[[Call], Any]) -> None:
        """Choices for a menu with search; none where something went wrong."""
        found: list[kit.Element] = []

        def run(call: Call) -> Answer:
            found.extend(search(call))
            return None

        await self.answer(replace(asked, run=run))
        await ack(options=found[: kit.OPTIONS])

    # ── sending ───────────────────────────────────────────────────────────────────────────

    async def _in_time(self, asked: Asked, late: Callable[[Any], Awaitable[None]]) -> Any:
        """The handler's result if it comes soon; else LATE, and it is sent when it comes."""
        work = asyncio.create_task(self.answer(asked))
        done, _ = await asyncio.wait({work}, timeout=ACK_SECONDS)
        if done:
            return work.result()

        async def follow() -> None:
            await late(await work)

        self.later(follow())
        return LATE

    async def _after_press(self, body: dict[str, Any], result: Any) -> None:
        if isinstance(result, kit.Modal):
            failed = await self._open(body, result)
            if failed:
                await self._reply(body, failed)
        elif result is not None:
            alone = payload.is_shared(body) or getattr(result, "beside", False)
            instead = isinstance(result, kit.Message) and not alone
            await self._reply(body, result, instead=instead)

    async def _after_form(self, body: dict[str, Any], result: Any) -> None:
        if isinstance(result, kit.Modal) and result.view["type"] == "home":
            await self._open(body, result)
            return
        if result is None or isinstance(result, kit.Modal):
            return
        meta = payload.metadata(body["view"])
        await self._reply({**body, "response_url": meta.get("url")}, result)

    async def _reply(self, body: dict[str, Any], result: Any, *, instead: bool = False) -> None:
        """Answer the asker by response_url; where that is used up, in their direct messages."""
        if isinstance(result, kit.Modal):
            failed = await self._open(body, result)
            result = failed if failed else None
        shown = message_of(result)
        if shown is None:
            return
        url = body.get("response_url")
        if url and await self._respond(url, shown, instead):
            return
        user = payload.user(body)
        await self.tell(user, shown)

    async def tell(self, user: str, shown: kit.Message) -> None:
        """Say something to a person in their direct messages."""
        opened = await insisting(lambda: self.client.conversations_open(users=user))
        await self.post(opened["channel"]["id"], shown)

    async def post(self, channel: str, shown: kit.Message, thread: str = "") -> None:
        """Say something in a conversation of one person with the bot."""
        await insisting(
            lambda: self.client.chat_postMessage(
                channel=channel,
                thread_ts=thread or None,
                text=shown.text,
                blocks=shown.blocks,
            )
        )

    async def whisper(self, channel: str, user: str, shown: kit.Message, thread: str = "") -> None:
        """Say something to one person in a channel or thread, unseen by the others."""
        await insisting(
            lambda: self.client.chat_postEphemeral(
                channel=channel,
                user=user,
                thread_ts=thread or None,
                text=shown.text,
                blocks=shown.blocks,
            )
        )

    async def publish(self, user: str, page: kit.Modal) -> None:
        """Show somebody their home page."""
        await insisting(lambda: self.client.views_publish(user_id=user, view=page.view))

    async def _respond(self, url: str, shown: kit.Message, instead: bool) -> bool:
        """Use a response_url; False where it is used up, too old or out of reach."""
        hook = AsyncWebhookClient(url, session=self.client.session, retry_handlers=[])
        hook.proxy = self.client.proxy
        try:
            sent = await hook.send(
                text=shown.text,
                blocks=shown.blocks,
                response_type="ephemeral",
                replace_original=instead,
            )
        except (ClientError, OSError, TimeoutError) as error:
            log.warning("response_url cannot be reached: %s", error)
            return False
        if sent.status_code != HTTPStatus.OK:
            log.warning("response_url answered %s %s", sent.status_code, sent.body)
        return sent.status_code == HTTPStatus.OK

    async def _open(self, body: dict[str, Any], modal: kit.Modal) -> Refused | None:
        """Open a form, remembering where its answer belongs; or draw the home page anew."""
        view = payload.with_origin(modal.view, body)
        try:
            if view["type"] == "home":
                await self.publish(payload.user(body), modal)
                return None
            if body.get("view", {}).get("type") == "modal":
                await self.client.views_push(trigger_id=body["trigger_id"], view=view)
            else:
                await self.client.views_open(trigger_id=body["trigger_id"], view=view)
        except Exception as error:  # whatever Slack or the network answers, the person hears of it
            log.warning("a form did not open: %r", error)
            return _sorry(notes.form_closed())
        return None

    def later(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[None]:
        """Do something after the answer; `drain` waits for it."""

        async def guarded() -> None:
            try:
                await work
            except (SlackApiError, ClientError, OSError, TimeoutError) as error:
                log.warning("an answer could not be sent: %r", error)
            except Exception:
                log.exception("an answer could not be sent")

        task = asyncio.create_task(guarded())
        self._late.add(task)
        task.add_done_callback(self._late.discard)
        return task

    async def drain(self) -> None:
        """Wait until every answer that is under way has been sent."""
        self._hurry.set()
        while late := {*self._late, *self.directory.late.values()}:
            await asyncio.wait(late)
        self._hurry.clear()


def _trouble(error: Exception) -> kit.Message:
    """What to say of a failure: the database's own, or a mistake of ours with its reference."""
    if isinstance(error, (OperationalError, InternalError)):
        known = notes.database_trouble(str(error.orig))
        if known is not None:
            log.warning("database: %s", error)
            return known
    reference = secrets.token_hex(3).upper()
    log.error("unexpected error, reference %s", reference, exc_info=error)
    return notes.unexpected(reference)


def _sorry(message: kit.Message) -> Refused:
    return Refused(message.text, message)


def message_of(result: Answer | Refused) -> kit.Message | None:
    """What a result says in a message; a form cannot be shown in one."""
    if isinstance(result, Refused):
        return result.message
    return result if isinstance(result, kit.Message) else None
