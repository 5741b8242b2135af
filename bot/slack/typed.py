"""What somebody typed, as Slack hands it over: entities decoded, mentions found, quotes guarded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

GUARD = "\ue000"  # stands for each letter that must not be read as a mark or a date

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[\s\u200b]+")
_TOKEN = re.compile(
    r"(?P<quote>\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|`[^`]*`)"
    r"|<(?P<entity>[@#!][^<>\s|][^<>|]*|(?:https?|mailto|tel|slack|ftp)[:][^<>|]*)(?:\|(?P<label>[^<>]*))?>"
    r"|(?P<url>(?:https?://|www\.)\S+)"
)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True)
class Mention:
    """A person or a channel that Slack itself marked in the text."""

    kind: str  # "@" or "#"
    id: str
    start: int
    end: int


@dataclass
class Typed:
    """The text as the person meant it, and the same text with what is guarded blanked out."""

    text: str = ""
    masked: str = ""
    mentions: list[Mention] = field(default_factory=list)

    def add(self, text: str, *, guarded: bool) -> None:
        """Append a piece of the line."""
        self.text += text
        self.masked += GUARD * len(text) if guarded else text


def unescape(text: str) -> str:
    """Slack's three entities, decoded once."""
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return text


def clean(text: str) -> str:
    """The text without control characters, each run of blanks one space."""
    return _SPACES.sub(" ", _CONTROLS.sub("", text.replace("\x85", " "))).strip()


def read(text: str) -> Typed:
    """The line decoded; mentions keep their place so that the caller may take them out."""
    text = clean(text)
    typed, at = Typed(), 0
    for match in _TOKEN.finditer(text):
        typed.add(unescape(text[at : match.start()]), guarded=False)
        at = match.end()
        if match["quote"]:
            typed.add(_plain(match["quote"]), guarded=True)
        elif match["url"]:
            typed.add(unescape(match["url"]), guarded=True)
        else:
            _entity(typed, match["entity"], match["label"] or "")
    typed.add(unescape(text[at:]), guarded=False)
    return typed


def plain(text: str) -> str:
    """The line decoded for good, mentions as the words they were."""
    return _plain(clean(text))


def lines(text: str, words: str) -> str:
    """The end of a text that `words` are, decoded, with the line breaks that they have lost."""
    cleaned = "\n".join(clean(line) for line in text.split("\n"))
    starts = [match.start() for match in re.finditer(r"\S+", cleaned)]
    kept = len(words.split())
    tail = cleaned[starts[-kept] :] if 0 < kept <= len(starts) else words
    return "\n".join(read(line).text for line in tail.split("\n"))


def _plain(text: str) -> str:
    decoded, at = [], 0
    for match in _TOKEN.finditer(text, 0):
        if match["quote"] and at == match.start() == 0 and match.end() == len(text):
            inner = match["quote"]
            return inner[0] + _plain(inner[1:-1]) + inner[-1]
        decoded.append(unescape(text[at : match.start()]))
        if match["entity"]:
            decoded.append(literal(match["entity"], match["label"] or ""))
        else:
            piece = match[0]
            decoded.append(
                piece[0] + _plain(piece[1:-1]) + piece[-1] if match["quote"] else unescape(piece)
            )
        at = match.end()
    decoded.append(unescape(text[at:]))
    return "".join(decoded)


def _entity(typed: Typed, entity: str, label: str) -> None:
    start = len(typed.text)
    typed.add(literal(entity, label), guarded=True)
    if entity[0] in "@#":
        typed.mentions.append(Mention(entity[0], entity[1:], start, len(typed.text)))


def literal(entity: str, label: str) -> str:
    """What the person saw when typing: “@ana”, “#web”, “@channel”, the address of a link."""
    label = unescape(label)
    if entity[0] in "@#":
        return entity[0] + (label.lstrip("@#") or entity[1:])
    if entity[0] != "!":
        address = unescape(entity)
        return address.removeprefix("mailto:").removeprefix("tel:")
    name = entity[1:]
    if name.startswith("date^"):
        return f"“{label}”"  # a day that was quoted, not one that was set
    if name in ("channel", "here", "everyone"):
        return f"@{name}"
    return label or f"@{name.removeprefix('subteam^')}"
