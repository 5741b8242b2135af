"""Block Kit as small typed functions that return plain dicts and keep Slack's limits.

People's words go into `rich` text or `plain_text`, which Slack shows as typed and never parses;
`md` is for our own words around keys, names and dates, and escapes every value.
Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
Element = dict[str, Any]
Part = str | Element

BLOCKS = 50
SECTION = 3_000
MESSAGE = 10_000
"""Characters that all blocks of a message have together."""
KEPT = 200
"""Characters that remain of a text which is cut for that."""
OPTIONS = 100
ZERO_WIDTH = "\u200b"


class Mrkdwn(str):
    """Text in Slack's markup; the only thing that `md` lets through unescaped."""

    __slots__ = ()


@dataclass(frozen=True)
class Message:
    """What is posted: blocks, and the words for notifications and screen readers."""

    text: str
    blocks: list[Block]
    beside: bool = False
    """Whether it stands by itself where what was pressed lives on."""


@dataclass(frozen=True)
class Modal:
    """A view to open, or to put in the place of the one that was submitted."""

    view: dict[str, Any]


def escape(text: str) -> str:
    """The three characters that Slack asks to escape, and nothing else."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def md(template: str, **values: object) -> Mrkdwn:
    """`template` in mrkdwn with each value made harmless; a `Mrkdwn` value passes as it is."""
    return Mrkdwn(template.format(**{name: _harmless(value) for name, value in values.items()}))


def _harmless(value: object) -> str:
    if isinstance(value, Mrkdwn):
        return value
    text = escape(str(value))
    for mark in "*_~`":
        text = text.replace(mark, f"{ZERO_WIDTH}{mark}{ZERO_WIDTH}")
    return text.replace("@", f"@{ZERO_WIDTH}") if "@" in text else text


def mention(slack_id: str) -> Mrkdwn:
    """A person's name as Slack shows it; inside ephemeral answers it pings nobody."""
    return Mrkdwn(f"<@{slack_id}>")


def channel_link(slack_id: str) -> Mrkdwn:
    """A channel's name as Slack shows it."""
    return Mrkdwn(f"<#{slack_id}>")


def joined(parts: Iterable[str], separator: str = " · ") -> Mrkdwn:
    """Pieces of mrkdwn in one line; empty ones are left out."""
    return Mrkdwn(separator.join(_harmless(part) for part in parts if part))


def cut(text: str, limit: int) -> str:
    """`text`, shortened with an ellipsis where it is longer than Slack allows."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


# ── rich text ────────────────────────────────────────────────────────────────────────────────


def words(text: str, **style: bool) -> Element:
    """Words shown exactly as they are; style is `bold`, `italic`, `strike` or `code`."""
    element: Element = {"type": "text", "text": text}
    return element | {"style": style} if style else element


def bold(text: str) -> Element:
    """Bold words."""
    return words(text, bold=True)


def person(slack_id: str) -> Element:
    """A person's name as Slack shows it."""
    return {"type": "user", "user_id": slack_id}


def link(url: str, text: str) -> Element:
    """Words that lead to an address."""
    return {"type": "link", "url": url, "text": text}


def line(*parts: Part) -> Element:
    """One line of rich text; strings are shown as they are, empty ones left out."""
    elements = [words(part) if isinstance(part, str) else part for part in parts if part]
    return {"type": "rich_text_section", "elements": elements or [words(" ")]}


def bullets(lines: Sequence[Element], most: int = 0) -> Element:
    """Lines as a list with bullets; of more than `most`, the first and how many follow."""
    shown = list(lines)
    if most and len(shown) > most:
        shown = [*shown[:most], line(f"and {len(shown) - most:,} more")]
    return {"type": "rich_text_list", "style": "bullet", "elements": shown}


def quote(text: str) -> Element:
    """Several lines of somebody's words, set off."""
    return {"type": "rich_text_quote", "elements": [words(cut(text, SECTION))]}


def rich(*elements: Element) -> Block:
    """A block of rich text."""
    return {"type": "rich_text", "elements": list(elements)}


# ── blocks ───────────────────────────────────────────────────────────────────────────────────


def header(text: str) -> Block:
    """A heading, at most 150 characters."""
    return {"type": "header", "text": plain(text, 150)}


