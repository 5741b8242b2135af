"""Everything about one task, and the lists of what gathers around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .. import dates, models
from ..operations import around, time_log, words
from . import kit, tasks, when

MOST = 10
"""So many lines of each kind; a list says how many more there are."""
NOTE, REPLY = 700, 300
"""So many characters of a remark or a reply."""
PAGE = 5
SHARE = {
    models.LINK: "🔗 ",
    models.FILE: "📎 ",
    models.MESSAGE: "💬 made of a message: ",
}


def details(
    reader: when.Reader,
    task: models.Task,
    found: around.Around,
    *,
    said: Sequence[str] = (),
    mine: bool = False,
    address: str = "",
) -> kit.Message:
    """Everything about one task; parts that are empty are left out.

    `address` is where a link to it leads, where the bot has one.
    """
    logged = sum(share.minutes for share in found.shares)
    shown = tasks.card(reader, task, said=said, mine=mine, logged=logged)
    blocks = [
        *shown.blocks[:-1],
        *_breakdown(task, found.children),
        *_people(found),
        *_ties(found),
        *_attachments(found.attachments),
        *_notes(reader, task, found),
        *_discussion(reader, found),
    ]
    if address:
        blocks.append(kit.rich(kit.line("share it: ", kit.link(address, address))))
    *steps, more = shown.blocks[-1]["elements"]
    more["options"] = [each for each in more["options"] if not each["value"].startswith("watch|")]
    watch = kit.button("Unwatch" if found.watched else "Watch", "task.watch", task.key)
    past = kit.button("History", "task.history", task.key)
    return kit.message(shown.text, *blocks, kit.actions(*steps, watch, past, more))


def _breakdown(task: models.Task, children: Sequence[models.Task]) -> list[kit.Block]:
    """What it says, and what it is broken into."""
    blocks: list[kit.Block] = []
    if task.description:
        blocks.append(kit.rich(kit.quote(task.description)))
    if children:
        done = sum(child.status == models.DONE for child in children)
        blocks.append(kit.context(f"{done} of {words.count(len(children), 'sub-task')} done"))
        blocks.append(kit.rich(kit.bullets([_line(each) for each in children], 2 * MOST)))
    return blocks


def _line(task: models.Task) -> kit.Element:
    state = kit.words(tasks.STATUS[task.status], italic=True)
    return kit.line(kit.bold(task.key), f"  {task.title} ", state)


def _people(found: around.Around) -> list[kit.Block]:
    """Who helps, who worked how long, who watches: a line each."""
    lines: list[str] = []
    if found.helpers:
        lines.append(kit.joined(["with", _names(found.helpers)], " "))
    if found.shares:
        lines.append(kit.joined(["time:", worked(found.shares)], " "))
    if found.watchers:
        lines.append(kit.joined(["watched by", _names(found.watchers)], " "))
    return [kit.context(each) for each in lines]


def _names(people: Sequence[models.Person]) -> kit.Mrkdwn:
    more = f"and {len(people) - MOST:,} more" if len(people) > MOST else ""
    return kit.joined([*(kit.mention(each.slack_id) for each in people[:MOST]), more], " ")


def _ties(found: around.Around) -> list[kit.Block]:
    """What it waits for, and what waits for it."""
    ahead = [kit.line(tasks.waits_for(each)) for each in found.waits]
    behind = [
        kit.line(f"{each.key} waits for it  {each.title} · {tasks.STATUS[each.status]}")
        for each in found.waited_for_by
    ]
    return [kit.rich(kit.bullets(each, MOST)) for each in (ahead, behind) if each]


def _attachments(found: Sequence[models.Attachment]) -> list[kit.Block]:
    return [kit.rich(kit.bullets([attached(each) for each in found], 2 * MOST))] if found else []


def attached(each: models.Attachment) -> kit.Element:
    """A link, a file or a message in one line."""
    return kit.line(SHARE[each.kind], kit.link(each.url, kit.cut(each.title or each.url, 150)))


def _notes(reader: when.Reader, task: models.Task, found: around.Around) -> list[kit.Block]:
    blocks = [_remark(reader, each, NOTE) for each in reversed(found.notes)]
    if found.all_notes > len(found.notes):
        more = found.all_notes - len(found.notes)
        blocks.insert(
            0, kit.context(f"and {words.count(more, 'earlier note')}: /task notes {task.key}")
        )
    return blocks


def _discussion(reader: when.Reader, found: around.Around) -> list[kit.Block]:
    if not found.replies:
        return []
    heading = f"discussion: {words.count(found.all_replies, 'reply', 'replies')}"
    said = [
        _quoted(reader, each.person, each.said_at, each.text, REPLY)
        for each in reversed(found.replies)
    ]
    return [kit.context(heading), *said]


def _remark(reader: when.Reader, note: models.Note, limit: int) -> kit.Block:
    return _quoted(reader, note.author, note.created_at, note.text, limit)


def _quoted(
    reader: when.Reader, who: models.Person | None, at: datetime, text: str, limit: int
) -> kit.Block:
    """Somebody's words, with their name and the day."""
    day = dates.show_day(at.astimezone(reader.zone).date(), reader.today)
    author = kit.person(who.slack_id) if who is not None else "somebody"
    return kit.rich(kit.line(author, f" · {day}"), kit.quote(kit.cut(text, limit)))


