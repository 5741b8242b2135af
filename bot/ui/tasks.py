"""Tasks as people see them: one, several after a step, a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import dates, models
from ..operations import deadlines, words
from . import kit, when

PRIORITY = {"urgent": "‼️ urgent", "high": "❗ high", "normal": "", "low": "low priority"}
STATUS = {
    models.OPEN: "to do",
    models.STARTED: "under way",
    models.DONE: "done",
    models.CANCELLED: "cancelled",
}
PAGE = 10


def card(
    reader: when.Reader,
    task: models.Task,
    did: str = "",
    *,
    said: Sequence[str] = (),
    undo: int | None = None,
    meant: tuple[str, str] | None = None,
    also: Sequence[kit.Element] = (),
    mine: bool = False,
    logged: int = 0,
) -> kit.Message:
    """One task with what can be done next; `did` says what just happened ("Added").

    `said` are remarks of the bot, `meant` the label and value of a button with another date,
    `also` more buttons; `mine` says that the reader owns the task, `logged` are
    the minutes worked on it.
    """
    closed = task.status in models.OVER
    title = kit.words(task.title, strike=True) if closed else kit.words(task.title)
    lead = kit.line(f"{did} " if did else "", kit.bold(task.key), "  ", title)
    blocks = [kit.rich(lead), facts(reader, task, logged=logged)]
    if task.parent is not None and belongs(task, task.parent):
        blocks.append(kit.context(f"part of {task.parent.key}  {task.parent.title}"))
    blocks += [kit.context(each) for each in said]
    row = steps(task, undo=undo, meant=meant, mine=mine, brief=bool(also))
    blocks.append(kit.actions(*also, *row))
    return kit.message(" ".join([did, task.key, task.title]).strip(), *blocks)


def steps(
    task: models.Task,
    *,
    undo: int | None = None,
    meant: tuple[str, str] | None = None,
    mine: bool = False,
    brief: bool = False,
) -> list[kit.Element]:
    """What can be done next: buttons, and a menu with the rest; `mine` is the reader's own.

    A `brief` row leaves room for other buttons before it.
    """
    row = []
    if task.status in models.OVER:
        row.append(kit.button("Reopen", "task.reopen", task.key))
    else:
        row.append(kit.button("Done", "task.done", task.key, style="primary"))
        if not brief:
            row += _going_on(task)
    row.append(kit.button("Edit", "task.edit", task.key))
    if meant:
        row.append(kit.button(meant[0], "task.meant", meant[1]))
    row += kit.undo(undo)
    return [*row, _more(task, mine)]


def _going_on(task: models.Task) -> list[kit.Element]:
    """The step that an open task waits for, where it waits for one."""
    if task.blocked:
        return [kit.button("Unblock", "task.unblock", task.key)]
    if task.owner_id is None:
        return [kit.button("Claim", "task.claim", task.key)]
    if task.status == models.OPEN:
        return [kit.button("Start", "task.start", task.key)]
    return []


def _more(task: models.Task, mine: bool) -> kit.Element:
    """What is rarely done."""
    rest = {"delete": "Delete"}
    if task.status not in models.OVER:
        own = {"drop": "Drop", "snooze": "Snooze"} if mine else {"watch": "Watch"}
        rest = {"block": "Block…", **own, "cancel": "Cancel", **rest}
    return kit.overflow(
        "task.more", [kit.option(label, f"{verb}|{task.key}") for verb, label in rest.items()]
    )


def facts(
    reader: when.Reader, task: models.Task, *, mine: bool = False, logged: int = 0
) -> kit.Block:
    """Owner, deadline, priority, state and project in one line; what is mine needs no owner."""
    return kit.facts(
        [
            "" if mine else owner(task),
            deadline(reader, task),
            PRIORITY[task.priority],
            STATUS[task.status],
            f"⛔ blocked: {kit.cut(task.blocked, 150)}" if task.blocked else "",
            work(task, logged),
            _start(reader, task),
            task.repeats,
            f"for {task.milestone.key}" if task.milestone and belongs(task, task.milestone) else "",
            task.project.name,
            " ".join(f"+{each}" for each in task.labels.split()),
        ]
    )


def ties(helpers: Sequence[models.Person], waits: Sequence[models.Dependency]) -> list[str]:
    """Who helps and what a task waits for, a line each."""
    lines: list[str] = []
    if helpers:
        lines.append(kit.joined(["with", *(kit.mention(each.slack_id) for each in helpers)], " "))
    return [*lines, *(waits_for(each) for each in waits)]


def waits_for(tie: models.Dependency) -> str:
    """What a task waits for, and how that stands."""
    before = tie.predecessor
    kind = "" if tie.kind == "FS" and not tie.lag_days else f" ({_relation(tie)})"
    return f"waits for {before.key}{kind}  {before.title} · {STATUS[before.status]}"


def _relation(dependency: models.Dependency) -> str:
    lag = f"{dependency.lag_days:+d}d" if dependency.lag_days else ""
    return f"{dependency.kind}{lag}"


def next_one(reader: when.Reader, task: models.Task) -> str:
    """The next occurrence of a task that repeats."""
    return f"The next one is {task.key}, {deadline(reader, task)}."


def owner(item: Any) -> str:
    """Whose it is: a person, a role of an imported plan, or nobody."""
    if item.owner_id and item.owner is not None:
        return kit.mention(item.owner.slack_id)
    return item.owner_role or "no owner"


def deadline(reader: when.Reader, item: deadlines.Due) -> str:
    """When it is due, and how late it is."""
    shown = when.due(item, reader.zone, reader.today)
    if not shown:
        return "no due date"
    over = deadlines.late(item, reader.now) and getattr(item, "status", "") in models.LIVE
    return kit.md("*overdue* since {day}", day=shown) if over else f"due {shown}"


def belongs(task: models.Task, above: models.Milestone | models.Task) -> bool:
    """Whether a milestone or parent task is alive and in the task's own project."""
    return above.deleted_at is None and above.project_id == task.project_id


