"""Whatever is typed can be taken back: as many undos as steps give the former state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import db
from bot.errors import Refusal
from bot.operations import history, people
from bot.operations.actor import Actor
from bot.slack import dispatch
from bot.slack.call import Answer, Call
from bot.ui import kit
from tests import databases

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
COMMANDS = (
    "task add Fix login due friday !high ~2d +ui",
    "task done WEB-1 WEB-2",
    "task reopen WEB-1",
    "task cancel WEB-2",
    "task start WEB-1",
    "task edit WEB-1 Repair login -- at once",
    "task assign WEB-1 @ben",
    "task claim WEB-2",
    "task due WEB-1 next monday 5pm",
    "task due WEB-1 none",
    "task priority WEB-2 low",
    "task estimate WEB-1 3d",
    "task claim WEB-1 WEB-2",
    "task drop WEB-1",
    "task rename WEB-2 Another title due friday",
    "task label WEB-1 WEB-2 +ui -old docs",
    "task block WEB-1 waiting for the certificate",
    "task unblock WEB-1",
    "task after WEB-2 WEB-1+2d",
    "task unlink WEB-2",
    "task split WEB-1 Draft @ben; Publish friday ~2h",
    "task delete WEB-4",
    "task move WEB-2 under:WEB-1",
    "task move WEB-2 under:none",
    "task move WEB-2 APP",
    "task note WEB-1 Ask Ben first",
    "task log WEB-1 3h yesterday review",
    "task link WEB-1 https://example.org/draft The draft",
    "task watch WEB-1",
    "task unwatch WEB-1",
    "task snooze WEB-1",
    "task snooze WEB-1 monday",
    "task snooze WEB-1 off",
    "task add Check the backups every monday @ana @ben after:WEB-1",
    "task done WEB-3",
    "task repeat WEB-1 every other monday",
    "task due WEB-1 in 9 days",
    "task repeat WEB-1 never",
    "milestone add Freeze due in 3 weeks",
    "task add Write the text @ben for:M1",
    "milestone due WEB-M1 in 4 weeks",
    "milestone done WEB-M1",
    "milestone reopen WEB-M1",
    "milestone delete WEB-M1",
    "risk add Vendor late p4 i4",
    "risk assess WEB-R1 p1 i2",
    "risk own WEB-R1 @ben",
    "risk close WEB-R1",
    "project new NEW Something new",
    "project team WEB @ben",
    "project leave APP",
    "project join APP",
    "project leave WEB",
    "project link WEB #web",
    "project unlink WEB #web",
    "project tickets WEB on",
    "project previews WEB on",
    "program new RAIL Northern line",
    "program add RAIL WEB APP",
    "program remove RAIL APP",
    "program digest RAIL monday 9am in #web",
    "program digest RAIL off",
    "project checkin WEB green all on time",
    "project checkin WEB every wednesday",
    "pm quiet until monday",
    "pm quiet overdue in:WEB",
    "pm quiet WEB",
    "pm quiet off",
    "pm away 1-4 dec",
    "pm away 3 dec",
    "pm away off",
    "pm away today until friday",
    "pm back",
)
NOUNS = [table for noun, table in history.NOUNS.items()]
BOOKKEEPING = {
    *("version", "last_task", "last_milestone", "last_risk"),
    *("noted_on", "next_note_at", "home_at", "refreshed_at"),
}
"""Columns that count on: a number is never given twice, a note never decided twice."""


@pytest.fixture(scope="module")
def office(
    all_databases: databases.Databases,
) -> Iterator[db.Database]:
    """A database with Ana, Ben, #web, and the projects WEB and APP."""
    with all_databases.fresh("sqlite") as url:
        database = db.Database(url)
        with database.begin() as session:
            furnish(session)
        yield database
        database.close()


def furnish(session: Session) -> None:
    team = people.workspace(session, "T1")
    for slack_id, name in (("U1", "ana"), ("U2", "ben")):
        facts = people.PersonFacts(slack_id, name, name, "Europe/Lisbon", "en-GB")
        people.learn_person(session, team.id, facts, NOW)
    people.learn_channel(session, team.id, people.ChannelFacts("C1", "web"), NOW)
    for words in ("project new WEB Website", "project new APP App", "task add First in:WEB"):
        types(session, words, NOW)
    types(session, "task add Second in:WEB", NOW)


def types(session: Session, words: str, now: datetime) -> bool:
    """What Ana types; whether it changed something."""
    return said(session, words, now)[0]


def said(session: Session, words: str, now: datetime) -> tuple[bool, Answer]:
    """What Ana types; whether it changed something, and the answer."""
    ana = people.find_person(session, people.workspace(session, "T1").id, "U1")
    assert ana is not None
    command, _, rest = words.partition(" ")
    actor = Actor(session, people.who(ana), now, "C1")
    try:
        with session.begin_nested():
            answer = dispatch.command(Call(actor, command=command, words=rest))
    except Refusal:
        return False, None
    session.flush()
    session.expire_all()
    return actor.set_id is not None, answer


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """All that can be seen of all items."""
    found = {}
    for table in NOUNS:
        columns = [each for each in table.__table__.columns if each.name not in BOOKKEEPING]
        alive = select(*columns).order_by(table.id)
        if hasattr(table, "deleted_at"):
            alive = alive.where(table.deleted_at.is_(None))
        found[table.__name__] = [tuple(row) for row in session.execute(alive)]
    return found


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(st.sampled_from(COMMANDS), min_size=1, max_size=12))
def test_as_many_undos_as_steps_give_the_former_state(
    office: db.Database, lines: list[str]
) -> None:
    with office.sessions() as session:
        now = NOW + timedelta(hours=1)
        before = everything(session)
        steps = 0
        for line in lines:
            now += timedelta(minutes=1)
            steps += types(session, line, now)
        for _ in range(steps):
            now += timedelta(minutes=1)
            assert types(session, "pm undo", now), lines
        assert everything(session) == before
        session.rollback()


def test_every_command_of_the_property_can_change_something(office: db.Database) -> None:
    """Otherwise the property would say nothing of it."""
    changed = set()
    with office.sessions() as session:
        for _ in range(2):
            for minute, line in enumerate(COMMANDS, 1):
                if types(session, line, NOW + timedelta(minutes=minute)):
                    changed.add(line)
        session.rollback()
    assert set(COMMANDS) == changed


def test_every_answer_to_a_change_offers_to_undo_it(office: db.Database) -> None:
    mute = []
    with office.sessions() as session:
        for _ in range(2):
            for minute, line in enumerate(COMMANDS, 1):
                changed, answer = said(session, line, NOW + timedelta(minutes=minute))
                if changed and not (isinstance(answer, kit.Message) and offers_undo(answer)):
                    mute.append(line)
        session.rollback()
    assert mute == []


def offers_undo(answer: kit.Message) -> bool:
    """Whether a message has an *Undo* button, in a row of no more than five."""
    rows = [block["elements"] for block in answer.blocks if block["type"] == "actions"]
    buttons = [[each for each in row if each["type"] == "button"] for row in rows]
    return any(each["action_id"] == "undo" for row in buttons for each in row) and all(
        len(row) <= 5 for row in buttons
    )
