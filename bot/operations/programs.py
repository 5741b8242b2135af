"""Programs: related projects, their manager and the rhythm of their digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import joinedload

from .. import models
from ..errors import Refusal
from . import access, history, projects, words
from .actor import Actor


@dataclass(frozen=True)
class New:
    """What a program is made of; key and name are required."""

    key: str
    name: str
    manager: models.Person | None = None
    objectives: str = ""
    channel: models.Channel | None = None


def add(actor: Actor, new: New) -> models.Program:
    """Create a program; its digest is off until it gets a rhythm."""
    key = words.key(new.key)
    projects.refuse_taken_key(actor, key)
    program = models.Program(
        workspace_id=actor.who.workspace_id,
        key=key,
        name=words.title(new.name, "name", words.NAME_LIMIT),
        manager_id=new.manager.id if new.manager else None,
        objectives=words.body(new.objectives, "objectives"),
        channel_id=new.channel.id if new.channel else None,
        zone=new.manager.zone if new.manager else actor.who.zone,
        created_at=actor.now,
    )
    program.manager, program.channel = new.manager, new.channel
    actor.session.add(program)
    actor.session.flush()
    history.created(actor, "program", program.id, program.name, f"added {key}")
    return program


def edit(actor: Actor, program: models.Program, **fields: Any) -> list[str]:
    """Change fields of a program."""
    if "name" in fields:
        fields["name"] = words.title(fields["name"], "name", words.NAME_LIMIT)
    if "objectives" in fields:
        fields["objectives"] = words.body(fields["objectives"], "objectives")
    return history.change(actor, program, f"edited {program.key}", **fields)


def include(actor: Actor, program: models.Program, project: models.Project) -> bool:
    """Put a project into a program; False where it is in it already."""
    if project.program_id == program.id:
        return False
    history.change(actor, project, f"added {project.key} to {program.key}", program_id=program.id)
    project.program = program
    return True


def exclude(actor: Actor, program: models.Program, project: models.Project) -> None:
    """Take a project out of a program."""
    if project.program_id != program.id:
        raise Refusal(f"{project.key} is not part of {program.key}: nothing was changed.")
    history.change(actor, project, f"removed {project.key} from {program.key}", program_id=None)
    project.program = None


def included(actor: Actor, program: models.Program) -> Sequence[models.Project]:
    """The program's projects that the actor may see, by key."""
    return actor.session.scalars(
        access.projects(actor)
        .where(models.Project.program_id == program.id)
        .options(joinedload(models.Project.manager))
    ).all()


def listed(actor: Actor) -> Sequence[models.Program]:
    """All programs with their managers, by key."""
    return actor.session.scalars(
        access.programs(actor).options(
            joinedload(models.Program.manager), joinedload(models.Program.channel)
        )
    ).all()


def rename_key(actor: Actor, program: models.Program, key: str) -> None:
    """Give a program another key."""
    wanted = words.key(key)
    if wanted != program.key:
        projects.refuse_taken_key(actor, wanted)
        history.change(actor, program, f"renamed {program.key} to {wanted}", key=wanted)