def section(text: str, accessory: Element | None = None) -> Block:
    """A paragraph: plain words as typed, or markup where it is a `Mrkdwn`."""
    block: Block = {"type": "section", "text": _text(text, SECTION)}
    return block | {"accessory": accessory} if accessory else block


def context(*texts: str) -> Block:
    """Small grey words."""
    return {"type": "context", "elements": [_text(text, 2_000) for text in texts if text][:10]}


def facts(pieces: Iterable[str]) -> Block:
    """Small grey words in one line; people's words in it stay `plain_text`, shown as typed."""
    runs: list[list[str]] = []
    for piece in filter(None, pieces):
        if runs and isinstance(runs[-1][0], Mrkdwn) == isinstance(piece, Mrkdwn):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    texts = [("· " if place else "") + " · ".join(run) for place, run in enumerate(runs)]
    kinds = [type(run[0]) for run in runs]
    return context(
        *(Mrkdwn(t) if kind is Mrkdwn else t for t, kind in zip(texts, kinds, strict=True))
    )


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def actions(*elements: Element, block_id: str = "") -> Block:
    """A row of buttons and menus, at most 25."""
    block: Block = {"type": "actions", "elements": list(elements)[:25]}
    return block | {"block_id": block_id} if block_id else block


def row(*elements: Element) -> list[Block]:
    """Buttons, where there are any."""
    return [actions(*elements)] if elements else []


def _text(text: str, limit: int) -> Element:
    if isinstance(text, Mrkdwn):
        return {"type": "mrkdwn", "text": cut(text, limit), "verbatim": True}
    return plain(text, limit)


def plain(text: str, limit: int) -> Element:
    """Words that Slack shows as they are."""
    return {"type": "plain_text", "text": cut(text, limit) or " ", "emoji": False}


# ── elements ─────────────────────────────────────────────────────────────────────────────────


def button(label: str, action: str, value: str = "", style: str = "") -> Element:
    """A button; `style` is "primary", "danger" or nothing."""
    element: Element = {"type": "button", "text": plain(label, 75), "action_id": action}
    if value:
        element["value"] = value
    return element | {"style": style} if style else element


def undo(step: int | None) -> list[Element]:
    """The button that takes a step back, where there was a step."""
    return [] if step is None else [button("Undo", "undo", str(step))]


def option(label: str, value: str, description: str = "") -> Element:
    """A choice in a menu."""
    made: Element = {"text": plain(label, 75), "value": value}
    return made | {"description": plain(description, 75)} if description else made


def search(action: str, placeholder: str, chosen: Element | None = None) -> Element:
    """A menu whose choices the bot looks up while the person types."""
    element: Element = {
        "type": "external_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "min_query_length": 0,
    }
    return element | {"initial_option": chosen} if chosen else element


def select(action: str, options: Sequence[Element], chosen: str = "") -> Element:
    """A menu with fixed choices; `chosen` is an option's value."""
    element: Element = {
        "type": "static_select",
        "action_id": action,
        "options": list(options)[:OPTIONS],
    }
    found = [each for each in element["options"] if each["value"] == chosen]
    return element | {"initial_option": found[0]} if found else element


def multi(action: str, options: Sequence[Element], chosen: Sequence[str] = ()) -> Element:
    """A menu of fixed choices of which several may be taken; `chosen` are options' values."""
    element: Element = {
        "type": "multi_static_select",
        "action_id": action,
        "options": list(options)[:OPTIONS],
    }
    found = [each for each in element["options"] if each["value"] in chosen]
    return element | {"initial_options": found} if found else element


def radios(action: str, options: Sequence[Element], chosen: str) -> Element:
    """Choices of which one is taken, all in sight."""
    found = next(each for each in options if each["value"] == chosen)
    return {
        "type": "radio_buttons",
        "action_id": action,
        "options": list(options)[:10],
        "initial_option": found,
    }


def grouped(
    action: str, placeholder: str, groups: Sequence[tuple[str, Sequence[Element]]]
) -> Element:
    """A menu whose choices stand under headings."""
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "option_groups": [
            {"label": plain(heading, 75), "options": list(options)[:OPTIONS]}
            for heading, options in groups[:OPTIONS]
        ],
    }