def _start(reader: when.Reader, task: models.Task) -> str:
    if task.start is None or task.start <= reader.today:
        return ""
    return f"starts {dates.show_day(task.start, reader.today)}"


def work(task: models.Task, logged: int) -> str:
    """How much work it is, and how much was done of it: "5h of ~3d"."""
    done = words.hours(logged)
    if task.estimate_low is None:
        return f"{done} logged" if done else ""
    estimate = f"~{dates.show_duration(task.estimate_low, task.estimate_high)}"
    return f"{done} of {estimate}" if done else estimate


def listing(
    reader: when.Reader,
    heading: str,
    found: Sequence[models.Task],
    total: int,
    page: int,
    query: str,
    *,
    said: str = "",
) -> kit.Message:
    """A page of tasks with a button each; `query` are the words that made the list."""
    rows = []
    for task in found:
        step = (
            kit.button("Done", "tasks.tick", f"{task.key}|{page}|{query}"[:2_000])
            if task.status in models.LIVE
            else kit.button("Reopen", "task.reopen", task.key)
        )
        rows += [kit.section(f"{task.key}  {task.title}", step), facts(reader, task)]
    pages = kit.pager("tasks", page, PAGE, total, query)
    return kit.listing(heading, total, rows, pages, said)


def several(
    found: Sequence[models.Task],
    did: str,
    *,
    undo: int | None,
    said: Sequence[str] = (),
    also: Sequence[kit.Element] = (),
) -> kit.Message:
    """Several tasks after one step; `said` are remarks, `also` more buttons."""
    lines = [
        kit.line(kit.bold(task.key), "  ", kit.words(task.title), f"  {STATUS[task.status]}")
        for task in found
    ]
    blocks = [kit.section(kit.md("*{did}*", did=did.rstrip(":"))), kit.rich(kit.bullets(lines, 40))]
    blocks += [kit.context(each) for each in said]
    blocks += kit.row(*also, *kit.undo(undo))
    return kit.message(f"{did} {', '.join(task.key for task in found)}", *blocks)


def deleted(found: Sequence[models.Task], undo: int | None) -> kit.Message:
    """Tasks that are gone, and the way back."""
    lines = [kit.line(kit.bold(task.key), f"  {task.title}") for task in found]
    blocks = [kit.section(kit.md("*Deleted*")), kit.rich(kit.bullets(lines, 40))]
    blocks += kit.row(*kit.undo(undo))
    return kit.message(f"Deleted: {', '.join(task.key for task in found)}", *blocks)
