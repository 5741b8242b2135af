"""Deadlines that a word announces: “due friday”, “by the 20th”, “remind me tomorrow to …”."""

from __future__ import annotations

import re
from functools import cache
from re import Match, Pattern

from bot.dates import lines, spans, spellings, spoken, words
from bot.dates.lines import Line
from bot.dates.model import Located, Reading

# “due” and its like announce a deadline wherever they stand; “by” does where a clause ends.
STRONG = re.compile(
    r"(?<![\w'’-])(?:(?:is |are |was )?due"
    r"(?: date:?| day| by| on| at| before| until| in(?= the)|:|(?=\W))?"
    r"|dead-?line(?: is| on| at|:)?|no later than|not later than"
    r"|(?:by|before|until):(?=\S))\s*:?\s*",
    re.IGNORECASE,
)
PLAIN = re.compile(
    r"(?<![\w'’-])(?:by|before|until|till|til|on or before|ahead of|eta|on)(?: the latest)?:?\s+",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"(?:(?:is |are |was )?due\b.*|dead-?line\b.*|no later than|not later than|by|before"
    r"|until|till)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\s*(?:$|[,;:.!?)\]}–—-](?:\s|$)|[)\]])")
_AMOUNT = re.compile(spans.SPAN)
_MONTH = re.compile("|".join([*spellings.MONTHS, *(m[:3] for m in spellings.MONTHS)]), re.I)
_CLOCK_BEFORE = re.compile(
    r"(?<!\S)(?<!- )(?<!\bto )(?<!\band )(?<!\bfor )(?<!\bthe )"
    r"((?:(?:at |@ ?)?(?:\d{1,2}:\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)|(?:at |@ ?)"
    r"(?:\d{1,2}|noon|midnight)))\s+on\s+$",
    re.IGNORECASE,
)
# After “by friday” the line may go on with one of these; another noun makes it part of the title.
_GOES_ON = re.compile(
    r"\s*(?:for|to|with|and|so|because|since|as|if|in|at|from|via|then|but"
    r"|when|unless|per|please|the|my|our|all"
    r"|pls)\b",
    re.IGNORECASE,
)


def announced(line: Line) -> Located | None:
    """After “due …”, else after “by …” where a clause ends."""
    for pattern, strong in _announcers(line.language):
        markers = list(pattern.finditer(line.folded))[-lines.MOST_MARKERS :]
        for marker in reversed(markers):
            found = _after(line, marker, strong=strong)
            if found:
                return found
    return None


@cache
def _announcers(language: str) -> list[tuple[Pattern[str], bool]]:
    found = [(STRONG, True), (PLAIN, False)]
    if spoken.known(language):
        strong, plain = spoken.markers(language)
        found.insert(1, (_announcer(strong), True))
        found.append((_announcer(plain), False))
    return found


def _announcer(names: str) -> Pattern[str]:
    return re.compile(rf"(?<![\w'’-])(?:{names})\s+")


def _after(line: Line, marker: Match[str], *, strong: bool) -> Located | None:
    start = marker.end()
    for end in lines.ends_after(line, start):
        if not strong and _AMOUNT.fullmatch(words.normalise(line.masked[start:end])):
            return None  # “extend the trial by 2 weeks” says how much
        reading = line.read(start, end)
        if reading is None and _MONTH.fullmatch(line.masked[start:end].strip(" .,")):
            reading = line.read_words(f"in {line.masked[start:end]}")  # “due march”
            strong = False  # “due may be late”
        if reading and (strong or _closed(line, marker.start(), end)):
            return _with_time_before(line, marker.start(), start, end, reading)
    return None


def _with_time_before(line: Line, cut: int, start: int, end: int, reading: Reading) -> Located:
    """“at 3pm on friday”: the time that stands before the day belongs to it."""
    clock = _CLOCK_BEFORE.search(line.masked, max(0, cut - 20), start)
    if clock and reading.deadline.time is None:
        whole = line.read_words(f"{clock[1]} {line.masked[start:end]}")
        if whole and whole.deadline.time:
            return lines.found_at(line, clock.start(1), clock.start(1), end, whole)
    return lines.found_at(line, cut, start, end, reading)


def _closed(line: Line, start: int, end: int) -> bool:
    """Whether a “by …” phrase ends its clause, or opens the line."""
    left = lines.SMILEY.sub(" ", lines.MARK.sub(" ", line.text[end:]))
    if not any(c.isalnum() for c in left):
        return True
    if not line.masked[:start].strip() or line.masked[end - 1] in ",;:.!?)]":
        return True
    return bool(_BREAK.match(line.masked, end) or _GOES_ON.match(line.masked, end))


def as_deadline(found: Located) -> bool:
    """Whether the word before a date says that it is the deadline: “on friday” does not."""
    return bool(found.marker and _DEADLINE.fullmatch(found.marker))


def may_announce(text: str) -> bool:
    """Whether a text has a word that announces deadlines: a cheap look."""
    return bool(_DEADLINE.search(text))


def reminder(line: Line) -> Located | None:
    """“Remind me tomorrow at noon to buy a phone”."""
    opening = lines.REMIND.match(line.masked)
    if opening is None:
        return None
    for end in lines.ends_after(line, opening.end()):
        going_on = re.match(r"\s+(?:to|that|about)\s", line.masked[end:])
        reading = line.read(opening.end(), end) if going_on else None
        if going_on and reading:
            phrase = line.text[opening.end() : end].strip()
            title = line.text[end + going_on.end() :].strip()
            return Located(title, reading, phrase, None, (opening.end(), end))
    return None
