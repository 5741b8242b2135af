"""When and how much somebody wants to hear, and what a project's manager set for its nudges.

Only what was set by hand is kept; everything else follows from where a person is, or is the
default. The country is that of the zone, else of the locale, unless it was set by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cache
from importlib import resources
from typing import Any

import holidays

from .. import models
from ..planning.calendar import MONDAY_TO_FRIDAY, Calendar

LEADS: Mapping[str, tuple[int, ...]] = {
    "urgent": (5, 1),
    "high": (3, 1),
    "normal": (3,),
    "low": (1,),
}
"""Working days before a deadline on which its owner hears of it, by priority."""


@dataclass(frozen=True)
class Preferences:
    """Of one person; times are on their own clock."""

    note_at: time = time(9)
    """When the morning note comes, and from when on anything may."""
    until: time = time(18)
    """After this nothing comes before the next working day."""
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    country: str = ""
    """ISO 3166 code whose public holidays are kept; empty: none."""
    cap: int = 5
    """Messages a day at most, over all projects; the rest folds into the next note."""
    leads: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By priority; where empty, the project's count."""
    full_on: int = 0
    """The weekday whose note has the whole week."""

    @property
    def calendar(self) -> Calendar:
        """The days that this person works; days away are not known here."""
        return Calendar(self.weekdays, public_holidays(self.country))


@dataclass(frozen=True)
class OfProject:
    """What a project's manager set; people may still mute it for themselves."""

    leads: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: LEADS)
    off: frozenset[str] = frozenset()
    """Rules that nudge nobody in this project."""
    escalates: bool = True
    """Whether what is late goes up to the managers of the project and of its program."""
    check_in_on: int | None = 3
    """The weekday on which its manager is asked how it stands; None: never."""
    praises: bool = True
    """Whether digests thank for what arrived early."""


def of(person: models.Person) -> Preferences:
    """What a person set, over what follows from where they are."""
    country = country_of(person.zone, person.locale)
    found = replace(Preferences(), country=country, weekdays=usual_weekdays(country))
    kept = dict(person.manners or {})
    for name in ("note_at", "until"):
        if name in kept:
            kept[name] = time.fromisoformat(kept[name])
    if "country" in kept and "weekdays" not in kept:
        kept["weekdays"] = usual_weekdays(kept["country"])
    if "weekdays" in kept:
        kept["weekdays"] = frozenset(kept["weekdays"])
    return replace(found, **_with_leads(kept))


def of_project(project: models.Project) -> OfProject:
    """What a project's manager set, over the defaults."""
    kept = dict(project.nudging or {})
    if "off" in kept:
        kept["off"] = frozenset(kept["off"])
    kept = _with_leads(kept)
    if "leads" in kept:
        kept["leads"] = {**LEADS, **kept["leads"]}
    return OfProject(**kept)


def _with_leads(kept: dict[str, Any]) -> dict[str, Any]:
    if "leads" not in kept:
        return kept
    return {**kept, "leads": {name: tuple(days) for name, days in kept["leads"].items()}}


# ── countries ────────────────────────────────────────────────────────────────────────────────


def country_of(zone: str, locale: str) -> str:
    """The country that a zone and a locale such as "de-DE" speak of; empty where unknown.

    American English is what Slack speaks unless told otherwise, so the zone counts for more.
    """
    place = _zone_countries().get(zone, "")
    spoken = locale.replace("_", "-").partition("-")[2].upper()
    return place or (spoken if spoken in holidays.list_supported_countries() else "")


@cache
def _zone_countries() -> dict[str, str]:
    """IANA's zone.tab: each zone that is named after a place, and the country it lies in."""
    table = resources.files("tzdata") / "zoneinfo" / "zone.tab"
    rows = (line.split("\t") for line in table.read_text().splitlines() if line[:1] != "#")
    return {row[2]: row[0] for row in rows}


@cache
def public_holidays(country: str) -> Any:
    """The dates of a country's nation-wide holidays; a container that fills itself as asked."""
    if country not in holidays.list_supported_countries():
        return frozenset[date]()
    return holidays.country_holidays(country)


@cache
def usual_weekdays(country: str) -> frozenset[int]:
    """The weekdays that are worked where a country's weekend is kept."""
    weekend: set[int] = getattr(public_holidays(country), "weekend", set())
    # Offices keep two days, also where the law names one.
    return frozenset(range(7)) - frozenset(weekend) if len(weekend) == 2 else MONDAY_TO_FRIDAY
