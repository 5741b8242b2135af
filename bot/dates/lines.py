"""A line cut into words, and the title that is left when its deadline is taken out."""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.dates import hints, phrases, spoken, words
from bot.dates.model import Frame, Located, Reading

MOST_WORDS = 12
MOST_MARKERS = 6
MOST_READS = 24  # an ordinary line takes fewer than ten
MOST_NUMBERS = 12  # from one second to another
GUARD, NOTHING = "\ue000", "\ue001"

_WORD = re.compile(r"\S+")
_NUMBERS = re.compile(r"\d+")
_MASKED = re.compile(
    r"https?://\S+|www\.\S+|<[^<>\s][^<>]*>|`[^`]*`|(?<!due:)\"[^\"]*\"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»"
    r"|(?<!\w)'[^']*'(?!\w)|(?<!\S)@(?!noon|midnight|tonight|today|tomorrow|lunch)[^\W\d_]\S*"
    r"|(?<!\S)[#!+][^\W\d_]\S*|(?<!\S)[#~]\S+"
)
MARK = re.compile(r"(?<!\S)(?:<[@#!][^<>]*>|(?:@(?!\d)|[#!~])[^\s@#!~]\S*)(?=\s|$)")
SMILEY = re.compile(r"(?<!\S):[a-z0-9_+'-]+:(?!\S)")
_STRESS = re.compile(r"(?<![\w*_])[*_]{1,2}(?=\w)|(?<=[\w.,!?)])[*_]{1,2}(?![\w*_])")
_JOINS = re.compile(r"[,;:.!?)]|[*_]+(?!\w)")  # stands right after a word
_DANGLING = re.compile(
    r"(?:(?:^|(?<=\s))(?:due|by|on|at|before|until|till|deadline|no later than|not later than"
    r"|the latest|@|around|starting|is due|are due|due date|latest|eta|is|are|will be)\s*:?\s*)$",
    re.IGNORECASE,
)
REMIND = re.compile(r"(?:please )?remind (?:me|us|him|her|them|@?[\w/]+)(?: (?:to|that))?\s+", re.I)


class Line:
    """A line cut into words once, with what must not be read as a date blanked out."""

    def __init__(self, text: str, frame: Frame, language: str) -> None:
        """The words of the masked text keep their places in the real one."""
        self.text = text
        masked = _MASKED.sub(lambda m: GUARD * len(m[0]), text)
        masked = SMILEY.sub(lambda m: NOTHING * len(m[0]), masked)
        self.masked = _STRESS.sub(lambda m: " " * len(m[0]), masked)
        self.spans = [(m.start(), m.end()) for m in _WORD.finditer(self.masked)]
        self.starts = [start for start, _ in self.spans]
        self.folded = spoken.fold(self.masked) if spoken.known(language) else self.masked
        self.frame, self.language = frame, language
        self.reads = 0

    def read(self, start: int, end: int) -> Reading | None:
        """The phrase between two places, if all of it is a date."""
        phrase = self.masked[start:end]
        if GUARD in phrase or not phrase.strip() or len(phrase) > phrases.LONGEST:
            return None
        if self.reads >= MOST_READS:
            return None  # such a line was not written by a person
        self.reads += 1
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
        return hints.may_start(self.masked[start:end], self.language)

    def may_end(self, start: int, end: int) -> bool:
        """Whether a date can end with this word."""
        return hints.may_end(bare(self.masked[start:end]), self.language)


def is_mark(word: str) -> bool:
    """“@ana”, “#web”, “!high”, “~3d”, “<@U1>”."""
    return bool(MARK.fullmatch(word))


def bare(word: str) -> str:
    """A word without the stops and brackets round it."""
    return word.strip(".,;:!?)]}([{")


def read_phrase(phrase: str, frame: Frame, language: str) -> Reading | None:
    """A phrase in the person's language, else in English: many write both."""
    if len(_NUMBERS.findall(phrase)) > MOST_NUMBERS:
        return None
    reading = phrases.read(words.normalise(phrase, language), frame)
    if reading is None and spoken.known(language):
        reading = phrases.read(words.normalise(phrase), frame)
    return reading


def ends_after(line: Line, start: int, *, any_start: bool = False) -> list[int]:
    """Where a phrase that begins here may end, the longest first; a cheap look, no reading."""
    first = bisect_left(line.starts, start)
    near = line.spans[max(first - 1, 0) : first + MOST_WORDS]  # “due:fri” begins inside a word
    near = [(max(s, start), e) for s, e in near if e > start]
    if not near or not (any_start or line.may_start(start, near[0][1])):
        return []
    return [e for s, e in reversed(near) if line.may_end(s, e)]


def found_at(line: Line, cut: int, start: int, end: int, reading: Reading) -> Located:
    """The title is the line without the phrase, what brought it in and the brackets round it."""
    phrase = line.text[start:end]
    start += len(phrase) - len(phrase.lstrip("([{"))
    end -= len(phrase) - len(phrase.rstrip(" \t,;:.!?)]}"))
    cut = max(cut, start) if line.text[cut:start].strip("([{ ") == "" else cut
    stress = line.text[end : end + 1]
    if stress in ("*", "_") and stress in line.text[max(cut - 1, 0) : start]:
        cut -= line.text[cut - 1 : cut] == stress  # “by *friday*”, “*due friday*”
        end += 1
    before, after = line.text[:cut].rstrip(), line.text[end:].lstrip()
    marker = line.text[cut:start].strip(" :\t*_") or None
    dangling = _DANGLING.search(before)
    if dangling and GUARD not in line.masked[dangling.start() : dangling.end()]:
        marker = marker or before[dangling.start() :].strip(" :")
        before = before[: dangling.start()].rstrip()
    if before[-1:] in ("(", "[", "{"):
        before = before[:-1].rstrip()
        after = re.sub(r"^[.,;: ]*[)\]}]\s*", "", after)
    title = REMIND.sub("", _joined(before, after), count=1)
    return Located(title, reading, line.text[start:end].strip(), marker, (cut, end))


def _joined(before: str, after: str) -> str:
    if not any(c.isalnum() for c in after):
        after = after.lstrip(".,;: ")  # the stop that ended the line went with the date
        before = before.rstrip(" ,;:–—-|")
    after = re.sub(r"^\.(?=[,;:!?])", "", after)  # the stop of “fri.,”
    if not before:
        after = after.lstrip(" ,;:.-–—|)]")
    if _JOINS.match(after) and not SMILEY.match(after):
        return f"{before.rstrip(' ,;:–—-')}{after}".strip()
    return f"{before} {after}".strip()
