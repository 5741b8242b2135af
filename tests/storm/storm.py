"""The storm: replicas are killed, calls fail, answers are lost; then everything is counted."""

from __future__ import annotations

import asyncio
import contextlib
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import builders, jobs, manifest, models
from bot.db import Database
from bot.operations import digests, notices, people, programs, projects, tasks, telling
from bot.operations.actor import Actor
from bot.sandbox import local
from bot.sandbox.web.faults import Fault, Faults, Kind

from .worker import now

START = datetime(2026, 11, 25, 10, 15, tzinfo=UTC)
ALWAYS = {
    "note_at": "00:00",
    "until": "23:59",
    "weekdays": list(range(7)),
    "country": "",
    "cap": 20,
}
"""Manners of people who want to hear everything at any hour: they are tested elsewhere."""
WORDS = 15
"""Messages to each person: their day holds twenty."""
KINDS: tuple[Kind, ...] = ("ratelimited", "error", "timeout", "reset", "lost")
LINES = ("due", "done", "reopen", "block", "rename")


class Weather(Faults):
    """Of so many calls in a hundred one goes wrong, in any way that a network knows."""

    def __init__(self, chance: random.Random, share: float) -> None:
        """`share` of the calls fails, from 0 to 1."""
        super().__init__()
        self.chance, self.share = chance, share
        self.met: Counter[str] = Counter()

    def next(self, method: str) -> Fault | None:
        """The fault for this call, if there is one."""
        if self.chance.random() >= self.share:
            return None
        kind = self.chance.choice(KINDS)
        self.met[f"{kind} {method}" if kind == "lost" else kind] += 1
        return Fault(kind, seconds=1.0)


@dataclass
class Outcome:
    """What is counted in the end."""

    planned: int = 0
    sent: int = 0
    retried: int = 0
    recovered: int = 0
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    """Cards that do not show how their tasks are."""
    kills: int = 0
    faults: int = 0

    @property
    def good(self) -> bool:
        """Whether every notice stands once and shows what is so."""
        return not (self.duplicates or self.lost or self.stale)

    def __str__(self) -> str:
        counts = (
            f"planned {self.planned}, sent {self.sent}, retried {self.retried}, "
            f"recovered {self.recovered}, duplicates = {len(self.duplicates)}, "
            f"lost = {len(self.lost)}, stale = {len(self.stale)} "
            f"({self.kills} kills, {self.faults} failed calls)"
        )
        wrong = [*self.duplicates, *self.lost, *self.stale][:10]
        return "\n".join([counts, *wrong])


