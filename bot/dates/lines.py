"""A deadline inside a line: after a word that brings one in, at its end, or at its start."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from re import Match, Pattern

from bot.dates import phrases, spoken, unsaid, words
from bot.dates.model import Frame, Located, Reading

MOST_WORDS = 12
MOST_MARKERS = 8
GUARD = "\ue000"

# “due” and its like announce a deadline wherever they stand; “by” does where a clause ends.
STRONG = re.compile(
    r"(?<![\w'’-])(?:(?:is |are |was )?due"
    r"(?: date:?| day| by| on| at| before| until| in(?= the)|:|(?=\W))?"
    r"|dead-?line(?: is| on| at|:)?|no later than|not later than)\s*:?\s*",
    re.IGNORECASE,
)
PLAIN = re.compile(
    r"(?<![\w'’-])(?:by|before|until|till|til|on or before|ahead of|eta|on)(?: the latest)?:?\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_MASKED = re.compile(
    r"https?://\S+|www\.\S+|<[^<>\s][^<>]*>|`[^`]*`|\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»"
    r"|(?<!\w)'[^']*'(?!\w)|(?<!\S)@(?!noon|midnight|tonight|today|tomorrow|lunch)[^\W\d_]\S*"
    r"|(?<!\S)[#!+][^\W\d_]\S*|(?<!\S)[#~]\S+"
)
_MARK = re.compile(r"(?<!\S)(?:<[@#!][^<>]*>|[@#!~][^\s@#!~]\S*)(?=\s|$)")
_BREAK = re.compile(r"\s*(?:$|[,;:.!?)\]}–—-](?:\s|$)|[)\]])")
# After “by friday” the line may go on with one of these; another noun makes it part of the title.
_GOES_ON = re.compile(
    r"\s*(?:for|to|with|and|so|because|since|as|if|in|at|from|via|then|but|when|unless|per|please|the|my|our|all"
    r"|pls)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?:(?:^|(?<=\s))(?:due|by|on|at|before|until|till|deadline|no later than|not later than"
    r"|the latest|@|around|starting|is due|are due|due date|latest|eta|is|are|will be)\s*:?\s*)$",
    re.IGNORECASE,
)
_REMIND = re.compile(
    r"(?:please )?remind (?:me|us|him|her|them|@?[\w/]+)(?: (?:to|that))?\s+", re.I
)


class Line:
    """A line cut into words once, with what must not be read as a date blanked out."""

    def __init__(self, text: str, frame: Frame, language: str) -> None:
        """The words of the masked text keep their places in the real one."""
        self.text = text
        self.masked = _MASKED.sub(lambda m: GUARD * len(m[0]), text)
        self.spans = [(m.start(), m.end()) for m in _WORD.finditer(self.masked)]
        self.starts = [start for start, _ in self.spans]
        self.folded = spoken.fold(self.masked) if spoken.known(language) else self.masked
        self.frame, self.language = frame, language

    def read(self, start: int, end: int) -> Reading | None:
        """The phrase between two places, if all of it is a date."""
        phrase = self.masked[start:end]
        if GUARD in phrase or not phrase.strip():
            return None
        return read_phrase(phrase, self.frame, self.language)

    def read_words(self, phrase: str) -> Reading | None:
        """A phrase put together from the line's words."""
        return read_phrase(phrase, self.frame, self.language)

    def word(self, index: int) -> str:
        """A word without the stops and brackets round it; nothing for one that is blanked out."""
        start, end = self.spans[index]
        return bare(self.masked[start:end]).strip(GUARD)

    def may_start(self, start: int, end: int) -> bool:
        """Whether a date can begin with this word: a cheap look."""
        return words.may_start(self.masked[start:end], self.language)

    def may_end(self, start: int, end: int) -> bool:
        """Whether a date can end with this word."""
        return words.may_end(bare(self.masked[start:end]), self.language)


def is_mark(word: str) -> bool:
    """“@ana”, “#web”, “!high”, “~3d”, “<@U1>”."""
    return bool(_MARK.fullmatch(word))


def bare(word: str) -> str:
    """A word without the stops and brackets round it."""
    return word.strip(".,;:!?)]}([{")


