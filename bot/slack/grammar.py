"""One line of words, read: what the person meant by it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot import dates
from bot.slack import marks, typed
from bot.slack.marks import Predecessor

__all__ = [
    "Command",
    "Line",
    "Predecessor",
    "nearest",
    "read_command",
    "read_keys",
    "read_line",
]


@dataclass(frozen=True)
class Line:
    """What a line says: the title and everything that its marks name."""

    title: str = ""
    raw_title: str = ""  # marks taken out, but dates and times still in
    raw: str = ""  # all of it, decoded
    people: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    channel_names: tuple[str, ...] = ()
    due: dates.Reading | None = None
    due_phrase: str = ""
    start: dates.Deadline | None = None
    every: str = ""
    priority: str | None = None
    estimate: tuple[float, float] | None = None
    project: str | None = None
    milestone: str | None = None
    parent: str | None = None
    predecessors: tuple[Predecessor, ...] = ()
    labels: tuple[str, ...] = ()
    description: str = ""
    probability: int | None = None
    impact: int | None = None


@dataclass(frozen=True)
class Command:
    """The first word of a command, in lower case, and the words after it."""

    verb: str
    words: str


_WORD = re.compile(r"\S+")
_DESCRIPTION = re.compile(r"(?:^|(?<=\s))(?:--|—)(?:\s|$)")
_KEYS = re.compile(rf"\s*({marks.KEY})(?=$|[\s,;:])[\s,;:]*(?:and\s+(?={marks.KEY}(?:$|[\s,;:])))?")
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»"}


def read_line(
    text: str,
    now: datetime,
    *,
    language: str = "en",
    order: str = "MDY",
    risk: bool = False,
    dated: bool = True,
) -> Line:
    """The line as it was meant; `risk` reads p4 i5 as probability and impact."""
    line = typed.read(text)
    cut = _DESCRIPTION.search(line.masked)
    head = cut.start() if cut else len(line.text)
    description = line.text[cut.end() :].strip() if cut else ""

    found, kept = marks.Marks(), []
    taken = [m for m in line.mentions if m.end <= head and _is_mark(m, line)]
    spans = {(m.start, m.end) for m in taken}
    for start, end in _words(line, head, spans):
        if not marks.take(line.masked[start:end], found, risk=risk):
            kept.append(line.text[start:end])
    left = raw_title = " ".join(kept)

    dating = dates.read_timing(left, now, language=language, order=order) if dated else None
    if dating:
        left = dating.title
    return Line(
        title=unquoted(left.strip()),
        raw_title=raw_title,
        raw=line.text,
        people=tuple(dict.fromkeys(m.id for m in taken if m.kind == "@")),
        channels=tuple(dict.fromkeys(m.id for m in taken if m.kind == "#")),
        names=tuple(found.names),
        channel_names=tuple(found.channel_names),
        due=dating.due if dating else None,
        due_phrase=dating.due_phrase if dating else "",
        start=dating.start if dating else None,
        every=dating.every if dating else "",
        priority=found.priority,
        estimate=found.estimate,
        project=found.project,
        milestone=found.milestone,
        parent=found.parent,
        predecessors=tuple(found.predecessors),
        labels=tuple(found.labels),
        description=description,
        probability=found.probability,
        impact=found.impact,
    )


def _is_mark(mention: typed.Mention, line: typed.Typed) -> bool:
    """A possessive (“@ana's laptop”) stays in the title and names nobody."""
    return line.text[mention.end : mention.end + 2] not in ("'s", "’s")


def _words(line: typed.Typed, head: int, taken: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words before the description, mentions left out."""
    covered = [*sorted(taken), (head, head)]
    spans, at = [], 0
    for start, end in covered:
        spans += [(at + m.start(), at + m.end()) for m in _WORD.finditer(line.text[at:start])]
        at = end
    # A mention may leave its comma behind: “@ana, fix it”.
    return [(s, e) for s, e in spans if not (line.text[s:e] in (",", ";") and taken)]


def unquoted(title: str) -> str:
    """A title that is one quotation loses its quotes."""
    if len(title) > 2 and _QUOTES.get(title[0]) == title[-1]:
        inner = title[1:-1]
        if title[0] not in inner and title[-1] not in inner and inner.strip():
            return inner.strip()
    return title


def read_command(text: str) -> Command:
    """The verb and the rest."""
    verb, _, words = text.strip().partition(" ")
    verb, *rest = verb.split(None, 1) or [""]
    return Command(verb.lower(), " ".join([*rest, words]).strip())


def read_keys(words: str, most: int = 0) -> tuple[list[str], str]:
    """The item keys that open the words (“web-12, WEB-R3”), upper-cased, and what follows them.

    No more than `most` are taken, where that is given.
    """
    keys: list[str] = []
    match = _KEYS.match(words)
    while match and (not most or len(keys) < most):
        keys.append(match[1].upper())
        words = words[match.end() :]
        match = _KEYS.match(words)
    return keys, words.strip()


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that this one may have been meant to be, best first."""
    word, names = word.lower()[:40], list(dict.fromkeys(known))
    longer = [name for name in names if len(word) > 1 and name.startswith(word)]
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.6)
    return list(dict.fromkeys([*longer, *close]))[:3]
