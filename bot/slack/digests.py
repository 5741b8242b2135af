"""`/program digest` and `/project digest`: where a digest goes, and when; now; only for me."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .. import dates, models
from ..errors import Invalid, NotFound, Refusal
from ..operations import access, deadlines, digests, people, postings, station_board, time_machine
from ..operations import programs as operations
from ..operations.digests import About, Place
from ..ui import digests as ui
from ..ui import kit, when
from . import programs, projects, steps, typed, where
from .call import Answer, Call, Handler, Verb

RHYTHM = "say when, such as “monday 9am in #northern”, “every other friday”, “now”, or “off”"
OFF = {"off", "stop", "never"}
FORM = re.compile(r"\b(executive|board)\b", re.IGNORECASE)
PREVIEW = re.compile(r"(?:preview)? ?(?:as of (?P<day>.+))?", re.IGNORECASE)
LEADS = "in|to|for|and|dans|à|a|et|en|para|e|y|und|an|für|no|na|em"
"""Words that stand before a place."""
PLACE = re.compile(
    rf"(?:(?:^|(?<=\s))(?:(?:{LEADS})\s+)+)?(?:<[@#][^<>]+>|(?<!\S)[@#][^\W\d_][\w.'’-]*),?",
    re.IGNORECASE,
)
CLOCKS = re.compile(r"@ ?(?:noon|midnight)\b", re.IGNORECASE)
TO_ME = re.compile(r"(?<!\S)(?:to|for) (?:me|myself)(?!\S)", re.IGNORECASE)
WEEKDAY = re.compile(
    rf"(?:on )?(?:{'|'.join(digests.DAYS)})(?: (?:at )?\d{{1,2}}(?::\d\d)?(?: (?:[ap]m|h))?)?"
)
RELATIVE = re.compile(r"\b(?:next|in|tomorrow|after|coming|from|end|day|week|month|\d{4})\b")


@dataclass(frozen=True)
class Asked:
    """What the words after a digest's key say."""

    said: str
    """All that is neither a place nor a form."""
    form: str
    """Empty where none is named."""
    places: Sequence[Place]


def _read(call: Call, rest: str) -> Asked:
    again = call.again(words=rest)
    named: list[Place] = [people.channel(call.actor, each) for each in again.line.channels]
    named += [people.channel_by_name(call.actor, each) for each in again.line.channel_names]
    first = where.person(again)
    named += [first, *where.more_people(again)] if first is not None else []
    words = CLOCKS.sub(lambda found: found[0].strip("@ "), rest)
    said = PLACE.sub(" ", words)
    if TO_ME.search(said):
        named.append(projects.me(call))
        said = TO_ME.sub(" ", said)
    said = typed.plain(said)
    form = FORM.search(said)
    said = " ".join(FORM.sub(" ", said, count=1).split())
    return Asked(said, form[1].casefold() if form else "", list(dict.fromkeys(named)))


def _handler(noun: str) -> Handler:
    """The verb `digest` of a noun."""

    def run(call: Call) -> Answer:
        about, rest = programs.named(call) if noun == "program" else projects.named(call)
        return _digest(call, noun, about, rest)

    return run


def _digest(call: Call, noun: str, about: About, rest: str) -> Answer:
    asked = _read(call, rest)
    said = asked.said.casefold()
    if said.startswith(("preview", "as of")):
        return _preview(call, about, asked)
    if said == "now":
        return _now(call, noun, about, asked)
    if said in OFF:
        return _off(call, noun, about, asked)
    if not said and not asked.places:
        return _preview(call, about, asked) if asked.form else _shown(call, noun, about)
    return _subscribe(call, noun, about, asked)


# ── rhythms ──────────────────────────────────────────────────────────────────────────────────


