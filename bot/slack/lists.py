"""Lists of tasks: the words that narrow them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from .. import models
from ..errors import Invalid
from ..operations import access, people
from ..operations import tasks as operations
from ..ui import kit
from ..ui import tasks as ui
from . import steps, where
from .call import Answer, Call


@dataclass(frozen=True)
class Wanted:
    """What a list holds, in words and as a filter; `everywhere` looks beyond this channel."""

    filter: operations.Filter = field(default_factory=operations.Filter)
    kind: str = "Open tasks"
    keys: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    everywhere: bool = False

    @property
    def heading(self) -> str:
        """Such as "Open tasks in WEB: mine, overdue"."""
        where_ = f" in {', '.join(self.keys)}" if self.keys else ""
        return f"{self.kind}{where_}{': ' if self.only else ''}{', '.join(self.only)}"

    def narrowed(self, words: str, **changes: Any) -> Wanted:
        """Fewer of them; the words say why."""
        return replace(self, only=(*self.only, words), filter=replace(self.filter, **changes))

    def of_status(self, kind: str, *status: str) -> Wanted:
        """Those of another status than the open ones."""
        return replace(self, kind=kind, filter=replace(self.filter, status=status))

    def within(self, projects: Sequence[models.Project]) -> Wanted:
        """Those of these projects; of all where there are none."""
        ids = tuple(project.id for project in projects)
        keys = tuple(project.key for project in projects)
        return replace(self, keys=keys, filter=replace(self.filter, project_ids=ids))


def tasks(call: Call, query: str, page: int, *, said: str = "") -> Answer:
    """A page of the tasks that the words ask for."""
    wanted = _read(call, query)
    found, total = operations.list_tasks(call.actor, wanted.filter, page, ui.PAGE)
    if not found and page > 0:
        return tasks(call, query, steps.last_page(total, ui.PAGE), said=said)
    if not total:
        return kit.nothing(wanted.heading, said or "/task add Fix the login page makes a task.")
    return ui.listing(call.actor, wanted.heading, found, total, page, query, said=said)


def _read(call: Call, query: str) -> Wanted:
    """Words such as `mine`, `overdue`, `@ana`, `+label`, `in:WEB`, in any order."""
    line = call.again(command="task", words=query).line
    wanted = Wanted()
    for word in line.raw_title.casefold().split():
        wanted = _narrow(call, wanted, word)
    person = where.person(call.again(words=query))
    if person is not None:
        wanted = replace(wanted.narrowed(person.name, owner_id=person.id), everywhere=True)
    for label in line.labels:
        wanted = wanted.narrowed(f"+{label}", label=label)
    if line.project:
        return wanted.within([access.project(call.actor, line.project)])
    return wanted if wanted.everywhere else wanted.within(access.projects_here(call.actor))


def _narrow(call: Call, wanted: Wanted, word: str) -> Wanted:
    today = call.actor.today
    match word:
        case "mine" | "my" | "me":
            me = people.owner(call.actor, call.actor.who.slack_id)
            return replace(wanted.narrowed("mine", owner_id=me.id), everywhere=True)
        case "today":
            return wanted.narrowed("due today", due_from=today, due_to=today)
        case "tomorrow":
            day = today + timedelta(days=1)
            return wanted.narrowed("due tomorrow", due_from=day, due_to=day)
        case "week":
            monday, sunday = operations.week_of(today)
            return wanted.narrowed("due this week", due_from=monday, due_to=sunday)
        case "overdue" | "late":
            return wanted.narrowed("overdue", overdue=True)
        case "unassigned" | "free":
            return wanted.narrowed("without an owner", unassigned=True)
        case "done" | "finished":
            return wanted.of_status("Finished tasks", models.DONE)
        case "cancelled":
            return wanted.of_status("Cancelled tasks", models.CANCELLED)
        case "all":
            return wanted.of_status("All tasks", *operations.LIVE, models.DONE, models.CANCELLED)
        case "open" | "here":
            return wanted
    raise Invalid(
        "list",
        f"I cannot narrow a list by “{kit.cut(word, 40)}”: use mine, @name, today, week, overdue, "
        "unassigned, done, all, +label or in:WEB.",
    )
