"""Rules of being away, on both databases: who is proposed, and when what moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot import dates, db, models
from bot.errors import Invalid, Refusal
from bot.operations import (
    away,
    dependencies,
    handovers,
    history,
    people,
    projects,
    tasks,
)

from . import place as places
from .place import Place

FIRST, LAST = date(2026, 8, 3), date(2026, 8, 14)
"""Monday to Friday of the week after."""


@pytest.fixture
def place(database: db.Database) -> Iterator[Place]:
    with database.begin() as session:
        yield places.build(session)


def somebody(place: Place, name: str, **facts: bool) -> models.Person:
    slack_id = f"U{name.upper()}"
    known = people.PersonFacts(slack_id, name, name, "Europe/Berlin", "en-GB", **facts)
    return people.learn_person(place.session, place.workspace.id, known, places.NOW)


def work(
    place: Place,
    title: str,
    owner: models.Person,
    day: date = FIRST,
    project: models.Project | None = None,
) -> models.Task:
    new = tasks.New(title, owner=owner, deadline=dates.Deadline(day))
    made = tasks.add(place.actor(), project or place.web, new)
    return place.session.get_one(models.Task, made.id)


def proposed(place: Place) -> dict[str, str]:
    """Whom each task of Ana's is proposed to."""
    ana = place.actor()
    standing = away.standing(ana)
    absence = standing[0] if standing else away.say(ana, FIRST, LAST)
    found = handovers.plan(place.actor(), absence).open
    return {task.title: person.name if person else "" for task, person in found}


def test_a_helper_comes_first_then_whoever_of_the_team_has_least_to_do(place: Place) -> None:
    zoe, ian = somebody(place, "zoe"), somebody(place, "ian")
    for person in (place.ben, zoe):
        projects.join(place.actor(), place.web, person)
    helped = work(place, "Helped", place.ana)
    dependencies.help_with(place.actor(), helped, ian)
    work(place, "First", place.ana)
    work(place, "Second", place.ana)
    work(place, "Ben is busy", place.ben)
    work(place, "Ben is busier", place.ben, LAST)
    work(place, "Not in these days", zoe, date(2026, 9, 1))
    assert proposed(place) == {"Helped": "ian", "First": "zoe", "Second": "zoe"}


def test_who_owns_open_tasks_there_counts_as_one_of_the_team(place: Place) -> None:
    work(place, "Mine", place.ana)
    work(place, "Later", place.ben, date(2026, 12, 1))
    assert proposed(place) == {"Mine": "Ben"}


def test_apps_leavers_the_absent_and_strangers_to_a_channel_are_not_proposed(place: Place) -> None:
    hidden = places.hidden_project(place)
    hidden.manager, channel = place.ben, hidden.channel
    assert channel is not None
    people.set_members(place.session, channel, [place.ana.slack_id, place.ben.slack_id])
    outside = somebody(place, "outside")
    others = [somebody(place, "left", left=True), somebody(place, "app", is_bot=True)]
    absent = somebody(place, "absent")
    away.say(place.actor(absent), LAST, date(2026, 8, 20))
    for person in [*others, absent]:
        projects.join(place.actor(), place.web, person)
    work(place, "Open", place.ana)
    projects.join(place.actor(), hidden, outside)
    work(place, "Hidden", place.ana, project=hidden)
    assert proposed(place) == {"Open": "", "Hidden": "Ben"}  # Ben manages it


def test_a_guest_who_takes_no_part_is_refused(place: Place) -> None:
    guest = somebody(place, "guest", is_guest=True)
    task = work(place, "Mine", place.ana)
    absence = away.say(place.actor(), FIRST, LAST)
    with pytest.raises(Invalid, match="guest cannot see WEB"):
        handovers.ask(place.actor(), absence, {task.id: guest})


def taken(place: Place, task: models.Task) -> models.Absence:
    """Ana is away, and Ben has said that he takes the task."""
    absence = away.say(place.actor(), FIRST, LAST)
    (asked,) = handovers.ask(place.actor(), absence, {task.id: place.ben})
    handovers.answer(place.actor(place.ben), asked.id, accept=True)
    place.session.flush()
    return absence


def tick(place: Place, month: int, day: int, hour: int, minute: int) -> None:
    places.plan(place.session, datetime(2026, month, day, hour, minute, tzinfo=UTC))
    place.session.flush()


def test_it_moves_on_the_first_day_of_whoever_is_away_and_back_on_a_working_morning(
    place: Place,
) -> None:
    task = work(place, "Mine", place.ana)
    taken(place, task)
    tick(place, 8, 2, 21, 59)  # still Sunday in Berlin
    assert task.owner_id == place.ana.id
    tick(place, 8, 2, 22, 1)
    tick(place, 8, 2, 22, 2)
    assert task.owner_id == place.ben.id
    for at in ((8, 14, 22, 30), (8, 16, 12, 0), (8, 17, 6, 59)):
        tick(place, *at)
        assert task.owner_id == place.ben.id
    tick(place, 8, 17, 7, 0)  # Monday, nine in Berlin
    assert task.owner_id == place.ana.id


def test_what_the_owner_takes_back_meanwhile_stays_theirs(place: Place) -> None:
    task = work(place, "Mine", place.ana)
    taken(place, task)
    tick(place, 8, 3, 8, 0)
    tasks.assign(place.actor(later=60 * 24 * 20), task, place.ana)
    tick(place, 8, 4, 8, 0)
    assert task.owner_id == place.ana.id


def test_what_went_on_to_somebody_else_is_left_there(place: Place) -> None:
    zoe = somebody(place, "zoe")
    task = work(place, "Mine", place.ana)
    taken(place, task)
    tick(place, 8, 3, 8, 0)
    tasks.assign(place.actor(place.ben), task, zoe)
    tick(place, 8, 17, 8, 0)
    assert task.owner_id == zoe.id


def test_after_a_pause_of_the_bot_nothing_is_handed_over_late(place: Place) -> None:
    task = work(place, "Mine", place.ana)
    absence = taken(place, task)
    tick(place, 8, 20, 8, 0)
    assert task.owner_id == place.ana.id
    assert absence.returned_at is not None


def test_the_history_names_nobody_for_what_comes_with_time(place: Place) -> None:
    task = work(place, "Mine", place.ana)
    taken(place, task)
    tick(place, 8, 3, 8, 0)
    newest = select(models.ChangeSet).order_by(models.ChangeSet.id.desc()).limit(1)
    step = place.session.scalars(newest).one()
    assert (step.actor_id, step.words) == (None, "took WEB-1 over from Ana")


def test_an_accepted_task_that_has_moved_is_not_un_accepted(place: Place) -> None:
    task = work(place, "Mine", place.ana)
    absence = away.say(place.actor(), FIRST, LAST)
    (asked,) = handovers.ask(place.actor(), absence, {task.id: place.ben})
    answer = place.actor(place.ben)
    handovers.answer(answer, asked.id, accept=True)
    tick(place, 8, 3, 8, 0)
    again = place.actor(place.ben, later=1)
    step = history.own_step(again, answer.set_id or 0)
    with pytest.raises(Refusal, match="Stationmaster has changed"):
        history.undo(again, step)