def _subscribe(call: Call, noun: str, about: About, asked: Asked) -> Answer:
    places = asked.places or [_usual(call, noun, about)]
    told, form = _rhythm(call, about, asked.said), asked.form or models.BOARD
    remarks: list[str] = []
    for place in places:
        channel = place if isinstance(place, models.Channel) else None
        person = place if isinstance(place, models.Person) else None
        found = digests.subscribe(
            call.actor, about, told, channel=channel, person=person, form=form
        )
        if channel is not None:
            _take_home(call, about, channel)
        slot = digests.first_after(found, call.actor.now)
        first = dates.show(deadlines.at(slot, call.actor.who.zone), call.actor.today)
        remarks += [f"The first one comes {first}.", *_invitation(call, channel)]
    return _shown(call, noun, about, " ".join(dict.fromkeys(remarks)))


def _usual(call: Call, noun: str, about: About) -> Place:
    """Where a digest goes whose place is not said: its own channel, else this conversation."""
    if about.channel is not None:
        return about.channel
    here = projects.here(call)
    if here is not None and here.has_bot:
        return here
    if here is None and call.actor.channel.startswith("D"):
        return projects.me(call)
    missing = "" if here is None else f"I am not in #{here.name}: /invite @Stationmaster. "
    example = f"`/{noun} digest {about.key} monday 9am in #channel`"
    raise Invalid("digest", f"{missing}Say where to: {example}.")


def _take_home(call: Call, about: About, channel: models.Channel) -> None:
    """Make the first channel that is named the program's own."""
    if isinstance(about, models.Program) and about.channel is None:
        operations.edit(call.actor, about, channel_id=channel.id)
        about.channel = channel


def _rhythm(call: Call, about: About, said: str) -> digests.Rhythm:
    """What the words say; where only a place is named, the rhythm that stands, else Monday."""
    who = call.actor.who
    if not said:
        standing = digests.listed(call.actor.session, about)
        if standing:
            return digests.Rhythm(standing[0].rhythm, standing[0].time, who.zone)
        return digests.Rhythm("every monday", digests.USUAL_TIME, who.zone)
    told = digests.rhythm(said, call.actor.here, who.zone, who.language)
    if told is None:
        raise Invalid("digest", f"I cannot read “{kit.cut(said, 60)}” as a rhythm: {RHYTHM}.")
    return told


def _invitation(call: Call, channel: models.Channel | None) -> list[str]:
    """What is missing before the bot may post in a channel."""
    if channel is None or channel.has_bot:
        return []
    name = people.channel_name(call.actor, channel)
    return [f"I am not in {name} yet: type /invite @Stationmaster there."]


def _off(call: Call, noun: str, about: About, asked: Asked) -> Answer:
    ended = digests.switch_off(call.actor, about, asked.places, asked.form)
    return _shown(call, noun, about, "Digest off." if ended else "There was none to end.")


def stop(call: Call) -> Answer:
    """*Stop* under a digest that comes to the person."""
    found = call.actor.session.get(models.Digest, int(call.value))
    if found is None or found.person_id != call.actor.who.id:
        raise NotFound("That digest does not come to you.")
    if found.deleted_at is None:
        digests.switch_off(call.actor, digests.of(found), [projects.me(call)], found.form)
    return ui.stopped(digests.of(found), call.actor.set_id)


def move(call: Call) -> Answer:
    """The channel chosen for a digest that could not be posted where it went."""
    digest = digests.own(call.actor, int(call.meta["draft"]))
    chosen = call.fields.get(f"draft:{call.meta['draft']}")
    if not chosen:
        raise NotFound("No channel was chosen: nothing was changed.")
    channel = people.channel(call.actor, chosen)
    digests.move(call.actor, digest, channel)
    noun = "program" if digest.program_id else "project"
    remarks = [f"It goes to #{channel.name} from now on.", *_invitation(call, channel)]
    return _shown(call, noun, digests.of(digest), " ".join(remarks))


# ── now, and only for me ─────────────────────────────────────────────────────────────────────


def _now(call: Call, noun: str, about: About, asked: Asked) -> Answer:
    places = asked.places or ([about.channel] if about.channel else [])
    if not places:
        raise Refusal(
            f"{about.key} has no digest channel: "
            f"`/{noun} digest {about.key} monday 9am in #channel` sets one."
        )
    said = []
    for place in places:
        fresh = digests.one_now(call.actor, about, place, asked.form or models.BOARD)
        if isinstance(place, models.Channel):
            _take_home(call, about, place)
            there = kit.channel_link(place.slack_id)
        else:
            there = kit.md("{name}", name=place.name)
        words = "is on its way to {there}." if fresh else "was posted to {there} a moment ago."
        said.append(kit.md(f"The digest of {{key}} {words}", key=about.key, there=there))
    text = kit.joined(said, " ")
    return kit.message(text, kit.section(text))


