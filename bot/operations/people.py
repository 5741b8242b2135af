"""What the bot remembers of people and channels; Slack stays the source of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from .. import models
from ..errors import Invalid
from .actor import Actor, Who

NOTE_AT = time(9)
"""When the morning note is written, on the person's own clock."""


@dataclass(frozen=True)
class PersonFacts:
    """A person as Slack's `users.info` describes them."""

    slack_id: str
    name: str
    handle: str
    zone: str
    locale: str
    is_bot: bool = False
    is_guest: bool = False
    left: bool = False


@dataclass(frozen=True)
class ChannelFacts:
    """A conversation as `conversations.info` describes it; `members` only where it is private."""

    slack_id: str
    name: str
    is_private: bool = False
    is_archived: bool = False
    has_bot: bool = True
    members: tuple[str, ...] | None = None


def workspace(session: Session, slack_id: str) -> models.Workspace:
    """The workspace row of a Slack team, made on first sight."""
    found = session.scalars(select(models.Workspace).filter_by(slack_id=slack_id)).one_or_none()
    if found is None:
        found = models.Workspace(slack_id=slack_id)
        session.add(found)
        session.flush()
    return found


def learn_person(
    session: Session, workspace_id: int, facts: PersonFacts, now: datetime
) -> models.Person:
    """Store what Slack says of a person; a new one has had today's note when 09:00 is past."""
    person = find_person(session, workspace_id, facts.slack_id)
    if person is None:
        person = models.Person(workspace_id=workspace_id, slack_id=facts.slack_id)
        here = now.astimezone(ZoneInfo(facts.zone))
        person.noted_on = here.date() if here.time() >= NOTE_AT else None
        session.add(person)
    if (person.zone, person.locale) != (facts.zone, facts.locale):
        person.next_note_at = None  # another clock, and maybe other holidays
    person.name, person.handle = facts.name, facts.handle
    person.zone, person.locale = facts.zone, facts.locale
    person.is_bot, person.is_guest, person.left = facts.is_bot, facts.is_guest, facts.left
    person.refreshed_at = now
    session.flush()
    return person


def learn_people(
    session: Session, workspace_id: int, found: Sequence[PersonFacts], now: datetime
) -> list[models.Person]:
    """Store what Slack says of several; whoever is known is held first, in the order of their ids.

    Whatever holds several people does so in that order: two wait for each other, not in a circle.
    """
    table = models.Person
    session.execute(
        select(table.id)
        .where(
            table.workspace_id == workspace_id,
            table.slack_id.in_(sorted(facts.slack_id for facts in found)),
        )
        .order_by(table.id)
        .with_for_update(key_share=True)
    )
    return [learn_person(session, workspace_id, facts, now) for facts in found]


def learn_dm(session: Session, person_id: int, slack_id: str | None) -> None:
    """Remember the conversation with somebody, which stays the same; or None: it is none."""
    table = models.Person
    session.execute(
        update(table)
        .where(table.id == person_id)
        .values(dm=slack_id)
        .execution_options(synchronize_session=False)
    )


def who(person: models.Person) -> Who:
    """The person as an actor, free of the session."""
    return Who(
        id=person.id,
        workspace_id=person.workspace_id,
        slack_id=person.slack_id,
        name=person.name,
        zone=person.zone,
        locale=person.locale,
        is_bot=person.is_bot,
        is_guest=person.is_guest,
        left=person.left,
    )


def learn_channel(
    session: Session, workspace_id: int, facts: ChannelFacts, now: datetime
) -> models.Channel:
    """Store what Slack says of a conversation and, where it is private, who is in it."""
    channel = find_channel(session, workspace_id, facts.slack_id)
    if channel is None:
        channel = models.Channel(workspace_id=workspace_id, slack_id=facts.slack_id)
        session.add(channel)
    channel.name, channel.is_private = facts.name, facts.is_private
    channel.is_archived, channel.has_bot = facts.is_archived, facts.has_bot
    channel.refreshed_at = now
    session.flush()
    if facts.members is not None:
        set_members(session, channel, facts.members)
    return channel


def set_members(session: Session, channel: models.Channel, slack_ids: Iterable[str]) -> None:
    """Replace the list of who is in a private channel."""
    table = models.ChannelMember
    session.execute(delete(table).where(table.channel_id == channel.id))
    session.add_all(table(channel_id=channel.id, slack_id=each) for each in sorted(set(slack_ids)))
    session.flush()


def set_membership(session: Session, channel: models.Channel, slack_id: str, here: bool) -> None:
    """Note that one person joined or left a private channel."""
    known = session.get(models.ChannelMember, (channel.id, slack_id))
    if here and known is None:
        session.add(models.ChannelMember(channel_id=channel.id, slack_id=slack_id))
    elif not here and known is not None:
        session.delete(known)
    session.flush()


def find_channel(session: Session, workspace_id: int, slack_id: str) -> models.Channel | None:
    """The row of a conversation, where the bot has met it."""
    return session.scalars(
        select(models.Channel).where(
            models.Channel.workspace_id == workspace_id, models.Channel.slack_id == slack_id
        )
    ).one_or_none()


def knows_channel(session: Session, team: str, slack_id: str) -> bool:
    """Whether a conversation has been stored."""
    return find_channel(session, workspace(session, team).id, slack_id) is not None