def read_phrase(phrase: str, frame: Frame, language: str) -> Reading | None:
    """A phrase in the person's language, else in English: many write both."""
    reading = phrases.read(words.normalise(phrase, language), frame)
    if reading is None and spoken.known(language):
        reading = phrases.read(words.normalise(phrase), frame)
    return reading


def locate(text: str, frame: Frame, language: str = "en") -> Located | None:
    """The deadline that a line names and the title that is left."""
    line = Line(text, frame, language)
    return _announced(line) or _reminder(line) or unsaid.trailing(line) or unsaid.leading(line)


def _announced(line: Line) -> Located | None:
    """After “due …”, else after “by …” where a clause ends."""
    for pattern, strong in _announcers(line.language):
        markers = list(pattern.finditer(line.folded))[-MOST_MARKERS:]
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
    for end in ends_after(line, start):
        reading = line.read(start, end)
        if reading and (strong or _closed(line, marker.start(), end)):
            return found_at(line, marker.start(), start, end, reading)
    return None


def ends_after(line: Line, start: int) -> list[int]:
    """Where a phrase that begins here may end, the longest first; a cheap look, no reading."""
    first = bisect_left(line.starts, start)
    near = line.spans[max(first - 1, 0) : first + MOST_WORDS]  # “due:fri” begins inside a word
    near = [(max(s, start), e) for s, e in near if e > start]
    if not near or not line.may_start(start, near[0][1]):
        return []
    return [e for s, e in reversed(near) if line.may_end(s, e)]


def _closed(line: Line, start: int, end: int) -> bool:
    """Whether a “by …” phrase ends its clause, or opens the line."""
    left = _MARK.sub(" ", line.text[end:])
    if not any(c.isalnum() for c in left):
        return True
    if not line.masked[:start].strip() or line.masked[end - 1] in ",;:.!?)]":
        return True
    return bool(_BREAK.match(line.masked, end) or _GOES_ON.match(line.masked, end))


def _reminder(line: Line) -> Located | None:
    """“Remind me tomorrow at noon to buy a phone”."""
    opening = _REMIND.match(line.masked)
    if opening is None:
        return None
    for end in ends_after(line, opening.end()):
        going_on = re.match(r"\s+(?:to|that|about)\s", line.masked[end:])
        reading = line.read(opening.end(), end) if going_on else None
        if going_on and reading:
            phrase = line.text[opening.end() : end].strip()
            title = line.text[end + going_on.end() :].strip()
            return Located(title, reading, phrase, None, (opening.end(), end))
    return None


def found_at(line: Line, cut: int, start: int, end: int, reading: Reading) -> Located:
    """The title is the line without the phrase, what brought it in and the brackets round it."""
    phrase = line.text[start:end]
    start += len(phrase) - len(phrase.lstrip("([{"))
    end -= len(phrase) - len(phrase.rstrip(" \t,;:.!?)]}"))
    cut = max(cut, start) if line.text[cut:start].strip("([{ ") == "" else cut
    before, after = line.text[:cut].rstrip(), line.text[end:].lstrip()
    marker = line.text[cut:start].strip(" :\t") or None
    dangling = _DANGLING.search(before)
    if dangling and GUARD not in line.masked[dangling.start() : dangling.end()]:
        marker = marker or before[dangling.start() :].strip(" :")
        before = before[: dangling.start()].rstrip()
    if before[-1:] in ("(", "[", "{"):
        before = before[:-1].rstrip()
        after = re.sub(r"^[.,;: ]*[)\]}]\s*", "", after)
    title = _REMIND.sub("", _joined(before, after), count=1)
    return Located(title, reading, line.text[start:end].strip(), marker, (cut, end))


def _joined(before: str, after: str) -> str:
    if not any(c.isalnum() for c in after):
        after = after.lstrip(".,;: ")  # the stop that ended the line went with the date
        before = before.rstrip(" ,;:–—-|")
    if not before:
        after = after.lstrip(" ,;:.-–—|)]")
    if after[:1] and after[0] in ",;:.!?)":
        return f"{before.rstrip(' ,;:–—-')}{after}".strip()
    return f"{before} {after}".strip()