def _preview(call: Call, about: About, asked: Asked) -> Answer:
    """What a digest would say to the asker, or to a place as far as they may see; now or then."""
    match = PREVIEW.fullmatch(asked.said)
    if match is None:
        raise Invalid("digest", "Say `preview`, or `preview as of last friday`.")
    actor, form = call.actor, asked.form or models.BOARD
    at = _instant(call, match["day"]) if match["day"] else actor.now
    if at < about.created_at:
        raise Invalid("digest", f"{about.key} was not there yet: say a later day.")
    place = asked.places[0] if asked.places else None
    if isinstance(place, models.Channel) and not people.sees_channel(actor, place):
        raise Refusal("That is a private channel that you are not in.")
    # What may be seen is asked before the records are what they were.
    seen = {each.id for each in actor.session.scalars(access.projects(actor))}
    if place is not None:
        seen &= station_board.seen_by(actor.session, about, place)
    since = postings.since(actor.session, about, form, place or _first(call, about, form), at)
    reader = when.At(actor.zone, at)
    if at >= actor.now:
        return ui.draw(reader, station_board.read(actor.session, about, seen, at, since), form)
    with time_machine.as_of(actor.session, actor.who.workspace_id, at, seen):
        return ui.draw(reader, station_board.read(actor.session, about, seen, at, since), form)


def _first(call: Call, about: About, form: str) -> Place | None:
    """Where the oldest rhythm of a form goes: what a preview is told since is told since there."""
    for each in digests.listed(call.actor.session, about):
        if each.form == form:
            return each.channel or each.person
    return about.channel


def _instant(call: Call, words: str) -> datetime:
    """The end of the day that is named, or the time of it; refuses what is to come."""
    deadline = steps.read_date(call, words).deadline
    day = deadline.day
    if day > call.actor.today:
        day = _before(call, words, deadline)
    if day > call.actor.today:
        raise Invalid("digest", "That day is to come: say one that is past.")
    at = dates.instant(dates.Deadline(day, deadline.time or time(23, 59)), call.actor.zone)
    return min(at, call.actor.now)


def _before(call: Call, words: str, deadline: dates.Deadline) -> date:
    """The day a week or a year earlier, where only a weekday, or a day without its year is said."""
    phrase = dates.normalise(typed.plain(words), call.actor.who.language)
    if RELATIVE.search(phrase):
        return deadline.day
    day = deadline.day
    if WEEKDAY.fullmatch(phrase):
        return day - timedelta(weeks=1)
    is_leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap else day.day)


def _shown(call: Call, noun: str, about: About, said: str = "") -> kit.Message:
    listed = digests.listed(call.actor.session, about)
    found = [(each, digests.words_with_place(call.actor, each)) for each in listed]
    return ui.rhythms(noun, about, found, said, call.actor.set_id)


def _button(noun: str, words: str) -> Handler:
    def run(call: Call) -> Answer:
        about: About = (
            access.program(call.actor, call.value)
            if noun == "program"
            else access.project(call.actor, call.value)
        )
        return _digest(call, noun, about, words)

    return run


USAGE = (
    "monday 9am in #northern | executive first monday of the month to @pia | now | preview | off"
)

PROGRAM_VERBS = {
    "digest": Verb(_handler("program"), f"digest RAIL {USAGE}", "Where its digests go, and when"),
}
PROJECT_VERBS = {
    "digest": Verb(
        _handler("project"),
        "digest WEB monday 9am in #web | to me | now | preview as of last friday | off",
        "Where its digests go, and when",
    ),
}

BUTTONS: dict[str, Handler] = {
    **{
        f"{noun}.{action}": _button(noun, words)
        for noun in ("program", "project")
        for action, words in (("digest", "now"), ("preview", "preview"))
    },
    "digest.stop": stop,
    "digest.move": move,
}
