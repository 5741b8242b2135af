"""What somebody hears and when: their settings, what is muted, what a project's manager set."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from .. import dates, models
from ..operations import mutes, preferences
from ..operations.words import count
from . import fields, kit, when

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NEVER = "never"
NO_HOLIDAYS = kit.option("No public holidays", "none")
QUIET = {"1 hour": "1h", "until tomorrow": "until tomorrow", "until Monday": "until monday"}
MOST_BUTTONS = 3
"""Projects that *What I hear of …* is offered for."""


# ── mine ─────────────────────────────────────────────────────────────────────────────────────


def form(
    told: preferences.Preferences,
    follows: str,
    own_country: bool,
    kinds: Sequence[str],
    projects: Sequence[models.Project],
    silent: Sequence[str],
    metadata: str,
) -> kit.Modal:
    """The settings of one person.

    `follows` is the country that their zone speaks of, `kinds` and `silent` are what is muted
    everywhere and the keys of the projects of which everything is.
    """
    name = preferences.country_name(told.country)
    chosen = kit.option(name, told.country) if name else NO_HOLIDAYS
    country = kit.search(
        "search.country",
        f"Follow my time zone ({preferences.country_name(follows) or 'no country'})",
        chosen if own_country else None,
    )
    most = range(1, preferences.MOST_A_DAY + 1)
    cap = kit.select("value", [kit.option(f"{n} a day", str(n)) for n in most], str(told.cap))
    blocks = [
        fields.field("note_at", "My note comes at", fields.time_box(told.note_at), optional=False),
        fields.field("until", "Nothing comes after", fields.time_box(told.until), optional=False),
        fields.field("weekdays", "I work on", _days(told.weekdays), optional=False),
        fields.field("country", "Public holidays of", country),
        fields.field("cap", "Messages at most", cap),
        *leads(told.leads or preferences.LEADS),
        fields.field("full_on", "The whole week comes on", _one_day(told.full_on)),
        fields.field("kinds", "I do not want to hear of", _kinds(list(mutes.KINDS), kinds)),
    ]
    if projects:
        options = [kit.option(f"{each.key} · {each.name}", each.key) for each in projects]
        whole = kit.multi("value", options, silent)
        blocks.append(fields.field("projects", "Nothing at all of", whole))
    blocks.append(kit.context("For one project alone: /pm settings and its key."))
    return kit.modal("My settings", "pm.settings", blocks, metadata=metadata)


def form_of_project(
    project: models.Project,
    kinds: Sequence[str],
    everywhere: Sequence[str],
    off: Collection[str],
    metadata: str,
) -> kit.Modal:
    """What one person hears of one project.

    `everywhere` is what they have muted of all projects, `off` what the manager has switched off.
    """
    menu = _kinds(mutes.OF_PROJECT, kinds, dict.fromkeys(off, "switched off by the manager"))
    already = [
        (f"Switched off in {project.key} for everybody", sorted(off)),
        ("Muted in all projects", everywhere),
    ]
    blocks = [
        kit.section(f"{project.key} {project.name}"),
        fields.field("kinds", f"In {project.key} I do not want to hear of", menu),
        *(kit.context(f"{said}: {_named(some)}.") for said, some in already if some),
    ]
    return kit.modal(f"My settings: {project.key}", "pm.settings.in", blocks, metadata=metadata)


def _named(kinds: Iterable[str]) -> str:
    return ", ".join(mutes.KINDS[each] for each in kinds if each in mutes.KINDS)


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


def heads_ups(told: Mapping[str, Sequence[int]]) -> str:
    """The same in words: "urgent 5, 1 · high 3 · low none"."""
    return " · ".join(
        f"{name} {', '.join(str(each) for each in told.get(name, ())) or 'none'}"
        for name in models.PRIORITIES
    )


def _days(chosen: Collection[int]) -> kit.Element:
    options = [kit.option(name, str(number)) for number, name in enumerate(DAYS)]
    return kit.multi("value", options, [str(each) for each in sorted(chosen)])


def _one_day(chosen: int) -> kit.Element:
    options = [kit.option(name, str(number)) for number, name in enumerate(DAYS)]
    return kit.select("value", options, str(chosen))


def _kinds(
    kinds: Iterable[str], chosen: Sequence[str], said: Mapping[str, str] | None = None
) -> kit.Element:
    remarks = said or {}
    options = [kit.option(mutes.KINDS[each], each, remarks.get(each, "")) for each in kinds]
    return kit.multi("value", options, chosen)


def saved(
    told: preferences.Preferences, muted: Sequence[models.Mute], changed: bool, undo: int | None
) -> kit.Message:
    """What the settings are now, in words."""
    days = ", ".join(DAYS[each][:3] for each in sorted(told.weekdays))
    name = preferences.country_name(told.country)
    holidays = f"without the holidays of {name}" if name else "public holidays not counted"
    lines = [
        "Saved." if changed else "Nothing was changed.",
        f"Your note comes at {told.note_at:%H:%M}, nothing after {told.until:%H:%M}, on {days}, "
        f"{holidays}; {count(told.cap, 'message')} a day at most.",
        f"The whole week comes on {DAYS[told.full_on]}s.",
        f"Heads-up: {heads_ups(told.leads)}." if told.leads else "",
        f"Muted: {_muted(muted)}.",
    ]
    text = "\n".join(line for line in lines if line)
    return kit.message(text, kit.section(text), *kit.row(*kit.undo(undo)))


def saved_of_project(
    project: models.Project, muted: Sequence[models.Mute], changed: bool, undo: int | None
) -> kit.Message:
    """What somebody hears no more of one project, in words."""
    head = "Saved." if changed else "Nothing was changed."
    text = f"{head}\nMuted in {project.key}: {_named(each.kind for each in muted) or 'nothing'}."
    return kit.message(text, kit.section(text), *kit.row(*kit.undo(undo)))


def _muted(muted: Sequence[models.Mute]) -> str:
    return ", ".join(mutes.said(each.kind, each.project) for each in muted) or "nothing"


# ── quiet ────────────────────────────────────────────────────────────────────────────────────


def quiet(
    reader: when.Reader,
    quiet_until: datetime | None,
    muted: Sequence[models.Mute],
    projects: Sequence[models.Project],
    said: str = "",
    undo: int | None = None,
) -> kit.Message:
    """Until when somebody is left alone, what they have muted, and where to say more of that."""
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
    more = [kit.button("My settings", "pm.settings")]
    more += [
        kit.button(f"What I hear of {each.key}", f"pm.settings.in.{n}", each.key)
        for n, each in enumerate(projects[:MOST_BUTTONS])
    ]
    rows = [kit.actions(*buttons, *kit.undo(undo)), kit.actions(*more)]
    return kit.message(said or "What you hear", *blocks, *rows)


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
    lines = [
        f"{project.key} {project.name}: {said}",
        f"Heads-up: {heads_ups(told.leads)}",
        "What is late goes up to the managers." if told.escalates else "What is late stays below.",
        f"How it stands {asked(told.check_in_on)}.",
        f"Switched off: {_named(sorted(told.off))}." if told.off else "",
        "" if told.praises else "Digests thank for nothing.",
    ]
    text = "\n".join(line for line in lines if line)
    edit = kit.button("Change…", "project.nudges", project.key)
    return kit.message(lines[0], kit.section(text), kit.actions(edit, *kit.undo(undo)))


def asked(weekday: int | None) -> str:
    """When a manager is asked how a project stands."""
    if weekday is None:
        return "is never asked"
    return f"is asked on {DAYS[weekday]}s, in the morning note"
