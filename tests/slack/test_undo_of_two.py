"""Two people take steps and take them back: all comes back, on cards and in what is found too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import db, models
from bot.errors import Refusal
from bot.operations import away, cards, handovers, people
from bot.operations.actor import Actor
from bot.slack import dispatch
from bot.slack.call import Call
from bot.ui import cards as cards_ui
from bot.ui import when
from tests import databases
from tests.conftest import or_skip
from tests.slack.test_undo import COMMANDS, NOW, everything, furnish

PRESSES = (
    "press task.done.all WEB-1",
    "press task.done.only WEB-1",
    "press task.cancel.all WEB-1",
    "press task.delete.all WEB-1",
    "press task.claim WEB-2",
    "press series.only WEB-4|{step}",
    "press series.all WEB-4|{step}",
    "press task.unlog {time}",
    "press handover.yes {handover}",
    "press handover.no {handover}",
    "press milestone.done WEB-M1",
)
FORMER = (
    "task add Part of it under:WEB-1",
    "task add Water the plants every monday",
    "task due WEB-4 in 9 days",
    "task log WEB-1 2h",
    "milestone add Thaw due in 5 weeks",
)
"""What there is before, so that each button has something to do."""
SOUGHT = ("login", "draft", "certificate", "plants")
CHANGES = {
    "press series.only WEB-4|{step}": "task rename WEB-4 Water the flowers",
    "press series.all WEB-4|{step}": "task due WEB-4 in 12 days",
}
"""What must be changed for a button to be there."""
LATEST: dict[str, Any] = {
    "step": models.ChangeSet,
    "time": models.TimeEntry,
    "handover": models.Handover,
}
Step = tuple[str, str]
STEPS = st.tuples(st.sampled_from(("U1", "U2")), st.sampled_from(COMMANDS + PRESSES))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest,
    all_databases: databases.Databases,
) -> Iterator[db.Database]:
    """Ana's first task is to be Ben's from today on, if he takes it."""
    with or_skip(), all_databases.fresh(request.param) as url:
        database = db.Database(url)
        with database.begin() as session:
            furnish(session)
            for line in (*FORMER, "task claim WEB-1", "pm away today until friday"):
                assert does(session, ("U1", line), NOW)
            ana = actor(session, "U1", NOW)
            task = session.scalars(select(models.Task).where(models.Task.number == 1)).first()
            ben = people.find_person(session, ana.who.workspace_id, "U2")
            assert task is not None
            assert ben is not None
            assert handovers.ask(ana, away.standing(ana)[0], {task.id: ben})
        yield database
        database.close()


def actor(session: Session, slack_id: str, now: datetime) -> Actor:
    """A request of somebody."""
    person = people.find_person(session, people.workspace(session, "T1").id, slack_id)
    assert person is not None
    return Actor(session, people.who(person), now, "C1")


def does(session: Session, step: Step, now: datetime) -> bool:
    """What somebody types or presses; whether it changed something. Error: Refusal."""
    asked = actor(session, step[0], now)
    command, _, rest = step[1].partition(" ")
    with session.begin_nested():
        if command == "press":
            latest = {
                name: session.scalar(select(func.max(table.id))) for name, table in LATEST.items()
            }
            action, _, value = rest.format(**latest).partition(" ")
            dispatch.button(Call(asked, verb=action, value=value))
        else:
            dispatch.command(Call(asked, command=command, words=rest))
    session.flush()
    session.expire_all()
    return asked.set_id is not None


def tries(session: Session, step: Step, now: datetime) -> bool:
    """The same, where a refusal is an answer like others."""
    try:
        return does(session, step, now)
    except Refusal:
        session.expire_all()
        return False


def seen(session: Session) -> list[Any]:
    """Every record, every card as its channel would see it, and what a search finds."""
    now = NOW + timedelta(hours=1)
    reader = when.Channel(ZoneInfo("Europe/Lisbon"), now)
    tasks = session.scalars(
        select(models.Task).where(models.Task.deleted_at.is_(None)).order_by(models.Task.id)
    )
    drawn = [cards_ui.card(reader, each, cards.progress(session, each)) for each in tasks]
    found = [
        dispatch.command(Call(actor(session, "U1", now), command="pm", words=f"find {word}"))
        for word in SOUGHT
    ]
    return [everything(session), drawn, found]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEPS, min_size=1, max_size=8))
def test_taken_back_in_turn_all_is_as_it_was(office: db.Database, steps: list[Step]) -> None:
    with office.sessions() as session:
        now = NOW + timedelta(hours=1)
        before = seen(session)
        taken: list[str] = []
        for step in steps:
            now += timedelta(minutes=1)
            if tries(session, step, now):
                taken.append(step[0])
        while taken:
            now += timedelta(minutes=1)
            assert does(session, (taken.pop(), "pm undo"), now)
        assert seen(session) == before
        session.rollback()


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEPS, min_size=2, max_size=8), who=st.sampled_from(("U1", "U2")))
def test_an_undo_that_is_refused_changes_nothing(
    office: db.Database, steps: list[Step], who: str
) -> None:
    with office.sessions() as session:
        now = NOW + timedelta(hours=1)
        for step in steps:
            now += timedelta(minutes=1)
            tries(session, step, now)
        before = seen(session)
        if not tries(session, (who, "pm undo"), now):
            assert seen(session) == before
        session.rollback()


def test_every_button_of_the_property_can_change_something(office: db.Database) -> None:
    """Otherwise the property would say nothing of it."""
    changed = set()
    for press in PRESSES:
        with office.sessions() as session:
            now = NOW + timedelta(minutes=1)
            tries(session, ("U1", CHANGES.get(press, "")), now)
            if any(tries(session, (who, press), now) for who in ("U1", "U2")):
                changed.add(press)
            session.rollback()
    assert set(PRESSES) == changed
