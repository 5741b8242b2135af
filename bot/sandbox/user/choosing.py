"""What a person may put into an element, as strict as the Slack client is.

Each answer is the element's state, e.g. {"type": "datepicker", "selected_date": "2026-11-27"}.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.sandbox.blockkit.elements import options_of
from bot.sandbox.errors import CannotDo
from bot.sandbox.user.state import FIELDS, is_empty
from bot.sandbox.workspace import Channel, Workspace

Object = dict[str, Any]

REQUIRED = "Please complete this required field."


def chosen(
    workspace: Workspace, person: str, element: Object, value: Any, offered: list[Object]
) -> Object:
    """The new state of an element after `person` put `value` into it.

    `value` is an option's value or label, an id or name, a date, a time, text, or a list of them;
    `offered` are the options an external menu gave. Error: CannotDo.
    """
    kind = element["type"]
    if kind == "overflow":
        return {"type": kind, "selected_option": _option(element["options"], value)}
    name = FIELDS[kind]
    if value in (None, "", []):
        return {"type": kind, name: [] if name.endswith("s") else None}
    if name.endswith("s"):
        return {"type": kind, name: _many(workspace, person, element, value, offered)}
    return {"type": kind, name: _one(workspace, person, element, value, offered)}


def _many(
    workspace: Workspace, person: str, element: Object, value: Any, offered: list[Object]
) -> list[Any]:
    values = value if isinstance(value, list) else [value]
    most = int(element.get("max_selected_items") or element.get("max_files") or len(values))
    if len(values) > most:
        raise CannotDo(f"at most {most} can be chosen here")
    return [_one(workspace, person, element, one, offered) for one in values]


def _one(
    workspace: Workspace, person: str, element: Object, value: Any, offered: list[Object]
) -> Any:
    kind = element["type"].removeprefix("multi_")
    if kind in ("static_select", "radio_buttons", "checkboxes"):
        return _option(options_of(element), value)
    if kind == "external_select":
        return _option(offered, value)
    if kind == "users_select":
        return _user(workspace, value)
    if kind in ("channels_select", "conversations_select"):
        return _place(workspace, person, element, value)
    if kind == "datetimepicker":
        return int(value)
    if kind == "rich_text_input":
        return value if isinstance(value, dict) else _rich(str(value))
    return _text(element, str(value))


def _option(options: list[Object], value: Any) -> Object:
    for option in options:
        if option["value"] == value:
            return _bare(option)
    for option in options:
        if option["text"]["text"] == value:
            return _bare(option)
    labels = ", ".join(repr(option["text"]["text"]) for option in options) or "nothing"
    raise CannotDo(f"there is no option {value!r}; there is {labels}")


def _bare(option: Object) -> Object:
    return {name: option[name] for name in ("text", "value", "description") if name in option}


def _user(workspace: Workspace, value: Any) -> str:
    person = workspace.find_person(str(value))
    if person is None or person.deleted:
        raise CannotDo(f"there is nobody called {value!r}")
    return person.id


def _place(workspace: Workspace, person: str, element: Object, value: Any) -> str:
    channel = workspace.find_channel(str(value))
    if channel is None or channel.is_archived:
        raise CannotDo(f"there is no conversation {value!r}")
    if channel.kind != "public" and person not in channel.members:
        raise CannotDo(f"there is no conversation {value!r}")
    public_only = "channels" in element["type"]
    if (public_only and channel.kind != "public") or not _passes(element, channel, workspace):
        raise CannotDo(f"{value!r} cannot be chosen here")
    return channel.id


def _passes(element: Object, channel: Channel, workspace: Workspace) -> bool:
    wanted = element.get("filter", {})
    kinds = wanted.get("include", ["public", "private", "im", "mpim"])
    bots = any(workspace.people[one].is_bot for one in channel.members)
    if wanted.get("exclude_bot_users") and channel.kind == "im" and bots:
        return False
    return channel.kind in kinds


def _rich(text: str) -> Object:
    leaf = {"type": "text", "text": text}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [leaf]}]}


def _text(element: Object, value: str) -> str:
    kind = element["type"]
    if kind == "datepicker":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise CannotDo(f"{value!r} is not a date (YYYY-MM-DD)") from None
    if kind == "timepicker":
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise CannotDo(f"{value!r} is not a time (HH:MM)")
        return value
    if kind == "number_input":
        return _number(element, value)
    longest = element.get("max_length", 3_000)
    if len(value) > longest:
        raise CannotDo(f"no more than {longest} characters can be typed here")
    if "\n" in value and kind == "plain_text_input" and not element.get("multiline"):
        raise CannotDo("this input has one line only")
    return value


def _number(element: Object, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise CannotDo(f"{value!r} is not a number") from None
    if not element["is_decimal_allowed"] and number != int(number):
        raise CannotDo(f"{value!r} is not a whole number")
    return value


def complaint(block: Object, value: Object) -> str:
    """What the client says on submit about one input, or ""; nothing is sent to the bot then."""
    element = block["element"]
    if is_empty(value):
        return "" if block.get("optional") else REQUIRED
    typed = str(value.get("value"))
    if element["type"] == "plain_text_input" and len(typed) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if element["type"] == "number_input":
        return _out_of_bounds(element, Decimal(typed))
    if element["type"] == "email_text_input" and not re.fullmatch(r"\S+@\S+\.\S+", typed):
        return "Please enter a valid email address."
    if element["type"] == "url_text_input" and not re.fullmatch(r"https?://\S+", typed):
        return "Please enter a valid URL."
    return ""


def _out_of_bounds(element: Object, number: Decimal) -> str:
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""
