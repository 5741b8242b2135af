"""Nudges: which steps of which rules are due to be told to a person, and what became of them.

A nudge is a row that belongs to the notice which brings it: the row's unique key makes each step
happen once, and a row whose notice was never sent is taken over by the next one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from .. import models
from ..planning import nudging
from . import (
    candidates,
    manners,
    outcomes,
    preferences,
    statements,
    watching,
)

TOLD = (models.PLANNED, models.CLAIMED, models.SENT)
ORDER = list(nudging.RULES)
SHOWN_LATER = manners.FOLDS - {"nudge"}
"""Kinds that the next note tells of; of a nudge it decides anew."""
AT_ONCE = 10_000
"""Items in one question: SQLite takes 32,766 values."""
MOST = {nudging.OWNER: 20, nudging.MANAGER: 20, nudging.PROGRAM_MANAGER: 10, "check-ins": 10}
"""Rows of each part of a note; what is over waits for the next one, and the note says so."""
STEP = ("person_id", "rule", "noun", "item_id", "episode", "role", "step")
ADD = statements.upsert(
    models.Nudge,
    lambda new: new.on_conflict_do_update(
        index_elements=STEP,
        set_={name: new.excluded[name] for name in ("notice_id", "project_id", "created_at")},
    ),
)


@dataclass(frozen=True)
class Told:
    """One nudge as a note shows it."""

    rule: str
    noun: str
    item: Any
    project: models.Project
    role: str
    step: int
    episode: str
    holds: bool = True
    """Whether it still says what is so."""
    became: outcomes.Outcome | None = None
    """Why it holds no more; None where it does."""
    said: models.CheckIn | None = None
    """Of a check-in: the last word."""


# ── deciding ─────────────────────────────────────────────────────────────────────────────────


def decide(session: Session, person: models.Person, now: datetime) -> list[Told]:
    """The steps that are due to be told to a person now, in the order of the rules."""
    asked = candidates.of_person(session, person, now)
    before = _told_before(session, asked, now)
    silent = manners.muted(session, person.id)
    woken = watching.woken(session, person, now)
    found = []
    for each in asked:
        if nudging.RULES[each.rule].alone or is_off(each, silent):
            continue
        newest = _newest(each)
        if newest is None:
            continue
        heard = before[each.rule, each.noun, each.item.id, newest.episode]
        woke = woken.get(each.item.id) if each.noun == "task" else None
        if not _was_told(heard, newest, person, woke):
            found.append(_told(each, newest))
    return sorted(found, key=lambda told: ORDER.index(told.rule))


def _told(each: candidates.Candidate, step: nudging.Step) -> Told:
    return Told(each.rule, each.noun, each.item, each.project, step.role, step.number, step.episode)


def _newest(each: candidates.Candidate) -> nudging.Step | None:
    """The newest step that is this person's turn."""
    steps = nudging.RULES[each.rule].steps(each.day, each.facts)
    mine = [step for step in steps if step.role in each.roles]
    return mine[-1] if mine else None


def is_off(each: candidates.Candidate, silent: set[tuple[str, int | None]]) -> bool:
    """Whether the person, or the project's manager, does not want it."""
    return each.rule in each.off or manners.is_muted(silent, each.rule, each.project.id)


Key = tuple[str, str, int, str]
"""Rule, noun, item and episode: what steps are counted for."""
Heard = dict[tuple[str, int], dict[int, datetime]]
"""By role and number of a step: who was told, and when."""


def _told_before(
    session: Session, asked: Sequence[candidates.Candidate], now: datetime
) -> dict[Key, Heard]:
    """Which steps stand in Slack or are on their way there, and to whom."""
    found: dict[Key, Heard] = defaultdict(lambda: defaultdict(dict))
    table, notice = models.Nudge, models.Notice
    for noun in sorted({each.noun for each in asked}):
        ids = sorted({each.item.id for each in asked if each.noun == noun})
        for some in (ids[n : n + AT_ONCE] for n in range(0, len(ids), AT_ONCE)):
            rows = session.scalars(
                select(table)
                .join(notice, notice.id == table.notice_id)
                .where(
                    table.noun == noun,
                    table.item_id.in_(some),
                    table.created_at <= now,  # what a clock told that was ahead is told again
                    # What stands was told, whatever became of it later.
                    or_(statements.among(notice.state, TOLD), notice.sent_ts.is_not(None)),
                )
            )
            for row in rows:
                heard = found[row.rule, noun, row.item_id, row.episode]
                heard[row.role, row.step][row.person_id] = row.created_at
    return found


