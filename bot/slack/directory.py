"""What Slack knows of people and channels: asked once, kept in our tables, kept fresh by events."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.orm import Session

from ..db import Database
from ..operations import people
from ..operations.actor import Who
from ..slack_errors import trouble

log = logging.getLogger(__name__)

PERSON = re.compile(r"<@([UW][A-Z0-9]+)")
CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)")
PLAIN_PERSON = re.compile(r"(?<![<\w])@[\w.-]+")
PLAIN_CHANNEL = re.compile(r"(?<![<\w&])#[\w-]+")
FRESH_FOR = timedelta(hours=1)
AT_A_TIME = 20
"""Channels asked about in one go: Slack takes fifty such questions a minute."""
PATIENCE_SECONDS = 1.2
"""How long a request waits for what Slack says of its people; it goes on without."""
LAST_SECONDS = 10
"""How long what Slack says of them later is still heard, for the next request."""


class Directory:
    """The people and channels met so far; what is not known yet is asked of Slack."""

    def __init__(
        self, database: Database, client: AsyncWebClient, clock: Callable[[], datetime]
    ) -> None:
        """`clock` gives aware UTC."""
        self._database = database
        self._client = client
        self._clock = clock
        self._who: dict[tuple[str, str], tuple[Who, datetime]] = {}
        self._channels: dict[tuple[str, str], tuple[people.ChannelFacts, datetime]] = {}
        self._listed: dict[tuple[str, str], datetime] = {}
        self.late: dict[tuple[str, str], asyncio.Task[None]] = {}
        """Whom and what Slack is still to tell of, though nobody waits for it any more."""

    async def who(self, team: str, slack_id: str, name: str = "") -> Who:
        """The person who asks; with Slack silent, what is known of them, or just their name."""
        known: Who | None = self._fresh(self._who, (team, slack_id))
        if known is not None:
            return known

        async def learn(facts: people.PersonFacts | None) -> Who:
            return await self._database.run(
                lambda s: self._learn_person(s, team, slack_id, facts, name)
            )

        return await learn(await self._ask(self._person(team, slack_id), (team, slack_id), learn))

    async def meet(self, team: str, words: str, asker: str, channel: str) -> None:
        """Learn whoever and whatever the words mention, and the conversation they stand in."""
        channels = {*CHANNEL.findall(words), *([channel] if channel[:1] in {"C", "G"} else [])}
        mentioned = set(PERSON.findall(words)) - {asker}
        jobs = [self.who(team, each) for each in mentioned if self._stale(self._who, team, each)]
        # Naming a channel says nothing of being in it: only who speaks there is.
        speakers = {each: asker if each == channel else "" for each in channels}
        jobs += [
            self.channel(team, each, speaker)  # type: ignore[misc]
            for each, speaker in speakers.items()
            if not self._knows(team, each, speaker)
        ]
        if PLAIN_PERSON.search(words):
            jobs.append(self._everyone(team))  # type: ignore[arg-type]
        if PLAIN_CHANNEL.search(words):
            jobs.append(self._everywhere(team))  # type: ignore[arg-type]
        if jobs:
            await asyncio.gather(*jobs)

    async def channel(self, team: str, slack_id: str, speaker: str = "") -> None:
        """Learn a conversation; who speaks in a private one that is closed to us is in it."""
        if self._knows(team, slack_id, speaker):
            return

        async def learn(facts: people.ChannelFacts) -> None:
            if not facts.has_bot and _is_news(facts, speaker):
                facts = replace(facts, members=(*(facts.members or ()), speaker))
            await self.learn_channel(team, facts)

        facts = await self._ask(self._channel(slack_id), (team, slack_id), learn)
        if facts is not None:
            await learn(facts)
        elif not await self._database.run(lambda s: people.knows_channel(s, team, slack_id)):
            # Slack is slow: what is in our table stands; a new one counts as private until then.
            await self._store(team, _hidden(slack_id, speaker))

    async def refresh(self) -> None:
        """Ask again about channels that decide what is private: an event may have been lost."""
        before = self._clock() - FRESH_FOR
        stale = await self._database.run(lambda s: people.stale_channels(s, before, AT_A_TIME))
        for team, slack_id in stale:
            self.forget(team, slack_id)
            await self.channel(team, slack_id)

    async def learn_channel(self, team: str, facts: people.ChannelFacts) -> None:
        """Store a conversation, and do not ask for it again for an hour."""
        await self._store(team, facts)
        self._channels[team, facts.slack_id] = (facts, self._clock() + FRESH_FOR)

    async def _store(self, team: str, facts: people.ChannelFacts) -> None:
        now = self._clock()

        def work(session: Session) -> None:
            workspace = people.workspace(session, team)
            people.learn_channel(session, workspace.id, facts, now)

        await self._database.run(work)

    def forget(self, team: str, slack_id: str) -> None:
        """Ask Slack again the next time: something changed; what it was asked before is old."""
        self._who.pop((team, slack_id), None)
        self._channels.pop((team, slack_id), None)
        late = self.late.pop((team, slack_id), None)
        if late is not None:
            late.cancel()

    # ── asking Slack ──────────────────────────────────────────────────────────────────────

    async def _person(self, team: str, slack_id: str) -> people.PersonFacts:
        try:
            answer = await self._client.users_info(user=slack_id, include_locale=True)
        except SlackApiError as error:
            if trouble(error).error != "user_not_found":
                raise
            # Nobody who could own work, whatever a payload says.
            return people.PersonFacts(slack_id, slack_id, "", "UTC", "en-US", left=True)
        return person_facts(answer["user"], team)

    async def _channel(self, slack_id: str) -> people.ChannelFacts:
        try:
            found = (await self._client.conversations_info(channel=slack_id))["channel"]
        except SlackApiError as error:
            if trouble(error).error != "channel_not_found":
                raise
            return _hidden(slack_id)
        members = await _members(self._client, slack_id) if found.get("is_private") else None
        return channel_facts(found, members)

    async def _everyone(self, team: str) -> None:
        """Learn all people at once: somebody was named without a mention."""
        if self._listed.get((team, "people"), datetime.min.replace(tzinfo=UTC)) > self._clock():
            return
        cursor = ""
        while True:
            page = await self._ask(
                self._client.users_list(limit=200, include_locale=True, cursor=cursor or None)
            )
            if page is None:
                return
            facts = [person_facts(each, team) for each in page["members"]]
            await self._database.run(lambda s, f=facts: self._learn_people(s, team, f))  # type: ignore[misc]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                self._listed[team, "people"] = self._clock() + FRESH_FOR
                return

    async def _everywhere(self, team: str) -> None:
        """Learn all channels that the bot can see: one was named without a link."""
        if self._listed.get((team, "channels"), datetime.min.replace(tzinfo=UTC)) > self._clock():
            return
        page = await self._ask(
            self._client.conversations_list(types="public_channel,private_channel", limit=1000)
        )
        if page is None:
            return
        for each in page["channels"]:
            await self.learn_channel(team, channel_facts(each, None))
        self._listed[team, "channels"] = self._clock() + FRESH_FOR

    async def _ask(
        self,
        question: Coroutine[Any, Any, Any],
        about: tuple[str, str] | None = None,
        learn: Callable[[Any], Awaitable[Any]] | None = None,
    ) -> Any:
        """What Slack answers in time, or None; later, `learn` keeps what it says `about` one."""
        asked = asyncio.create_task(self._answer(question))
        done, _ = await asyncio.wait({asked}, timeout=PATIENCE_SECONDS)
        if done:
            return asked.result()
        log.warning("Slack did not say in time who or where that is")
        if about is None or learn is None or about in self.late:
            asked.cancel()
        else:
            self.late[about] = asyncio.create_task(self._hear(asked, about, learn))
        return None

    async def _hear(
        self,
        asked: asyncio.Task[Any],
        about: tuple[str, str],
        learn: Callable[[Any], Awaitable[Any]],
    ) -> None:
        try:
            found = await asked
            if found is not None:
                await learn(found)
        finally:
            if self.late.get(about) is asyncio.current_task():
                del self.late[about]

    async def _answer(self, question: Coroutine[Any, Any, Any]) -> Any:
        try:
            return await asyncio.wait_for(question, LAST_SECONDS)
        except Exception as error:  # a request goes on whatever Slack or the network answers
            log.warning("Slack did not say who or where that is: %r", error)
            return None

    # ── keeping it ────────────────────────────────────────────────────────────────────────

    def _learn_people(
        self, session: Session, team: str, found: Iterable[people.PersonFacts]
    ) -> None:
        now = self._clock()
        workspace = people.workspace(session, team)
        for person in people.learn_people(session, workspace.id, list(found), now):
            self._who[team, person.slack_id] = (people.who(person), now + FRESH_FOR)

    def _learn_person(
        self,
        session: Session,
        team: str,
        slack_id: str,
        facts: people.PersonFacts | None,
        name: str,
    ) -> Who:
        now = self._clock()
        workspace = people.workspace(session, team)
        if facts is None:
            known = people.find_person(session, workspace.id, slack_id)
            if known is not None:
                return people.who(known)
            # Until Slack says more, they see what a guest sees.
            named = name or slack_id
            facts = people.PersonFacts(slack_id, named, name, "UTC", "en-US", is_guest=True)
            return people.who(people.learn_person(session, workspace.id, facts, now))
        who = people.who(people.learn_person(session, workspace.id, facts, now))
        self._who[team, slack_id] = (who, now + FRESH_FOR)
        return who

    def _fresh(
        self, kept: dict[tuple[str, str], tuple[Any, datetime]], key: tuple[str, str]
    ) -> Any:
        found = kept.get(key)
        return found[0] if found and found[1] > self._clock() else None

    def _knows(self, team: str, slack_id: str, speaker: str) -> bool:
        """Whether nothing has to be asked about a conversation in which somebody speaks."""
        known: people.ChannelFacts | None = self._fresh(self._channels, (team, slack_id))
        return known is not None and not _is_news(known, speaker)

    def _stale(
        self, kept: dict[tuple[str, str], tuple[Any, datetime]], team: str, slack_id: str
    ) -> bool:
        return self._fresh(kept, (team, slack_id)) is None


def _is_news(known: people.ChannelFacts, speaker: str) -> bool:
    """Whether somebody speaks in a private channel who is not known to be in it."""
    return known.is_private and bool(speaker) and speaker not in (known.members or ())


def _hidden(slack_id: str, *members: str) -> people.ChannelFacts:
    """A private channel that the bot is not in: all it can know is who speaks there."""
    return people.ChannelFacts(
        slack_id, "private channel", is_private=True, has_bot=False, members=members
    )


def person_facts(user: dict[str, Any], team: str) -> people.PersonFacts:
    """Slack's user object in our words; an unknown zone counts as UTC.

    Who comes from another workspace, through a shared channel, is a guest of this one.
    """
    profile = user.get("profile") or {}
    is_guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
    name = profile.get("display_name") or user.get("real_name") or profile.get("real_name")
    return people.PersonFacts(
        slack_id=user["id"],
        name=name or user.get("name") or user["id"],
        handle=user.get("name") or "",
        zone=known_zone(user.get("tz")),
        locale=user.get("locale") or "en-US",
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_guest=is_guest or _is_stranger(user, team),
        left=bool(user.get("deleted")),
    )


def _is_stranger(user: dict[str, Any], team: str) -> bool:
    """Whether somebody's workspace is another one; in an organisation people have several."""
    theirs = {user.get("team_id") or team, *(user.get("enterprise_user") or {}).get("teams", ())}
    return team not in theirs


