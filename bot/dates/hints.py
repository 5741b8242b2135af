"""A cheap look at a word: can a date begin or end with it?"""

from __future__ import annotations

import re

from bot.dates import spoken, words, zones
from bot.dates.spellings import MONTHS, WEEKDAYS

_OPENING = """
@ a about after afternoon an around as asap at before between black bom boxing boy business by
christmas close cob columbus coming cop couple current cyber daily day due early earth easter end
eob eod eom eoq eow eoww eoy evening every fathers few final first following from good goodfriday
half halloween in independence juneteenth labor last late later lunch martin memorial mid midnight
mlk month monthly morning mothers new next no noon not now nye on over overmorrow penultimate
presidents q1 q2 q3 q4 rest same som sometime soq sow soy st start thanksgiving the this today top
until valentines veterans week weekly within workday working xmas
"""
_CLOSING = """
am away business earlier eve exactly fools fortnight gmt h hour latest m max minute night noonish
oclock out p play pm possible sec sharp so sooner thereafter time tops uhr utc weekday workday year
"""
_STARTS = frozenset(
    (*WEEKDAYS, *MONTHS, *words.FORGIVEN, *words.NUMBERS, *words.ORDINALS, *_OPENING.split())
)
_ENDS = _STARTS | frozenset((*_CLOSING.split(), *zones.FIXED, *zones.NAMED))
LONGEST_WORD = 40
_EDGES = ".,;:!?()[]{}'\""
_GLUED = re.compile(r"[@(\[{+~'\"-]*(?:\d|\+)")


def may_start(word: str, language: str = "en") -> bool:
    """Whether a date phrase can begin with this word: a cheap look before reading."""
    if len(word) > LONGEST_WORD:
        return False
    if _GLUED.match(word):
        return True
    if spoken.known(language) and _is_spoken(word, 0, language):
        return True
    first = _first_word(word)
    return first in _STARTS or words.canonical(first) in _STARTS


def may_end(word: str, language: str = "en") -> bool:
    """Whether a date phrase can end with this word."""
    if len(word) > LONGEST_WORD:
        return False
    if any(c.isdigit() for c in word):
        return True
    if spoken.known(language) and _is_spoken(word, -1, language):
        return True
    bare = word.casefold().translate(words.PUNCTUATION).strip(_EDGES).replace("'", "")
    bare = re.split(r"[-@/]", bare)[-1]
    return words.canonical(bare) in _ENDS


def _is_spoken(word: str, edge: int, language: str) -> bool:
    """Whether a word of the language is one of time, or its first or last half: “après-demain”."""
    bare = spoken.plain(word).strip(_EDGES)
    known = spoken.vocabulary(language)
    return bare in known or bare.split("-")[edge] in known


def _first_word(word: str) -> str:
    bare = word.casefold().translate(words.PUNCTUATION).lstrip("([{'\"@~ ").rstrip(".,;:!?)]}'\"")
    return re.split(r"[-@/\d]", bare, maxsplit=1)[0].replace("'", "") or bare
