"""What becomes of the words that a person types: mentions, channels, links and entities.

https://docs.slack.dev/messaging/formatting-message-text and
https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.sandbox.workspace import Channel, Person, Workspace

Object = dict[str, Any]

_MARK = re.compile(r"(?<![\w@#&/.])(@|#)(?=\S)|https?://[^\s<>|]+")
_BROADCASTS = ("channel", "here", "everyone")


def escape(text: str) -> str:
    """The three characters that Slack sends as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def message(workspace: Workspace, text: str) -> tuple[str, list[Object]]:
    """A message as it is stored: mrkdwn with `<@U…>`, `<#C…>`, `<https://…>`; and rich text."""
    pieces = list(_pieces(workspace, text))
    words = "".join(_as_mrkdwn(one) for one in pieces)
    section = {"type": "rich_text_section", "elements": pieces}
    block = {"type": "rich_text", "block_id": "typed", "elements": [section]}
    return words, [block]


def command(workspace: Workspace, text: str, should_escape: bool) -> str:
    """The `text` of a slash command; with `should_escape` names become `<@U…|ana>`."""
    if not should_escape:
        return escape(text)
    return "".join(_as_argument(workspace, one) for one in _pieces(workspace, text))


def _pieces(workspace: Workspace, text: str) -> Iterator[Object]:
    done = 0
    for found in _MARK.finditer(text):
        if found.start() < done:
            continue
        piece, end = _recognised(workspace, text, found)
        if piece is None:
            continue
        if found.start() > done:
            yield {"type": "text", "text": text[done : found.start()]}
        yield piece
        done = end
    if done < len(text):
        yield {"type": "text", "text": text[done:]}


def _recognised(workspace: Workspace, text: str, found: re.Match[str]) -> tuple[Object | None, int]:
    if not found[1]:
        url = found[0].rstrip(".,;:!?)")
        return {"type": "link", "url": url}, found.start() + len(url)
    rest = text[found.end() :]
    if found[1] == "#":
        channel, length = _channel(workspace, rest)
        piece = None if channel is None else {"type": "channel", "channel_id": channel.id}
        return piece, found.end() + length
    for word in _BROADCASTS:
        if re.match(rf"{word}\b", rest):
            return {"type": "broadcast", "range": word}, found.end() + len(word)
    person, length = _person(workspace, rest)
    piece = None if person is None else {"type": "user", "user_id": person.id}
    return piece, found.end() + length


def _starts(rest: str, label: str) -> bool:
    return bool(label) and bool(re.match(rf"{re.escape(label)}(?![\w-])", rest, re.IGNORECASE))


def _person(workspace: Workspace, rest: str) -> tuple[Person | None, int]:
    labels = [
        (label, one) for one in workspace.people.values() for label in (one.name, one.real_name)
    ]
    fitting = [(len(label), one) for label, one in labels if _starts(rest, label)]
    length, person = max(fitting, key=lambda one: one[0], default=(0, None))
    return person, length


def _channel(workspace: Workspace, rest: str) -> tuple[Channel | None, int]:
    known = (one for one in workspace.channels.values() if one.kind in ("public", "private"))
    fitting = [(len(one.name), one) for one in known if _starts(rest, one.name)]
    length, channel = max(fitting, key=lambda one: one[0], default=(0, None))
    return channel, length


def _as_mrkdwn(piece: Object) -> str:
    match piece["type"]:
        case "user":
            return f"<@{piece['user_id']}>"
        case "channel":
            return f"<#{piece['channel_id']}>"
        case "broadcast":
            return f"<!{piece['range']}>"
        case "link":
            return f"<{escape(piece['url'])}>"
        case _:
            return escape(piece["text"])


def _as_argument(workspace: Workspace, piece: Object) -> str:
    match piece["type"]:
        case "user":
            person = workspace.people[piece["user_id"]]
            return f"<@{person.id}|{person.name}>"
        case "channel":
            channel = workspace.channels[piece["channel_id"]]
            return f"<#{channel.id}|{channel.name}>"
        case _:
            return _as_mrkdwn(piece)
