"""Two people at the same moment: one of them was first, and nothing happens twice."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot import jobs
from bot.sandbox.user import client
from bot.sandbox.user.people import Somebody
from tests.world import World

TIMES = 4
"""So often each story is told: two who are quick do not always meet."""


def at_once(web: World, *works: Coroutine[Any, Any, Any]) -> None:
    """Let several things begin at the same moment, and end."""

    async def all_of_them() -> None:
        await asyncio.gather(*works)

    web.slack.call(all_of_them())
    web.slack.settle()


def types(web: World, person: Somebody, line: str) -> Coroutine[Any, Any, Any]:
    """Somebody types in #web, when it is waited for."""
    return client.say(web.slack.desk, person.id, "#web", line)


def told(person: Somebody) -> str:
    """The newest answer that only this person sees in #web."""
    return [shown for shown in person.sees("#web") if shown.is_ephemeral][-1].text


def test_of_two_who_finish_a_task_one_hears_that_it_was_done(web: World) -> None:
    for key in (f"WEB-{number}" for number in range(1, TIMES + 1)):
        web.ana.types("#web", "/task add Fix login page")
        line = f"/task done {key}"
        at_once(web, types(web, web.ana, line), types(web, web.ben, line))
        both = sorted([told(web.ana).partition(key)[0], told(web.ben).partition(key)[0]])
        assert both == ["Already done: ", "Done: "]
        assert web.ana.types("#web", f"/task history {key}").text.count("→ done") == 1


def test_of_two_who_claim_a_task_the_second_hears_whose_it_was(web: World) -> None:
    for key in (f"WEB-{number}" for number in range(1, TIMES + 1)):
        web.ana.types("#web", "/task add Fix login page")
        line = f"/task claim {key}"
        at_once(web, types(web, web.ben, line), types(web, web.chloe, line))
        second = [each for each in (told(web.ben), told(web.chloe)) if "It was" in each]
        assert len(second) == 1
        history = web.ana.types("#web", f"/task history {key}").text
        assert history.count("Owner: none →") == 1


def test_two_who_finish_a_repeating_task_leave_one_that_follows(web: World) -> None:
    for key in (f"WEB-{2 * number + 1}" for number in range(TIMES)):
        web.ana.types("#web", "/task add Check the backups every friday")
        line = f"/task done {key}"
        at_once(web, types(web, web.ana, line), types(web, web.ben, line))
        web.ana.types("#web", "/task list")
    assert f"Open tasks in WEB · {TIMES}" in told(web.ana)


def test_a_finish_and_the_clock_at_the_same_moment_make_one_that_follows(web: World) -> None:
    for number in range(1, TIMES + 1):
        made = web.ana.types("#web", f"/task add Check {number} every year").text
        web.ana.types("#web", f"/task due {key_of(made)} today")
        tick = jobs.tick(web.database, web.bot.edge.client, web.clock())
        at_once(web, types(web, web.ana, f"/task done {key_of(made)}"), tick)
        assert web.ana.types("#web", "/task list").text.count(f"Check {number}") == 1


def key_of(told: str) -> str:
    """The key of what was added."""
    return told.removeprefix("Added ").split()[0]


def test_an_undo_and_what_somebody_does_at_the_same_moment_do_not_both_happen(web: World) -> None:
    for key in (f"WEB-{number}" for number in range(1, TIMES + 1)):
        web.ana.types("#web", "/task add Fix login page")
        web.ana.types("#web", f"/task rename {key} Repair login")
        rename = types(web, web.ben, f"/task rename {key} Renew login")
        at_once(web, types(web, web.ana, "/pm undo"), rename)
        said = told(web.ana)
        assert "Undone" in said or "ben has changed the title" in said
        shown = web.ana.types("#web", f"/task show {key}").text
        assert "Renew login" in shown  # whoever was first: Ben's title is not lost


def test_an_undo_pressed_twice_at_once_is_done_once(web: World) -> None:
    for key in (f"WEB-{number}" for number in range(1, TIMES + 1)):
        web.ana.types("#web", "/task add Fix login page")
        web.ana.types("#web", f"/task rename {key} Repair login")
        at_once(web, types(web, web.ana, "/pm undo"), types(web, web.ana, "/pm undo"))
        steps = web.ana.types("#web", f"/task history {key}").text
        assert steps.count("Title: Repair login → Fix login page") <= 1


def test_a_split_and_the_undo_of_its_task_leave_no_part_without_a_whole(web: World) -> None:
    for _ in range(TIMES):
        key = key_of(web.ana.types("#web", "/task add Launch").text)
        split = types(web, web.ben, f"/task split {key} Draft; Print")
        at_once(web, types(web, web.ana, "/pm undo"), split)
        undone, divided = "Undone" in told(web.ana), "Draft" in told(web.ben)
        assert undone != divided
        if divided:
            assert "ben has worked on “Launch” since" in told(web.ana)
        else:
            assert f"I cannot find {key}" in told(web.ben)


def test_parts_of_a_task_at_once_from_all_sides(web: World) -> None:
    web.ana.types("#web", "/task add Launch")
    parts = ["add Draft under:WEB-1", "add Print under:WEB-1", "claim WEB-1", "start WEB-1"]
    facts = ["priority WEB-1 high", "label WEB-1 +ui", "due WEB-1 friday", "note WEB-1 Soon"]
    people = (web.ana, web.ben, web.chloe)
    works = (types(web, people[n % 3], f"/task {line}") for n, line in enumerate(parts + facts))
    at_once(web, *works)
    shown = web.ana.types("#web", "/task show WEB-1").text
    for words in ("under way", "high", "+ui", "Fri 27 Nov", "Draft", "Print"):
        assert words in shown
