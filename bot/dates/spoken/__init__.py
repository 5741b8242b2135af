"""Phrases of other languages, turned into the English that the rules read.

Each language is a list of rewriting rules over text in lower case without accents, most special
first, and a table of single words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from re import Pattern

from bot.dates.spoken import de, es, fr, pt

LANGUAGES = {"de": de, "fr": fr, "es": es, "pt": pt}


def base(language: str) -> str:
    """“pt-BR” is “pt”."""
    return language.lower().replace("_", "-").partition("-")[0]


def known(language: str) -> bool:
    """Whether phrases of this language are read besides English ones."""
    return base(language) in LANGUAGES


def plain(text: str) -> str:
    """Lower case without accents: people leave them out when they type."""
    text = text.lower().replace("ß", "ss").replace("º", "o").replace("ª", "a").replace("’", "'")
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def fold(text: str) -> str:
    """The same, letter for letter, so that places in the text stay what they are."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFKD", c)[0].lower()[0] for c in text)


_COMMA = re.compile(r"(?<=\d),(?=\d)")


def translate(text: str, language: str) -> str:
    """The phrase in English, as far as its words are words of time."""
    language = base(language)
    text = _COMMA.sub(".", " ".join(plain(text).split()))
    for pattern, replacement in _rules(language):
        text = pattern.sub(replacement, text)
    words, pattern = _words(language)
    return pattern.sub(lambda m: words[m[0]], text)


@cache
def _rules(language: str) -> list[tuple[Pattern[str], str]]:
    return [(re.compile(pattern), english) for pattern, english in LANGUAGES[language].RULES]


@cache
def _words(language: str) -> tuple[dict[str, str], Pattern[str]]:
    table: dict[str, str] = {}
    for foreign, english in LANGUAGES[language].WORDS.items():
        table.update(dict.fromkeys(foreign.split(), english))
    names = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return table, re.compile(rf"(?<![\w'])(?:{names})(?![\w'])")


@cache
def vocabulary(language: str) -> frozenset[str]:
    """Every word that may open or close a phrase in this language."""
    module = LANGUAGES[base(language)]
    found = set(_words(base(language))[0]) | set(module.ENDS.split())
    for pattern, _ in module.RULES:
        found.update(re.findall(r"[a-z]{2,}", re.sub(r"\\.", " ", pattern)))
    return frozenset(found)


def markers(language: str) -> tuple[str, str]:
    """The words that announce a deadline: strong ones and plain ones, as regex alternatives."""
    module = LANGUAGES[base(language)]
    return module.STRONG, module.PLAIN
