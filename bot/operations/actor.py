"""Who acts, when and in which transaction: the first argument of every operation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

AMERICAN = ("America/", "US/", "Pacific/Honolulu", "UTC", "Etc/")
"""Where zones begin in which American English tells how dates are written, or nothing is known."""


@dataclass(frozen=True)
class Who:
    """A person as the bot knows them; `zone` is an IANA name, `locale` Slack's ("en-GB")."""

    id: int
    workspace_id: int
    slack_id: str
    name: str
    zone: str
    locale: str
    is_bot: bool = False
    is_guest: bool = False
    left: bool = False

    @property
    def language(self) -> str:
        """Two letters: "de" of "de-DE"."""
        return self.locale.partition("-")[0] or "en"

    @property
    def order(self) -> str:
        """How this person writes 3/4: month first in the United States, day first elsewhere.

        American English is what Slack speaks unless told otherwise: far from America it says
        nothing of how somebody writes a date, and the order is empty.
        """
        if self.locale not in {"en-US", "en-PH", ""}:
            return "DMY"
        at_home = self.zone.startswith(AMERICAN) or self.locale == "en-PH"
        return "MDY" if at_home else ""


class Made(NamedTuple):
    """One change that a step made, as the history keeps it: an empty `field` is a creation."""

    noun: str
    item_id: int
    field: str
    old: Any
    new: Any


@dataclass
class Actor:
    """One person, one instant, one transaction; all that they change is one step to undo."""

    session: Session
    who: Who
    now: datetime
    channel: str = ""
    """Slack id of the conversation that the words were typed in, or empty."""
    set_id: int | None = field(default=None, init=False)
    made: list[Made] = field(default_factory=list, init=False)
    """All that this step has changed so far: who must see it is decided at its end."""
    told: bool = field(default=False, init=False)
    """Whether a notice was planned that should not wait for the next tick."""
    at_home: bool = field(default=False, init=False)
    """Whether the answer is the person's own home page: it need not be drawn once more."""

    def forget(self) -> None:
        """Start the step anew: what it did so far was rolled back."""
        self.set_id, self.told = None, False
        self.made.clear()

    def touched(self, noun: str, item_id: int) -> set[str]:
        """The fields of an item that this step has set; an empty one is its creation."""
        return {made.field for made in self.made if (made.noun, made.item_id) == (noun, item_id)}

    @cached_property
    def zone(self) -> ZoneInfo:
        """The person's zone."""
        return ZoneInfo(self.who.zone)

    @cached_property
    def here(self) -> datetime:
        """Now, on the person's own clock."""
        return self.now.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The date on the person's own calendar."""
        return self.here.date()


BOT = "Stationmaster"


def of_system(session: Session, workspace_id: int, now: datetime) -> Actor:
    """The bot itself, for what comes with time and nobody does; the history names no person."""
    who = Who(0, workspace_id, slack_id="", name=BOT, zone="UTC", locale="en-GB", is_bot=True)
    return Actor(session, who, now)
