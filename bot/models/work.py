"""Programs, projects and what they are made of: milestones, tasks, risks."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, Versioned, ZoneName
from .people import Channel, Person

OPEN, STARTED, DONE, CANCELLED = "open", "started", "done", "cancelled"
CLOSED = "closed"
LIVE, OVER = (OPEN, STARTED), (DONE, CANCELLED, CLOSED)
PRIORITIES = ("urgent", "high", "normal", "low")


def alive_key(table: str) -> Index:
    """Keys are unique among what is not deleted, so that an undone key can be used again."""
    alive = text("deleted_at IS NULL")
    return Index(
        f"uq_{table}_key",
        "workspace_id",
        "key",
        unique=True,
        sqlite_where=alive,
        postgresql_where=alive,
    )


class Program(Versioned, Base):
    """Related projects bound for one station, with a digest that its channel reads weekly."""

    __tablename__ = "programs"
    __table_args__ = (alive_key("programs"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    key: Mapped[str]
    name: Mapped[str]
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    objectives: Mapped[str] = mapped_column(Text, default="")
    zone: Mapped[str] = mapped_column(ZoneName, default="UTC")
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    manager: Mapped[Person | None] = relationship()
    channel: Mapped[Channel | None] = relationship()


class Project(Versioned, Base):
    """A temporary undertaking with one manager, one home channel and a short key."""

    __tablename__ = "projects"
    __table_args__ = (alive_key("projects"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    program_id: Mapped[int | None] = mapped_column(ForeignKey("programs.id"), index=True)
    key: Mapped[str]
    name: Mapped[str]
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"), index=True)
    zone: Mapped[str] = mapped_column(ZoneName, default="UTC")
    start: Mapped[date | None]
    due: Mapped[date | None]
    scope: Mapped[str] = mapped_column(Text, default="")
    objectives: Mapped[str] = mapped_column(Text, default="")
    results: Mapped[str] = mapped_column(Text, default="")
    tickets: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a reaction 🎫 in its channels makes a task."""
    previews: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a key that somebody names in its channels is explained there."""
    nudging: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What its manager set of its nudges and check-ins; see `preferences`."""
    last_task: Mapped[int] = mapped_column(default=0)
    last_milestone: Mapped[int] = mapped_column(default=0)
    last_risk: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    manager: Mapped[Person | None] = relationship()
    channel: Mapped[Channel | None] = relationship()
    program: Mapped[Program | None] = relationship()


class ProjectChannel(Base):
    """A channel that follows a project besides its home channel."""

    __tablename__ = "project_channels"
    __table_args__ = (UniqueConstraint("project_id", "channel_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"), index=True)
    deleted_at: Mapped[datetime | None]

    channel: Mapped[Channel] = relationship()


class ProjectMember(Base):
    """A person on a project's team; `role` maps the owner roles of imported plans."""

    __tablename__ = "project_members"
    __table_args__ = (UniqueConstraint("project_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(default="")
    deleted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Milestone(Versioned, Base):
    """A date that matters; `due_at` is the instant it is over, in the project's zone."""

    __tablename__ = "milestones"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        Index("ix_milestones_due", "workspace_id", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    number: Mapped[int]
    title: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(default=OPEN)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    owner_role: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    due_time: Mapped[time | None]
    due_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    project: Mapped[Project] = relationship()
    owner: Mapped[Person | None] = relationship()

    @property
    def key(self) -> str:
        """What people type, such as WEB-M2."""
        return f"{self.project.key}-M{self.number}"


class Task(Versioned, Base):
    """A piece of work; `due` and `due_time` are wall clock in the project's zone."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        Index(
            "ix_tasks_owner_open",
            "owner_id",
            "due_at",
            sqlite_where=text("status IN ('open', 'started')"),
            postgresql_where=text("status IN ('open', 'started')"),
        ),
        Index("ix_tasks_project_due", "project_id", "status", "due_at"),
        Index(
            "ix_tasks_repeating",
            "due_at",
            sqlite_where=text("repeats != '' AND status IN ('open', 'started')"),
            postgresql_where=text("repeats != '' AND status IN ('open', 'started')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    number: Mapped[int]
    title: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(default=OPEN)
    priority: Mapped[str] = mapped_column(default="normal")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    owner_role: Mapped[str] = mapped_column(default="")
    start: Mapped[date | None]
    due: Mapped[date | None]
    due_time: Mapped[time | None]
    due_at: Mapped[datetime | None]
    estimate_low: Mapped[float | None]
    estimate_high: Mapped[float | None]
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestones.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"), index=True)
    labels: Mapped[str] = mapped_column(default="")
    repeats: Mapped[str] = mapped_column(default="")
    """How it comes round again, in the words that were typed: "every other monday"."""
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("tasks.id"), index=True)
    """The occurrence before this one."""
    next_fields: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the next occurrence has instead of this one's: old values of "only this one" edits."""
    blocked: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """Why it cannot go on, in somebody's words; empty where it can."""
    on_track_at: Mapped[datetime | None]
    """When somebody last said that the deadline it has now will be kept; another one clears it."""
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    project: Mapped[Project] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    milestone: Mapped[Milestone | None] = relationship()
    parent: Mapped[Task | None] = relationship(foreign_keys=parent_id, remote_side="Task.id")

    @property
    def key(self) -> str:
        """What people type, such as WEB-12."""
        return f"{self.project.key}-{self.number}"


class Dependency(Base):
    """A task waits for another: FS, SS, FF or SF, with a lag in working days."""

    __tablename__ = "dependencies"
    __table_args__ = (UniqueConstraint("task_id", "predecessor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    kind: Mapped[str] = mapped_column(default="FS")
    lag_days: Mapped[int] = mapped_column(default=0)
    deleted_at: Mapped[datetime | None]

    predecessor: Mapped[Task] = relationship(foreign_keys=predecessor_id)


class Helper(Base):
    """A person who works on a task besides its owner."""

    __tablename__ = "helpers"
    __table_args__ = (UniqueConstraint("task_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    deleted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Note(Base):
    """A remark on a task, in the words of its author."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    author: Mapped[Person] = relationship()


class Risk(Versioned, Base):
    """An uncertain event; `probability` and `impact` run from 1 (very low) to 5 (very high)."""

    __tablename__ = "risks"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    number: Mapped[int]
    title: Mapped[str]
    response: Mapped[str] = mapped_column(Text, default="")
    probability: Mapped[int] = mapped_column(default=3)
    impact: Mapped[int] = mapped_column(default=3)
    status: Mapped[str] = mapped_column(default=OPEN)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    review: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    project: Mapped[Project] = relationship()
    owner: Mapped[Person | None] = relationship()

    @property
    def key(self) -> str:
        """What people type, such as WEB-R3."""
        return f"{self.project.key}-R{self.number}"

    @property
    def score(self) -> int:
        """Probability × impact, 1 to 25."""
        return self.probability * self.impact
