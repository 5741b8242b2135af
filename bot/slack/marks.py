"""The marks of a line that are one word each: who, where, how urgent, how long, after what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot import dates

KEY = r"[A-Za-z][A-Za-z0-9]{1,9}-(?:[MmRr])?\d{1,9}"
NONE = "NONE"
"""Stands for the milestone of `for:none` and the parent of `under:none`."""
PRIORITIES = {
    **{name: name for name in ("urgent", "high", "normal", "low")},
    **{"p1": "urgent", "p2": "high", "p3": "normal", "p4": "low"},
    **{"medium": "normal", "critical": "urgent", "asap": "urgent"},
}
LEVELS = {
    **dict.fromkeys(("very-low", "verylow", "vlow", "vl", "1"), 1),
    **dict.fromkeys(("low", "l", "2"), 2),
    **dict.fromkeys(("medium", "med", "mid", "m", "normal", "3"), 3),
    **dict.fromkeys(("high", "h", "4"), 4),
    **dict.fromkeys(("very-high", "veryhigh", "vhigh", "vh", "5"), 5),
}


@dataclass(frozen=True)
class Predecessor:
    """What must come before: FS, SS, FF or SF, and a lag in working days."""

    key: str
    kind: str = "FS"
    lag_days: int = 0


@dataclass
class Marks:
    """What the marks of one line say."""

    names: list[str] = field(default_factory=list)
    channel_names: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    predecessors: list[Predecessor] = field(default_factory=list)
    priority: str | None = None
    estimate: tuple[float, float] | None = None
    project: str | None = None
    milestone: str | None = None
    parent: str | None = None
    probability: int | None = None
    impact: int | None = None


_NAME = re.compile(
    # “@noon” is a time.
    r"@(?!(?:noon|midnight|tonight|today|tomorrow|lunch)$)([^\W\d_][\w.'’-]*)"
)
_CHANNEL = re.compile(r"#([^\W\d_][\w-]*)")
_LABEL = re.compile(r"\+([^\W\d_][\w/-]*)")
_PRIORITY = re.compile(r"!(\w+)|(p[1-4])", re.IGNORECASE)
_PLACE = re.compile(r"(in|for|under|project|milestone|parent):(\S+)", re.IGNORECASE)
_AFTER = re.compile(r"after:(\S+)", re.IGNORECASE)
_PREDECESSOR = re.compile(
    rf"({KEY}):?(FS|SS|FF|SF)?(?:([+-]\d{{1,4}})(d|w|wd|bd)?)?", re.IGNORECASE
)
_RISK = re.compile(r"(p|prob|probability|i|impact)[:=]([\w-]+)", re.IGNORECASE)
_RISK_SHORT = re.compile(r"p([1-5])(?:[/,x×]?i([1-5]))?|i([1-5])", re.IGNORECASE)
_KEY = re.compile(KEY)
_PROJECT = re.compile(r"[A-Za-z][A-Za-z0-9]{1,9}")
_MILESTONE = re.compile(r"(?:[A-Za-z][A-Za-z0-9]{1,9}-)?[Mm]\d{1,9}")


def take(word: str, marks: Marks, *, risk: bool = False) -> bool:
    """Read one word into the marks; False if it is no mark."""
    bare = word.rstrip(",;")
    takers = _RISK_TAKERS + _TAKERS[1:] if risk else _TAKERS
    return any(taker(bare, marks) for taker in takers)


def _priority(word: str, marks: Marks) -> bool:
    match = _PRIORITY.fullmatch(word)
    found = PRIORITIES.get((match[1] or match[2]).lower()) if match else None
    if found:
        marks.priority = found
    return found is not None


def _loud_priority(word: str, marks: Marks) -> bool:
    """In a risk p1–p4 is a probability: only “!high” is a priority there."""
    return word.startswith("!") and _priority(word, marks)


def _name(word: str, marks: Marks) -> bool:
    return _append(_NAME.fullmatch(word.rstrip(".:!?")), marks.names)


def _channel(word: str, marks: Marks) -> bool:
    return _append(_CHANNEL.fullmatch(word.rstrip(".:!?")), marks.channel_names)


def _label(word: str, marks: Marks) -> bool:
    return _append(_LABEL.fullmatch(word), marks.labels)


def _append(match: re.Match[str] | None, found: list[str]) -> bool:
    if match and match[1] not in found:
        found.append(match[1])
    return match is not None


def _estimate(word: str, marks: Marks) -> bool:
    hours = dates.read_duration(word[1:]) if word.startswith("~") else None
    if hours:
        marks.estimate = hours
    return hours is not None


def _place(word: str, marks: Marks) -> bool:
    match = _PLACE.fullmatch(word)
    if match is None:
        return False
    kind, key = match[1].lower(), match[2]
    if kind in ("in", "project") and _PROJECT.fullmatch(key):
        marks.project = key.upper()
    elif kind in ("for", "milestone", "under", "parent") and key.upper() == NONE:
        setattr(marks, "milestone" if kind in ("for", "milestone") else "parent", NONE)
    elif kind in ("for", "milestone") and _MILESTONE.fullmatch(key):
        marks.milestone = key.upper()
    elif kind in ("under", "parent") and _KEY.fullmatch(key):
        marks.parent = key.upper()
    else:
        return False
    return True


def _after(word: str, marks: Marks) -> bool:
    match = _AFTER.fullmatch(word)
    if match is None:
        return False
    found = [read_predecessor(part) for part in match[1].split(",") if part]
    if not found or None in found:
        return False
    marks.predecessors.extend(p for p in found if p and p not in marks.predecessors)
    return True


def read_predecessor(text: str) -> Predecessor | None:
    """“WEB-9”, “WEB-9SS”, “WEB-9+2d”, “WEB-9FF-1w”."""
    match = _PREDECESSOR.fullmatch(text)
    if match is None:
        return None
    lag = int(match[3] or 0) * (5 if (match[4] or "").lower() == "w" else 1)
    return Predecessor(match[1].upper(), (match[2] or "FS").upper(), lag)


def _risk(word: str, marks: Marks) -> bool:
    match = _RISK.fullmatch(word)
    if match:
        level = LEVELS.get(match[2].lower())
        if level is None:
            return False
        if match[1][0].lower() == "p":
            marks.probability = level
        else:
            marks.impact = level
        return True
    match = _RISK_SHORT.fullmatch(word)
    if match is None:
        return False
    if match[1]:
        marks.probability = int(match[1])
    if match[2] or match[3]:
        marks.impact = int(match[2] or match[3])
    return True


Taker = Callable[[str, Marks], bool]
_TAKERS: tuple[Taker, ...] = (_priority, _name, _channel, _label, _estimate, _place, _after)
_RISK_TAKERS: tuple[Taker, ...] = (_risk, _loud_priority)
