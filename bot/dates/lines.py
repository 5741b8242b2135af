"""A deadline inside a line: at its end, at its start, or after a word that brings one in."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from re import Match, Pattern

from bot.dates import phrases, spans, spoken, verbs, words
from bot.dates.model import Frame, Located, Reading

MOST_WORDS = 12
MOST_MARKERS = 8

# “due” and its like announce a deadline wherever they stand; “by” does where a clause ends.
STRONG = re.compile(
    r"(?<![\w'’-])(?:(?:is |are |was )?due(?: date| day| by| on| at| before| until| in(?= the)|:|(?=\W))?"
    r"|dead-?line(?: is| on| at|:)?|no later than|not later than|due date:?)\s*:?\s*",
    re.IGNORECASE,
)
PLAIN = re.compile(
    r"(?<![\w'’-])(?:by|before|until|till|til|on or before|ahead of|eta|on)(?: the latest)?:?\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_MASKED = re.compile(
    r"https?://\S+|www\.\S+|<[^<>\s][^<>]*>|`[^`]*`|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»"
    r"|(?<![\w])'[^']*'(?!\w)|(?<!\S)[@#!~+][^\s@]\S*"
)
_MARK = re.compile(r"(?<!\S)(?:<[@#!][^<>]*>|[@#!~][^\s@#!~]\S*)(?=\s|$)")
_BREAK = re.compile(r"\s*(?:$|[,;:.!?)\]}–—-](?:\s|$)|[)\]])")
# After “by friday” the line may go on with one of these; another noun makes it part of the title.
_GOES_ON = re.compile(
    r"\s*(?:for|to|with|and|so|because|since|as|if|in|at|from|via|then|or|but|when|unless|per|please|pls)\b",
    re.IGNORECASE,
)
# A phrase after one of these belongs to the words before it: “agenda for monday”.
_OWNED = frozenset(
    [
        "for",
        "of",
        "from",
        "since",
        "to",
        "into",
        "as",
        "than",
        "vs",
        "versus",
        "after",
        "between",
        "a",
        "an",
        "my",
        "our",
        "your",
        "his",
        "her",
        "their",
        "its",
        "last",
        "per",
        "like",
        "about",
        "and",
        "or",
        "&",
        "+",
        "=",
        "via",
        "not",
        "over",
        "under",
        "called",
        "named",
        "during",
        "every",
        "each",
    ]
)
_DETERMINED = frozenset(["the", "this", "that"])
_TIDY = " \t\r\n,;:–—-(["
_DANGLING = re.compile(
    r"(?:(?:^|(?<=\s))(?:due|by|on|at|before|until|till|deadline|no later than|not later than|the latest|@|around"
    r"|starting|is due|are due|due date|latest|eta)\s*:?\s*)$",
    re.IGNORECASE,
)


class Line:
    """A line cut into words once, with what must not be read as a date blanked out."""

    def __init__(self, text: str, frame: Frame, language: str) -> None:
        """The words of the masked text keep their places in the real one."""
        self.text = text
        self.masked = _MASKED.sub(lambda m: "\ue000" * len(m[0]), text)
        self.words = [(m.start(), m.end()) for m in _WORD.finditer(self.masked)]
        self.folded = spoken.fold(self.masked) if spoken.known(language) else self.masked
        self.starts = [start for start, _ in self.words]
        self.frame, self.language = frame, language

    def read(self, start: int, end: int) -> Reading | None:
        """The phrase between two places, if all of it is a date."""
        phrase = self.masked[start:end]
        if "\ue000" in phrase or not phrase.strip():
            return None
        return read_phrase(phrase, self.frame, self.language)


def read_phrase(phrase: str, frame: Frame, language: str) -> Reading | None:
    """A phrase in the person's language, else in English: many write both."""
    reading = phrases.read(words.normalise(phrase, language), frame)
    if reading is None and spoken.known(language):
        reading = phrases.read(words.normalise(phrase), frame)
    return reading


def locate(text: str, frame: Frame, language: str = "en") -> Located | None:
    """The deadline that a line names and the title that is left."""
    line = Line(text, frame, language)
    return _announced(line) or _trailing(line) or _leading(line)


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
        bare = line.masked[start:end].rstrip(" \t,;:.!?)]}")
        reading = line.read(start, end)
        if reading and (strong or _closed(line, marker.start(), end)):
            return _located(line, marker.start(), start, start + len(bare), reading)
    return None


def ends_after(line: Line, start: int) -> list[int]:
    """Where a phrase that begins here may end, the longest first; a cheap look, no reading."""
    first = bisect_left(line.starts, start)
    near = line.words[max(first - 1, 0) : first + MOST_WORDS]  # “due:fri” begins inside a word
    near = [(max(s, start), e) for s, e in near if e > start]
    if not near or not words.may_start(line.masked[start : near[0][1]], line.language):
        return []
    return [e for s, e in reversed(near) if words.may_end(_bare(line.masked[s:e]), line.language)]


def _bare(word: str) -> str:
    return word.strip(".,;:!?)]}([{")


def _closed(line: Line, start: int, end: int) -> bool:
    """Whether a “by …” phrase ends its clause, or opens the line."""
    rest = line.masked[end:]
    left = _MARK.sub(" ", line.text[end:])
    if not left.strip() or not any(c.isalnum() for c in left):
        return True
    if not line.masked[:start].strip() or line.masked[end - 1] in ",;:.!?)]":
        return True
    return bool(_BREAK.match(rest) or _GOES_ON.match(rest))


