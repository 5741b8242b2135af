"""Check-ins: how a project stands in the words of its manager."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from .. import models
from ..errors import Invalid, Refusal
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
    refuse_others(actor, project, "say how it stands")
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
    if before is not None and list(NAMES).index(status) > list(NAMES).index(before.status):
        _tell_program(actor, project, check_in)
    return check_in


def _tell_program(actor: Actor, project: models.Project, check_in: models.CheckIn) -> None:
    """A light that went down is news for the program's manager."""
    manager = project.program.manager if project.program else None
    if manager is None or manager.left or manager.id == actor.who.id:
        return
    if not access.sees_project(actor.session, manager, project.id):
        return
    at = manners.working_moment(actor.session, manager, actor.now)
    needs = f" Needs: {check_in.needs}" if check_in.needs else ""
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
            body=f"{actor.who.name} says that {project.key} {project.name} "
            f"is {NAMES[check_in.status]}.{needs}",
        ),
    )
    actor.told = True


def refuse_others(actor: Actor, project: models.Project, what: str) -> None:
    """Only who manages a project or its program may; where nobody does, whoever sees it."""
    program = project.program
    managers = [project.manager, program.manager if program else None]
    there = [person for person in managers if person is not None and not person.left]
    if there and actor.who.id not in {person.id for person in there}:
        names = " or ".join(dict.fromkeys(person.name for person in there))
        raise Refusal(f"Only {names} can {what} for {project.key}: nothing was changed.")


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
