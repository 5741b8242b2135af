"""What is put under a task: remarks, links and files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import models
from ..errors import Invalid
from ..operations import access, around, attachments, focus, tasks
from ..ui import task_details as ui
from . import files, steps, task_forms, typed, where
from .call import Answer, Call, Handler, NeedsSlack, Verb

ADDRESS = re.compile(
    r"<(?P<entity>[a-z]+:[^<>|\s]+)(?:\|(?P<label>[^<>]*))?>"
    r"|(?P<bare>(?<![a-z])[a-z]+://[^<>\s]+)",
    re.IGNORECASE,
)


def note(call: Call) -> Answer:
    """Put a remark on a task; its lines are kept."""
    found = where.item(call)
    tasks.note(call.actor, found.item, typed.lines(call.typed or call.words, found.words))
    return task_forms.shown(call, found.item, "Noted on", said=steps.assumed(found))


def notes(call: Call) -> Answer:
    """The remarks on a task, a page at a time."""
    found = steps.only_item(call)
    focus.remember(call.actor, found.item.key, found.item.project_id)
    return _notes(call, found.item, 0, steps.assumed(found))


def turn_notes(call: Call) -> Answer:
    """Another page of the remarks."""
    page, key = call.value.split("|", 1)
    return _notes(call, access.task(call.actor, key), int(page))


def _notes(call: Call, task: models.Task, page: int, said: Sequence[str] = ()) -> Answer:
    found, total = around.notes(call.actor, task, page, ui.PAGE)
    if not found and page > 0:
        return _notes(call, task, steps.last_page(total, ui.PAGE))
    return ui.notes(call.actor, task, found, total, page, said=said)


def link(call: Call) -> Answer:
    """Put links under a task, or the file that was shared last in this conversation."""
    found = where.item(call)
    named = addresses(found.words)
    if not named:
        if found.words.strip():
            raise Invalid(
                "link", f"{steps.quoted(found.words)} is no address: write https://… first."
            )
        again = {
            "command": "task",
            "verb": "link",
            "words": "" if found.assumed else found.item.key,
        }
        return NeedsSlack(link_file, again, files.newest)
    for url, title in named:
        attachments.add(call.actor, found.item, url=url, title=title)
    return _links(call, found.item, "Linked to", steps.assumed(found))


def link_file(call: Call) -> Answer:
    """Put the file that was found under a task; `meta` says which it is."""
    found = where.item(call)
    task, file = found.item, call.meta
    attachments.add(
        call.actor,
        task,
        kind=models.FILE,
        url=file["permalink"],
        title=file["name"],
        slack_id=file["id"],
    )
    return _links(call, task, "Linked to", steps.assumed(found))


def addresses(words: str) -> list[tuple[str, str]]:
    """The addresses in the words, each with its title: the words behind it, or Slack's label."""
    matches = list(ADDRESS.finditer(words))
    if not matches:
        return []
    ends = [*(each.start() for each in matches[1:]), len(words)]
    found = []
    for match, end in zip(matches, ends, strict=True):
        url = typed.unescape(match["entity"] or match["bare"])
        label = typed.unescape(match["label"] or "")
        title = typed.plain(words[match.end() : end]) or (label if label not in url else "")
        found.append((url, title))
    if len(found) == 1 and not found[0][1]:
        found = [(found[0][0], typed.plain(words[: matches[0].start()]))]
    return found


def links(call: Call) -> Answer:
    """What is linked to a task, each with a way to take it away."""
    found = steps.only_item(call)
    return _links(call, found.item, "Links and files of", steps.assumed(found))


def remove(call: Call, found: where.Found, urls: Sequence[str]) -> Answer:
    """Take the links with these addresses away: `unlink`."""
    for url in urls:
        attachments.remove(call.actor, found.item, url)
    return _links(call, found.item, "Removed from", steps.assumed(found))


def detach(call: Call) -> Answer:
    """*Remove* below a link or file."""
    found = attachments.find(call.actor, int(call.value))
    attachments.take_away(call.actor, found)
    return _links(call, found.task, "Removed from")


def _links(call: Call, task: models.Task, did: str, said: Sequence[str] = ()) -> Answer:
    call.actor.session.flush()
    focus.remember(call.actor, task.key, task.project_id)
    return ui.links(task, attachments.of(call.actor, task), did, said=said, undo=call.actor.set_id)


VERBS: dict[str, Verb] = {
    "note": Verb(note, "note WEB-12 waiting for the certificate", "Put a remark on a task"),
    "notes": Verb(notes, "notes WEB-12", "Read the remarks on a task"),
    "link": Verb(
        link, "link WEB-12 https://… the draft", "Put a link under a task, or the newest file here"
    ),
    "links": Verb(links, "links WEB-12", "Links and files of a task, and removing them"),
}

BUTTONS: dict[str, Handler] = {
    "task.detach": detach,
    "notes.next": turn_notes,
    "notes.prev": turn_notes,
}
