"""What the bot tells of its own accord: nudges, digests, check-ins, and what people mute."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, ZoneName
from .log import Notice
from .people import Channel, Person
from .work import Program, Project

ON_TRACK, AT_RISK, OFF_TRACK = "green", "amber", "red"
"""RAG status of a check-in."""
BOARD, EXECUTIVE = "board", "executive"
"""Forms of a digest: the working one, and the short one for stakeholders."""


class Nudge(Base):
    """One step of one rule for one item, told to one person: the unique key makes it happen once.

    It belongs to the notice that brings it. Where that was never sent, a later one takes it over.
    """

    __tablename__ = "nudges"
    __table_args__ = (
        UniqueConstraint("person_id", "rule", "noun", "item_id", "episode", "role", "step"),
        Index("ix_nudges_item", "noun", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    rule: Mapped[str]
    noun: Mapped[str]
    item_id: Mapped[int]
    episode: Mapped[str]
    """What the steps are counted for: mostly the deadline; another one starts them anew."""
    step: Mapped[int]
    role: Mapped[str]
    """As what the person is told: owner, manager, program manager."""
    created_at: Mapped[datetime]

    notice: Mapped[Notice] = relationship()
    project: Mapped[Project] = relationship()


class Mute(Base):
    """A kind of message that a person does not want, of one project or (None) of any."""

    __tablename__ = "mutes"
    __table_args__ = (UniqueConstraint("person_id", "kind", "project_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    deleted_at: Mapped[datetime | None]

    project: Mapped[Project | None] = relationship()


class Digest(Base):
    """A rhythm in which a program's or a project's digest goes to a channel or a person."""

    __tablename__ = "digests"
    __table_args__ = (Index("ix_digests_next", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    program_id: Mapped[int | None] = mapped_column(ForeignKey("programs.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    form: Mapped[str] = mapped_column(default=BOARD)
    rhythm: Mapped[str]
    """When it comes round, in the words of `dates.read_every`: "every other monday"."""
    time: Mapped[time]
    zone: Mapped[str] = mapped_column(ZoneName)
    last_at: Mapped[datetime | None]
    """The newest slot that is decided, posted or not."""
    next_at: Mapped[datetime | None]
    """The first slot to come; a tick looks for those that are past."""
    created_at: Mapped[datetime]
    """When the rhythm began, as it is now: no slot before that counts."""
    deleted_at: Mapped[datetime | None]

    program: Mapped[Program | None] = relationship()
    project: Mapped[Project | None] = relationship()
    channel: Mapped[Channel | None] = relationship()
    person: Mapped[Person | None] = relationship()


class CheckIn(Base):
    """How a project stands in the words of its manager: RAG and a line each."""

    __tablename__ = "check_ins"
    __table_args__ = (Index("ix_check_ins_project", "project_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    status: Mapped[str]
    progress: Mapped[str] = mapped_column(Text, default="")
    risks: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship()
    person: Mapped[Person] = relationship()
