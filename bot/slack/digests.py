"""`/program digest` and `/project digest`: where a digest goes, and when; now; only for me."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from .. import dates, models
from ..errors import Invalid
from ..operations import access, deadlines, digests, people, station_board, time_machine
from ..operations import programs as operations
from ..operations.digests import About
from ..ui import digests as ui
from ..ui import kit, when
from . import programs, projects, steps, typed, where
from .call import Answer, Call, Handler, Verb

RHYTHM = "say when, such as “monday 9am in #northern”, “every other friday”, “now”, or “off”"
OFF = {"off", "stop", "never"}
FORM = re.compile(r"(?:^|\b)(executive|board)\b ?", re.IGNORECASE)
PREVIEW = re.compile(r"(?:preview)?(?: ?as of (?P<day>.+))?", re.IGNORECASE)


def _handler(noun: str) -> Handler:
    """The verb `digest` of a noun."""

    def run(call: Call) -> Answer:
        about, rest = programs.named(call) if noun == "program" else projects.named(call)
        return _digest(call, noun, about, rest)

    return run


def _digest(call: Call, noun: str, about: About, rest: str) -> Answer:
    again = call.again(words=rest)
    channel, person = where.channel(again), where.person(again)
    said = re.sub(r"(?:^| )(?:in|to)$", "", again.line.raw_title.strip()).strip()
    plain = typed.plain(rest).strip()
    if plain.casefold().startswith(("preview", "as of")):
        return _preview(call, about, plain)
    form, said = _form(said)
    if said.casefold() == "now":
        return _now(call, about, channel, form)
    if said.casefold() in OFF:
        ended = digests.switch_off(call.actor, about, channel, person)
        return _shown(call, noun, about, "Digest off." if ended else "There was none to end.")
    if not said and channel is None and person is None:
        return _shown(call, noun, about)
    target = None if person else channel or about.channel
    if target is None and person is None:
        raise Invalid(
            "digest", f"Say where to: `/{noun} digest {about.key} monday 9am in #channel`."
        )
    told = _rhythm(call, about, said)
    found = digests.subscribe(call.actor, about, told, channel=target, person=person, form=form)
    if isinstance(about, models.Program) and about.channel is None and target is not None:
        _take_home(call, about, target)
    slot = digests.first_after(found, call.actor.now)
    first = dates.show(deadlines.at(slot, call.actor.who.zone), call.actor.today)
    remarks = [f"The first one comes {first}.", *_invitation(call, target)]
    return _shown(call, noun, about, " ".join(remarks))


def _take_home(call: Call, program: models.Program, channel: models.Channel) -> None:
    """Make the first channel that is named the program's own."""
    operations.edit(call.actor, program, channel_id=channel.id)
    program.channel = channel


def _form(said: str) -> tuple[str, str]:
    """The form that is asked for, and the words without it."""
    match = FORM.search(said)
    if match is None:
        return models.BOARD, said
    return match[1].casefold(), FORM.sub("", said, count=1).strip()


def _rhythm(call: Call, about: About, said: str) -> digests.Rhythm:
    """What the words say; where only a channel is named, the rhythm that stands, else Monday."""
    if not said:
        standing = digests.listed(call.actor.session, about)
        if standing:
            return digests.Rhythm(standing[0].rhythm, standing[0].time, standing[0].zone)
        return digests.Rhythm("every monday", digests.USUAL_TIME, call.actor.who.zone)
    who = call.actor.who
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


def _now(call: Call, about: About, channel: models.Channel | None, form: str) -> Answer:
    if channel is not None and about.channel is None and isinstance(about, models.Program):
        _take_home(call, about, channel)
    target = digests.one_now(call.actor, about, channel, form)
    text = kit.md(
        "The digest of {key} is on its way to {there}.",
        key=about.key,
        there=kit.channel_link(target.slack_id),
    )
    return kit.message(text, kit.section(text))


def _preview(call: Call, about: About, words: str) -> Answer:
    """What a digest would say, to the asker and with their own rights; now or as of a day."""
    form, words = _form(words)
    match = PREVIEW.fullmatch(words.strip())
    if match is None:
        raise Invalid("digest", "Say `preview`, or `preview as of last friday`.")
    actor = call.actor
    at = _instant(call, match["day"]) if match["day"] else actor.now
    me = people.owner(actor, actor.who.slack_id)
    since = at - timedelta(days=7)
    reader = when.At(actor.zone, at)
    if at >= actor.now:
        found = station_board.read(actor.session, about, me, at, since)
        return ui.DRAW[form](reader, found)
    with time_machine.as_of(actor.session, actor.who.workspace_id, at):
        found = station_board.read(actor.session, about, me, at, since)
        return ui.DRAW[form](reader, found)


def _instant(call: Call, words: str) -> datetime:
    """The end of the day that is named, or the time of it; refuses what is to come."""
    deadline = steps.read_date(call, words).deadline
    at = dates.instant(
        dates.Deadline(deadline.day, deadline.time or time(23, 59)), ZoneInfo(call.actor.who.zone)
    )
    if deadline.day > call.actor.today:
        raise Invalid("digest", "That day is to come: say one that is past.")
    return min(at, call.actor.now)


def _shown(call: Call, noun: str, about: About, said: str = "") -> kit.Message:
    found = [(each, _words(call, each)) for each in digests.listed(call.actor.session, about)]
    return ui.rhythms(noun, about, found, said, call.actor.set_id)


def _words(call: Call, digest: models.Digest) -> str:
    """When it comes and where it goes, where the person may know of it."""
    place = ""
    if digest.channel is not None:
        place = f" in {people.channel_name(call.actor, digest.channel)}"
    elif digest.person is not None:
        place = f" to {digest.person.name}"
    return f"{digests.words(digest)}{place}"


def summary(call: Call, about: About) -> Sequence[str]:
    """The rhythms of something, a line each, for its card."""
    return [_words(call, each) for each in digests.listed(call.actor.session, about)]


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
        "digest WEB monday 9am in #web | now | preview as of last friday | off",
        "Where its digests go, and when",
    ),
}

BUTTONS: dict[str, Handler] = {
    f"{noun}.{action}": _button(noun, words)
    for noun in ("program", "project")
    for action, words in (("digest", "now"), ("preview", "preview"))
}