def sees_channel(actor: Actor, channel: models.Channel) -> bool:
    """Whether a channel is public or the actor is in it."""
    inside = (channel.id, actor.who.slack_id)
    return not channel.is_private or actor.session.get(models.ChannelMember, inside) is not None


def channel_name(actor: Actor, channel: models.Channel) -> str:
    """A channel as the actor may hear of it."""
    return f"#{channel.name}" if sees_channel(actor, channel) else "that private channel"


def stale_channels(session: Session, before: datetime, most: int) -> list[tuple[str, str]]:
    """Team and id of channels that decide what is private and were last asked about before."""
    table = models.Channel
    found = session.execute(
        select(models.Workspace.slack_id, table.slack_id)
        .join(models.Workspace, models.Workspace.id == table.workspace_id)
        .where(
            table.refreshed_at < before,
            or_(
                table.id.in_(select(models.Project.channel_id)),
                table.id.in_(select(models.Program.channel_id)),
            ),
        )
        .order_by(table.refreshed_at, table.id)
        .limit(most)
    )
    return [(row[0], row[1]) for row in found]


def channel(actor: Actor, slack_id: str) -> models.Channel:
    """A conversation that the actor named; refuses what cannot be posted to."""
    found = find_channel(actor.session, actor.who.workspace_id, slack_id)
    # Of a private channel that is closed to us nobody can know who is in it.
    if found is None or (found.has_bot and not sees_channel(actor, found)):
        raise Invalid(
            "channel",
            "I cannot see that channel: invite me there with `/invite @Stationmaster` first.",
        )
    if found.is_archived:
        raise Invalid("channel", f"#{found.name} is archived: choose a channel that is in use.")
    return found


def owner(actor: Actor, slack_id: str, field: str = "owner") -> models.Person:
    """A person who can own work; refuses apps and people who left."""
    found = find_person(actor.session, actor.who.workspace_id, slack_id)
    if found is None:
        raise Invalid(field, "I do not know that person: choose somebody of this workspace.")
    if found.is_bot:
        raise Invalid(field, f"{found.name} is an app and cannot own work: choose a person.")
    if found.left:
        raise Invalid(field, f"{found.name} has left the workspace: choose somebody else.")
    return found


def refuse_outsider(actor: Actor, project: models.Project, person: models.Person | None) -> None:
    """Refuse work for somebody who cannot see the private channel that its project lives in."""
    if person is not None and not is_inside(actor, project, person):
        assert project.channel is not None
        raise Invalid(
            "owner",
            f"{person.name} is not in #{project.channel.name}, where {project.key} lives: "
            "invite them there first.",
        )


def refuse_new_owner(actor: Actor, item: Any, fields: Mapping[str, Any]) -> None:
    """Refuse a change of fields that gives an item to such an outsider."""
    if fields.get("owner_id") not in (None, item.owner_id):
        owner = actor.session.get_one(models.Person, fields["owner_id"])
        refuse_outsider(actor, item.project, owner)


def is_inside(actor: Actor, project: models.Project, person: models.Person) -> bool:
    """Whether a person may see what lives in a project's channel."""
    if person.id == actor.who.id or project.channel is None or not project.channel.is_private:
        return True
    inside = (project.channel.id, person.slack_id)
    return actor.session.get(models.ChannelMember, inside) is not None


def by_name(actor: Actor, name: str, field: str = "owner") -> models.Person:
    """A person by the name typed after @, where Slack did not turn it into a mention."""
    wanted = name.strip().lstrip("@").casefold()
    found = actor.session.scalars(
        select(models.Person).where(
            models.Person.workspace_id == actor.who.workspace_id,
            models.Person.left.is_(False),
            models.Person.is_bot.is_(False),
            or_(
                func.lower(models.Person.handle) == wanted,
                func.lower(models.Person.name) == wanted,
                func.lower(models.Person.name).startswith(f"{wanted} ", autoescape=True),
            ),
        )
    ).all()
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(person.name for person in found[:5])
        raise Invalid(field, f"“@{name}” could be {names}: pick the person from Slack's list.")
    raise Invalid(field, f"I know nobody called “@{name}”: pick the person from Slack's list.")


FIND = select(models.Person).where(
    models.Person.workspace_id == bindparam("workspace"),
    models.Person.slack_id == bindparam("slack_id"),
)


def find_person(session: Session, workspace_id: int, slack_id: str) -> models.Person | None:
    return session.scalars(FIND, {"workspace": workspace_id, "slack_id": slack_id}).one_or_none()


def channel_by_name(actor: Actor, name: str) -> models.Channel:
    """A public channel, or a private one of the actor's, by the name typed after #."""
    wanted = name.strip().lstrip("#").casefold()
    found = actor.session.scalars(
        select(models.Channel).where(
            models.Channel.workspace_id == actor.who.workspace_id,
            func.lower(models.Channel.name) == wanted,
            or_(
                models.Channel.is_private.is_(False),
                models.Channel.id.in_(
                    select(models.ChannelMember.channel_id).where(
                        models.ChannelMember.slack_id == actor.who.slack_id
                    )
                ),
            ),
        )
    ).first()
    if found is None:
        raise Invalid("channel", f"I know no channel #{name}: pick it from Slack's list.")
    return channel(actor, found.slack_id)
