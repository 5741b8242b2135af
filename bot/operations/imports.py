"""Plans from CSV files: all of a file, or nothing of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from .. import dates, models
from ..errors import Invalid, Refusal
from . import deadlines, history, milestones, tasks, words
from .actor import Actor
from .words import count

COLUMNS = {
    "title": ("title", "name", "summary", "task name", "what"),
    "type": ("type", "kind"),
    "owner": ("owner", "assignee", "assigned to", "who", "responsible"),
    "due": ("due", "due date", "deadline", "date", "end", "finish", "when"),
    "description": ("description", "notes", "note"),
}
"""Our columns and the headings that people use for them."""
TYPES = {"task": "task", "milestone": "milestone", "": "task"}
MOST_ROWS = 5_000
SHOWN_ERRORS = 10


@dataclass(frozen=True)
class Row:
    """One line of a plan that can be read; `number` is its line in the file."""

    number: int
    title: str
    type: str
    owner: str
    deadline: dates.Deadline | None
    description: str


@dataclass(frozen=True)
class Result:
    """What an import did."""

    tasks: int
    milestones: int
    known: int
    past: int
    roles: Sequence[str]


def read(actor: Actor, project: models.Project, text: str) -> Result:
    """Create what a file lists; lines that stand in the project already are left alone.

    Refuses with the numbers of the lines that cannot be read, before anything is created.
    """
    rows = parse(text, ZoneInfo(project.zone))
    known = _known(actor, project)
    people = _people_by_role(actor, project)
    fresh = [row for row in rows if (row.type, words.fit_title(row.title, "")[0]) not in known]
    if fresh:
        history.step(actor, f"imported {count(len(fresh), 'line')} into {project.key}")
    for row in fresh:
        owner = people.get(row.owner)
        if row.type == "milestone":
            milestones.add(
                actor,
                project,
                milestones.New(
                    row.title, row.deadline, owner, row.owner, description=row.description
                ),
            )
        else:
            tasks.add(
                actor,
                project,
                tasks.New(
                    row.title,
                    row.description,
                    owner=owner,
                    owner_role=row.owner,
                    deadline=row.deadline,
                ),
            )
    return Result(
        tasks=sum(row.type == "task" for row in fresh),
        milestones=sum(row.type == "milestone" for row in fresh),
        known=len(rows) - len(fresh),
        past=sum(_past(row, project, actor.now) for row in fresh),
        roles=sorted({row.owner for row in fresh if row.owner and row.owner not in people}),
    )


def _past(row: Row, project: models.Project, now: datetime) -> bool:
    at = deadlines.kept(row.deadline, project.zone)["due_at"]
    return at is not None and at < now


def _known(actor: Actor, project: models.Project) -> set[tuple[str, str]]:
    found = set()
    for name, table in (("task", models.Task), ("milestone", models.Milestone)):
        titles = actor.session.scalars(
            select(table.title).where(table.project_id == project.id, table.deleted_at.is_(None))
        )
        found |= {(name, title) for title in titles}
    return found


def _people_by_role(actor: Actor, project: models.Project) -> dict[str, models.Person]:
    members = actor.session.scalars(
        select(models.ProjectMember).where(
            models.ProjectMember.project_id == project.id,
            models.ProjectMember.deleted_at.is_(None),
            models.ProjectMember.role != "",
        )
    )
    return {member.role: member.person for member in members}


def parse(text: str, zone: ZoneInfo) -> list[Row]:
    """The rows of a CSV file; times without an offset are meant in `zone`.

    Columns: title, type (task or milestone), owner, due, description, by name in any order.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise Refusal("The file is empty: its first line should read `title,type,owner,due`.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[Row] = []
    wrong: list[str] = []
    try:
        heading = next(reader)
        places = _places(heading)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            read_row = _row(reader.line_num, cells, len(heading), places, zone)
            if isinstance(read_row, Row):
                rows.append(read_row)
            else:
                wrong.append(f"line {reader.line_num}: {read_row}")
    except csv.Error as error:
        wrong.append(f"line {reader.line_num}: {error}")
    if wrong:
        raise Refusal(_complaint(wrong))
    if not rows:
        raise Refusal("The file has a heading and no lines below it: nothing was imported.")
    if len(rows) > MOST_ROWS:
        raise Refusal(f"The file has {len(rows):,} lines and may have {MOST_ROWS:,}: split it.")
    return rows


def _complaint(wrong: list[str]) -> str:
    shown = "; ".join(wrong[:SHOWN_ERRORS])
    more = f"; and {len(wrong) - SHOWN_ERRORS} more" if len(wrong) > SHOWN_ERRORS else ""
    return (
        f"{count(len(wrong), 'line')} of the file cannot be read, so nothing was imported: "
        f"{shown}{more}."
    )


def _delimiter(text: str) -> str:
    first = text.splitlines()[0]
    return max(",;\t", key=first.count)


def _places(heading: list[str]) -> dict[str, int]:
    names = [cell.strip().casefold() for cell in heading]
    places = {
        column: names.index(name)
        for column, known in COLUMNS.items()
        for name in reversed(known)
        if name in names
    }
    if "title" not in places:
        shown = ", ".join(heading)[:100]
        raise Refusal(
            f"The file has no column “title” (its first line is “{shown}”): "
            "the first line should read `title,type,owner,due`."
        )
    return places


def _row(
    number: int, cells: list[str], width: int, places: dict[str, int], zone: ZoneInfo
) -> Row | str:
    def cell(name: str) -> str:
        place = places.get(name, len(cells))
        return words.plain(cells[place]).strip() if place < len(cells) else ""

    if len(cells) > width:
        return f"it has {len(cells)} columns and the heading has {width} (quote commas)"
    title = " ".join(cell("title").split())
    if not title:
        return "the title is missing"
    kind = TYPES.get(cell("type").casefold())
    if kind is None:
        return f"“{cell('type')[:40]}” is no type (task or milestone)"
    try:
        deadline = read_due(cell("due"), zone)
        deadlines.kept(deadline, str(zone))
    except (ValueError, OverflowError, Invalid):
        return f"“{cell('due')[:40]}” is no date (such as 2027-03-01 or 2027-03-01T17:00:00Z)"
    if kind == "milestone" and len(title) > words.TITLE_LIMIT:
        return f"the title has more than {words.TITLE_LIMIT} characters"
    return Row(number, title, kind, cell("owner")[:200], deadline, cell("description"))


def read_due(text: str, zone: ZoneInfo) -> dates.Deadline | None:
    """An ISO date, or an instant turned to the clocks of `zone`; an error otherwise."""
    if not text:
        return None
    if "T" not in text and ":" not in text:
        return dates.Deadline(date.fromisoformat(text))
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        return dates.Deadline(at.date(), at.time().replace(second=0, microsecond=0))
    return deadlines.at(at, str(zone))
