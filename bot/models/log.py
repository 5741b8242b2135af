"""What happened and what is to be told: history, notices, and the memory of a conversation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base
from .people import Person

PLANNED, CLAIMED, SENT, FOLDED, FAILED, EMPTY = (
    "planned",
    "claimed",
    "sent",
    "folded",
    "failed",
    "empty",
)


class ChangeSet(Base):
    """One step of one person: all its changes are undone together."""

    __tablename__ = "change_sets"
    __table_args__ = (Index("ix_change_sets_actor", "actor_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(default="")
    """What the step was, for people: "added WEB-12"."""
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("change_sets.id"))
    undone_at: Mapped[datetime | None]

    actor: Mapped[Person | None] = relationship()
    changes: Mapped[list[Change]] = relationship(order_by="Change.id")


class Change(Base):
    """One field of one item: old → new; an empty `field` is the item's creation."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_item", "noun", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("change_sets.id"), index=True)
    noun: Mapped[str]
    item_id: Mapped[int]
    field: Mapped[str]
    old: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    new: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)


class Notice(Base):
    """Something to tell somebody else; the unique key makes planning it twice a no-op."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_notices_place", "sent_channel", "sent_ts"),
        Index("ix_notices_counted", "person_id", "counted_on"),
        Index(
            "ix_notices_waiting",
            "due_at",
            sqlite_where=text("state IN ('planned', 'claimed')"),
            postgresql_where=text("state IN ('planned', 'claimed')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    key: Mapped[str]
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    subject_id: Mapped[int | None]
    body: Mapped[str] = mapped_column(Text, default="")
    """Words of the notice where its kind does not compute them at sending."""
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=PLANNED)
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often what it shows has changed: what changes while it is sent is sent again."""
    tried_at: Mapped[datetime | None]
    """When it was first about to be posted: what an earlier try has posted is not older."""
    counted_on: Mapped[date | None]
    """The receiver's own date on which it was let through: their day holds only so many."""
    sent_at: Mapped[datetime | None]
    """When it was posted; later edits are not counted."""
    sent_channel: Mapped[str | None]
    sent_ts: Mapped[str | None]
    error: Mapped[str | None]

    person: Mapped[Person | None] = relationship()


class Delivery(Base):
    """A request from Slack that has been carried out: the second delivery does nothing."""

    __tablename__ = "deliveries"

    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Draft(Base):
    """Words a person typed that wait for an answer, such as "which project?"."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str]
    command: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Focus(Base):
    """The last item and project shown to a person in a conversation."""

    __tablename__ = "focus"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
