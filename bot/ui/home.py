"""The home page and what `/pm` says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import dates, models
from ..operations import away, home, reports
from ..operations.words import count
from . import away as away_ui
from . import kit, tasks, when
from .reports import board_line, day_blocks

HELLO = (
    "I keep tasks, milestones, risks, projects and programs. "
    "Type /task add Fix the login page due friday in a project's channel, or /pm help."
)
LESSONS = (
    "/project new SHOP Open a shop makes a project in the channel you type it in.",
    "/task add Fix the login page due friday makes a task there: yours, or @somebody's.",
    "/pm help lists what else I do. Everything can be taken back with /pm undo.",
)
MOST = 8
"""Rows of one part of the page."""


def my_day(
    reader: when.Reader, found: reports.Morning, rest: int, place: str = "my"
) -> kit.Message:
    """What is mine now; `rest` is how many open tasks are due later or not at all.

    `place` is where this stands: "my" for an answer, "home" for the page.
    """
    blocks = [kit.header("My day"), *day_blocks(reader, found, place)]
    if found.empty:
        blocks.append(kit.section("Nothing of yours is late or due within three days."))
    if rest:
        later = "due later, snoozed or without a date"
        blocks.append(kit.context(f"and {rest} more, {later}: /task list mine"))
    return kit.message("My day", *blocks)


def page(reader: when.Reader, found: home.Home, said: str = "") -> kit.Modal:
    """The App Home tab; `said` is what was just done there."""
    blocks: list[kit.Block] = [kit.context(said)] if said else []
    if found.absence is not None:
        blocks.append(_banner(reader, found.absence))
    blocks.append(kit.actions(*_buttons(found.last_step)))
    blocks += my_day(reader, found.day, found.rest, "home").blocks
    blocks += _waiting(reader, found)
    if found.standings:
        blocks += [kit.divider(), kit.header("My projects")]
        blocks += [_project(reader, each) for each in found.standings[:MOST]]
        blocks += _more(len(found.standings), "/project list")
    if found.empty:
        blocks += [kit.divider(), *(kit.section(each) for each in LESSONS)]
    else:
        blocks += [kit.divider(), kit.context(HELLO)]
    return kit.Modal({"type": "home", "blocks": blocks[:100]})


def _banner(reader: when.Reader, absence: models.Absence) -> kit.Block:
    until = dates.show_day(absence.last, reader.today)
    back = kit.button("I am back", "home.back", style="primary")
    return kit.section(f"🌴 You are away until {until}.", back)


def _buttons(last_step: models.ChangeSet | None) -> list[kit.Element]:
    buttons = [kit.button("New task", "home.new", style="primary")]
    if last_step is not None:
        label = kit.cut(f"Undo: {last_step.words}", 75)
        buttons.append(kit.button(label, "home.undo", str(last_step.id)))
    return buttons


def _waiting(reader: when.Reader, found: home.Home) -> list[kit.Block]:
    """What others wait for, and what I wait for myself."""
    if not (found.asked or found.held or found.blocked):
        return []
    blocks = [kit.divider(), kit.header("Waiting for me")]
    for each in found.asked[:MOST]:
        absence = each.absence
        days = away.days(absence, reader.today)
        blocks.append(kit.context(f"{absence.person.name} is away {days} and asks you to take"))
        blocks += away_ui.row(reader, each, "home")
    blocks += _more(len(found.asked), "when these are answered")
    lines = [_held(each) for each in found.held]
    lines += [
        kit.line(kit.bold(e.key), f"  {e.title} is blocked: {e.blocked}") for e in found.blocked
    ]
    if lines:
        blocks.append(kit.rich(kit.bullets(lines, 2 * MOST)))
    return blocks


def _held(held: home.Held) -> kit.Element:
    """WEB-9 holds up WEB-12 (ben), WEB-14."""
    named = [
        f"{task.key} ({task.owner.name})" if task.owner is not None else task.key
        for task in held.waiting
    ]
    more = f" and {count(len(named) - MOST, 'more', 'more')}" if len(named) > MOST else ""
    return kit.line(kit.bold(held.task.key), f" holds up {', '.join(named[:MOST])}{more}")


def _project(reader: when.Reader, standing: reports.Standing) -> kit.Block:
    line = board_line(reader, standing)
    text = "".join(each["text"] for each in line["elements"])
    return kit.section(text, kit.button("Tasks", "home.tasks", standing.project.key))


def _more(number: int, where: str) -> list[kit.Block]:
    return [kit.context(f"and {number - MOST:,} more: {where}")] if number > MOST else []


def project_tasks(
    reader: when.Reader, project: models.Project, found: Sequence[models.Task], total: int
) -> kit.Modal:
    """The open tasks of a project, to look at."""
    blocks: list[kit.Block] = []
    for task in found:
        blocks += [kit.section(f"{task.key}  {task.title}"), tasks.facts(reader, task)]
    if not total:
        blocks.append(
            kit.section(f"Nothing is open: /task add Words in:{project.key} adds a task.")
        )
    elif total > len(found):
        rest = total - len(found)
        blocks.append(kit.context(f"and {rest:,} more: /task list in:{project.key}"))
    return kit.page(f"{project.key} · {count(total, 'open task')}", blocks)


def hello() -> kit.Message:
    """What a direct message to the bot gets."""
    return kit.message(HELLO)


def undone(step: models.ChangeSet, changes: Sequence[Any]) -> kit.Message:
    """A step was taken back."""
    more = f" ({len(changes)} changes)" if len(changes) > 1 else ""
    return kit.message(f"Undone: {step.words}{more}.")
