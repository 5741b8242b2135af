"""Stories of a database that will not do: a clear sentence, nothing lost, nothing half-done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.orm import Session

from tests.world import World

FORM = {"Title": "Fix login", "Description": "Only on Safari"}


def tell(world: World, statement: str) -> None:
    """Carry out a statement on the bot's own connection."""

    def work(session: Session) -> None:
        session.execute(text(statement))

    world.slack.call(world.database.run(work))


@pytest.fixture
def other(web_once: World) -> Iterator[sqlite3.Connection]:
    """Another process's connection to the same SQLite file."""
    path = make_url(web_once.database.url).database
    assert path is not None
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    yield connection
    connection.close()


def test_a_locked_database_is_busy_and_works_again_afterwards(
    web_once: World, other: sqlite3.Connection
) -> None:
    web_once.ana.types("#web", "/task add")
    web_once.ana.fills(None, FORM)
    tell(web_once, "PRAGMA busy_timeout=20")
    other.execute("BEGIN IMMEDIATE")
    for line in ("/task add Fix login", "/task list", "/pm"):
        told = web_once.ana.types("#web", line).text
        assert told == "My database is busy, so nothing was changed: try again in a minute."
    assert "busy" in web_once.ana.submits().errors["title"]
    other.execute("ROLLBACK")
    assert "none" in web_once.ana.types("#web", "/task list").text
    assert "WEB-1" in web_once.ana.types("#web", "/task add Fix login").text


def test_an_answer_that_takes_long_follows_the_ack(
    web_once: World, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")
    web_once.slack.follow_up = None  # what comes after the ack is looked for below
    assert web_once.ana.types("#web", "/task add Fix login").text == ""
    other.execute("ROLLBACK")
    web_once.slack.call(web_once.bot.drain())
    (late,) = [shown for shown in web_once.ana.sees("#web") if "Added" in shown.text]
    assert "WEB-1  Fix login" in late.text
    assert late.is_ephemeral


def test_a_form_that_takes_long_to_save_stays_open_and_is_saved_once(
    web_once: World, other: sqlite3.Connection
) -> None:
    web_once.ana.types("#web", "/task add")
    web_once.ana.fills(None, FORM)
    other.execute("BEGIN IMMEDIATE")
    web_once.slack.follow_up = None
    assert "still saving" in web_once.ana.submits().errors["title"]
    other.execute("ROLLBACK")
    web_once.slack.call(web_once.bot.drain())
    assert not web_once.ana.submits().errors
    assert web_once.ana.view is None
    assert "Open tasks in WEB · 1" in web_once.ana.types("#web", "/task list").text


def test_a_read_only_database_says_so(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    sqlite = web.database.is_sqlite
    statement = "PRAGMA query_only=ON" if sqlite else "SET TRANSACTION READ ONLY"

    def read_only(line: Connection) -> None:
        line.exec_driver_sql(statement)

    event.listen(web.database.engine, "begin", read_only)
    for line in ("/task add Another", "/task done WEB-1"):
        assert "My database is read-only" in web.ana.types("#web", line).text
    assert "nothing was changed" in web.ana.types("#web", "/task done WEB-1").text
    event.remove(web.database.engine, "begin", read_only)


def test_a_mistake_of_ours_has_a_reference_and_changes_nothing(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    tell(web_once, "ALTER TABLE changes RENAME TO lost")
    told = web_once.ana.types("#web", "/task done WEB-1").text
    assert "Something went wrong on my side and nothing was changed (reference " in told
    assert "Traceback" not in told
    assert "lost" not in told
    tell(web_once, "ALTER TABLE lost RENAME TO changes")
    assert "to do" in web_once.ana.types("#web", "/task show WEB-1").text


def test_a_form_that_could_not_be_saved_keeps_what_was_typed(web_once: World) -> None:
    web_once.ana.types("#web", "/task add")
    web_once.ana.fills(None, FORM)
    tell(web_once, "ALTER TABLE changes RENAME TO lost")
    assert "nothing was changed" in web_once.ana.submits().errors["title"]
    view = web_once.ana.view
    assert view is not None
    assert view.values["Title"] == "Fix login"
    assert view.values["Description"] == "Only on Safari"
    tell(web_once, "ALTER TABLE lost RENAME TO changes")
    assert "WEB-1" in web_once.ana.submits().text
