"""Tasks as people see them: one, a list, a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeGuard

from .. import dates, models
from ..operations import deadlines, words
from . import kit, series, when

PRIORITY = {"urgent": "‼️ urgent", "high": "❗ high", "normal": "", "low": "low priority"}
STATUS = {
    models.OPEN: "to do",
    models.STARTED: "under way",
    models.DONE: "done",
    models.CANCELLED: "cancelled",
}
CLOSED = (models.DONE, models.CANCELLED)
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
    closed = task.status in CLOSED
    title = kit.words(task.title, strike=True) if closed else kit.words(task.title)
    lead = kit.line(f"{did} " if did else "", kit.bold(task.key), "  ", title)
    blocks = [kit.rich(lead), facts(reader, task, logged=logged)]
    blocks += [kit.context(each) for each in said]
    blocks.append(kit.actions(*also, *steps(task, undo=undo, meant=meant, mine=mine)))
    return kit.message(" ".join([did, task.key, task.title]).strip(), *blocks)


def steps(
    task: models.Task,
    *,
    undo: int | None = None,
    meant: tuple[str, str] | None = None,
    mine: bool = False,
) -> list[kit.Element]:
    """What can be done next: buttons, and a menu with the rest; `mine` is the reader's own."""
    row = []
    if task.status in CLOSED:
        row.append(kit.button("Reopen", "task.reopen", task.key))
    else:
        row.append(kit.button("Done", "task.done", task.key, style="primary"))
        if task.blocked:
            row.append(kit.button("Unblock", "task.unblock", task.key))
        elif task.owner_id is None:
            row.append(kit.button("Claim", "task.claim", task.key))
        elif task.status == models.OPEN:
            row.append(kit.button("Start", "task.start", task.key))
    row.append(kit.button("Edit", "task.edit", task.key))
    if meant:
        row.append(kit.button(meant[0], "task.meant", meant[1]))
    if undo is not None:
        row.append(kit.button("Undo", "undo", str(undo)))
    return [*row, _more(task, mine)]


def _more(task: models.Task, mine: bool) -> kit.Element:
    """What is rarely done."""
    rest = {"delete": "Delete"}
    if task.status not in CLOSED:
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
    over = deadlines.late(item, reader.now) and getattr(item, "status", "") in ("open", "started")
    return kit.md("*overdue* since {day}", day=shown) if over else f"due {shown}"


def _alive(milestone: models.Milestone | None) -> TypeGuard[models.Milestone]:
    return milestone is not None and milestone.deleted_at is None


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
    blocks = [kit.section(kit.md("*{heading}* · {total}", heading=heading, total=total))]
    if said:
        blocks.append(kit.context(said))
    for task in found:
        row = kit.section(
            f"{task.key}  {task.title}",
            kit.button("Done", "tasks.tick", f"{task.key}|{page}|{query}"[:2_000])
            if task.status in (models.OPEN, models.STARTED)
            else kit.button("Reopen", "task.reopen", task.key),
        )
        blocks += [row, facts(reader, task)]
    blocks += kit.pager("tasks", page, PAGE, total, query)
    return kit.message(f"{heading}: {total}", *blocks)


@dataclass(frozen=True)
class FormValues:
    """What a task's form opens with."""

    title: str = ""
    project: models.Project | None = None
    owner: str = ""
    due: date | None = None
    due_time: time | None = None
    priority: str = "normal"
    estimate: str = ""
    milestone: models.Milestone | None = None
    description: str = ""
    repeats: bool = False


def form(
    callback: str, filled: FormValues, *, metadata: str, stamp: str = "", said: Sequence[str] = ()
) -> kit.Modal:
    """The form to create or edit a task.

    `stamp` is put behind each field's name when the form is drawn anew, so that Slack takes
    the values from here rather than keep what stood in the old fields.
    """
    project = filled.project
    milestone = filled.milestone if _alive(filled.milestone) else None
    blocks = [kit.context(each) for each in said]
    blocks += [
        kit.field(f"title{stamp}", "Title", kit.text_box(filled.title, limit=250), optional=False),
        kit.field(
            f"project{stamp}",
            "Project",
            kit.search(
                "search.project",
                "Type a key or a name",
                kit.option(f"{project.key} · {project.name}", project.key) if project else None,
            ),
            optional=False,
        ),
        kit.field(f"owner{stamp}", "Owner", kit.person_box(filled.owner)),
        kit.field(f"due{stamp}", "Due date", kit.date_box(filled.due)),
        kit.field(f"due_time{stamp}", "Due time", kit.time_box(filled.due_time)),
        kit.field(
            f"priority{stamp}",
            "Priority",
            kit.select(
                "value",
                [kit.option(each.capitalize(), each) for each in models.PRIORITIES],
                filled.priority,
            ),
        ),
        kit.field(
            f"estimate{stamp}",
            "Estimate",
            kit.text_box(filled.estimate, limit=20),
            hint="Such as 4h, 3d, 2w, or a range: 2d-5d.",
        ),
        kit.field(
            f"milestone{stamp}",
            "Milestone",
            kit.search(
                "search.milestone",
                "Type a key or a title",
                kit.option(f"{milestone.key} · {milestone.title}", milestone.key)
                if milestone
                else None,
            ),
        ),
    ]
    blocks.append(kit.long_field(f"description{stamp}", "Description", filled.description))
    if filled.repeats:
        blocks.append(series.applies_to(stamp))
    title = "New task" if callback == "task.new" else "Edit task"
    return kit.modal(title, callback, blocks, submit="Save", metadata=metadata)


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
    row = [*also, *([kit.button("Undo", "undo", str(undo))] if undo is not None else [])]
    if row:
        blocks.append(kit.actions(*row))
    return kit.message(f"{did} {', '.join(task.key for task in found)}", *blocks)


def deleted(found: Sequence[models.Task], undo: int | None) -> kit.Message:
    """Tasks that are gone, and the way back."""
    lines = [kit.line(kit.bold(task.key), f"  {task.title}") for task in found]
    blocks = [kit.section(kit.md("*Deleted*")), kit.rich(kit.bullets(lines, 40))]
    if undo is not None:
        blocks.append(kit.actions(kit.button("Undo", "undo", str(undo))))
    return kit.message(f"Deleted: {', '.join(task.key for task in found)}", *blocks)


def block_form(task: models.Task, metadata: str) -> kit.Modal:
    """The form that asks why a task cannot go on."""
    why = kit.field(
        "reason",
        f"Why can {task.key} not go on?",
        kit.text_box(task.blocked, limit=250),
        optional=False,
        hint="Such as: waiting for the certificate.",
    )
    return kit.modal("What is in the way?", "task.block", [why], submit="Block", metadata=metadata)