def _trailing(line: Line) -> Located | None:
    """A phrase that ends the line; marks, smileys and stops after it do not count."""
    last = len(line.words)
    while last and not any(c.isalnum() for c in _unmarked(line, last - 1)):
        last -= 1
    if not last or not words.may_end(_core(line, last - 1), line.language):
        return None
    end = line.words[last - 1][1]
    for first in range(max(0, last - MOST_WORDS), last):
        start = line.words[first][0]
        if not words.may_start(line.masked[start : line.words[first][1]], line.language):
            continue
        reading = line.read(start, end)
        if reading is None:
            continue
        if _free(line, first, start, end, reading):
            phrase = line.text[start:end].rstrip(" ,;:.!?)]}")
            return _located(line, start, start, start + len(phrase), reading)
        return None
    return None


def _core(line: Line, index: int) -> str:
    start, end = line.words[index]
    return _bare(line.masked[start:end])


def _unmarked(line: Line, index: int) -> str:
    start, end = line.words[index]
    if _MARK.fullmatch(line.text[start:end]):
        return ""
    return line.masked[start:end]


_UNSAID = re.compile(
    rf"(?:\+ ?)?{spans.SPAN}|" + r"(?:at |@ )?\d{1,4}(?: h)?|asap|as soon as possible"
    r"|now|the \d(?:st|nd|rd|th)|\d+(?:st|nd|rd|th)|(?:19|20)\d\d|q[1-4](?: \d{4})?|weekend|the (?:day|week|month).*"
    r"|\d{1,2}\.\d{1,2}|noon|lunch|this (?:day|week|month|quarter|year)|\d{1,2} ?- ?\d{1,2}"
)
_CLOCK = re.compile(r".*\d (?:[ap]m|oclock)|.*\d{1,2}:\d\d.*")
_FRACTION = re.compile(r"(\d{1,2}) ?/ ?(\d{1,2})")
_COUNTED = frozenset(
    [
        "page",
        "part",
        "step",
        "chapter",
        "section",
        "version",
        "phase",
        "item",
        "line",
        "row",
        "q",
        "ticket",
        "no",
    ]
)


def _free(line: Line, first: int, start: int, end: int, reading: Reading) -> bool:
    """Whether a phrase that nothing announces is a deadline and no part of the title."""
    if reading.deadline.day < line.frame.today:
        return False
    before = line.masked[line.words[first - 1][0] : line.words[first - 1][1]] if first else ""
    before_word = before.casefold().strip("([{,;:")
    text = words.normalise(line.masked[start:end], line.language)
    if _UNSAID.fullmatch(text) and not _CLOCK.fullmatch(text) and not text.startswith("+"):
        return False
    fraction = _FRACTION.fullmatch(text)
    if fraction and (int(fraction[1]) <= int(fraction[2]) <= 12 or before_word in _COUNTED):
        return False
    if before[-1:] in ",;:" or not before:
        return True
    if before_word in _OWNED:
        return False
    return not (before_word in _DETERMINED and not text.startswith("the "))


def _leading(line: Line) -> Located | None:
    """A phrase that opens the line, when a stop or a verb follows it."""
    count = len(line.words)
    if not count:
        return None
    start = line.words[0][0]
    if not words.may_start(line.masked[start : line.words[0][1]], line.language):
        return None
    for last in range(min(MOST_WORDS, count), 0, -1):
        end = line.words[last - 1][1]
        if not words.may_end(_core(line, last - 1), line.language):
            continue
        reading = line.read(start, end)
        if reading is None or reading.deadline.day < line.frame.today:
            continue
        stopped = line.masked[end - 1] in ":,;" or (
            last < count
            and line.masked[line.words[last][0] : line.words[last][1]] in ("-", "–", "—", "|")
        )
        text = words.normalise(line.masked[start:end], line.language)
        if _UNSAID.fullmatch(text) and not _CLOCK.fullmatch(text):
            return None
        following = _core(line, last) if last < count else ""
        if stopped or (following and verbs.is_verb(following)):
            phrase = line.text[start:end].rstrip(" ,;:.!?)]}")
            return _located(line, start, start, start + len(phrase), reading)
    return None


def _located(line: Line, cut: int, start: int, end: int, reading: Reading) -> Located:
    """The title is the line without the phrase, what brought it in and the brackets round it."""
    before, after = line.text[:cut].rstrip(), line.text[end:].lstrip()
    dangling = _DANGLING.search(before)
    marker = line.text[cut:start].strip(" :\t") or None
    if dangling and line.masked[dangling.start() : dangling.end()].strip("\ue000 "):
        marker = marker or before[dangling.start() :].strip(" :")
        before = before[: dangling.start()].rstrip()
    if before[-1:] in "([" and before:
        before = before[:-1].rstrip()
        after = after.lstrip(".,;: ").removeprefix(")").removeprefix("]").lstrip()
    title = _joined(before, after)
    return Located(title, reading, line.text[start:end].strip(), marker, (cut, end))


def _joined(before: str, after: str) -> str:
    after = after.lstrip(" ,;:.-–—|") if not before else after.lstrip(" ")
    before = before.rstrip(" ,;:–—-|") if not after.strip(" ,;:.!?") else before
    if after[:1] in ",;:.!?)" and after:
        before, after = before.rstrip(_TIDY), after if before else after.lstrip(",;:.!?) ")
        return f"{before}{after}".strip()
    return f"{before} {after}".strip()
