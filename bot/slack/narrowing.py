"""Words that narrow a list, in any order: what they mean for every noun, and what for one.

What is no such word is looked for in what the list holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .. import models
from ..errors import Invalid
from ..operations import access
from ..operations.terms import Term, asked, term
from ..ui import kit
from . import grammar, marks, typed, where
from .call import Call


@dataclass(frozen=True)
class Wanted:
    """What a list holds, in words and as a filter; `everywhere` looks beyond this channel."""

    filter: Any
    """The noun's own filter: a dataclass with `owner_id`, `sought` and `project_ids`."""
    kind: str
    keys: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    everywhere: bool = False

    @property
    def heading(self) -> str:
        """Such as "Open tasks in WEB: mine, overdue"."""
        where_ = f" in {', '.join(self.keys)}" if self.keys else ""
        return f"{self.kind}{where_}{': ' if self.only else ''}{', '.join(self.only)}"

    def narrowed(self, words: str, **changes: Any) -> Wanted:
        """Fewer of them; the words say why."""
        return replace(self, only=(*self.only, words), filter=replace(self.filter, **changes))

    def of_status(self, kind: str, *status: str) -> Wanted:
        """Those of another status than the open ones."""
        return replace(self, kind=kind, filter=replace(self.filter, status=status))

    def within(self, projects: Sequence[models.Project]) -> Wanted:
        """Those of these projects; of all where there are none."""
        ids = tuple(project.id for project in projects)
        keys = tuple(project.key for project in projects)
        return replace(self, keys=keys, filter=replace(self.filter, project_ids=ids))


Word = Callable[[Call, Wanted], Wanted]


def read(call: Call, query: str, wanted: Wanted, words: Mapping[str, Word]) -> Wanted:
    """Apply the words of a query; those that `words` does not know are looked for.

    Understood for every noun: `@ana`, `+label`, `in:WEB`. A list keeps to the project of `in:`,
    else to this channel's projects, unless it is somebody's.
    """
    again = call.again(words=query)
    line, kept = again.line, []
    ranked = hasattr(wanted.filter, "priority")
    for each in _terms(query, ranked):
        meaning = None if each.whole else words.get(each.text.casefold())
        if meaning is None:
            kept.append(each)
        else:
            wanted = meaning(call, wanted)
    sought = tuple(asked(kept))
    if sought:
        wanted = wanted.narrowed(f"with “{_shown(sought)}”", sought=sought)
    person = where.person(again)
    if person is not None:
        wanted = replace(wanted.narrowed(person.name, owner_id=person.id), everywhere=True)
    for label in line.labels:
        if not hasattr(wanted.filter, "label"):
            raise Invalid("list", f"Only tasks have labels: leave out +{label}.")
        wanted = wanted.narrowed(f"+{label}", label=label)
    if ranked and line.priority:
        wanted = wanted.narrowed(line.priority, priority=line.priority)
    if line.project:
        return wanted.within([access.project(call.actor, line.project)])
    return wanted if wanted.everywhere else wanted.within(access.projects_here(call.actor))


_QUOTES = '"“”„«»`'


def _terms(query: str, ranked: bool) -> list[Term]:
    """The words of a query without the people, labels and project that it names."""
    line = typed.read(query)
    text, masked = line.text, line.masked
    for mention in line.mentions:
        blank = " " * (mention.end - mention.start)
        text = text[: mention.start] + blank + text[mention.end :]
        masked = masked[: mention.start] + blank + masked[mention.end :]
    found = []
    for match in re.finditer(r"\S+", masked):  # a quotation is masked, its blanks too
        word = text[match.start() : match.end()]
        if not _is_mark(match[0], ranked):
            quoted = word[0] in _QUOTES and match[0][0] == typed.GUARD
            found.append(term(word.strip(_QUOTES), whole=True) if quoted else term(word))
    return found


def _is_mark(word: str, ranked: bool) -> bool:
    read = marks.Marks()
    marks.take(word, read)
    return bool(read.names or read.labels or read.project or (ranked and read.priority))


def _shown(sought: Sequence[Term]) -> str:
    return kit.cut(" ".join(each.text for each in sought), 60)


def missed(wanted: Wanted, words: Mapping[str, Word]) -> str:
    """What may have been meant where the words of a list are found nowhere."""
    sought = wanted.filter.sought
    near = [name for each in sought for name in grammar.nearest(each.text, words)]
    if near:
        return f"Did you mean the word {' or '.join(dict.fromkeys(near))}?"
    return f"/pm find {_shown(sought)} looks everywhere." if sought else ""


def _mine(call: Call, wanted: Wanted) -> Wanted:
    return replace(wanted.narrowed("mine", owner_id=call.actor.who.id), everywhere=True)


ALWAYS: Mapping[str, Word] = {
    "mine": _mine,
    "my": _mine,
    "me": _mine,
    "unassigned": lambda _, wanted: wanted.narrowed("without an owner", unassigned=True),
    "open": lambda _, wanted: wanted,
    "here": lambda _, wanted: wanted,
}
"""What the lists of every noun understand."""
