"""Milestones as people see them: one, a list, a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .. import models
from ..operations import deadlines, milestones
from ..operations.words import count
from . import fields, kit, tasks, when

STATUS = {models.OPEN: "", models.DONE: "reached"}
PAGE = 10
SURE = {
    "title": {"type": "plain_text", "text": "Delete this milestone?"},
    "text": {
        "type": "plain_text",
        "text": "Its tasks stay, without a milestone. Undo brings all of it back.",
    },
    "confirm": {"type": "plain_text", "text": "Delete"},
    "deny": {"type": "plain_text", "text": "Keep"},
    "style": "danger",
}
"""What Slack asks before *Delete* does anything."""


def card(
    reader: when.Reader,
    milestone: models.Milestone,
    did: str = "",
    *,
    progress: milestones.Progress | None = None,
    said: Sequence[str] = (),
    undo: int | None = None,
    meant: tuple[str, str] | None = None,
) -> kit.Message:
    """One milestone with what can be done next; `did` says what just happened ("Added").

    `said` are remarks of the bot, `meant` the label and value of a button with another date.
    """
    title = kit.words(milestone.title, strike=True) if _reached(milestone) else milestone.title
    lead = kit.line(f"{did} " if did else "", kit.bold(milestone.key), "  ", title)
    blocks = [kit.rich(lead), facts(reader, milestone, progress)]
    blocks += [kit.context(each) for each in said]
    blocks.append(kit.actions(*_next_steps(milestone, undo, meant)))
    return kit.message(" ".join([did, milestone.key, milestone.title]).strip(), *blocks)


def _reached(milestone: models.Milestone) -> bool:
    return milestone.status == models.DONE


def _next_steps(
    milestone: models.Milestone, undo: int | None, meant: tuple[str, str] | None
) -> list[kit.Element]:
    key = milestone.key
    steps = []
    if _reached(milestone):
        steps.append(kit.button("Reopen", "milestone.reopen", key))
    else:
        steps.append(kit.button("Done", "milestone.done", key, style="primary"))
    steps.append(kit.button("Edit", "milestone.edit", key))
    if meant:
        steps.append(kit.button(meant[0], "milestone.meant", meant[1]))
    steps += kit.undo(undo)
    delete = kit.button("Delete", "milestone.delete", key, style="danger")
    return [*steps, delete | {"confirm": SURE}]


def facts(
    reader: when.Reader, milestone: models.Milestone, progress: milestones.Progress | None = None
) -> kit.Block:
    """Owner, deadline, days late, progress and project in one line."""
    return kit.facts(
        [
            tasks.owner(milestone),
            tasks.deadline(reader, milestone),
            _lateness(reader, milestone),
            STATUS[milestone.status],
            f"{progress.done} of {count(progress.total, 'task')} done" if progress else "",
            milestone.project.name,
        ]
    )


def _lateness(reader: when.Reader, milestone: models.Milestone) -> str:
    days = deadlines.days_late(milestone, reader.today)
    late = deadlines.late(milestone, reader.now) and not _reached(milestone)
    return f"{count(days, 'day')} late" if late and days else ""


def listing(
    reader: when.Reader,
    heading: str,
    found: Sequence[models.Milestone],
    progress: Mapping[int, milestones.Progress],
    total: int,
    page: int,
    query: str,
    *,
    said: str = "",
) -> kit.Message:
    """A page of milestones with a button each; `query` are the words that made the list."""
    rows = []
    for each in found:
        step = (
            kit.button("Reopen", "milestone.reopen", each.key)
            if _reached(each)
            else kit.button("Done", "milestones.tick", f"{each.key}|{page}|{query}"[:2_000])
        )
        rows.append(kit.section(f"{each.key}  {each.title}", step))
        rows.append(facts(reader, each, progress.get(each.id)))
    pages = kit.pager("milestones", page, PAGE, total, query)
    return kit.listing(heading, total, rows, pages, said)


def details(
    reader: when.Reader,
    milestone: models.Milestone,
    progress: milestones.Progress | None,
    waiting: Sequence[models.Task],
    total: int,
    *,
    said: Sequence[str] = (),
) -> kit.Message:
    """Everything about one milestone; `waiting` are the first of its `total` open tasks."""
    shown = card(reader, milestone, progress=progress, said=said)
    blocks = shown.blocks[:-1]
    if milestone.description:
        blocks.append(kit.rich(kit.quote(milestone.description)))
    if progress is None:
        hint = f"No task is for it yet: /task add Words that say what for:{milestone.key}"
        blocks.append(kit.context(hint))
    if waiting:
        lines = [
            kit.line(
                kit.bold(task.key),
                f"  {task.title} ",
                kit.words(when.due(task, reader.zone, reader.today) or "no due date", italic=True),
            )
            for task in waiting
        ]
        if total > len(waiting):
            lines.append(kit.line(f"and {total - len(waiting):,} more"))
        blocks.append(kit.context(f"Open: {count(total, 'task')}"))
        blocks.append(kit.rich(kit.bullets(lines)))
    return kit.message(shown.text, *blocks, shown.blocks[-1])


def deleted(milestone: models.Milestone, released: int, undo: int | None) -> kit.Message:
    """A milestone that is gone, and what became of its tasks."""
    text = f"Deleted {milestone.key}  {milestone.title}"
    blocks = [kit.rich(kit.line("Deleted ", kit.bold(milestone.key), f"  {milestone.title}"))]
    if released:
        verb = "pointed at it and goes" if released == 1 else "pointed at it and go"
        blocks.append(kit.context(f"{count(released, 'task')} {verb} on without a milestone."))
    blocks += kit.row(*kit.undo(undo))
    return kit.message(text, *blocks)


@dataclass(frozen=True)
class FormValues:
    """What a milestone's form opens with."""

    title: str = ""
    project: models.Project | None = None
    due: date | None = None
    owner: str = ""


def form(
    callback: str, filled: FormValues, *, metadata: str, stamp: str = "", said: Sequence[str] = ()
) -> kit.Modal:
    """The form to create or edit a milestone; `stamp` as in the form of a task."""
    blocks = [kit.context(each) for each in said]
    blocks += [
        fields.title(filled.title, stamp),
        fields.project(filled.project, stamp),
        fields.due(filled.due, stamp),
        fields.owner(filled.owner, stamp),
    ]
    title = "New milestone" if callback == "milestone.new" else "Edit milestone"
    return kit.modal(title, callback, blocks, metadata=metadata)
