"""Who lives through the year: 40 people in 9 zones, 12 projects in 3 programs, and their work."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import dates, manifest, models
from bot.operations import digests, milestones, people, programs, projects, risks, tasks
from bot.operations.actor import Actor
from bot.sandbox.workspace import App, Clock, Workspace

PEOPLE, PROJECTS, PROGRAMS = 40, 12, 3
AT_FIRST = 400
"""Tasks that are open when the year begins; the others come in the course of it."""
ALL = 1_500


@dataclass(frozen=True)
class Place:
    """A zone, the locale of who lives there, whose holidays they keep, and their working week."""

    zone: str
    locale: str
    country: str
    weekdays: frozenset[int] = frozenset(range(5))


PLACES = (
    Place("Europe/Lisbon", "pt-PT", "PT"),
    Place("Europe/Berlin", "de-DE", "DE"),
    Place("America/New_York", "en-US", "US"),
    Place("America/Los_Angeles", "en-US", "US"),
    Place("Asia/Kolkata", "en-IN", "IN"),
    Place("Asia/Kathmandu", "ne-NP", "NP"),
    Place("Asia/Tokyo", "ja-JP", "JP"),
    Place("Australia/Adelaide", "en-AU", "AU"),
    Place("Asia/Riyadh", "ar-SA", "SA", frozenset({6, 0, 1, 2, 3})),
)
"""Clocks with half and quarter hours, DST on both halves of the globe, a weekend on Friday."""


def place(number: int) -> Place:
    """Where a person lives when the year begins."""
    return PLACES[number % len(PLACES)]


def workspace(clock: Clock) -> Workspace:
    """The Slack of them all."""
    made = Workspace(App(manifest.build()), clock)
    ids = [made.person(f"p{n}", tz=place(n).zone, locale=place(n).locale).id for n in range(PEOPLE)]
    for name in (*(f"project-{n}" for n in range(PROJECTS)), "stations"):
        made.channel(name, [*ids, made.app.user_id], kind="public", creator=ids[0])
    return made


def settle(session: Session, slack: Workspace, chance: random.Random, now: datetime) -> None:
    """Everybody and everything that is there on the first day."""
    team = people.workspace(session, slack.team_id)
    met = [_meet(session, team.id, slack, n, now) for n in range(PEOPLE)]
    actor = Actor(session, people.who(met[0]), now)
    stations = _channel(session, team.id, slack, "stations", now)
    lines = []
    for n in range(PROGRAMS):
        new = programs.New(f"PROG{n}", f"Program {n}", manager=met[n])
        lines.append(programs.add(actor, new))
        rhythm = digests.rhythm(("monday 9am", "friday 16:30", "wednesday 8:15")[n], now, "UTC")
        assert rhythm is not None
        told = digests.Rhythm(rhythm.words, rhythm.at, place(n * 2).zone)
        manager = Actor(session, people.who(met[n]), now)
        digests.subscribe(manager, lines[-1], told, channel=stations)
    for n in range(PROJECTS):
        new_project = projects.New(
            f"P{n}",
            f"Project {n}",
            manager=met[PROGRAMS + n],
            channel=_channel(session, team.id, slack, f"project-{n}", now),
            due=now.date() + timedelta(days=60 + 30 * n),
            zone=place(n).zone,
        )
        project = projects.add(actor, new_project)
        programs.include(actor, lines[n % PROGRAMS], project)
        _plan(actor, project, met, chance, now)
    session.flush()


def _meet(
    session: Session, team_id: int, slack: Workspace, number: int, now: datetime
) -> models.Person:
    found = slack.find_person(f"p{number}")
    assert found is not None
    facts = people.PersonFacts(found.id, f"Person {number}", found.name, found.tz, found.locale)
    person = people.learn_person(session, team_id, facts, now)
    if number % 5 == 1:
        person.manners = {"cap": 3, "note_at": "08:30", "until": "17:00"}
    return person


def _channel(
    session: Session, team_id: int, slack: Workspace, name: str, now: datetime
) -> models.Channel:
    found = slack.find_channel(f"#{name}")
    assert found is not None
    channel = models.Channel(workspace_id=team_id, slack_id=found.id, name=name, refreshed_at=now)
    session.add(channel)
    session.flush()
    return channel


def _plan(
    actor: Actor,
    project: models.Project,
    met: list[models.Person],
    chance: random.Random,
    now: datetime,
) -> None:
    """Milestones, risks and the first tasks of a project; nobody has to hear of them at once."""
    for _ in range(4):
        day = now.date() + timedelta(days=chance.randrange(3, 330))
        owner = chance.choice([None, *met])
        milestones.add(actor, project, milestones.New("Stop", dates.Deadline(day), owner))
    for _ in range(3):
        day = now.date() + timedelta(days=chance.randrange(1, 90))
        risks.add(actor, project, risks.New("Risk", owner=chance.choice([None, *met]), review=day))
    for _ in range(AT_FIRST // PROJECTS):
        tasks.add(actor, project, new_task(chance, met, now))


def new_task(chance: random.Random, met: list[models.Person], now: datetime) -> tasks.New:
    """A task as teams make them: mostly somebody's, mostly with a date, some with a time."""
    day = now.date() + timedelta(days=int(chance.expovariate(1 / 25)))
    time = chance.choice([None, None, None, *(f"{hour:02}:30" for hour in range(8, 20, 3))])
    clock = datetime.strptime(time, "%H:%M").time() if time else None  # noqa: DTZ007
    return tasks.New(
        f"Task {chance.randrange(10**6)}",
        owner=chance.choice([None, *met, *met, *met]) if chance.random() < 0.95 else None,
        priority=chance.choice(models.PRIORITIES),
        deadline=dates.Deadline(day, clock) if chance.random() < 0.9 else None,
    )
