"""What gathers around a task: watchers, attachments, replies, time; and who is away."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base
from .people import Person
from .work import Task

LINK, FILE, MESSAGE = "link", "file", "message"
ASKED, ACCEPTED, DECLINED = "asked", "accepted", "declined"
TAKEN, RETURNED = "taken", "returned"
"""Of what was accepted: the task is the receiver's by now; it is its owner's again."""


class Watcher(Base):
    """A person who wants to hear what becomes of a task."""

    __tablename__ = "watchers"
    __table_args__ = (UniqueConstraint("task_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    deleted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Snooze(Base):
    """A task that a person does not want to be reminded of before a date of their calendar."""

    __tablename__ = "snoozes"
    __table_args__ = (UniqueConstraint("task_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    until: Mapped[date]
    deleted_at: Mapped[datetime | None]


class TimeEntry(Base):
    """Time that a person worked on a task, in whole minutes, on a day."""

    __tablename__ = "time_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    day: Mapped[date]
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Attachment(Base):
    """A link, a file in Slack, or the message that a task was made of."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    kind: Mapped[str] = mapped_column(default=LINK)
    url: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text, default="")
    slack_id: Mapped[str] = mapped_column(default="", index=True)
    """Of a file its id; of a message its channel and ts: "C123:1732533300.000100"."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    task: Mapped[Task] = relationship()


class Reply(Base):
    """A message in the thread of a task's card: its discussion, as Slack has it."""

    __tablename__ = "replies"
    __table_args__ = (UniqueConstraint("task_id", "channel", "ts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    channel: Mapped[str]
    ts: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()


class Absence(Base):
    """Days on which a person is away, first and last included, on their own calendar."""

    __tablename__ = "absences"
    __table_args__ = (Index("ix_absences_person", "person_id", "last"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    first: Mapped[date]
    last: Mapped[date]
    returned_at: Mapped[datetime | None]
    """When what was handed over went back, or they said that they are back."""
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Handover(Base):
    """A task that somebody is asked to take while its owner is away."""

    __tablename__ = "handovers"
    __table_args__ = (UniqueConstraint("absence_id", "task_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    absence_id: Mapped[int] = mapped_column(ForeignKey("absences.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    receiver_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(default=ASKED)
    deleted_at: Mapped[datetime | None]

    absence: Mapped[Absence] = relationship()
    task: Mapped[Task] = relationship()
    receiver: Mapped[Person] = relationship()
