"""What a message says that is to be done: title, description, deadline, owner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from .. import dates, models
from ..operations import captures, people, words
from ..operations.actor import Actor
from . import messages, names, typed
from .call import Call
from .directory import PERSON

ADDRESSED = re.compile(r"^\W*(?:<@[^<>]+>[\s,:;–-]*)+")
"""The people that a message begins with: whom it is said to, not what is to be done."""
LEAD = re.compile(r"^(?:[>•◦▪]|[-*](?=\s))+\s*")
STYLE = re.compile(r"(?<![\w*_~`])([*_~`]+)(\S|\S.*?\S)\1(?![\w*_~`])")
STOP = re.compile(
    r"(?<=[^\W_][^\W\d_]\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bNo\.)\s+(?=[^\Wa-z])"
    r"|(?<=[!?])\s+|(?<=[。！？])"
)
"""Where a sentence ends: not behind “Dr.”, nor inside the German date “3. März”."""
GREETING = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|morning|dear|thanks|thank you)\b"
    r"[^.!?]{0,25}[.!,]*",
    re.IGNORECASE,
)
ANNOUNCED = re.compile(r"(?:due|by|before|until|till|deadline|no later than)\b", re.IGNORECASE)
"""What a date in a later sentence needs in front of it to be a deadline."""
SENTENCES = 10
"""Sentences that are searched for a deadline."""
LONGEST = 1_000
"""Characters of a sentence; in a longer one nothing is searched."""


@dataclass(frozen=True)
class Captured:
    """A message, read."""

    title: str
    description: str = ""
    due: dates.Reading | None = None
    owner: models.Person | None = None


def read(actor: Actor, message: Mapping[str, Any]) -> Captured:
    """The first sentence is the title, the rest the description; a date counts from its posting."""
    said = messages.words(message)
    lines = [typed.plain(each) for each in names.named(actor, ADDRESSED.sub("", said)).split("\n")]
    pieces = list(islice(_sentences(lines), SENTENCES)) or [(_file_name(message), "")]
    title, rest = pieces[0]
    posted = datetime.fromtimestamp(float(message["ts"]), actor.zone)
    title, due = _deadline(actor, title, [each for each, _ in pieces[1:]], posted)
    title, description = words.fit_title(title, rest)
    return Captured(title, description, due, _owner(actor, said))


def source(call: Call) -> captures.Source | None:
    """The message that a form was opened on."""
    meta = call.meta
    if "message" not in meta:
        return None
    return captures.Source(call.actor.channel, meta["message"], meta["thread"], meta["link"])


def _sentences(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each sentence with all that follows it; a greeting in front is none."""
    begun = False
    for number, line in enumerate(lines):
        parts = STOP.split(line)
        for place, part in enumerate(parts):
            sentence = LEAD.sub("", part.strip("` "))
            if len(sentence) <= LONGEST:
                sentence = STYLE.sub(r"\2", sentence).strip()
            if not sentence or (not begun and GREETING.fullmatch(sentence)):
                continue
            begun = True
            after = [" ".join(parts[place + 1 :]), *lines[number + 1 :]]
            yield sentence.removesuffix("."), "\n".join(after).strip()


def _deadline(
    actor: Actor, title: str, others: list[str], posted: datetime
) -> tuple[str, dates.Reading | None]:
    """The title without its date, and the deadline; one that is past stays in the words."""
    how = {"language": actor.who.language, "order": actor.who.order}
    if len(title) > LONGEST:
        return title, None
    timing = dates.read_timing(title, posted, **how)
    if timing.every:
        return title, None
    if timing.due is not None and timing.title and _ahead(actor, timing.due):
        return timing.title, timing.due
    for each in (other for other in others if len(other) <= LONGEST):
        found = dates.locate(each, posted, **how)
        announced = found is not None and ANNOUNCED.match(found.marker or "")
        if found is not None and announced and _ahead(actor, found.reading):
            return title, found.reading
    return title, None


def _ahead(actor: Actor, reading: dates.Reading) -> bool:
    """Whether a date is clear and to come: nobody is there to be asked about another one."""
    return not reading.asked and dates.instant(reading.deadline, actor.zone) > actor.now


def _owner(actor: Actor, said: str) -> models.Person | None:
    """The one person whom the message mentions."""
    found = (
        people.find_person(actor.session, actor.who.workspace_id, each)
        for each in set(PERSON.findall(said))
    )
    able = [each for each in found if each is not None and not each.is_bot and not each.left]
    return able[0] if len(able) == 1 else None


def _file_name(message: Mapping[str, Any]) -> str:
    """What a message without words shares."""
    found = (each.get("title") or each.get("name") for each in message.get("files") or [])
    return next((str(each) for each in found if each), "")
