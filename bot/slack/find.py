"""`/pm find`: everything that holds the words, across nouns and projects."""

from __future__ import annotations

from collections.abc import Mapping

from ..operations import search
from ..ui import find as ui
from ..ui import kit
from . import milestones, narrowing, programs, projects, risks, steps, task_state, tasks
from .call import Answer, Call, Handler, Verb
from .narrowing import Wanted


def find(call: Call) -> Answer:
    """Tasks, milestones, risks, projects and programs by their words; without words, how to."""
    if not call.words.strip():
        return ui.how()
    return _page(call, call.words, 0)


def _page(call: Call, query: str, page: int, *, said: str = "") -> kit.Message:
    everything = Wanted(search.Filter(), "Found", everywhere=True)
    wanted = narrowing.read(call.again(command="pm"), query, everything, {})
    found, total = search.find(call.actor, wanted.filter, page, ui.PAGE)
    if not found and page > 0:
        return _page(call, query, steps.last_page(total, ui.PAGE), said=said)
    if not total:
        return ui.nothing(wanted.heading, said)
    return ui.listing(call.actor, wanted.heading, found, total, page, query, said=said)


def turn(call: Call) -> Answer:
    """Another page of what was found."""
    page, query = call.value.split("|", 1)
    return _page(call, query, int(page))


def tick(call: Call) -> Answer:
    """*Done* in a row: what was found stays, the task further down."""
    _, page, query = call.value.split("|", 2)
    said, asked = task_state.row_done(call)
    return kit.above(asked, _page(call, query, int(page), said=said))


SHOWS: Mapping[str, Handler] = {
    "task": tasks.show,
    "milestone": milestones.show,
    "risk": risks.show,
    "project": projects.show,
    "program": programs.show,
}


def show(call: Call) -> Answer:
    """*Show* in a row."""
    noun, _, key = call.value.partition(" ")
    return SHOWS[noun](call.again(command=noun, verb="show", words=key))


VERBS: dict[str, Verb] = {
    "find": Verb(
        find,
        'find hosting "price list" | @ana | +ui | in:WEB',
        "Search titles, descriptions, notes, discussions, labels and names",
    ),
}

BUTTONS: dict[str, Handler] = {
    **{f"found.done{way}": tick for way in task_state.WAYS},
    "found.show": show,
    "found.next": turn,
    "found.prev": turn,
}
