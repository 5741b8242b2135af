"""Words that are looked for, and the conditions that find what holds them.

A word finds what begins with it, whatever its accents; a quotation finds just that. Both databases
cut the words and what they look through in the same way; writing without spaces (Chinese, Thai …)
and signs are looked for letter by letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    cast,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects import postgresql

from .. import models
from . import access, words
from .actor import Actor

COLUMNS: dict[Any, tuple[str, ...]] = {
    models.Task: ("title", "description", "labels"),
    models.Milestone: ("title", "description"),
    models.Risk: ("title", "response"),
    models.Note: ("text",),
    models.Reply: ("text",),
    models.Attachment: ("title",),
    models.Person: ("name", "handle"),
}
"""What is looked through; the migrations make an index of just these."""
ABOUT: dict[Any, tuple[Any, ...]] = {models.Task: (models.Note, models.Reply, models.Attachment)}
"""What belongs to an item besides itself."""
MOST = 12
"""Words of one question; more would only make it slow."""
LONGEST = 100
_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Lao, Thai, Tibetan, Burmese, Khmer, Japanese and Chinese."""


@dataclass(frozen=True)
class Term:
    """A word, or several in a row; `whole` where nothing may follow the last one's letters."""

    text: str
    whole: bool = False

    @property
    def literal(self) -> bool:
        """Whether it is looked for letter by letter: the databases see no words in it."""
        bare = fold(self.text)
        marked = any(unicodedata.category(character)[0] == "M" for character in bare)
        return marked or not _WORD.search(bare) or bool(_UNSPACED.search(bare))


def term(text: str, whole: bool = False) -> Term:
    """A term of what somebody typed, without what no database keeps."""
    return Term(" ".join(words.plain(text).split())[:LONGEST], whole)


def fold(text: str) -> str:
    """Small letters without accents."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text)).lower()


def holding(actor: Actor, item: Any, terms: Iterable[Term]) -> list[ColumnElement[bool]]:
    """Conditions on a table of items: every term is in what belongs to the item, or its owner."""
    return [_holds(actor, item, each) for each in asked(terms)]


def asked(terms: Iterable[Term]) -> list[Term]:
    """The terms that are really looked for."""
    return [each for each in terms if each.text][:MOST]


def _holds(actor: Actor, item: Any, wanted: Term) -> ColumnElement[bool]:
    places = [select(item.id).where(says(actor, item, wanted))]
    for part in ABOUT.get(item, ()):
        said = says(actor, part, wanted)
        places.append(select(part.task_id).where(said, part.deleted_at.is_(None)))
    found: ColumnElement[bool] = item.id.in_(union_all(*places))
    # Hardly any word is a name: asked first, that costs less than a second way into the items.
    owners = actor.session.scalars(
        select(models.Person.id).where(
            models.Person.workspace_id == actor.who.workspace_id,
            says(actor, models.Person, Term(wanted.text, whole=True)),
        )
    ).all()
    return or_(found, item.owner_id.in_(owners)) if owners else found


def says(actor: Actor, source: Any, wanted: Term) -> ColumnElement[bool]:
    """Condition on a table: its words have the term, and the actor may read them."""
    found = _has(actor, source, wanted)
    return and_(found, access.said_in_hearing(actor)) if source is models.Reply else found


def _has(actor: Actor, source: Any, wanted: Term) -> ColumnElement[bool]:
    if wanted.literal:
        columns = (getattr(source, name) for name in COLUMNS[source])
        return or_(*(each.icontains(wanted.text, autoescape=True) for each in columns))
    if actor.session.get_bind().dialect.name == "sqlite":
        return _in_fts5(source, wanted)
    return _in_tsvector(source, wanted)


def _in_fts5(source: Any, wanted: Term) -> ColumnElement[bool]:
    """SQLite cuts a quoted string into words itself, and sees no operators in it."""
    name = f"{source.__tablename__}_search"
    index = table(name, column("rowid"), column(name))
    quoted = wanted.text.replace('"', '""')
    question = f'"{quoted}"' if wanted.whole else f'"{quoted}"*'
    found: ColumnElement[bool] = source.id.in_(
        select(index.c.rowid).where(index.c[name].op("MATCH")(question))
    )
    return found


def _in_tsvector(source: Any, wanted: Term) -> ColumnElement[bool]:
    """PostgreSQL reads plain words into a question; what may follow is added to its last."""
    simple: Any = literal_column("'simple'::regconfig")
    question: Any = func.phraseto_tsquery(simple, " ".join(_WORD.findall(fold(wanted.text))))
    if not wanted.whole:
        begun = func.nullif(cast(question, Text), "") + literal(":*", Text)
        question = cast(begun, postgresql.TSQUERY)
    place: Any = literal_column(f"{source.__tablename__}.search")
    found: ColumnElement[bool] = place.op("@@")(question)
    return found


# ── in Python ────────────────────────────────────────────────────────────────────────────────


def place_in(text: str, wanted: Term) -> int:
    """Where a term begins in a text; -1 where it is not there."""
    if wanted.literal:
        return text.lower().find(wanted.text.lower())
    sought = _WORD.findall(fold(wanted.text))
    there = list(_WORD.finditer(text))
    folded = [fold(each[0]) for each in there]
    for at in range(len(folded) - len(sought) + 1):
        *before, last = folded[at : at + len(sought)]
        fits = last == sought[-1] if wanted.whole else last.startswith(sought[-1])
        if fits and before == sought[:-1]:
            return there[at].start()
    return -1


def passage(text: str, at: int, before: int = 40, after: int = 100) -> str:
    """The words around a place of a text, in one line."""
    start = text.rfind(" ", 0, at - before) + 1 if at > before else 0
    end = text.find(" ", at + after) if at + after < len(text) else len(text)
    end = end if 0 <= end <= at + 2 * after else min(at + after, len(text))
    shown = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"