def _was_told(heard: Heard, step: nudging.Step, person: models.Person, woke: date | None) -> bool:
    """Whether the reader has heard of this step or a later one; of a manager's, anybody.

    `woke` is the day on which the reader wanted to be reminded again: what was told before it does
    not count any more.
    """
    zone = ZoneInfo(person.zone)
    for (role, number), people in heard.items():
        if role != step.role or number < step.number:
            continue
        if number == step.number and role != nudging.OWNER and people.keys() - {person.id}:
            return True
        at = people.get(person.id)
        if at is not None and (woke is None or at.astimezone(zone).date() >= woke):
            return True
    return False


# ── planning ─────────────────────────────────────────────────────────────────────────────────


def write(session: Session, notice: models.Notice, found: Sequence[Told]) -> None:
    """Write what a notice brings; rows of notices that were never sent become its own.

    What one note does not hold is left to the next one, which decides anew.
    """
    rows: list[dict[str, Any]] = []
    held: Counter[str] = Counter()
    for told in found:
        held[part(told)] += 1
        if held[part(told)] > MOST[part(told)]:
            continue
        rows.append(
            {
                "workspace_id": notice.workspace_id,
                "notice_id": notice.id,
                "person_id": notice.person_id,
                "project_id": told.project.id,
                "rule": told.rule,
                "noun": told.noun,
                "item_id": told.item.id,
                "episode": told.episode,
                "step": told.step,
                "role": told.role,
                "created_at": notice.due_at,
            }
        )
    session.flush()
    connection = session.connection()
    if rows:
        connection.execute(ADD[connection.dialect.name], rows)
    if len(rows) < len(found):
        notice.body = str(len(found) - len(rows))


def part(told: Told) -> str:
    """The part of a note in which a row stands."""
    if told.rule == "check_in":
        return "check-ins"
    return told.role


def _unshown(person_id: int | None) -> ColumnElement[bool]:
    """Condition: what did not fit into a person's day, and that no note has told of since."""
    table, note = models.Notice, aliased(models.Notice)
    never_sent = select(note.key).where(
        note.person_id == person_id,
        note.kind == "morning",
        note.state.in_((models.FOLDED, models.FAILED)),
        note.sent_ts.is_(None),
    )
    return and_(
        table.person_id == person_id,
        table.state == models.FOLDED,
        table.kind.in_(SHOWN_LATER),
        or_(table.error == manners.OVER_THE_CAP, table.error.in_(never_sent)),
    )


def hold_back(session: Session, notice: models.Notice) -> None:
    """Let a note have what was over the cap since the one before."""
    ids = session.scalars(select(models.Notice.id).where(_unshown(notice.person_id))).all()
    if ids:
        session.execute(
            update(models.Notice).where(models.Notice.id.in_(ids)).values(error=notice.key)
        )


def is_held_back(session: Session, person: models.Person) -> bool:
    """Whether something over the cap waits for the person's next note."""
    return session.scalar(select(models.Notice.id).where(_unshown(person.id)).limit(1)) is not None


# ── what a rule is about ─────────────────────────────────────────────────────────────────────

NOUNS = {
    models.Task: "task",
    models.Milestone: "milestone",
    models.Risk: "risk",
    models.Project: "project",
}


def is_about(rule: str, item: Any) -> bool:
    """Whether there is such a rule and it is about such an item."""
    return rule in nudging.RULES and nudging.RULES[rule].noun == NOUNS.get(type(item))


def next_step(told: Told) -> tuple[int, str] | None:
    """Working days after the deadline, and who hears of it next, where nothing happens."""
    if told.rule != "overdue":
        return None
    task, goes_up = told.item, preferences.of_project(told.project).escalates
    said_late = bool(task.on_track_at and task.due_at and task.on_track_at > task.due_at)
    hears = {
        nudging.OWNER: not (task.blocked or said_late),
        nudging.MANAGER: goes_up,
        nudging.PROGRAM_MANAGER: goes_up and told.project.program is not None,
    }
    following = nudging.LADDERS[task.priority][told.step + 1 :]
    return next(((days, role) for days, role in following if hears[role]), None)