def notes(
    reader: when.Reader,
    task: models.Task,
    found: Sequence[models.Note],
    total: int,
    page: int,
    *,
    said: Sequence[str] = (),
) -> kit.Message:
    """A page of the remarks on a task, the newest first."""
    heading = f"Notes on {task.key}"
    if not total:
        hint = f"/task note {task.key} what you want to say adds one."
        return kit.nothing(heading, " ".join([*said, hint]))
    blocks = [_remark(reader, each, kit.SECTION) for each in found]
    return kit.message(
        f"{heading}: {total}",
        kit.section(kit.md("*{heading}* · {total}", heading=heading, total=total)),
        *(kit.context(each) for each in said),
        *blocks,
        *kit.pager("notes", page, PAGE, total, task.key),
    )


def links(
    task: models.Task,
    found: Sequence[models.Attachment],
    did: str,
    *,
    said: Sequence[str] = (),
    undo: int | None = None,
) -> kit.Message:
    """What is linked to a task, each with a button that takes it away."""
    heading = f"{did} {task.key}"
    blocks: list[kit.Block] = [
        kit.section(kit.md("{did} *{key}*  {title}", did=did, key=task.key, title=task.title)),
        *(kit.context(each) for each in said),
    ]
    for each in found[-MOST:]:
        blocks.append(kit.rich(attached(each)))
        blocks.append(kit.actions(kit.button("Remove", "task.detach", str(each.id))))
    if not found:
        blocks.append(kit.context(f"No links: /task link {task.key} https://… adds one."))
    if len(found) > MOST:
        blocks.append(kit.context(f"and {len(found) - MOST:,} more: /task show {task.key}"))
    blocks += kit.row(*kit.undo(undo))
    return kit.message(heading, *blocks)


def time_logged(
    reader: when.Reader,
    task: models.Task,
    found: Sequence[models.TimeEntry],
    shares: Sequence[time_log.Share],
    total: int,
    page: int,
    reader_id: int,
    *,
    said: Sequence[str] = (),
) -> kit.Message:
    """A page of the time logged on a task; one's own entries have a button to take them back."""
    heading = f"Time on {task.key}"
    if not total:
        return kit.nothing(heading, " ".join([*said, f"/task log {task.key} 3h adds some."]))
    whole = tasks.work(task, sum(each.minutes for each in shares))
    blocks = [
        kit.section(kit.md("*{heading}* · {whole}", heading=heading, whole=whole)),
        *(kit.context(each) for each in said),
        kit.context(worked(shares)),
    ]
    for each in found:
        day = dates.show_day(each.day, reader.today)
        facts = [words.hours(each.minutes), day, each.person.name, kit.cut(each.note, NOTE)]
        mine = each.person_id == reader_id
        remove = kit.button("Remove", "task.unlog", str(each.id)) if mine else None
        blocks.append(kit.section(" · ".join(filter(None, facts)), remove))
    return kit.message(
        f"{heading}: {whole}", *blocks, *kit.pager("times", page, MOST, total, task.key)
    )


def worked(shares: Sequence[time_log.Share]) -> kit.Mrkdwn:
    """Who worked how long, the longest first."""
    return kit.joined(
        kit.joined([kit.mention(each.person.slack_id), words.hours(each.minutes)], " ")
        for each in shares[:MOST]
    )
