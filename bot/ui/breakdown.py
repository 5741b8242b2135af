"""A task and its sub-tasks: what is asked before it is closed, what it was split into."""

from __future__ import annotations

from collections.abc import Sequence

from .. import models
from ..operations.words import count
from . import kit, tasks, when

ALL = {"done": "Done with all of them", "cancel": "Cancel all of them", "delete": "Delete them too"}
MOST = 10


def question(
    above: Sequence[models.Task], parts: Sequence[models.Task], verb: str, action: str, value: str
) -> list[kit.Block]:
    """Ask what becomes of the sub-tasks; `value` is what the buttons of `action` carry."""
    keys = ", ".join(task.key for task in above)
    what = "sub-task" if verb == "delete" else "open sub-task"
    has = "has" if len(above) == 1 else "have"
    lines = [
        kit.line(
            kit.bold(each.key),
            f"  {each.title}  ",
            kit.words(tasks.STATUS[each.status], italic=True),
        )
        for each in parts
    ]
    only = f"Only {keys}" if len(above) == 1 else f"Only these {len(above)}"
    return [
        kit.section(f"{keys} {has} {count(len(parts), what)}."),
        kit.rich(kit.bullets(lines, MOST)),
        kit.actions(
            kit.button(ALL[verb], f"{action}.all", value[:2_000], style="primary"),
            kit.button(only, f"{action}.only", value[:2_000]),
        ),
    ]


def asked(above: Sequence[models.Task], parts: Sequence[models.Task], verb: str) -> kit.Message:
    """The question as an answer of its own; nothing has changed yet."""
    keys = " ".join(task.key for task in above)
    blocks = question(above, parts, verb, f"task.{verb}", keys)
    return kit.message(blocks[0]["text"]["text"], *blocks)


def last_of(parent: models.Task) -> str:
    """The remark that nothing below a task is open any more."""
    return f"That was the last open sub-task of {parent.key}."


def close_too(parent: models.Task, action: str = "task.done", rest: str = "") -> kit.Element:
    """The button that finishes a task whose sub-tasks are all closed."""
    return kit.button(f"Done: {parent.key}", action, f"{parent.key}{rest}"[:2_000])


def offered(parent: models.Task) -> kit.Message:
    """The offer to finish a task whose last open sub-task was just done."""
    said = last_of(parent)
    return kit.message(said, kit.section(said), kit.actions(close_too(parent)))


def split(
    reader: when.Reader,
    task: models.Task,
    parts: Sequence[models.Task],
    undo: int | None,
    *,
    said: Sequence[str] = (),
) -> kit.Message:
    """What a task was split into, a line each: key, title, owner, deadline."""
    lead = kit.line("Split ", kit.bold(task.key), f"  {task.title}")
    blocks = [kit.rich(lead), *(kit.context(each) for each in said)]
    lines = [
        kit.line(kit.bold(each.key), f"  {each.title}", *_whose(each), *_when(reader, each))
        for each in parts
    ]
    blocks += [kit.rich(kit.bullets(lines)), kit.context(f"into {count(len(parts), 'sub-task')}")]
    blocks += kit.row(*kit.undo(undo))
    return kit.message(f"Split {task.key} into {count(len(parts), 'sub-task')}", *blocks)


def _whose(task: models.Task) -> list[kit.Part]:
    return [" · ", kit.person(task.owner.slack_id)] if task.owner is not None else []


def _when(reader: when.Reader, task: models.Task) -> list[kit.Part]:
    shown = when.due(task, reader.zone, reader.today)
    return [f" · due {shown}"] if shown else []


def finished(closed: Sequence[models.Task], fresh: bool) -> str:
    """What became of the task of a row, and of its sub-tasks after it."""
    key = closed[0].key
    if not fresh:
        return f"{key} was done already."
    if len(closed) == 1:
        return f"{key} is done."
    return f"{key} and {count(len(closed) - 1, 'sub-task')} are done."
