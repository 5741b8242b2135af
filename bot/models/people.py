"""Workspaces, the people in them and the channels they talk in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, ZoneName


class Workspace(Base):
    """One Slack workspace (team) that installed the bot."""

    __tablename__ = "workspaces"

    id: Mapped[int] = mapped_column(primary_key=True)
    slack_id: Mapped[str] = mapped_column(unique=True)


class Person(Base):
    """A member of the workspace as Slack describes them; `zone` is an IANA name."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("workspace_id", "slack_id"),
        Index("ix_people_next_note", "next_note_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    slack_id: Mapped[str]
    name: Mapped[str]
    handle: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(ZoneName, default="UTC")
    locale: Mapped[str] = mapped_column(default="en-US")
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_guest: Mapped[bool] = mapped_column(default=False)
    left: Mapped[bool] = mapped_column(default=False)
    refreshed_at: Mapped[datetime]
    noted_on: Mapped[date | None]
    """The person's own date on which the morning note was last decided (sent or not)."""
    next_note_at: Mapped[datetime | None]
    """When the next morning note is to be decided; None: as soon as the bot looks."""
    quiet_until: Mapped[datetime | None]
    """Until when they want to hear nothing, in their own words: `/pm quiet until monday`."""
    manners: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What they set by hand of when and how much they want to hear; see `preferences`."""
    dm: Mapped[str | None]
    """Slack's id of their conversation with the bot, once it was opened."""
    home_at: Mapped[datetime | None]
    """When they last opened the home page."""


class Channel(Base):
    """A Slack conversation that the bot has been spoken to in."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    slack_id: Mapped[str]
    name: Mapped[str]
    is_private: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
    has_bot: Mapped[bool] = mapped_column(default=True)
    """Whether the bot may post there."""
    refreshed_at: Mapped[datetime]


class ChannelMember(Base):
    """Who is in a private channel: what decides who may see the projects that live there."""

    __tablename__ = "channel_members"

    channel_id: Mapped[int] = mapped_column(
        ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True
    )
    slack_id: Mapped[str] = mapped_column(primary_key=True)