class Storm:
    """A workspace with work in it, and replicas that tell of it."""

    def __init__(self, slack: local.Slack, database: Database, seed: int, size: int) -> None:
        """`size` tasks, as many words to people, a digest for each channel."""
        self.slack, self.database, self.size = slack, database, size
        self.chance = random.Random(seed)
        self.weather = Weather(random.Random(seed + 1), 0.2)
        self.epoch = time.time()
        self.task_ids: list[int] = []

    def clock(self) -> datetime:
        """The clock of all replicas."""
        return now(self.epoch, START)

    def replica(self) -> subprocess.Popen[str]:
        """One more process, delivering already."""
        started = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.storm.worker", self.database.url),
                *(self.slack.api_url, self.slack.bot_token),
                *(str(self.epoch), START.isoformat()),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert started.stdout is not None
        started.stdout.readline()
        return started

    def rages(self, kills: int, replicas: int, apart: float) -> None:
        """Kill the replicas at random moments, `apart` seconds on average, while work goes on."""
        self.slack.desk.faults = self.weather
        running = [self.replica() for _ in range(replicas)]
        for _ in range(kills):
            end = time.monotonic() + self.chance.uniform(0.2, 1.8) * apart
            while time.monotonic() < end:
                self.works()
                pause = min(0.2, max(end - time.monotonic(), 0))
                with contextlib.suppress(subprocess.TimeoutExpired):
                    running[0].wait(pause)
            which = self.chance.randrange(replicas)
            _kill(running[which])
            running[which] = self.replica()
        for each in running:
            _kill(each)

    def calms(self) -> None:
        """Slack is well again, and time goes by: what is left is sent."""
        self.slack.desk.faults = Faults()
        client = AsyncWebClient(
            self.slack.bot_token, base_url=self.slack.api_url, retry_handlers=[], timeout=5
        )
        for number in range(1, 200):
            later = self.clock() + timedelta(minutes=20 * number)
            asyncio.run(jobs.deliver(self.database, client, later))
            with self.database.begin() as session:
                if not notices.waiting(session, later + timedelta(days=30)):
                    return

    # ── work ─────────────────────────────────────────────────────────────────────────────────

    def begins(self) -> None:
        """People, channels, projects, tasks; words and digests for all of them."""
        with self.database.begin() as session:
            team = people.workspace(session, self.slack.workspace.team_id)
            everybody = self.slack.workspace.people.values()
            found = [self._person(session, team.id, p.id) for p in everybody if not p.is_bot]
            me = Actor(session, people.who(found[0]), START)
            program = programs.add(me, programs.New("RAIL", "Northern line"))
            channels = [self._channel(session, team.id, name) for name in self._names()]
            made = []
            for number, channel in enumerate(channels):
                new = projects.New(f"P{number}", f"Project {number}", channel=channel)
                made.append(projects.add(me, new))
                programs.include(me, program, made[-1])
                digests.one_now(me, program, channel)
            for number in range(self.size):
                step = Actor(session, people.who(found[0]), START)
                task = tasks.add(step, made[number % len(made)], tasks.New(f"Task {number}"))
                telling.after(step)
                self.task_ids.append(task.id)
                if number < WORDS * len(found):
                    self._words(session, found[number % len(found)], number)

    def _names(self) -> list[str]:
        return [f"storm-{number}" for number in range(max(2, self.size // 12))]

    def _person(self, session: Session, team_id: int, slack_id: str) -> models.Person:
        facts = people.PersonFacts(slack_id, f"Person {slack_id}", slack_id.lower(), "UTC", "en-GB")
        person = people.learn_person(session, team_id, facts, START)
        person.manners = dict(ALWAYS)
        return person

    def _channel(self, session: Session, team_id: int, name: str) -> models.Channel:
        made = self.slack.add_channel(name, "ana")
        channel = models.Channel(
            workspace_id=team_id, slack_id=made.id, name=name, refreshed_at=START
        )
        session.add(channel)
        session.flush()
        return channel

    def _words(self, session: Session, person: models.Person, number: int) -> None:
        notices.plan(
            session,
            notices.New(
                workspace_id=person.workspace_id,
                key=f"words:{number}",
                kind="words",
                person_id=person.id,
                due_at=START,
                expires_at=START + timedelta(days=30),
                body=f"Word {number}",
            ),
        )

    def works(self) -> None:
        """Somebody changes a task: its card and thread have to follow."""
        with self.database.begin() as session:
            person = session.scalars(select(models.Person).order_by(models.Person.id)).first()
            assert person is not None
            actor = Actor(session, people.who(person), self.clock())
            task = session.get_one(models.Task, self.chance.choice(self.task_ids))
            what = self.chance.choice(LINES)
            if what == "done":
                tasks.finish(actor, task)
            elif what == "reopen":
                tasks.reopen(actor, task)
            elif what == "block" and task.status in models.LIVE:
                tasks.block(actor, task, f"reason {self.chance.random()}")
            else:
                tasks.edit(actor, task, title=f"Task {self.chance.random()}")
            telling.after(actor)

    # ── counting ─────────────────────────────────────────────────────────────────────────────

    def counts(self, kills: int) -> Outcome:
        """Every notice against what stands in Slack."""
        found: dict[str, list[str]] = {}
        for channel in self.slack.workspace.channels.values():
            for message in channel.messages.values():
                payload = message.body.get("metadata", {}).get("event_payload", {})
                if "key" in payload:
                    found.setdefault(payload["key"], []).append(message.body["text"])
        met = self.weather.met
        outcome = Outcome(kills=kills, faults=sum(met.values()))
        outcome.recovered = met["lost chat.postMessage"]
        with self.database.begin() as session:
            for notice in session.scalars(select(models.Notice).order_by(models.Notice.id)):
                if notice.kind == "home" or notice.state == models.EMPTY:
                    continue
                self._count(session, outcome, notice, found.pop(notice.key, []))
        outcome.duplicates += [f"{key}: planned by nobody" for key in found]
        return outcome

    def _count(
        self, session: Session, outcome: Outcome, notice: models.Notice, stands: list[str]
    ) -> None:
        outcome.planned += 1
        outcome.sent += bool(stands)
        outcome.retried += max(notice.attempts - 1, 0)
        if len(stands) > 1:
            outcome.duplicates.append(f"{notice.key}: stands {len(stands)} times")
        nothing_to_say = notice.kind == "digest-more" and notice.state == models.FOLDED
        if not stands and not nothing_to_say:
            outcome.lost.append(f"{notice.key}: {notice.state} ({notice.error})")
        if stands and notice.kind == "card":
            letter = builders.build(session, notice, None, self.clock())
            assert isinstance(letter, builders.Letter)
            if letter.message is None or letter.message.text != stands[0]:
                outcome.stale.append(f"{notice.key}: {stands[0]}")


def _kill(replica: subprocess.Popen[str]) -> None:
    """SIGKILL: no time for a last word."""
    replica.kill()
    replica.communicate()


def run(
    database: Database, *, seed: int, size: int, kills: int, replicas: int, apart: float
) -> Outcome:
    """One storm on one database."""
    with local.start(manifest.build(), lambda: START) as slack:
        storm = Storm(slack, database, seed, size)
        storm.begins()
        storm.rages(kills, replicas, apart)
        storm.calms()
        return storm.counts(kills)
