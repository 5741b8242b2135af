"""What reaches Slack and what is made of its answers: once, in turn, at Slack's pace."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import disturbing, jobs, models
from bot.operations import notices
from bot.pacing import Pace
from bot.sandbox.user.people import Somebody
from bot.sandbox.workspace import Channel
from bot.slack_errors import Paused
from tests.world import World

NINE = "2026-11-26T09:00+01:00"
"""When Chloé's note comes."""


@pytest.fixture
def web(town: World) -> World:
    """The project WEB of Ana lives in #web; it is Wednesday."""
    town.ana.types("#web", "/project new WEB Website relaunch due 30 june")
    return town


class Refusing(AsyncWebClient):
    """A client whose next calls of some methods are refused with some errors."""

    def __init__(self, world: World, **errors: str) -> None:
        """`errors` by method, its dot written as an underscore; each holds until it is taken."""
        slack = world.slack
        super().__init__(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self.proxy = None
        self.errors = {name.replace("_", ".", 1): error for name, error in errors.items()}
        self.refused: dict[str, int] = defaultdict(int)

    async def api_call(self, api_method: str, **kwargs: Any) -> AsyncSlackResponse:
        """A call of any method."""
        error = self.errors.get(api_method)
        if error is None:
            return await super().api_call(api_method, **kwargs)
        self.refused[api_method] += 1
        answer = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data={"ok": False, "error": error},
            headers={},
            status_code=200,
        )
        raise SlackApiError("refused", answer)  # type: ignore[no-untyped-call]


def refused_tick(world: World, **errors: str) -> tuple[dict[str, int], Refusing]:
    """One tick in which Slack refuses some methods."""

    async def tick() -> tuple[dict[str, int], Refusing]:
        client = Refusing(world, **errors)
        return (await jobs.tick(world.database, client, world.clock())).as_dict(), client

    return world.slack.call(tick())


def notice(world: World, **which: Any) -> models.Notice:
    with world.database.begin() as session:
        return session.scalars(select(models.Notice).filter_by(**which)).one()


def notes(person: Somebody) -> list[str]:
    return [each.text for each in person.sees("@stationmaster")]


def calls(world: World, method: str) -> int:
    return sum(name == method for name, _, _ in world.slack.calls)


def channel(world: World, name: str) -> Channel:
    found = world.slack.workspace.find_channel(name)
    assert found is not None
    return found


# ── where it goes ────────────────────────────────────────────────────────────────────────────


