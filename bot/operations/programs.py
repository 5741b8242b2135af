"""Programs: related projects, their manager and the rhythm of their digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .. import dates, models
from ..errors import Refusal
from . import access, history, notices, people, projects, words
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


def schedule(
    actor: Actor,
    program: models.Program,
    weekday: int,
    at: time,
    channel: models.Channel | None,
    zone: str = "",
) -> datetime:
    """Post the digest every week; returns the first instant at which it will come.

    The time is meant on the clock of `zone`, or else of the person who sets it.
    """
    target = channel or program.channel
    if target is None:
        raise Refusal(f"Say where to: `/program digest {program.key} monday 9am in #channel`.")
    history.change(
        actor,
        program,
        f"set the digest of {program.key}",
        digest_weekday=weekday,
        digest_time=at,
        zone=zone or actor.who.zone,
        channel_id=target.id,
    )
    program.channel = target
    first = next_slot(program, actor.now)
    # The slot that is past already was before this rhythm: it is not made up for.
    notices.decide(actor.session, digest_notice(program, last_slot(program, actor.now)))
    return first


def switch_off(actor: Actor, program: models.Program) -> bool:
    """Stop the weekly digest; False where it is off."""
    return bool(
        history.change(actor, program, f"stopped the digest of {program.key}", digest_weekday=None)
    )


def last_slot(program: models.Program, now: datetime) -> datetime:
    """The newest instant, not after `now`, at which the digest is to be posted."""
    assert program.digest_weekday is not None
    here = now.astimezone(ZoneInfo(program.zone))
    day = here.date() - timedelta(days=(here.weekday() - program.digest_weekday) % 7)
    slot = _at(program, day)
    return slot if slot <= now else _at(program, day - timedelta(days=7))


def next_slot(program: models.Program, now: datetime) -> datetime:
    """The first instant after `now` at which the digest is to be posted."""
    here = last_slot(program, now).astimezone(ZoneInfo(program.zone))
    return _at(program, here.date() + timedelta(days=7))


def _at(program: models.Program, day: date) -> datetime:
    return dates.instant(dates.Deadline(day, program.digest_time), ZoneInfo(program.zone))


def digest_notice(program: models.Program, slot: datetime) -> notices.New:
    """The notice of one week's digest; its key makes it one per program and slot."""
    return notices.New(
        workspace_id=program.workspace_id,
        key=f"digest:{program.id}:{slot.astimezone(UTC):%Y-%m-%dT%H:%M}",
        kind="digest",
        channel_id=program.channel_id,
        subject_id=program.id,
        due_at=slot,
        expires_at=slot + timedelta(days=6),
    )


def digest_now(
    actor: Actor, program: models.Program, channel: models.Channel | None = None
) -> models.Channel:
    """Plan a digest for this minute; refuses where there is no channel to post it in."""
    target = channel or program.channel
    if target is None:
        raise Refusal(
            f"{program.key} has no digest channel: "
            f"`/program digest {program.key} monday 9am in #channel` sets one."
        )
    if not target.has_bot:
        name = people.channel_name(actor, target)
        raise Refusal(f"I am not in {name} yet: type `/invite @Stationmaster` there first.")
    notices.plan(
        actor.session,
        notices.New(
            workspace_id=program.workspace_id,
            key=f"digest-now:{program.id}:{target.id}:{actor.now:%Y-%m-%dT%H:%M}",
            kind="digest",
            channel_id=target.id,
            subject_id=program.id,
            due_at=actor.now,
            expires_at=actor.now + timedelta(hours=6),
        ),
    )
    actor.told = True
    return target


def rename_key(actor: Actor, program: models.Program, key: str) -> None:
    """Give a program another key."""
    wanted = words.key(key)
    if wanted != program.key:
        projects.refuse_taken_key(actor, wanted)
        history.change(actor, program, f"renamed {program.key} to {wanted}", key=wanted)


def scheduled(session: Any) -> Sequence[models.Program]:
    """All programs with a weekly digest, of every workspace."""
    found: Sequence[models.Program] = session.scalars(
        select(models.Program).where(
            models.Program.digest_weekday.is_not(None), models.Program.deleted_at.is_(None)
        )
    ).all()
    return found
