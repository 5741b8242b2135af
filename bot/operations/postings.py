"""What stands in the notices of digests: of what, where, since when, and by whose wish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from .. import models
from . import notices, statements

SLOT, NOW, MORE = "digest:", "digest-now:", ":more"
"""What the keys of notices begin with: of a rhythm's slots and of those asked for; and end with."""
FIRST = timedelta(days=7)
"""What the first digest looks back on."""
About = models.Program | models.Project


def body(about: About, form: str) -> str:
    """What the notice of a digest keeps: noun, id and form."""
    noun = "program" if isinstance(about, models.Program) else "project"
    return f"{noun}:{about.id}:{form}"


def about(session: Session, notice: models.Notice) -> tuple[About | None, str]:
    """What a digest's notice is about, and in which form; None where that is gone."""
    noun, item_id, form = notice.body.split(":")
    table: type[Any] = models.Program if noun == "program" else models.Project
    found: About | None = session.get(table, int(item_id))
    return (found if found is not None and found.deleted_at is None else None), form


def digest(session: Session, notice: models.Notice) -> models.Digest | None:
    """The rhythm that a notice belongs to; None where it was asked for by hand."""
    return session.get(models.Digest, notice.subject_id) if notice.subject_id else None


def write(
    session: Session,
    key: str,
    wanted: models.Digest,
    said: str,
    at: datetime,
    stays: timedelta,
) -> bool:
    """The notice of one digest, `said` in its body; its key makes it one: False where it stands."""
    return notices.plan(
        session,
        notices.New(
            workspace_id=wanted.workspace_id,
            key=key,
            kind="digest",
            channel_id=wanted.channel_id,
            person_id=wanted.person_id,
            subject_id=wanted.id,
            body=said,
            due_at=at,
            expires_at=at + stays,
        ),
    )


def with_details(session: Session, notice: models.Notice, pages: int) -> None:
    """Have the details of a digest that is being sent follow in its thread, page by page."""
    notices.arm(
        session,
        [
            notices.New(
                workspace_id=notice.workspace_id,
                key=f"{notice.key}{MORE}{page}" if page > 1 else f"{notice.key}{MORE}",
                kind="digest-more",
                channel_id=notice.channel_id,
                person_id=notice.person_id,
                subject_id=notice.subject_id,
                body=notice.body,
                due_at=notice.due_at,
                expires_at=notice.expires_at,
            )
            for page in range(1, pages + 1)
        ],
    )


def page(notice: models.Notice) -> tuple[str, int]:
    """The key of the digest that details belong to, and which page of them they are."""
    above, _, number = notice.key.rpartition(MORE)
    return above, int(number or 1)


def fold_older(session: Session, rhythm: models.Digest, key: str) -> None:
    """Take away what waits of a rhythm's older slots, with its details: the newer one has it."""
    table = models.Notice
    older = session.scalars(
        select(table.key).where(
            table.workspace_id == rhythm.workspace_id,
            statements.among(table.state, notices.WAITING),
            table.state == models.PLANNED,
            table.kind == "digest",
            table.subject_id == rhythm.id,
            table.key < key,
        )
    ).all()
    if older:
        theirs = [table.key.startswith(each, autoescape=True) for each in older]
        session.execute(
            update(table)
            .where(
                table.workspace_id == rhythm.workspace_id,
                table.state == models.PLANNED,
                or_(*theirs),
            )
            .values(state=models.FOLDED, claimed_until=None, error="a newer one is planned")
            .execution_options(synchronize_session=False)
        )


def since(
    session: Session,
    about: About,
    form: str,
    place: models.Channel | models.Person | None,
    now: datetime,
    but: str = "",
) -> datetime:
    """When the last digest was posted there, `but` left out; those asked for do not count."""
    table = models.Notice
    channel, person = (
        (place.id, None) if isinstance(place, models.Channel) else (None, place and place.id)
    )
    last = session.scalar(
        select(func.max(table.sent_at)).where(
            table.workspace_id == about.workspace_id,
            table.kind == "digest",
            table.key.startswith(SLOT),
            table.body == body(about, form),
            table.channel_id.is_not_distinct_from(channel),
            table.person_id.is_not_distinct_from(person),
            table.state == models.SENT,
            table.sent_at <= now,
            table.key != but,
        )
    )
    return last or now - FIRST


def set_by(session: Session, rhythm: models.Digest) -> models.Person | None:
    """Who has set a rhythm, or was the last to change it."""
    return session.scalars(
        select(models.Person)
        .join(models.ChangeSet, models.ChangeSet.actor_id == models.Person.id)
        .join(models.Change, models.Change.set_id == models.ChangeSet.id)
        .where(models.Change.noun == "digest", models.Change.item_id == rhythm.id)
        .order_by(models.Change.id.desc())
        .limit(1)
    ).first()


def responsible(
    session: Session, about: About, rhythm: models.Digest | None
) -> Sequence[models.Person]:
    """Who may be asked where a digest goes: the manager, the program's manager, who set it."""
    program = about.program if isinstance(about, models.Project) else None
    asked = [
        about.manager,
        program.manager if program else None,
        set_by(session, rhythm) if rhythm is not None else None,
    ]
    return [each for each in asked if each is not None and not each.left]