def test_a_conversation_with_somebody_is_opened_once(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    for day in (26, 27):
        web.at(f"2026-11-{day}T09:00+01:00")
    assert len(notes(web.chloe)) == 2
    assert calls(web, "conversations.open") == 1


def test_a_conversation_that_slack_no_longer_knows_is_opened_anew(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    with web.database.begin() as session:
        session.execute(update(models.Person).values(dm="D0GONE"))
    assert web.at(NINE)["failed"] == 0
    assert len(notes(web.chloe)) == 1
    with web.database.begin() as session:
        known = session.scalars(select(models.Person.dm).filter_by(slack_id=web.chloe.id)).one()
    assert known == notice(web, kind="morning").sent_channel


def test_a_channel_that_is_slow_holds_up_no_other(web: World) -> None:
    web.ana.types("#mobile", "/project new APP Ticket app")
    web.slack.faults.plan("chat.postMessage", "slow", seconds=3)
    follow_up, web.slack.follow_up = web.slack.follow_up, None
    web.ana.types("#web", "/task add In the slow channel")
    web.slack.until(lambda: calls(web, "chat.postMessage") or not web.slack.faults.waiting)

    def shown(name: str) -> bool:
        messages = channel(web, name).messages.values()
        return any(each.body.get("metadata") for each in messages)

    web.ana.types("#mobile", "/task add In the other one")
    web.slack.until(lambda: shown("#mobile"), 2.5)
    web.slack.follow_up = follow_up
    web.slack.settle()
    assert shown("#web")


# ── what stands ──────────────────────────────────────────────────────────────────────────────


def test_what_an_earlier_try_has_posted_counts_although_its_day_is_over(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due monday")
    web.slack.faults.plan("chat.postMessage", "lost")
    web.slack.faults.plan("conversations.history", "error", times=3)
    web.at("2026-11-26T17:59+01:00")
    web.at("2026-11-26T18:01+01:00")
    found = notice(web, kind="morning")
    assert (found.state, found.sent_at) == (models.SENT, found.tried_at)
    assert len(notes(web.chloe)) == 1
    assert web.at("2026-11-27T09:00+01:00")["sent"] == 0  # it has been told


def test_an_edit_that_slack_refuses_leaves_the_note_told(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due monday")
    web.ana.types("#web", "/task add Order flowers @chloe due monday")
    web.at(NINE)
    web.slack.follow_up = None
    with web.database.begin() as session:
        mine = models.Notice.kind == "morning"
        notices.arm_again(session, mine, web.clock(), web.clock() + timedelta(days=3))
    tally, _ = refused_tick(web, chat_update="cant_update_message")
    assert tally["failed"] == 0
    found = notice(web, kind="morning")
    assert (found.state, found.error) == (models.SENT, "cant_update_message")
    assert web.at("2026-11-27T09:00+01:00")["sent"] == 0


def test_a_note_that_was_deleted_is_not_posted_again(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due monday")
    web.ana.types("#web", "/task add Order flowers @chloe due monday")
    web.at(NINE)
    found = notice(web, kind="morning")
    assert found.sent_channel
    assert found.sent_ts
    del web.slack.workspace.channels[found.sent_channel].messages[found.sent_ts]
    web.ana.types("#web", "/task done WEB-2")
    web.ana.types("#web", "/task done WEB-1")
    assert notice(web, kind="morning").state == models.SENT
    assert notes(web.chloe) == []


def test_when_it_was_sent_is_kept_however_often_it_is_edited(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due monday")
    web.at(NINE)
    web.after(hours=3)
    web.ana.types("#web", "/task rename WEB-1 Repair login")
    assert "Repair login" in web.note(web.chloe)
    assert notice(web, kind="morning").sent_at == datetime(2026, 11, 26, 8, tzinfo=UTC)


# ── what Slack answers ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive", "token_revoked"])
def test_a_token_that_is_refused_costs_no_notice(
    web: World, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    for number, name in enumerate(("ana", "chloe")):
        web.ana.types("#web", f"/task add Piece {number} @{name} due friday")
    web.clock.now = datetime(2026, 11, 26, 10, tzinfo=UTC)
    with caplog.at_level(logging.CRITICAL):
        tally, client = refused_tick(web, **{"conversations_open": error})
    assert (tally["failed"], tally["waiting"]) == (0, 2)
    assert client.refused["conversations.open"] <= 2
    assert [each.message for each in caplog.records if each.levelno == logging.CRITICAL] == [
        f"Slack refuses the bot's token ({error}): nothing is sent"
    ]
    web.after(minutes=1)
    web.tick()
    assert [len(notes(each)) for each in (web.ana, web.chloe)] == [1, 1]


def test_what_the_token_is_not_allowed_stops_nothing_else(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    web.slack.follow_up = None
    web.slack.call(web.bot.drain())
    with web.database.begin() as session:
        notices.arm_again(session, models.Notice.kind == "card", web.clock(), web.clock.now)
    web.clock.now = datetime(2026, 11, 25, 14, tzinfo=UTC)
    with web.database.begin() as session:
        session.execute(update(models.Notice).values(expires_at=web.clock() + timedelta(days=7)))
    tally, client = refused_tick(web, chat_update="missing_scope")
    assert (tally["failed"], client.refused["chat.update"]) == (0, 1)
    assert notice(web, kind="card").error == "paused"


def test_where_the_bot_may_not_ask_who_is_disturbed_each_note_comes_in_its_minute(
    web: World,
) -> None:
    for name in ("dev", "chloe"):
        web.ana.types("#web", f"/task add Print posters @{name} due friday")

    async def ticks() -> dict[str, int]:
        client, pace = Refusing(web, dnd_teamInfo="missing_scope"), Pace()
        for iso in ("2026-11-26T09:00+05:30", NINE):
            web.clock.now = datetime.fromisoformat(iso).astimezone(UTC)
            await jobs.tick(web.database, client, web.clock(), pace)
        return client.refused

    assert web.slack.call(ticks())["dnd.teamInfo"] == 1  # it asks again after a while
    assert len(notes(web.dev)) == 1
    assert len(notes(web.chloe)) == 1


def test_somebody_whose_account_is_closed_is_given_up(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    web.clock.now = datetime(2026, 11, 26, 8, tzinfo=UTC)
    tally, _ = refused_tick(web, conversations_open="user_disabled")
    assert tally["failed"] == 1


def test_a_call_too_many_is_not_repeated_by_every_notice(web: World) -> None:
    for number, name in enumerate(("ana", "chloe", "dev")):
        web.ana.types("#web", f"/task add Piece {number} @{name} due friday")
    web.slack.faults.plan("conversations.open", "ratelimited", times=3, seconds=1)
    tally = web.at("2026-11-26T10:00+00:00")
    assert (tally["sent"], tally["waiting"]) == (3, 0)
    assert calls(web, "conversations.open") <= 6
    with web.database.begin() as session:
        tried = session.scalars(select(models.Notice.attempts).filter_by(kind="morning")).all()
    assert list(tried) == [1, 1, 1]


def test_a_kind_that_only_a_newer_version_knows_is_left_to_that(web: World) -> None:
    with web.database.begin() as session:
        _plan_words(session, web, channel_id=session.scalars(select(models.Channel.id)).one())
        session.execute(update(models.Notice).values(kind="telepathy"))
    assert web.tick()["failed"] == 0
    assert notice(web, kind="telepathy").state == models.PLANNED
    web.after(hours=25)
    assert web.tick()["folded"] == 1


# ── manners ──────────────────────────────────────────────────────────────────────────────────


def test_a_full_day_keeps_a_place_for_its_note(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    for number in range(2, 9):
        web.ana.types("#web", f"/task add Piece {number}")
        web.chloe.types("#web", f"/task watch WEB-{number}")
    web.clock.now = datetime(2026, 11, 25, 20, tzinfo=UTC)
    for number in range(2, 9):
        web.ana.types("#web", f"/task done WEB-{number}")
    web.at(NINE)
    shown = notes(web.chloe)
    assert len(shown) == 5
    assert sum(text.startswith("☀️") for text in shown) == 1


def test_a_note_that_waits_is_not_lost_where_its_reader_travels_west(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due monday")
    chloe = web.slack.workspace.people[web.chloe.id]
    chloe.quiet_until = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
    web.at("2026-11-27T09:00+01:00")
    assert notes(web.chloe) == []
    web.chloe.becomes(tz="America/Los_Angeles")
    for hour in (16, 17, 18):
        web.at(f"2026-11-27T{hour}:30+00:00")  # later than six in the evening in Paris
    assert [text.splitlines()[0] for text in notes(web.chloe)] == ["☀️ Fri 27 Nov"]


def test_what_is_not_of_its_time_is_kept_until_somebody_is_back(web: World) -> None:
    web.chloe.types("#web", "/pm away 26 nov - 4 dec")
    web.clock.now = datetime(2026, 11, 26, 10, tzinfo=UTC)
    with web.database.begin() as session:
        _plan_words(session, web, person_id=_person(session, web.chloe).id)
    for day in ("11-26", "11-27", "11-30", "12-01", "12-04"):
        web.at(f"2026-{day}T11:00+00:00")
    assert notes(web.chloe) == []
    web.at("2026-12-07T09:00+01:00")
    assert notes(web.chloe) == ["Mind the gap."]


def _person(session: Session, somebody: Somebody) -> models.Person:
    return session.scalars(select(models.Person).filter_by(slack_id=somebody.id)).one()


def _plan_words(session: Session, world: World, number: int = 0, **where: int) -> None:
    at = world.clock() + timedelta(minutes=number)
    new = notices.New(
        workspace_id=session.scalars(select(models.Workspace.id)).one(),
        key=f"words:{number}",
        kind="words",
        due_at=at,
        expires_at=at + timedelta(days=1),
        body="Mind the gap.",
        **where,
    )
    notices.plan(session, new)


class Dnd:
    """Slack's answers about do-not-disturb."""

    def __init__(self, *answers: Any) -> None:
        """One for each question: the end of the window, 0 for none, or an error."""
        self.answers = deque(answers)

    async def __call__(self, method: str, users: list[str]) -> dict[str, Any]:
        """A call of Slack's."""
        assert method == "dnd.teamInfo"
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        told = {"dnd_enabled": bool(answer), "next_dnd_start_ts": 0, "next_dnd_end_ts": answer}
        return {"users": dict.fromkeys(users, told)}


def test_slack_is_asked_for_the_quiet_of_somebody_again_only_when_it_may_have_changed() -> None:
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    end = now + timedelta(hours=2)

    async def story() -> None:
        quiet, slack = disturbing.Quiet(), Dnd(0, int(end.timestamp()), 0)
        assert await quiet.ask(slack, ["U1"], now) == set()
        await quiet.ask(slack, ["U1"], now + timedelta(seconds=59))
        assert len(slack.answers) == 2
        await quiet.ask(slack, ["U1"], now + timedelta(seconds=60))
        await quiet.ask(slack, ["U1"], end - timedelta(seconds=1))
        assert (quiet.until("U1", now), len(slack.answers)) == (end, 1)
        await quiet.ask(slack, ["U1"], end)
        assert quiet.until("U1", end) is None

    asyncio.run(story())


def test_of_whom_slack_does_not_tell_now_is_left_for_later_and_after_a_failure_is_not() -> None:
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)

    async def story() -> None:
        quiet, slack = disturbing.Quiet(), Dnd(Paused(30), OSError("gone"))
        assert await quiet.ask(slack, ["U1"], now) == {"U1"}
        assert await quiet.ask(slack, ["U1"], now) == set()

    asyncio.run(story())


# ── pace ─────────────────────────────────────────────────────────────────────────────────────


def test_after_a_short_burst_a_conversation_gets_one_message_a_second_and_others_do_not_wait() -> (
    None
):
    async def story() -> None:
        pace = Pace(burst=2)
        waits = [pace.next_post((0, 1)) for _ in range(4)]
        assert [round(each) for each in waits] == [0, 0, 1, 2]
        assert pace.next_post((0, 2)) == 0

    asyncio.run(story())


def test_passes_that_follow_each_other_keep_slacks_pace_in_a_channel(web: World) -> None:
    web.slack.follow_up = None
    web.slack.call(web.bot.drain())
    with web.database.begin() as session:
        home = session.scalars(select(models.Channel).filter_by(name="web")).one()
        for number in range(5):
            _plan_words(session, web, number, channel_id=home.id)

    async def story() -> float:
        loop, pace = asyncio.get_running_loop(), Pace()
        begun = loop.time()
        for number in range(5):
            now = web.clock() + timedelta(minutes=number)
            await jobs.deliver(web.database, web.bot.edge.client, now, pace=pace)
        return loop.time() - begun

    assert web.slack.call(story()) >= 1.5
