"""Lists of tasks: the words that narrow them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

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
    """A list's heading, what it holds and whether it keeps to this channel's projects."""

    heading: str
    filter: operations.Filter
    everywhere: bool = False


def tasks(call: Call, query: str, page: int, *, said: str = "") -> Answer:
    """A page of the tasks that the words ask for."""
    wanted = _read(call, query)
    if not wanted.everywhere and not wanted.filter.project_ids:
        here = access.projects_here(call.actor)
        ids = tuple(project.id for project in here)
        where_ = f" in {', '.join(project.key for project in here)}" if here else ""
        wanted = Wanted(wanted.heading + where_, replace(wanted.filter, project_ids=ids))
    found, total = operations.list_tasks(call.actor, wanted.filter, page, ui.PAGE)
    if not found and page > 0:
        return tasks(call, query, steps.last_page(total, ui.PAGE), said=said)
    if not total:
        return kit.nothing(wanted.heading, said or "/task add Fix the login page makes a task.")
    return ui.listing(call.actor, wanted.heading, found, total, page, query, said=said)


def _read(call: Call, query: str) -> Wanted:
    """Words such as `mine`, `overdue`, `@ana`, `+label`, `in:WEB`, in any order."""
    line = call.again(command="task", words=query).line
    wanted = Wanted("Open tasks", operations.Filter())
    for word in line.raw_title.casefold().split():
        wanted = _narrow(call, wanted, word)
    if line.project:
        project = access.project(call.actor, line.project)
        wanted = _with(wanted, f"in {project.key}", project_ids=(project.id,))
    if line.people or line.names:
        person = where.person(call.again(words=query))
        assert person is not None
        wanted = _with(wanted, f"of {person.name}", owner_id=person.id)
        wanted = replace(wanted, everywhere=not line.project)
    for label in line.labels:
        wanted = _with(wanted, f"+{label}", label=label)
    return wanted


def _narrow(call: Call, wanted: Wanted, word: str) -> Wanted:
    today = call.actor.today
    match word:
        case "mine" | "my" | "me":
            me = people.owner(call.actor, call.actor.who.slack_id)
            return replace(_with(wanted, "of mine", owner_id=me.id), everywhere=True)
        case "today":
            return _with(wanted, "due today", due_from=today, due_to=today)
        case "tomorrow":
            day = today + timedelta(days=1)
            return _with(wanted, "due tomorrow", due_from=day, due_to=day)
        case "week":
            monday, sunday = operations.week_of(today)
            return _with(wanted, "due this week", due_from=monday, due_to=sunday)
        case "overdue" | "late":
            return _with(wanted, "overdue", overdue=True)
        case "unassigned" | "free":
            return _with(wanted, "without an owner", unassigned=True)
        case "done" | "finished":
            return Wanted("Finished tasks", replace(wanted.filter, status=(models.DONE,)))
        case "cancelled":
            return Wanted("Cancelled tasks", replace(wanted.filter, status=(models.CANCELLED,)))
        case "all":
            everything = (*operations.LIVE, models.DONE, models.CANCELLED)
            return Wanted("All tasks", replace(wanted.filter, status=everything))
        case "open" | "here":
            return wanted
    raise Invalid(
        "list",
        f"I cannot narrow a list by “{kit.cut(word, 40)}”: use mine, @name, today, week, overdue, "
        "unassigned, done, all, +label or in:WEB.",
    )


def _with(wanted: Wanted, words: str, **changes: object) -> Wanted:
    return Wanted(
        f"{wanted.heading} {words}",
        replace(wanted.filter, **changes),  # type: ignore[arg-type]
        wanted.everywhere,
    )
