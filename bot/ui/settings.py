"""What somebody hears and when: their settings, what is muted, what a project's manager set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from .. import dates, models
from ..operations import mutes, preferences
from . import fields, kit, when

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NEVER = "never"
MOST_A_DAY = 20
QUIET = {"1 hour": "1h", "until tomorrow": "until tomorrow", "until Monday": "until monday"}


def form(
    told: preferences.Preferences,
    follows: str,
    own_country: bool,
    kinds: Sequence[str],
    projects: Sequence[models.Project],
    silent: Sequence[str],
) -> kit.Modal:
    """The settings of one person.

    `follows` is the country that their zone speaks of, `kinds` and `silent` are what is muted
    everywhere and the keys of the projects of which everything is.
    """
    chosen = kit.option(preferences.country_name(told.country), told.country)
    country = kit.search(
        "search.country",
        f"Follow my time zone ({preferences.country_name(follows) or 'no country'})",
        chosen if own_country and told.country else None,
    )
    cap = [kit.option(f"{number} a day", str(number)) for number in range(1, MOST_A_DAY + 1)]
    blocks = [
        fields.field("note_at", "My note comes at", fields.time_box(told.note_at), optional=False),
        fields.field("until", "Nothing comes after", fields.time_box(told.until), optional=False),
        fields.field("weekdays", "I work on", _days("value", told.weekdays), optional=False),
        fields.field("country", "Public holidays of", country),
        fields.field("cap", "Messages at most", kit.select("value", cap, str(told.cap))),
        *leads(told.leads or preferences.LEADS),
        fields.field("full_on", "The whole week comes on", _one_day(told.full_on)),
        fields.field("kinds", "I do not want to hear of", _kinds(kinds)),
    ]
    if projects or silent:
        blocks.append(fields.field("projects", "Nothing at all of", _projects(projects, silent)))
    return kit.modal("My settings", "pm.settings", blocks)


def leads(told: Mapping[str, Sequence[int]]) -> list[kit.Block]:
    """How many working days before a deadline its owner hears of it, by priority."""
    return [
        fields.field(
            f"lead_{name}",
            f"Heads-up for {name} tasks",
            fields.text_box(", ".join(str(each) for each in told.get(name, ())), limit=20),
            hint="Working days before the deadline, such as 3 or 5, 1; empty: none.",
        )
        for name in models.PRIORITIES
    ]


def _days(action: str, chosen: frozenset[int]) -> kit.Element:
    options = [kit.option(name, str(number)) for number, name in enumerate(DAYS)]
    return kit.multi(action, options, [str(each) for each in sorted(chosen)])


def _one_day(chosen: int) -> kit.Element:
    options = [kit.option(name, str(number)) for number, name in enumerate(DAYS)]
    return kit.select("value", options, str(chosen))


def _kinds(chosen: Sequence[str]) -> kit.Element:
    options = [
        kit.option(words, kind) for kind, words in mutes.KINDS.items() if kind != mutes.EVERYTHING
    ]
    return kit.multi("value", options, chosen)


def _projects(projects: Sequence[models.Project], chosen: Sequence[str]) -> kit.Element:
    options = [kit.option(f"{each.key} · {each.name}", each.key) for each in projects]
    return kit.multi("value", options, chosen)


def saved(told: preferences.Preferences, country: str, undo: int | None) -> kit.Message:
    """What the settings are now, in words."""
    days = ", ".join(DAYS[each][:3] for each in sorted(told.weekdays))
    holidays = f"without the holidays of {country}" if country else "holidays not counted"
    text = (
        f"Your note comes at {told.note_at:%H:%M}, nothing after {told.until:%H:%M}, on {days}, "
        f"{holidays}; {told.cap} messages a day at most."
    )
    return kit.message(text, kit.section(text), *kit.row(*kit.undo(undo)))


# ── quiet ────────────────────────────────────────────────────────────────────────────────────


def quiet(
    reader: when.Reader,
    quiet_until: datetime | None,
    muted: Sequence[models.Mute],
    said: str = "",
    undo: int | None = None,
) -> kit.Message:
    """Until when somebody is left alone, and what they have muted."""
    now = _until(reader, quiet_until)
    blocks = [kit.section(said)] if said else []
    blocks.append(kit.section(f"Quiet {now}." if now else "You hear what is due, in your hours."))
    for each in muted[:20]:
        button = kit.button("Unmute", "pm.unmute", str(each.id))
        blocks.append(kit.section(f"Muted: {mutes.said(each.kind, each.project)}", button))
    if not muted:
        blocks.append(kit.context("Nothing is muted: ⋯ beside a row of your note mutes just that."))
    buttons = [
        kit.button(label, f"pm.quiet.{n}", to) for n, (label, to) in enumerate(QUIET.items())
    ]
    if now:
        buttons = [kit.button("Hear again", "pm.quiet.off", "off")]
    settings = kit.button("My settings", "pm.settings")
    return kit.message(
        said or "What you hear", *blocks, kit.actions(*buttons, settings, *kit.undo(undo))
    )


def _until(reader: when.Reader, until: datetime | None) -> str:
    if until is None or until <= reader.now:
        return ""
    here = until.astimezone(reader.zone)
    return f"until {dates.show_day(here.date(), reader.today)} {here:%H:%M}"


# ── of a project ─────────────────────────────────────────────────────────────────────────────


def of_project(project: models.Project, told: preferences.OfProject, metadata: str) -> kit.Modal:
    """What a project's manager sets for everybody in it; people may still mute it."""
    rules = [kit.option(words, kind) for kind, words in mutes.KINDS.items() if kind in mutes.RULES]
    days = [kit.option(name, str(number)) for number, name in enumerate(DAYS)]
    days.append(kit.option("Never", NEVER))
    chosen = NEVER if told.check_in_on is None else str(told.check_in_on)
    yes = [kit.option("Yes", "yes"), kit.option("No", "no")]
    blocks = [
        *leads(told.leads),
        fields.field("off", "Nobody hears of", kit.multi("value", rules, sorted(told.off))),
        fields.field(
            "escalates",
            "What is late goes up to the managers",
            kit.select("value", yes, "yes" if told.escalates else "no"),
        ),
        fields.field("check_in_on", "How it stands is asked on", kit.select("value", days, chosen)),
        fields.field(
            "praises",
            "Digests thank for what arrived early",
            kit.select("value", yes, "yes" if told.praises else "no"),
        ),
    ]
    return kit.modal(f"Nudges of {project.key}", "project.nudges", blocks, metadata=metadata)


def project_saved(
    project: models.Project, told: preferences.OfProject, said: str, undo: int | None
) -> kit.Message:
    """What the nudges of a project are now, in words."""
    asked = "never" if told.check_in_on is None else f"on {DAYS[told.check_in_on]}s"
    off = ", ".join(mutes.KINDS[each] for each in sorted(told.off))
    lines = [
        f"{project.key} {project.name}: {said}",
        "Heads-up: "
        + " · ".join(f"{name} {list(told.leads[name]) or 'none'}" for name in models.PRIORITIES),
        "What is late goes up to the managers." if told.escalates else "What is late stays below.",
        f"How it stands is asked {asked}.",
        f"Switched off: {off}." if off else "",
    ]
    text = "\n".join(line for line in lines if line).replace("[", "").replace("]", "")
    edit = kit.button("Change…", "project.nudges", project.key)
    return kit.message(lines[0], kit.section(text), kit.actions(edit, *kit.undo(undo)))
