"""Lists of tasks: the words that narrow them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from .. import models
from ..operations import task_lists as operations
from ..ui import kit
from ..ui import tasks as ui
from . import narrowing, steps
from .call import Call
from .narrowing import Wanted


def page(call: Call, query: str, number: int, *, said: str = "") -> kit.Message:
    """A page of the tasks that the words ask for."""
    everything = Wanted(operations.Filter(), "Open tasks")
    wanted = narrowing.read(call.again(command="task"), query, everything, WORDS)
    found, total = operations.page(call.actor, wanted.filter, number, ui.PAGE)
    if not found and number > 0:
        return page(call, query, steps.last_page(total, ui.PAGE), said=said)
    if not total:
        hint = narrowing.missed(wanted, WORDS) or "/task add Fix the login page makes a task."
        return kit.nothing(wanted.heading, said or hint)
    return ui.listing(call.actor, wanted.heading, found, total, number, query, said=said)


def _today(call: Call, wanted: Wanted) -> Wanted:
    today = call.actor.today
    return wanted.narrowed("due today", due_from=today, due_to=today)


def _tomorrow(call: Call, wanted: Wanted) -> Wanted:
    day = call.actor.today + timedelta(days=1)
    return wanted.narrowed("due tomorrow", due_from=day, due_to=day)


def _week(call: Call, wanted: Wanted) -> Wanted:
    monday, sunday = operations.week_of(call.actor.today)
    return wanted.narrowed("due this week", due_from=monday, due_to=sunday)


def _me(call: Call) -> int:
    return call.actor.who.id


def _personal(wanted: Wanted, words: str, **fields: Any) -> Wanted:
    """What is about the person is looked for in all their projects."""
    return replace(wanted.narrowed(words, **fields), everywhere=True)


EVERY_STATUS = (*models.LIVE, *models.OVER)

WORDS: Mapping[str, narrowing.Word] = {
    **narrowing.ALWAYS,
    "today": _today,
    "tomorrow": _tomorrow,
    "week": _week,
    "overdue": lambda _, wanted: wanted.narrowed("overdue", overdue=True),
    "blocked": lambda _, wanted: wanted.narrowed("blocked", blocked=True),
    "watched": lambda call, wanted: _personal(wanted, "watched by you", watched_by=_me(call)),
    "snoozed": lambda call, wanted: _personal(wanted, "snoozed by you", snoozed_by=_me(call)),
    "done": lambda _, wanted: wanted.of_status("Finished tasks", models.DONE),
    "cancelled": lambda _, wanted: wanted.of_status("Cancelled tasks", models.CANCELLED),
    "all": lambda _, wanted: wanted.of_status("All tasks", *EVERY_STATUS),
}
"""What narrows a list of tasks."""
