"""Words that narrow a list, in any order: what they mean for every noun, and what for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .. import models
from ..errors import Invalid
from ..operations import access
from ..ui import kit
from . import where
from .call import Call


@dataclass(frozen=True)
class Wanted:
    """What a list holds, in words and as a filter; `everywhere` looks beyond this channel."""

    filter: Any
    """The noun's own filter: a dataclass with `owner_id`, `status` and `project_ids`."""
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
    """Apply the words of a query, the noun's own `words` among them.

    Understood for every noun: `mine`, `@ana`, `+label`, `in:WEB`. A list keeps to the project of
    `in:`, else to this channel's projects, unless it is somebody's.
    """
    typed = call.again(words=query)
    line = typed.line
    for word in line.raw_title.casefold().split():
        wanted = _meaning(word, words)(call, wanted)
    person = where.person(typed)
    if person is not None:
        wanted = replace(wanted.narrowed(person.name, owner_id=person.id), everywhere=True)
    for label in line.labels:
        if not hasattr(wanted.filter, "label"):
            raise Invalid("list", f"Only tasks have labels: leave out +{label}.")
        wanted = wanted.narrowed(f"+{label}", label=label)
    if line.project:
        return wanted.within([access.project(call.actor, line.project)])
    return wanted if wanted.everywhere else wanted.within(access.projects_here(call.actor))


def _meaning(word: str, words: Mapping[str, Word]) -> Word:
    found = words.get(word) or ALWAYS.get(word)
    if found is None:
        known = ", ".join(["mine", "@name", "in:WEB", *words])
        raise Invalid("list", f"I cannot narrow a list by “{kit.cut(word, 40)}”: use {known}.")
    return found


def _mine(call: Call, wanted: Wanted) -> Wanted:
    return replace(wanted.narrowed("mine", owner_id=call.actor.who.id), everywhere=True)


ALWAYS: Mapping[str, Word] = {
    "mine": _mine,
    "my": _mine,
    "me": _mine,
    "open": lambda _, wanted: wanted,
    "here": lambda _, wanted: wanted,
}
"""What every noun understands."""
