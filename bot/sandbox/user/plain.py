"""Messages and views as the plain text that one person sees, for assertions.

Mentions are names, dates stand in the reader's zone, entities are decoded, emphasis marks are
gone. What rings people is conspicuous: «PING channel».
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.blockkit import entities
from bot.sandbox.user import dates
from bot.sandbox.workspace import Details, Workspace

Object = dict[str, Any]

_ANGLED = re.compile(r"<([^<>]+)>")
_EMPHASIS = [
    re.compile(rf"(?<![\w{mark}])\{mark}(\S(?:[^{mark}\n]*\S)?)\{mark}(?![\w{mark}])")
    for mark in "*_~`"
]
_BARE = re.compile(r"(?<![\w@])@(channel|here|everyone)\b")


@dataclass(frozen=True)
class Reader:
    """Who looks: names are resolved in the workspace, times shown in the person's zone."""

    workspace: Workspace
    person: str

    def message(self, body: Object) -> str:
        """A message: its blocks, or its text where it has none; then attachments and files."""
        parts = [self.blocks(body["blocks"], {})] if body.get("blocks") else []
        parts = parts or [self.mrkdwn(body.get("text", ""))]
        for one in body.get("attachments", []):
            parts.append(self.blocks(one.get("blocks", []), {}))
            parts += [
                self.mrkdwn(one[name]) for name in ("pretext", "title", "text") if one.get(name)
            ]
            parts += [
                f"{row['title']}: {self.mrkdwn(row['value'])}" for row in one.get("fields", [])
            ]
        parts += [f"[file {one['name']}]" for one in body.get("files", [])]
        return "\n".join(part for part in parts if part).strip()

    def view(self, body: Object, values: Object) -> str:
        """A view: title, blocks with what stands in the inputs, buttons."""
        title = [body["title"]["text"]] if body["type"] == "modal" else []
        ends = [f"[{body[name]['text']}]" for name in ("submit", "close") if body.get(name)]
        return "\n".join([*title, self.blocks(body["blocks"], values), " ".join(ends)]).strip()

    def details(self, pane: Details) -> str:
        """The pane of a Work Object: what was presented, else why not, else what is unfurled."""
        if pane.error:
            said = [pane.error.get("custom_title", ""), pane.error.get("custom_message", "")]
            return "\n".join([pane.error["status"], *filter(None, said)])
        entity = pane.entity or pane.unfurled
        lines = [entities.title(entity), entities.kind(entity)]
        lines += [f"{label}: {self.mrkdwn(words)}" for label, words in entities.rows(entity)]
        return "\n".join([*lines, self.blocks(pane.blocks, {})]).strip()

    def blocks(self, found: list[Object], values: Object) -> str:
        """Blocks, one after the other."""
        lines = [self.block(one, values) for one in found]
        return "\n".join(line for line in lines if line)

    def block(self, block: Object, values: Object) -> str:
        """One block."""
        kind = block["type"]
        shows = _BLOCKS.get(kind)
        if shows is None:
            return f"[{kind}]"
        return shows(self, block, values.get(block.get("block_id", ""), {}))

    # ── text ─────────────────────────────────────────────────────────────────────────────────

    def text(self, given: Any) -> str:
        """A text object."""
        if not isinstance(given, dict):
            return str(given or "")
        if given.get("type") == "mrkdwn":
            return self.mrkdwn(given["text"], rings=not given.get("verbatim"))
        return _visible(given.get("text", ""))

    def mrkdwn(self, text: str, rings: bool = False) -> str:
        """mrkdwn as it is read; with `rings` a bare @channel counts as a ping, as Slack may do."""
        kept: list[str] = []

        def hide(found: re.Match[str]) -> str:
            kept.append(self._angled(found[1]))
            return f"\x00{len(kept) - 1}\x00"

        hidden = _ANGLED.sub(hide, text)
        if rings:
            hidden = _BARE.sub(r"«PING \1»", hidden)
        for emphasis in _EMPHASIS:
            hidden = emphasis.sub(r"\1", hidden)
        hidden = re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], hidden)
        return _visible(_decoded(hidden))

    def _angled(self, inner: str) -> str:
        link, bar, label = inner.partition("|")
        if link.startswith("@"):
            return self.user(link[1:])
        if link.startswith("#"):
            return self.channel(link[1:])
        if link.startswith("!date^"):
            _, seconds, form, *_ = link.split("^")
            viewer = self.workspace.people[self.person]
            return dates.shown(int(seconds), form, viewer.tz, self.workspace.clock())
        if link.startswith("!"):
            return f"«PING {link[1:]}»"
        return label if bar else link.removeprefix("mailto:")

    def user(self, user_id: str) -> str:
        """@name."""
        found = self.workspace.people.get(user_id)
        return f"@{found.name}" if found else f"«UNKNOWN {user_id}»"

    def channel(self, channel_id: str) -> str:
        """#name, or nothing but a lock for those who may not see it."""
        found = self.workspace.channels.get(channel_id)
        if found is None:
            return f"«UNKNOWN {channel_id}»"
        if found.kind != "public" and self.person not in found.members:
            return "#private-channel"
        return f"#{found.name}"

    # ── rich text ────────────────────────────────────────────────────────────────────────────

    def rich(self, block: Object, values: Object | None = None) -> str:
        """A rich text block."""
        lines = []
        for part in block["elements"]:
            if part["type"] == "rich_text_list":
                lines += self._list(part)
            elif part["type"] == "rich_text_quote":
                lines += [f"> {line}" for line in self._leaves(part).splitlines()]
            else:
                lines.append(self._leaves(part))
        return _visible("\n".join(lines))

    def _list(self, part: Object) -> list[str]:
        indent, first = "  " * part.get("indent", 0), part.get("offset", 0) + 1
        marks = [
            f"{first + number}." if part["style"] == "ordered" else "•"
            for number in range(len(part["elements"]))
        ]
        rows = zip(marks, part["elements"], strict=True)
        return [f"{indent}{mark} {self._leaves(one)}" for mark, one in rows]

    def _leaves(self, part: Object) -> str:
        return "".join(self._leaf(one) for one in part["elements"])

    def _leaf(self, leaf: Object) -> str:
        match leaf["type"]:
            case "text":
                return str(leaf["text"])
            case "link":
                return str(leaf.get("text") or leaf["url"])
            case "user":
                return self.user(leaf["user_id"])
            case "channel":
                return self.channel(leaf["channel_id"])
            case "emoji":
                return f":{leaf['name']}:"
            case "date":
                viewer = self.workspace.people[self.person]
                now = self.workspace.clock()
                return dates.shown(leaf["timestamp"], leaf["format"], viewer.tz, now)
            case "broadcast":
                return f"«PING {leaf['range']}»"
            case "usergroup":
                return f"«PING {leaf['usergroup_id']}»"
            case kind:
                return str(leaf.get("value", f"[{kind}]"))

    # ── elements ─────────────────────────────────────────────────────────────────────────────

    def element(self, element: Object, value: Object | None) -> str:
        """A button as [Done], a menu as [choice ▾], an input as what stands in it."""
        kind = element["type"]
        if kind == "image":
            return f"({element['alt_text']})"
        if kind in ("button", "workflow_button", "icon_button"):
            return f"[{element['text']['text']}]"
        if kind == "feedback_buttons":
            sides = (element["positive_button"], element["negative_button"])
            return " ".join(f"[{one['text']['text']}]" for one in sides)
        if kind == "overflow":
            return "[… " + " / ".join(one["text"]["text"] for one in element["options"]) + "]"
        chosen = self.chosen(value) if value else ""
        if kind in ("checkboxes", "radio_buttons"):
            picked = (value or {}).get("selected_options") or [(value or {}).get("selected_option")]
            return " ".join(
                f"({'x' if _bare(one) in picked else ' '}) {self.text(one['text'])}"
                for one in element["options"]
            )
        hint = self.text(element.get("placeholder")) if "placeholder" in element else ""
        return f"[{chosen or hint} ▾]" if "select" in kind or "picker" in kind else chosen

    def chosen(self, value: Object) -> str:
        """What stands in an element."""
        found = next((one for name, one in value.items() if name not in ("type", "timezone")), None)
        each = found if isinstance(found, list) else [found]
        return ", ".join(self._choice(one) for one in each if one is not None)

    def _choice(self, one: Any) -> str:
        if isinstance(one, dict):
            return self.rich(one) if one.get("type") == "rich_text" else self.text(one["text"])
        if one in self.workspace.people:
            return self.user(str(one))
        return self.channel(str(one)) if one in self.workspace.channels else str(one)


