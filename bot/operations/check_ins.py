"""Check-ins: how a project stands in the words of its manager."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from .. import models
from ..errors import Invalid
from ..planning import nudging
from . import access, history, manners, notices, preferences, words
from .actor import Actor

YOUNGEST = timedelta(days=3)
"""So old a project is before its manager is asked how it stands."""
LONGEST_LINE = 500
TOLD_FOR = timedelta(days=3)
NAMES = {models.ON_TRACK: "on track", models.AT_RISK: "at risk", models.OFF_TRACK: "late"}


def say(
    actor: Actor,
    project: models.Project,
    status: str,
    progress: str = "",
    risks: str = "",
    needs: str = "",
) -> models.CheckIn:
    """Note how a project stands; its manager's word, or its program's manager's."""
    if status not in NAMES:
        raise Invalid("status", "Say green, amber or red.")
    access.refuse_others(actor, project, "say how it stands")
    lines = {
        name: words.body(text, name)
        for name, text in (("progress", progress), ("risks", risks), ("needs", needs))
    }
    for name, text in lines.items():
        if len(text) > LONGEST_LINE:
            raise Invalid(name, f"One line is enough: {LONGEST_LINE} characters at most.")
    check_in = models.CheckIn(
        workspace_id=actor.who.workspace_id,
        project_id=project.id,
        person_id=actor.who.id,
        status=status,
        at=actor.now,
        **lines,
    )
    actor.session.add(check_in)
    actor.session.flush()
    before = newest(actor.session, [project.id], actor.now, but=check_in.id).get(project.id)
    said = f"said that {project.key} is {NAMES[status]}"
    history.created(actor, "check-in", check_in.id, said, said)
    stood = before.status if before else models.ON_TRACK
    if list(NAMES).index(status) > list(NAMES).index(stood):
        _tell_program(actor, project, check_in)
    return check_in


def told(check_in: models.CheckIn) -> str:
    """A check-in in one line: "ana says that WEB Website relaunch is late: no vendor."."""
    project = check_in.project
    said = f"{check_in.person.name} says that {project.key} {project.name}"
    said += f" is {NAMES[check_in.status]}"
    pieces = [f"{said}: {check_in.progress}" if check_in.progress else said]
    if check_in.needs:
        pieces.append(f"Needs: {check_in.needs}")
    return " ".join(each if each.endswith((".", "!", "?")) else f"{each}." for each in pieces)


# ── a light that went down ───────────────────────────────────────────────────────────────────


def _tell_program(actor: Actor, project: models.Project, check_in: models.CheckIn) -> None:
    """A light that went down is news for the program's manager."""
    manager = project.program.manager if project.program else None
    if manager is None or manager.left or manager.id == actor.who.id:
        return
    if not access.sees_project(actor.session, manager, project.id):
        return
    at = manners.working_moment(actor.session, manager, actor.now)
    notices.plan(
        actor.session,
        notices.New(
            workspace_id=actor.who.workspace_id,
            key=f"light:{check_in.id}",
            kind="light",
            person_id=manager.id,
            subject_id=check_in.id,
            due_at=at,
            expires_at=at + TOLD_FOR,
            body=told(check_in),
        ),
    )
    actor.told = True


def news(
    session: Session, notice: models.Notice, person: models.Person, now: datetime
) -> models.CheckIn | None:
    """What a light that went down has to tell by now: the newest word; None where it is nothing.

    It may be taken back, green again, muted, another's to hear, or a later notice may have it.
    """
    check_in = session.get(models.CheckIn, notice.subject_id)
    if check_in is None or check_in.deleted_at is not None:
        return None
    program = check_in.project.program
    if program is None or program.manager_id != person.id:
        return None
    if not access.sees_project(session, person, check_in.project_id):
        return None
    if manners.is_muted(manners.muted(session, person.id), "light", check_in.project_id):
        return None
    last = newest(session, [check_in.project_id], now).get(check_in.project_id)
    over = last is None or last.status == models.ON_TRACK or _went_down_since(session, check_in)
    return None if over else last


def _went_down_since(session: Session, check_in: models.CheckIn) -> bool:
    """Whether the program's manager is told of a later word on the same project."""
    table = models.CheckIn
    later = (
        select(table.id)
        .join(models.Notice, models.Notice.subject_id == table.id)
        .where(
            models.Notice.workspace_id == check_in.workspace_id,
            models.Notice.kind == "light",
            table.project_id == check_in.project_id,
            table.id > check_in.id,
            table.deleted_at.is_(None),
        )
    )
    return session.scalar(later.limit(1)) is not None


# ── how it stands ────────────────────────────────────────────────────────────────────────────


def newest(
    session: Session, project_ids: Sequence[int], now: datetime, *, but: int = 0
) -> dict[int, models.CheckIn]:
    """The last check-in up to an instant of each of these projects that has one."""
    table = models.CheckIn
    last = (
        select(table.project_id, func.max(table.id).label("id"))
        .where(table.project_id.in_(project_ids), table.at <= now, table.id != but)
        # One that was taken back since counts for the time before.
        .where(or_(table.deleted_at.is_(None), table.deleted_at > now))
        .group_by(table.project_id)
        .subquery()
    )
    rows = session.scalars(
        select(table).join(last, last.c.id == table.id).options(joinedload(table.person))
    )
    return {each.project_id: each for each in rows}


def slot(project: models.Project, today: date) -> date | None:
    """The newest day, not after today, on which a project's manager is to be asked."""
    weekday = preferences.of_project(project).check_in_on
    if weekday is None:
        return None
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    made = project.created_at.astimezone(ZoneInfo(project.zone)).date()
    return day if day - made >= YOUNGEST else None


def facts(
    session: Session, projects: Sequence[models.Project], today: date, now: datetime
) -> Mapping[int, nudging.Standing]:
    """What the rule of check-ins wants to know of each project."""
    said = newest(session, [project.id for project in projects], now)
    found = {}
    for project in projects:
        last = said.get(project.id)
        day = last.at.astimezone(ZoneInfo(project.zone)).date() if last else None
        red = last is not None and last.status == models.OFF_TRACK
        found[project.id] = nudging.Standing(slot(project, today), day, red)
    return found
