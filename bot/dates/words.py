"""English words of time in one spelling, so that the rules see each word one way only."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.dates import spoken
from bot.dates.spellings import MONTHS, SPELLINGS, WEEKDAYS

UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
TEENS = (
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
NUMBERS = {word: n for n, word in enumerate(UNITS + TEENS)} | TENS
ORDINALS = {
    **{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7},
    **{"eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "twelveth": 12},
    **{f"{word}th": 13 + n for n, word in enumerate(TEENS[2:])},
    **{"twentieth": 20, "thirtieth": 30},
}

# Long words worth forgiving: short ones ("march", "june") sit too near other words.
FORGIVEN = (
    *WEEKDAYS,
    *(m for m in MONTHS if len(m) > 5),
    *("tomorrow", "tonight", "yesterday", "weekend", "quarter"),
)
NEIGHBOURS = frozenset(
    ["sundae", "sundry", "sundays", "mundane", "quarters", "quartet", "weekday", "weekends"]
)

_TRAILING = re.compile(r"[\s.,;:!?)\]}'\"…]+$")
_DOTTED = re.compile(r"(?:^|[\s(])\d{1,2}\. ?\d{1,2}\.[\s)]*$")
_LEADING = re.compile(r"^[\s,;:!(\[{'\"]+")
_MERIDIEM = re.compile(r"(?<![a-z])([ap]) ?\. ?m\b\.?|(?<=\w )([ap]) m\b|(?<=\d)([ap])\.")
_WORD_HYPHEN = re.compile(
    r"(?<=[a-z])(?<!\d[aph])(?<!\d h)(?<!\d[ap]m)(?<! [ap]m)[-/](?=[a-z0-9])"
    r"|(?<=\d)[-/](?=[a-vx-z])|(?<=\dth)[-/]"
)
_DIGIT_WORD = re.compile(r"(?<=\d)(?!st\b|nd\b|rd\b|th\b|t\d|w\d)(?=[a-z])")
_TWO_DAY = re.compile(r"\b2(?=(?:moro+w?|morrow|mrw|nite|night|day)\b)")
_GLUED_UNITS = re.compile(r"(?<=\d)(hours?|hrs?|h|minutes?|mins?|m|days?|d|weeks?|wks?|w)(?=\d)")
_WORD_DIGIT = re.compile(r"\b(" + "|".join([*MONTHS, *(m[:3] for m in MONTHS)]) + r")\.?(?=\d)")
_FRACTIONS = (
    (re.compile(r"\b(\d+) and (?:an? )?half(?= )"), r"\1.5"),
    (re.compile(r"\b(?:1/2|half)(?: of)?(?: an?)?(?= (?:hour|day|year|month|minute|h)\b)"), "0.5"),
    (re.compile(r"\b(?:3/4|3 quarter)(?: of)?(?: an?)?(?= (?:hour|h)\b)"), "0.75"),
    (re.compile(r"\b(?:an? )?(?:1/4|quarter)(?: of)?(?: an?)?(?= (?:hour|h)\b)"), "0.25"),
    (re.compile(r"\b(?:an?|1) (hour|day|week|month|year) and a half\b"), r"1.5 \1"),
    (re.compile(r"\b(?:an? )?(?:couple|pair)(?: of)?(?: more)?(?= )"), "2"),
    (re.compile(r"\b(?:an? )?few(?: more)?(?= )"), "few"),
    (re.compile(r"\b(?:business|working|work|biz) days?\b"), "workday"),
    (re.compile(r"\bweek end\b"), "weekend"),
    (re.compile(r"\bo clock\b"), "oclock"),
    (re.compile(r"\bmid night\b"), "midnight"),
    (re.compile(r"\blater (?=today\b|this )"), ""),
    (re.compile(r"\bfirst thing\b|\b1st thing\b"), "early morning"),
    (re.compile(rf"\bearly (?=(?:tomorrow|today|{'|'.join(WEEKDAYS)})\b)"), "early morning "),
    (re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})[-/](\d{{4}})\b"), r"\1 \2 \3"),
    (re.compile(r"(?<!\.\d)(?<!\.\d\d)(?<=\d)\.(?= [a-z])"), ""),
    (re.compile(r"\b(\d+) more(?= )"), r"\1"),
    (re.compile(r"\b([01]\d|2[0-3])([0-5]\d) h\b"), r"\1:\2"),
    (re.compile(r"\b(early|late) this (?=morning|afternoon|evening)"), r"this \1 "),
    # “thu oct 26 11:00:09 utc 2023”: the year stands last.
    (
        re.compile(
            rf"((?:{'|'.join(MONTHS)}) \d{{1,2}}) (\d{{1,2}}:\d\d(?::\d\d)?(?: [a-z]{{2,4}})?)"
            r" ((?:19|20)\d\d)$"
        ),
        r"\1 \3 \2",
    ),
)


_HOURS = "|".join(UNITS[1:] + TEENS[:2])
_SPOKEN_CLOCK = re.compile(
    rf"\b(?P<h>{_HOURS})[ -](?:(?:oh?|zero)[ -](?P<unit>{'|'.join(UNITS[1:10])})"
    rf"|(?P<tens>{'|'.join((*TEENS, *TENS))}|ten)(?:[ -](?P<more>{'|'.join(UNITS[1:10])}))?)\b"
    r"(?!-| (?:sec|min|hour|day|week|month|year|business|working))"
)


def _clock_in_words(m: re.Match[str]) -> str:
    """“ten thirty”, “twelve oh five”: 10:30, 12:05."""
    minute = sum(NUMBERS[word] for word in (m["unit"], m["tens"], m["more"]) if word)
    return f"{NUMBERS[m['h']]}:{minute:02}" if minute < 60 else m[0]


def normalise(text: str, language: str = "en") -> str:
    """The phrase in lower case, one space between words, each word in one spelling."""
    text = text.lower().translate(PUNCTUATION)
    if spoken.known(language):
        text = spoken.translate(text, language)
    dotted = _DOTTED.search(text)  # the dot after “20.3.” belongs to the date
    text = _LEADING.sub("", _TRAILING.sub("", text)) + ("." if dotted else "")
    text = _MERIDIEM.sub(lambda m: (m[1] or m[2] or m[3]) + "m ", text)
    text = text.replace(",", " ").replace("@", " @ ").replace("due:", "due ")
    text = _TWO_DAY.sub("to", _SPOKEN_CLOCK.sub(_clock_in_words, text))
    text = _GLUED_UNITS.sub(r" \1 ", text)
    text = _WORD_HYPHEN.sub(" ", text)
    text = _WORD_DIGIT.sub(r"\1 ", _DIGIT_WORD.sub(" ", text))
    words: list[str] = []
    for word in text.split():
        _append(words, word)
    text = " ".join(words)
    for pattern, replacement in _FRACTIONS:
        text = pattern.sub(replacement, text)
    return text


PUNCTUATION = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "−": "-", "\u00a0": " ", "\u202f": " "}
)


def _append(words: list[str], word: str) -> None:
    if len(word) > 1 and word[-1] == "." and not word[-2].isdigit():
        word = word[:-1]
    if word == "second" and words and (words[-1] == "a" or words[-1].isdigit()):
        tens = int(words[-1]) if isinstance(words[-1], _Spoken) else 0
        words[-1:] = [ordinal(tens + 2)] if tens in TENS.values() else [words[-1], "sec"]
        return
    previous = words[-1] if words else ""
    if word == "mon" and previous.isdigit() and (len(words) < 2 or words[-2] not in MONTHS):
        words.append("month")
        return
    tens = int(previous) if previous in _TENS_DIGITS else 0
    if word in ORDINALS:
        value = ORDINALS[word]
        if tens and value < 10 and len(words) and _spoken(words):
            words[-1] = ordinal(tens + value)
        else:
            words.append(ordinal(value))
    elif word in NUMBERS:
        value = NUMBERS[word]
        if tens and 0 < value < 10 and _spoken(words):
            words[-1] = str(tens + value)
        else:
            words.append(_Spoken(value))
    else:
        words.append(canonical(word))


class _Spoken(str):
    """A number that was written in letters: "twenty", to which "three" may be joined."""

    __slots__ = ()

    def __new__(cls, value: int) -> _Spoken:
        return super().__new__(cls, str(value))


_TENS_DIGITS = frozenset(str(n) for n in TENS.values())


def _spoken(words: list[str]) -> bool:
    return isinstance(words[-1], _Spoken)


def ordinal(n: int) -> str:
    """1 → "1st"."""
    if 10 < n % 100 < 14:
        return f"{n}th"
    return f"{n}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th') }"


@lru_cache(maxsize=4096)
def canonical(word: str) -> str:
    """The one spelling of a word of time; any other word comes back as it is."""
    if word in SPELLINGS:
        return SPELLINGS[word]
    if "'" in word:
        base = word.removesuffix("'s")
        if base in WEEKDAYS or base in MONTHS or base in ("today", "tomorrow", "tonight"):
            return word  # a possessive belongs to the title: "Monday's review"
        if word[1:].isdigit():
            return word  # “'01” is a year
        word = word.replace("'", "")
        return SPELLINGS.get(word, word)
    if word in FORGIVEN or word in NEIGHBOURS or not word.isalpha() or not 5 <= len(word) <= 11:
        return word
    near = (known for known in FORGIVEN if known[0] == word[0] and _near(word, known))
    return next(near, word)


def _near(word: str, known: str) -> bool:
    """Whether the word is the known one with one slip of the hand (two in a long word)."""
    allowed = 1 if len(known) < 8 else 2
    return abs(len(word) - len(known)) <= allowed and slips(word, known) <= allowed


def slips(a: str, b: str) -> int:
    """Letters dropped, added, changed or swapped with a neighbour between two words."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, before, last = [i], row, before
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