def _bare(option: Object) -> Object:
    return {name: option[name] for name in ("text", "value", "description") if name in option}


def _decoded(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _visible(text: str) -> str:
    return text.replace("\u200b", "")


# ── one function for each kind of block: reader, block, values of its elements → text ──────────


def _section(reader: Reader, block: Object, values: Object) -> str:
    lines = [reader.text(block["text"])] if "text" in block else []
    lines += [reader.text(one) for one in block.get("fields", [])]
    if "accessory" in block:
        one = block["accessory"]
        lines.append(reader.element(one, values.get(one.get("action_id", ""))))
    return "\n".join(lines)


def _row(reader: Reader, block: Object, values: Object) -> str:
    shown = (reader.element(one, values.get(one.get("action_id", ""))) for one in block["elements"])
    return " ".join(shown)


def _context(reader: Reader, block: Object, values: Object) -> str:
    texts = (
        f"({one['alt_text']})" if one["type"] == "image" else reader.text(one)
        for one in block["elements"]
    )
    return " ".join(texts)


def _input(reader: Reader, block: Object, values: Object) -> str:
    one = block["element"]
    label = reader.text(block["label"]) + (" (optional)" if block.get("optional") else "")
    hint = f"\n{reader.text(block['hint'])}" if "hint" in block else ""
    return f"{label}: {reader.element(one, values.get(one['action_id']))}{hint}"


def _image(reader: Reader, block: Object, values: Object) -> str:
    title = f"{reader.text(block['title'])} " if "title" in block else ""
    return f"{title}({block['alt_text']})"


def _cell(reader: Reader, cell: Object) -> str:
    match cell["type"]:
        case "rich_text":
            return reader.rich(cell)
        case "action_cell":
            return reader.element(cell["element"], None)
        case "raw_number":
            return str(cell.get("text", cell["value"]))
        case _:
            return str(cell["text"])


def _table(reader: Reader, block: Object, values: Object) -> str:
    caption = [block["caption"]] if "caption" in block else []
    rows = [" | ".join(_cell(reader, cell) for cell in row) for row in block["rows"]]
    return "\n".join([*caption, *rows])


def _chart(reader: Reader, block: Object, values: Object) -> str:
    chart = block["chart"]
    if chart["type"] == "pie":
        rows = [", ".join(f"{one['label']} {one['value']}" for one in chart["segments"])]
    else:
        rows = [
            f"{one['name']}: " + ", ".join(f"{p['label']} {p['value']}" for p in one["data"])
            for one in chart["series"]
        ]
    return "\n".join([f"{block['title']} ({chart['type']} chart)", *rows])


def _card(reader: Reader, block: Object, values: Object) -> str:
    names = ("title", "subtitle", "body", "subtext")
    lines = [reader.text(block[name]) for name in names if name in block]
    lines += [reader.element(one, None) for one in block.get("actions", [])]
    return "\n".join(lines)


def _carousel(reader: Reader, block: Object, values: Object) -> str:
    return "\n".join(_card(reader, one, {}) for one in block["elements"])


def _container(reader: Reader, block: Object, values: Object) -> str:
    title = reader.rich(block["rich_text_title"]) if "rich_text_title" in block else ""
    head = [title or reader.text(block.get("title")), reader.text(block.get("subtitle"))]
    return "\n".join([*(one for one in head if one), reader.blocks(block["child_blocks"], {})])


def _task_card(reader: Reader, block: Object, values: Object) -> str:
    more = [reader.rich(block[name]) for name in ("details", "output") if name in block]
    return "\n".join([f"({block['status']}) {block['title']}", *more])


def _plan(reader: Reader, block: Object, values: Object) -> str:
    tasks = [_task_card(reader, one, {}) for one in block.get("tasks", [])]
    return "\n".join([block["title"], *tasks])


def _words(reader: Reader, block: Object, values: Object) -> str:
    return reader.text(block["text"])


def _divider(reader: Reader, block: Object, values: Object) -> str:
    return "---"


def _video(reader: Reader, block: Object, values: Object) -> str:
    return f"{reader.text(block['title'])} ({block['alt_text']})"


_BLOCKS: dict[str, Callable[[Reader, Object, Object], str]] = {
    "section": _section,
    "header": _words,
    "divider": _divider,
    "image": _image,
    "context": _context,
    "actions": _row,
    "context_actions": _row,
    "input": _input,
    "rich_text": Reader.rich,
    "table": _table,
    "data_table": _table,
    "data_visualization": _chart,
    "markdown": _words,
    "alert": _words,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "plan": _plan,
    "task_card": _task_card,
    "video": _video,
}
