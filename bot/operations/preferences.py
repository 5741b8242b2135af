"""When and how much somebody wants to hear, and what a project's manager set for its nudges.

Only what was set by hand is kept; everything else follows from where a person is, or is the
default. The country is that of the zone, else of the locale, unless it was set by hand.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cache
from importlib import resources
from typing import Any, TypeVar

import holidays

from .. import models
from ..planning.calendar import MONDAY_TO_FRIDAY, Calendar
from . import history
from .actor import Actor

Value = TypeVar("Value")
log = logging.getLogger(__name__)

MOST_A_DAY = 20
"""Messages, for whoever wants as many."""
MOST_AHEAD = 60
"""Working days that a heads-up may come before a deadline."""
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
    whose = f"person {person.id}"
    kept = _read(person.manners, OF_A_PERSON, whose)
    if "country" in kept and "weekdays" not in kept:
        kept["weekdays"] = usual_weekdays(kept["country"])
    found = replace(of_nobody(person), **kept)
    if found.until <= found.note_at:  # nothing would ever come
        _warn(whose, "until")
        return replace(found, note_at=Preferences.note_at, until=Preferences.until)
    return found


def is_own_country(person: models.Person) -> bool:
    """Whether somebody chose the country whose holidays they keep."""
    return "country" in _read(person.manners, OF_A_PERSON, f"person {person.id}")


def of_project(project: models.Project) -> OfProject:
    """What a project's manager set, over the defaults."""
    kept = _read(project.nudging, OF_A_PROJECT, f"project {project.id}")
    if "leads" in kept:
        kept["leads"] = {**LEADS, **kept["leads"]}
    return OfProject(**kept)


def keep(actor: Actor, person: models.Person, told: Preferences) -> bool:
    """Keep what a person set by hand where it differs from what follows by itself."""
    usual = replace(of_nobody(person), country=told.country)
    kept: dict[str, Any] = {}
    if told.country != country_of(person.zone, person.locale):
        kept["country"] = told.country
    usual = replace(usual, weekdays=usual_weekdays(told.country))
    for name in ("note_at", "until"):
        if getattr(told, name) != getattr(usual, name):
            kept[name] = getattr(told, name).isoformat("minutes")
    if told.weekdays != usual.weekdays:
        kept["weekdays"] = sorted(told.weekdays)
    for name in ("cap", "full_on"):
        if getattr(told, name) != getattr(usual, name):
            kept[name] = getattr(told, name)
    if told.leads and dict(told.leads) != dict(LEADS):
        kept["leads"] = {name: list(days) for name, days in told.leads.items()}
    return bool(history.change(actor, person, "changed my settings", manners=kept or None))


def of_nobody(person: models.Person) -> Preferences:
    """What would hold where a person had set nothing."""
    country = country_of(person.zone, person.locale)
    return replace(Preferences(), country=country, weekdays=usual_weekdays(country))


def keep_of_project(actor: Actor, project: models.Project, told: OfProject) -> bool:
    """Keep what a project's manager set where it differs from the defaults."""
    kept: dict[str, Any] = {}
    if dict(told.leads) != dict(LEADS):
        kept["leads"] = {name: list(days) for name, days in told.leads.items()}
    if told.off:
        kept["off"] = sorted(told.off)
    for name in ("escalates", "check_in_on", "praises"):
        if getattr(told, name) != getattr(OfProject(), name):
            kept[name] = getattr(told, name)
    said = f"set the nudges of {project.key}"
    return bool(history.change(actor, project, said, nudging=kept or None))


def asked_on(told: OfProject, weekday: int | None) -> OfProject:
    """The same, with its manager asked how it stands on another weekday, or never."""
    return replace(told, check_in_on=weekday)


# ── reading what was kept ────────────────────────────────────────────────────────────────────


def _read(kept: Any, known: Mapping[str, Callable[[Any], Any]], whose: str) -> dict[str, Any]:
    """The fields that can be read; the others are left at their defaults, so that all goes on."""
    found = {}
    for name, value in (kept if isinstance(kept, dict) else {"": kept} if kept else {}).items():
        try:
            found[name] = known[name](value)
        except (KeyError, ValueError, TypeError, AttributeError):
            _warn(whose, name)
    return found


@cache
def _warn(whose: str, name: str) -> None:
    """Say once of each field that it cannot be read: it is read with every note."""
    log.warning("setting %r of %s cannot be read: its default counts", name, whose)


def _clock(value: Any) -> time:
    return _fit(time.fromisoformat(value), lambda found: found.tzinfo is None)


def _country(value: Any) -> str:
    code: str = _fit(value, lambda code: code == "" or code in country_names())
    return code


def _number(least: int, most: int) -> Callable[[Any], int]:
    return lambda value: _fit(value, lambda each: type(each) is int and least <= each <= most)


def _numbers(value: Any, most: int) -> tuple[int, ...]:
    return tuple(_number(0, most)(each) for each in value)


def _weekdays(value: Any) -> frozenset[int]:
    return _fit(frozenset(_numbers(value, 6)), bool)


def _leads(value: Any) -> dict[str, tuple[int, ...]]:
    found = {name: _numbers(days, MOST_AHEAD) for name, days in value.items()}
    return _fit(found, lambda leads: leads.keys() <= LEADS.keys())


def _names(value: Any) -> frozenset[str]:
    return frozenset(_fit(value, lambda names: isinstance(names, list)))


def _yes(value: Any) -> bool:
    yes: bool = _fit(value, lambda yes: isinstance(yes, bool))
    return yes


def _fit(value: Value, fits: Callable[[Value], Any]) -> Value:
    if not fits(value):
        raise ValueError
    return value


OF_A_PERSON: Mapping[str, Callable[[Any], Any]] = {
    "note_at": _clock,
    "until": _clock,
    "weekdays": _weekdays,
    "country": _country,
    "cap": _number(1, MOST_A_DAY),
    "leads": _leads,
    "full_on": _number(0, 6),
}
OF_A_PROJECT: Mapping[str, Callable[[Any], Any]] = {
    "leads": _leads,
    "off": _names,
    "escalates": _yes,
    "check_in_on": lambda value: None if value is None else _number(0, 6)(value),
    "praises": _yes,
}
"""How each field is read back."""


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
    """Each zone that is named after a place, and the country it lies in; former names as well.

    IANA's zone.tab, and the links of tzdata.zi: "L Asia/Kolkata Asia/Calcutta".
    """
    tables = resources.files("tzdata") / "zoneinfo"
    lines = (tables / "zone.tab").read_text().splitlines()
    rows = (line.split("\t") for line in lines if line[:1] != "#")
    found = {row[2]: row[0] for row in rows}
    links = (line.split() for line in (tables / "tzdata.zi").read_text().splitlines())
    former = {link[2]: found[link[1]] for link in links if link[0] == "L" and link[1] in found}
    return former | found


def country_name(country: str) -> str:
    """How a country is called in English; empty where there is none."""
    return country_names().get(country, "")


@cache
def country_names() -> dict[str, str]:
    """ISO 3166 codes of the countries whose holidays are known, and their names."""
    table = resources.files("tzdata") / "zoneinfo" / "iso3166.tab"
    known = set(holidays.list_supported_countries())
    rows = (line.split("\t") for line in table.read_text().splitlines() if line[:1] != "#")
    return {row[0]: row[1] for row in rows if row[0] in known}


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
