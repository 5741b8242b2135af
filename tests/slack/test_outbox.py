"""Bad days of the outbox: whatever happens on the way, each thing is shown once, as it is now."""

from __future__ import annotations

import asyncio
import contextlib
import random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import builders, jobs, models
from bot.errors import Refusal
from bot.operations import people, telling
from bot.operations.actor import Actor
from bot.sandbox.web.faults import Kind
from bot.sandbox.workspace import Message
from bot.slack import dispatch
from bot.slack.call import Call
from tests.world import World

LINES = (
    "task add Another due friday",
    "task rename WEB-1 Repair login",
    "task rename WEB-1 Renew login",
    "task done WEB-1",
    "task reopen WEB-1",
    "task block WEB-1 waiting for the certificate",
    "task due WEB-1 monday",
    "task move WEB-1 APP",
    "task move APP-1 WEB",
    "task add Part under:WEB-1",
    "task done WEB-2",
    "task delete WEB-2",
    "pm undo",
    "pm undo",
)
METHODS = ("chat.postMessage", "chat.update", "chat.delete", "conversations.history")
FAULTS: tuple[Kind, ...] = ("ratelimited", "error", "reset", "lost", "lost", "lost")
HAPPENS = ("change",) * 4 + ("fault", "fault", "kill", "kill", "both", "while", "wait", "deleted")
STEPS = 25
DAYS = 2


class Day:
    """A day of changes whose messages are sent by nobody but the steps of the day itself."""

    def __init__(self, world: World, seed: int) -> None:
        """One seed, one day."""
        self.world = world
        self.chance = random.Random(seed)
        self.story: list[str] = []

    async def types(self, line: str, who: str = "") -> None:
        """A change; what is to be told of it is planned and not sent."""
        world = self.world

        def work(session: Session) -> None:
            team = people.workspace(session, world.slack.workspace.team_id)
            person = people.find_person(session, team.id, who or world.ana.id)
            channel = people.find_channel(session, team.id, self.channel("web"))
            assert person is not None
            assert channel is not None
            actor = Actor(session, people.who(person), world.clock(), channel.slack_id)
            command, _, words = line.partition(" ")
            dispatch.command(Call(actor, command=command, words=words))
            telling.after(actor)

        with contextlib.suppress(Refusal):
            await world.database.run(work)

    def channel(self, name: str) -> str:
        """The id of a channel."""
        found = self.world.slack.workspace.find_channel(f"#{name}")
        assert found is not None
        return found.id

    async def delivers(self) -> None:
        """One pass."""
        await jobs.deliver(self.world.database, self.world.bot.edge.client, self.world.clock())

    async def is_killed(self) -> None:
        """A pass that ends in the midst of one of its calls, which Slack may have carried out."""
        calls = self.world.slack.calls
        last = len(calls) + self.chance.randrange(1, 4)
        work = asyncio.create_task(self.delivers())
        while len(calls) < last and not work.done():
            await asyncio.sleep(0)
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work

    async def step(self) -> None:
        """Something happens, mostly to what has just changed."""
        kind, line = self.chance.choice(HAPPENS), self.chance.choice(LINES)
        self.story.append(f"{kind}: {line}")
        await self.types(line)
        if kind == "fault":
            method, fault = self.chance.choice(METHODS), self.chance.choice(FAULTS)
            self.story[-1] += f" ({fault} {method})"
            self.world.slack.faults.plan(method, fault)
            await self.delivers()
        elif kind == "kill":
            await self.is_killed()
        elif kind == "both":
            await asyncio.gather(self.delivers(), self.delivers())
        elif kind == "while":
            await asyncio.gather(self.delivers(), self.types(self.chance.choice(LINES)))
        elif kind == "wait":
            self.world.after(minutes=self.chance.choice((1, 6)))  # a lease lasts five
            await self.delivers()
        elif kind == "deleted":
            await self.somebody_deletes()

    async def somebody_deletes(self) -> None:
        """A person deletes the card of WEB-1; the next change brings it back."""
        messages = self.world.slack.workspace.channels[self.channel("web")].messages
        for message in list(messages.values()):
            if "WEB-1" in message.body["text"] and not message.thread_ts:
                del messages[message.ts]
        await self.types("task priority WEB-1 high")
        await self.types("task priority WEB-1 low")

    async def passes(self) -> None:
        """All of it; in the end Slack is well, and time goes by."""
        for _ in range(STEPS):
            await self.step()
        self.world.slack.faults.waiting.clear()
        for _ in range(3):
            self.world.after(minutes=20)
            await self.delivers()


def shown(world: World) -> dict[str, list[Message]]:
    """All messages of the bot that carry a notice's key."""
    found: dict[str, list[Message]] = {}
    for channel in world.slack.workspace.channels.values():
        for message in channel.messages.values():
            payload = message.body.get("metadata", {}).get("event_payload", {})
            if "key" in payload:
                found.setdefault(payload["key"], []).append(message)
    return found


def expected(session: Session, world: World, notice: models.Notice) -> builders.Letter | None:
    """What stands for a card, where something must."""
    letter = builders.build(session, notice, None, world.clock())
    if not isinstance(letter, builders.Letter) or letter.message is None:
        return None
    return letter if letter.instead or not letter.only_instead else None


@pytest.mark.parametrize("seed", range(DAYS))
def test_whatever_happens_each_thing_is_shown_once_and_as_it_is(web: World, seed: int) -> None:
    web.ana.types("#mobile", "/project new APP Ticket app")
    web.ana.types("#web", "/task add Fix login page")
    web.ben.types("#web", "/task watch WEB-1")
    day = Day(web, seed)
    web.slack.call(day.passes(), 120)
    found, story = shown(web), "\n".join(day.story)
    with web.database.begin() as session:
        for notice in session.scalars(select(models.Notice)):
            messages = found.pop(notice.key, [])
            if notice.kind == "card":
                letter = expected(session, web, notice)
                assert len(messages) == (letter is not None), (notice.key, story)
                if letter is not None and letter.message and not letter.only_instead:
                    assert messages[0].body["text"] == letter.message.text, (notice.key, story)
            elif notice.kind in ("said", "watch"):
                # What was folded may have been posted by a pass that did not live to say so.
                least = int(notice.state == models.SENT)
                assert least <= len(messages) <= 1, (notice.key, notice.state, story)
        assert not found, story
