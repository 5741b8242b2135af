"""A tick with nothing due, with few and with many open tasks, and notices sent long ago."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import insert, text

from bot import jobs, models
from bot.db import Database
from bot.operations import digests, people, programs, projects
from bot.operations.actor import Actor

from .table import Row

FEW, MANY, PEOPLE = 1_000, 1_000_000, 50
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ROUNDS = 60
ZONES = ("Europe/Lisbon", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Asia/Tokyo")


def measure(few_url: str, many_url: str) -> Iterator[Row]:
    """Two databases, ticked in turns a minute apart."""
    few, many = _filled(few_url, FEW), _filled(many_url, MANY)
    spent: dict[Database, list[float]] = {few: [], many: []}

    async def tick() -> None:
        client = AsyncWebClient()  # never asked: nothing is due
        for number in range(-2, ROUNDS):
            for database, times in spent.items():
                now = NOON + timedelta(minutes=number + 2)
                start = time.perf_counter()
                tally = await jobs.tick(database, client, now)
                if number >= 0:
                    assert not any(tally.as_dict().values()), tally
                    times.append(time.perf_counter() - start)

    asyncio.run(tick())
    few.close()
    many.close()
    yield Row(f"tick, nothing due, {FEW:,} open tasks", median(spent[few]) * 1000, "ms")
    yield Row(f"tick, nothing due, {MANY:,} open tasks", median(spent[many]) * 1000, "ms")
    ratios = [b / a for a, b in zip(spent[few], spent[many], strict=True)]
    yield Row("  … in times of the few", median(ratios), "×", at_most=1.3)


def _filled(url: str, count: int) -> Database:
    """People in five zones who have had their note, a program with its digest, open tasks."""
    database = Database(url)
    with database.begin() as session:
        workspace = people.workspace(session, "T1")
        met = [
            people.learn_person(
                session,
                workspace.id,
                people.PersonFacts(f"U{n}", f"Person {n}", f"p{n}", ZONES[n % 5], "en-GB"),
                NOON,
            )
            for n in range(PEOPLE)
        ]
        actor = Actor(session, people.who(met[0]), NOON)
        project = projects.add(actor, projects.New("WEB", "Website", zone=ZONES[0]))
        program = programs.add(actor, programs.New("RAIL", "Northern line"))
        programs.include(actor, program, project)
        channel = models.Channel(
            workspace_id=workspace.id, slack_id="C1", name="northern", refreshed_at=NOON
        )
        session.add(channel)
        session.flush()
        rhythm = digests.rhythm("monday 9am", NOON, "UTC")
        assert rhythm is not None
        digests.subscribe(actor, program, rhythm, channel=channel)
        for person in met:
            person.noted_on = NOON.date()
            person.next_note_at = NOON + timedelta(days=1)
        session.flush()
        days = [NOON + timedelta(days=number) for number in range(-30, 90)]
        session.execute(
            insert(models.Task),
            [
                {
                    "workspace_id": workspace.id,
                    "project_id": project.id,
                    "number": number,
                    "title": "Fix login page",
                    "owner_id": met[number % PEOPLE].id,
                    "due": days[number % len(days)].date(),  # a quarter is late
                    "due_at": days[number % len(days)],
                    "created_at": NOON,
                }
                for number in range(1, count + 1)
            ],
        )
        sent = NOON - timedelta(days=30)
        session.execute(
            insert(models.Notice),
            [
                {
                    "workspace_id": workspace.id,
                    "key": f"words:{number}",
                    "kind": "words",
                    "person_id": met[0].id,
                    "due_at": sent,
                    "expires_at": sent,
                    "state": models.SENT,
                }
                for number in range(min(count // 10, 10_000))
            ],
        )
        if not database.is_sqlite:  # it does so by itself, later
            session.execute(text("ANALYZE"))
    return database
