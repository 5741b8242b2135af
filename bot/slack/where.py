"""Which item, project, person or date the words mean; what is missing is asked for."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

from .. import models
from ..errors import Invalid, NotFound, Refusal
from ..operations import access, focus, people
from . import grammar, marks
from .call import Call

LOOKUPS: dict[str, Any] = {
    "task": access.task,
    "milestone": access.milestone,
    "risk": access.risk,
}


class Missing(Exception):  # noqa: N818 - a question, not a failure
    """Something the words do not say; it is asked with a picker, not refused."""

    def __init__(self, what: str, words: str = "") -> None:
        """`what` is project, task, milestone, risk, program, person or date.

        `words` stand for what was typed, where a key was only assumed.
        """
        super().__init__(what)
        self.what = what
        self.words = words


@dataclass(frozen=True)
class Found:
    """An item, the words after its key, and whether it was only assumed."""

    item: Any
    words: str
    assumed: bool = False


def project(call: Call) -> models.Project:
    """The project that the words, a picker or the conversation say."""
    key = call.line.project or call.picked
    if key:
        return access.project(call.actor, key)
    here = access.projects_here(call.actor)
    if len(here) == 1:
        return here[0]
    last = focus.recall(call.actor)[1]
    for each in here:
        if each.id == last:
            return each
    if call.actor.session.scalars(access.projects(call.actor).limit(1)).first() is None:
        raise Refusal(
            "There is no project yet: `/project new WEB Website relaunch` makes one here."
        )
    raise Missing("project")


def item(call: Call, *, first: bool = False) -> Found:
    """The one item of the command's noun that the words name, or the last one shown here.

    With `first`, keys behind it belong to the words.
    """
    found, words, assumed = items(call, most=1 if first else 0)
    if len(found) > 1:
        raise Refusal(f"`{call.verb}` takes one key at a time: you gave {len(found)}.")
    return Found(found[0], words, assumed)


def items(call: Call, most: int = 0) -> tuple[list[Any], str, bool]:
    """All items that the words name, or the last one shown here, and the words that remain."""
    keys, rest = grammar.read_keys(call.words, most)
    lookup = LOOKUPS[call.command]
    if keys:
        return [lookup(call.actor, key) for key in dict.fromkeys(keys)], rest, False
    here = call.meta.get("task")
    if here and call.command == "task":
        # What this thread is about may be hidden from the person: then not even its key is said.
        with contextlib.suppress(NotFound):
            return [access.task(call.actor, here)], rest, False
        raise Missing("task")
    last = focus.recall(call.actor)[0]
    match = access.ITEM.fullmatch(last)
    if match and match[2] == access.LETTERS[call.command]:
        # What was undone, moved or closed to the person since is asked for, not refused.
        with contextlib.suppress(NotFound):
            return [lookup(call.actor, last)], rest, True
    raise Missing(call.command)


def person(call: Call) -> models.Person | None:
    """The first person that the words name, or None."""
    if call.line.people:
        return people.owner(call.actor, call.line.people[0])
    if call.line.names:
        return people.by_name(call.actor, call.line.names[0])
    return None


def more_people(call: Call) -> list[models.Person]:
    """The people that the words name after the first."""
    mentioned, named = call.line.people, call.line.names
    found = [people.owner(call.actor, each) for each in mentioned[1:]]
    found += [people.by_name(call.actor, each) for each in (named if mentioned else named[1:])]
    return found


def channel(call: Call) -> models.Channel | None:
    """The first channel that the words name, or None."""
    if call.line.channels:
        return people.channel(call.actor, call.line.channels[0])
    if call.line.channel_names:
        return people.channel_by_name(call.actor, call.line.channel_names[0])
    return None


def milestone_of(call: Call, in_project: models.Project) -> models.Milestone | None:
    """The milestone of `for:M2` or `for:WEB-M2`, in the task's project."""
    key = call.line.milestone
    if key in (None, marks.NONE):
        return None
    full = key if "-" in key else f"{in_project.key}-{key}"
    found = access.milestone(call.actor, full)
    if found.project_id != in_project.id:
        raise Invalid("milestone", f"{found.key} is not a milestone of {in_project.key}.")
    return found


def parent_of(call: Call, in_project: models.Project) -> models.Task | None:
    """The task of `under:WEB-7`, in the same project."""
    if call.line.parent in (None, marks.NONE):
        return None
    found = access.task(call.actor, call.line.parent)
    if found.project_id != in_project.id:
        raise Invalid("parent", f"{found.key} is not a task of {in_project.key}.")
    return found