def channel_facts(found: dict[str, Any], members: tuple[str, ...] | None) -> people.ChannelFacts:
    """Slack's conversation object in our words."""
    private = bool(found.get("is_private"))
    return people.ChannelFacts(
        slack_id=found["id"],
        name=found.get("name") or "",
        is_private=private,
        is_archived=bool(found.get("is_archived")),
        has_bot=bool(found.get("is_member", True)),
        members=members,
    )


def known_zone(name: str | None) -> str:
    """An IANA zone that this machine knows, else UTC."""
    try:
        return str(ZoneInfo(name)) if name else "UTC"
    except (KeyError, ValueError, OSError):
        return "UTC"


async def find_channel(client: AsyncWebClient, name: str) -> people.ChannelFacts | None:
    """A channel by its name or id, with the members of a private one; None where there is none."""
    wanted = name.lstrip("#").casefold()
    cursor = ""
    while True:
        page = await client.conversations_list(
            types="public_channel,private_channel",
            limit=200,
            cursor=cursor or None,
        )
        for found in page["channels"]:
            if wanted in {found["id"].casefold(), str(found.get("name", "")).casefold()}:
                members = await _members(client, found["id"]) if found.get("is_private") else None
                return channel_facts(found, members)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None


async def _members(client: AsyncWebClient, slack_id: str) -> tuple[str, ...]:
    found: list[str] = []
    cursor = ""
    while True:
        page = await client.conversations_members(
            channel=slack_id, limit=200, cursor=cursor or None
        )
        found += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return tuple(found)