def overflow(action: str, options: Sequence[Element]) -> Element:
    """A menu behind three dots, of at most five choices."""
    return {"type": "overflow", "action_id": action, "options": list(options)[:5]}


# ── views and messages ───────────────────────────────────────────────────────────────────────


def modal(
    title: str, callback: str, blocks: list[Block], *, submit: str = "Save", metadata: str = ""
) -> Modal:
    """A form; `callback` names the handler of its submission."""
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "submit": plain(submit, 24),
        "close": plain("Cancel", 24),
        "blocks": blocks[:100],
    }
    return Modal(view | {"private_metadata": metadata} if metadata else view)


def page(title: str, blocks: list[Block]) -> Modal:
    """A view to look at, with nothing to fill in."""
    named = {"title": plain(title, 24), "close": plain("Close", 24)}
    return Modal({"type": "modal", **named, "blocks": blocks[:100]})


def repeated(view: Mapping[str, Any], said: str, *, metadata: str) -> Modal:
    """A form as it was submitted, with a remark above; what was filled in stays in its fields."""
    kept = ("type", "callback_id", "title", "submit", "close")
    blocks = [each for each in view["blocks"] if each["type"] != "context"]
    drawn = {name: view[name] for name in kept if view.get(name)}
    return Modal({**drawn, "private_metadata": metadata, "blocks": [context(said), *blocks]})


def message(text: str, *blocks: Block) -> Message:
    """A message; `text` is what a notification says, shown alone where there are no blocks."""
    shown = list(blocks) or [section(text)]
    fallback = text if isinstance(text, Mrkdwn) else escape(text)
    return Message(cut(fallback, 3_900), _within(shown[:BLOCKS]))


def _within(blocks: list[Block]) -> list[Block]:
    """The blocks with their longest words cut until Slack takes all of them in one message.

    Slack refuses a message with about 12,000 characters in its blocks, containers counted somehow
    (`msg_blocks_too_long`, https://github.com/slackapi/bolt-js/issues/2509).
    """
    texts = list(_texts(blocks))
    over = sum(len(each["text"]) for each in texts) - MESSAGE
    for each in sorted(texts, key=lambda text: -len(text["text"])):
        if over <= 0:
            break
        if each["type"] != "mrkdwn":  # ours, and short
            length = len(each["text"])
            each["text"] = cut(each["text"], max(length - over, min(length, KEPT)))
            over -= length - len(each["text"])
    return blocks


def _texts(found: Any) -> Iterator[dict[str, Any]]:
    """Everything in blocks that holds words."""
    if isinstance(found, list):
        for each in found:
            yield from _texts(each)
    elif isinstance(found, dict):
        if isinstance(found.get("text"), str):
            yield found
        for each in found.values():
            if isinstance(each, list | dict):
                yield from _texts(each)


def above(blocks: Sequence[Block], shown: Message | Modal) -> Message | Modal:
    """A message or view with blocks put on top of it."""
    if isinstance(shown, Modal):
        return Modal({**shown.view, "blocks": [*blocks, *shown.view["blocks"]][:100]})
    return Message(shown.text, [*blocks, *shown.blocks][:BLOCKS])


def pager(noun: str, page: int, size: int, total: int, query: str) -> list[Block]:
    """Where a list goes on: how many more there are, and the way there and back."""
    rest = total - (page + 1) * size
    steps = []
    if page > 0:
        steps.append(button("◀ Previous", f"{noun}.prev", f"{page - 1}|{query}"[:2_000]))
    if rest > 0:
        steps.append(button("Next ▶", f"{noun}.next", f"{page + 1}|{query}"[:2_000]))
    if not steps:
        return []
    more = f"and {rest:,} more" if rest > 0 else f"page {page + 1}"
    return [context(more), actions(*steps)]


def listing(
    heading: str, total: int, rows: Iterable[Block], pages: Iterable[Block], said: str = ""
) -> Message:
    """A page of a list: how many there are in all, a remark, the rows, and the way on."""
    blocks = [section(md("*{heading}* · {total}", heading=heading, total=total))]
    blocks += [context(said)] if said else []
    return message(f"{heading}: {total}", *blocks, *rows, *pages)


def nothing(heading: str, hint: str) -> Message:
    """An empty list, and what fills it."""
    return message(f"{heading}: none", section(md("*{h}* · none", h=heading)), context(hint))
