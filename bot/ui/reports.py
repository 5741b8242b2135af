"""Reports as people read them: the station board, the program digest, the morning note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import models
from ..operations import reports
from ..operations.words import count
from . import kit, tasks, when

LIGHT = {
    reports.GREEN: "🟢",
    reports.AMBER: "🟡",
    reports.RED: "🔴",
    reports.UNKNOWN: "❔",
    reports.GREY: "⚪",
}
MOST = 8
"""Rows of one part of a digest; it is to be read on one screen."""


def board_line(reader: when.Reader, standing: reports.Standing) -> kit.Element:
    """One project in one line: status, progress, next milestone, days late, open risks."""
    stop = standing.next_milestone
    parts: list[kit.Part] = [
        f"{LIGHT[standing.status]} ",
        kit.bold(standing.project.key),
        f" {standing.project.name} · {status_words(standing)} · ",
        f"{standing.percent}% ({standing.done}/{standing.total})",
    ]
    if stop is not None:
        parts += [
            f" · next {stop.title} ",
            when.deadline(reader, stop),
        ]
    if standing.days_late:
        what = f" ({standing.missed.title})" if standing.missed else ""
        parts.append(f" · {count(standing.days_late, 'day')} late{what}")
    if standing.overdue:
        parts.append(f" · {count(standing.overdue, 'task')} overdue")
    if standing.open_risks:
        parts.append(f" · {count(standing.open_risks, 'open risk')}")
    return kit.line(*parts)


def status_words(standing: reports.Standing) -> str:
    """How a project stands: by its records, its manager's word, and how old that is."""
    said = standing.said
    if standing.unconfirmed_days:
        return f"{standing.status}, not confirmed for {count(standing.unconfirmed_days, 'day')}"
    if said is None or reports.WORDS[said.status] == standing.status:
        return standing.status
    worse = reports.WORST.index(standing.status) > reports.WORST.index(reports.WORDS[said.status])
    if not worse or said.status == models.OFF_TRACK:
        return standing.status
    return f"{standing.status}, {said.person.name} says {reports.WORDS[said.status]}"


def _part(heading: str, lines: Sequence[kit.Element]) -> list[kit.Block]:
    if not lines:
        return []
    return [kit.section(kit.md("*{heading}*", heading=heading)), kit.rich(kit.bullets(lines, MOST))]


def _stop(reader: when.Reader, stop: Any) -> kit.Element:
    return kit.line(
        when.deadline(reader, stop),
        "  ",
        kit.bold(stop.key),
        f" {stop.title}",
        *whose(stop),
    )


def stops(reader: when.Reader, found: Sequence[Any]) -> list[kit.Element]:
    """Milestones, a line each."""
    return [_stop(reader, each) for each in found]


def whose(item: Any) -> list[kit.Part]:
    """Whose it is, by name: a mention in a channel would ping them."""
    if item.owner is not None:
        return [f" · {item.owner.name}"]
    role = getattr(item, "owner_role", "")
    return [f" · {role}"] if role else []


ROWS = 6
"""Rows of a part of somebody's day."""
SNOOZES = {"tomorrow": "until tomorrow", "in 3 days": "for 3 days", "monday": "until Monday"}


def day_blocks(reader: when.Reader, found: reports.Morning, place: str = "note") -> list[kit.Block]:
    """What is late, due today and due soon, with a button each; then the milestones.

    `place` is where this stands, with which the action ids of what is pressed there begin.
    """
    blocks: list[kit.Block] = []
    for heading, rows in (
        ("Overdue", found.overdue),
        ("Due today", found.today),
        ("Due within three days", found.soon),
    ):
        blocks += _rows(reader, heading, rows, f"{place}.done")
    shown = [task for rows in (found.overdue, found.today, found.soon) for task in rows[:ROWS]]
    if shown:
        blocks.append(kit.actions(_snooze(shown, f"{place}.snooze")))
    return blocks + _part("Milestones", stops(reader, found.milestones))


def _rows(reader: when.Reader, heading: str, rows: Sequence[Any], action: str) -> list[kit.Block]:
    if not rows:
        return []
    blocks = [kit.section(kit.md("*{heading}*", heading=heading))]
    for task in rows[:ROWS]:
        done = kit.button("Done", action, task.key)
        blocks.append(kit.section(f"{task.key}  {task.title}", done))
        blocks.append(tasks.facts(reader, task, mine=True))
    if len(rows) > ROWS:
        blocks.append(kit.context(f"and {len(rows) - ROWS} more: /task list mine"))
    return blocks


def _snooze(rows: Sequence[models.Task], action: str) -> kit.Element:
    """One menu for all rows: which task, and until when."""
    groups = [
        (
            f"{task.key}  {task.title}",
            [kit.option(label, f"{task.key} {until}") for until, label in SNOOZES.items()],
        )
        for task in rows
    ]
    return kit.grouped(action, "Snooze…", groups)
