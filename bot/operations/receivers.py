"""Who could take a task over while its owner is away."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from .. import models
from . import access, away, dependencies
from .actor import Actor


def propose(
    actor: Actor,
    absence: models.Absence,
    found: Sequence[models.Task],
    declined: set[tuple[int, int]],
) -> list[tuple[models.Task, models.Person | None]]:
    """A helper first, else whoever of the project has least to do then, else its manager."""
    load = _load(actor, absence)
    teams: dict[int, Sequence[models.Person]] = {}
    reasons: dict[tuple[int, int], str] = {}
    proposals = []

    def fits(task: models.Task, person: models.Person) -> bool:
        pair = task.project_id, person.id
        if pair not in reasons:
            reasons[pair] = unfit(actor, absence, task, person)
        return not reasons[pair] and (task.id, person.id) not in declined

    for task in found:
        team = teams.setdefault(task.project_id, _team(actor, task.project))
        by_load = sorted(team, key=lambda each: (load.get(each.id, 0), each.id))
        manager = [task.project.manager] if task.project.manager else []
        candidates = [*dependencies.helpers(actor, task), *by_load, *manager]
        receiver = next((each for each in candidates if fits(task, each)), None)
        if receiver is not None:
            load[receiver.id] = load.get(receiver.id, 0) + 1
        proposals.append((task, receiver))
    return proposals


def _load(actor: Actor, absence: models.Absence) -> dict[int, int]:
    """How many open tasks each person has in the days of an absence."""
    table = models.Task
    rows = actor.session.execute(
        select(table.owner_id, func.count())
        .where(
            table.workspace_id == absence.workspace_id,
            table.owner_id.is_not(None),
            table.status.in_(models.LIVE),
            table.deleted_at.is_(None),
            table.due.between(absence.first, absence.last),
        )
        .group_by(table.owner_id)
    )
    return {owner_id: number for owner_id, number in rows if owner_id is not None}


def _team(actor: Actor, project: models.Project) -> Sequence[models.Person]:
    """Who is on a project's team or owns open tasks in it."""
    members = select(models.ProjectMember.person_id).where(
        models.ProjectMember.project_id == project.id, models.ProjectMember.deleted_at.is_(None)
    )
    owners = select(models.Task.owner_id).where(
        models.Task.project_id == project.id,
        models.Task.status.in_(models.LIVE),
        models.Task.deleted_at.is_(None),
    )
    return actor.session.scalars(
        select(models.Person).where(
            or_(models.Person.id.in_(members), models.Person.id.in_(owners))
        )
    ).all()


def unfit(actor: Actor, absence: models.Absence, task: models.Task, person: models.Person) -> str:
    """Why somebody cannot take a task over; empty where they can."""
    if person.id == absence.person_id:
        return "That is you"
    if person.is_bot:
        return f"{person.name} is an app"
    if person.left:
        return f"{person.name} has left the workspace"
    if not access.sees_project(actor.session, person, task.project_id):
        return f"{person.name} cannot see {task.project.key}"
    if there := away.between(actor.session, person.id, absence.first, absence.last):
        return f"{person.name} is away {away.days(there[0], actor.today)}"
    return ""
