"""The rules of Block Kit's elements and composition objects, as tables.

Limits: https://docs.slack.dev/reference/block-kit/block-elements and …/composition-objects, in
characters; `SELECTS`, `MENUS` … say which element may stand where.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.blockkit.rules import (
    Rule,
    at_least_one,
    by_type,
    exactly_one,
    flag,
    items,
    matching,
    note,
    number,
    one_of,
    shape,
    text,
    together,
)

ID = text(255)
URL = matching(r"(https?|mailto|slack):\S+", "a valid URL", 3_000)
PICTURE = matching(r"https?://\S+", "a valid URL", 3_000)
TYPE = text(255)


def plain(longest: int = 3_000) -> Rule:
    """A `plain_text` object."""
    return by_type({"plain_text": shape({"type": TYPE, "text": text(longest)}, {"emoji": flag})})


def words(longest: int = 3_000) -> Rule:
    """A `plain_text` or `mrkdwn` object."""
    return by_type(
        {
            "plain_text": shape({"type": TYPE, "text": text(longest)}, {"emoji": flag}),
            "mrkdwn": shape({"type": TYPE, "text": text(longest)}, {"verbatim": flag}),
        }
    )


CONFIRM = shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
OPTION = shape({"text": plain(75), "value": text(150)}, {"description": plain(75)})
MARKED_OPTION = shape({"text": words(75), "value": text(150)}, {"description": words(75)})
LINK_OPTION = shape({"text": plain(75), "value": text(150)}, {"description": plain(75), "url": URL})
GROUP = shape({"label": plain(75), "options": items(OPTION, 100)})
DISPATCH = shape(
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}
)
FILTER = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    also=at_least_one("include", "exclude_bot_users", "exclude_external_shared_channels"),
)
SLACK_FILE = shape({}, {"id": ID, "url": PICTURE}, also=exactly_one("id", "url"))
DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date as YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm")
CHOICES = {"options": items(OPTION, 100), "option_groups": items(GROUP, 100)}
FEEDBACK = shape({"text": plain(75), "value": text(2_000)}, {"accessibility_label": text(75)})


def element(kind: str, needed: dict[str, Rule], *more: dict[str, Rule], also: Rule) -> Rule:
    """An interactive element: `action_id` may always be given."""
    optional: dict[str, Rule] = {"action_id": ID}
    for one in more:
        optional |= one
    return shape({"type": one_of(kind), **needed}, optional, also=also)


def nothing_else(value: Any, at: str, problems: list[str]) -> None:
    """No rule about the element as a whole."""


def options_of(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of a menu, those of its groups included."""
    grouped = [one for group in value.get("option_groups", []) for one in group["options"]]
    return list(value.get("options", [])) + grouped


def initial_is_an_option(value: Any, at: str, problems: list[str]) -> None:
    """What is chosen at first must be one of the options, in every field."""
    offered = options_of(value)
    if "initial_option" in value and value["initial_option"] not in offered:
        note(problems, f"{at}/initial_option", "initial option must match an option exactly")
    for index, chosen in enumerate(value.get("initial_options", [])):
        if chosen not in offered:
            note(problems, f"{at}/initial_options/{index}", "must match an option exactly")


def lengths_in_order(value: Any, at: str, problems: list[str]) -> None:
    """`min_length` may not exceed `max_length`, and the text given must fit both."""
    shortest, longest = value.get("min_length", 0), value.get("max_length", 3_000)
    if shortest > longest:
        note(problems, f"{at}/min_length", "must be less than max_length")
    initial = value.get("initial_value")
    if initial is not None and not shortest <= len(initial) <= longest:
        note(problems, f"{at}/initial_value", "must fit min_length and max_length")


def bounds_in_order(value: Any, at: str, problems: list[str]) -> None:
    """`min_value` may not exceed `max_value`; both are decimal strings."""
    low, high = value.get("min_value"), value.get("max_value")
    if low is not None and high is not None and float(low) > float(high):
        note(problems, f"{at}/min_value", "must be less than max_value")


ASKS: dict[str, Rule] = {"confirm": CONFIRM}
FOCUS: dict[str, Rule] = {"focus_on_load": flag}
HINTED: dict[str, Rule] = {"placeholder": plain(150), **FOCUS}
MENU: dict[str, Rule] = {**HINTED, **ASKS}
MANY: dict[str, Rule] = {**MENU, "max_selected_items": number(1)}
TYPED: dict[str, Rule] = {**HINTED, "dispatch_action_config": DISPATCH}
DECIMAL = matching(r"-?\d+(\.\d+)?", "a number")

_STATIC = together(exactly_one("options", "option_groups"), initial_is_an_option)
_PICKED = (
    ("users", {"initial_user": ID}, {"initial_users": items(ID, 100)}),
    (
        "conversations",
        {
            "initial_conversation": ID,
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": FILTER,
        },
        {
            "initial_conversations": items(ID, 100),
            "default_to_current_conversation": flag,
            "filter": FILTER,
        },
    ),
    (
        "channels",
        {"initial_channel": ID, "response_url_enabled": flag},
        {"initial_channels": items(ID, 100)},
    ),
)


def _menus() -> dict[str, Rule]:
    made = {
        "static_select": element(
            "static_select", {}, MENU, CHOICES, {"initial_option": OPTION}, also=_STATIC
        ),
        "multi_static_select": element(
            "multi_static_select",
            {},
            MANY,
            CHOICES,
            {"initial_options": items(OPTION, 100)},
            also=_STATIC,
        ),
        "external_select": element(
            "external_select",
            {},
            MENU,
            {"initial_option": OPTION, "min_query_length": number(0)},
            also=nothing_else,
        ),
        "multi_external_select": element(
            "multi_external_select",
            {},
            MANY,
            {"initial_options": items(OPTION, 100), "min_query_length": number(0)},
            also=nothing_else,
        ),
    }
    for kind, one, many in _PICKED:
        made[f"{kind}_select"] = element(f"{kind}_select", {}, MENU, one, also=nothing_else)
        name = f"multi_{kind}_select"
        made[name] = element(name, {}, MANY, many, also=nothing_else)
    return made


MENUS = _menus()
PICKERS: dict[str, Rule] = {
    "datepicker": element("datepicker", {}, MENU, {"initial_date": DATE}, also=nothing_else),
    "timepicker": element(
        "timepicker", {}, MENU, {"initial_time": TIME, "timezone": text(100)}, also=nothing_else
    ),
    "datetimepicker": element(
        "datetimepicker",
        {},
        {**FOCUS, **ASKS},
        {"initial_date_time": number(1_000_000_000, 9_999_999_999)},
        also=nothing_else,
    ),
}
BOXES: dict[str, Rule] = {
    "checkboxes": element(
        "checkboxes",
        {"options": items(MARKED_OPTION, 10)},
        {**FOCUS, **ASKS, "initial_options": items(MARKED_OPTION, 10)},
        also=initial_is_an_option,
    ),
    "radio_buttons": element(
        "radio_buttons",
        {"options": items(MARKED_OPTION, 10)},
        {**FOCUS, **ASKS, "initial_option": MARKED_OPTION},
        also=initial_is_an_option,
    ),
}
BUTTONS: dict[str, Rule] = {
    "button": element(
        "button",
        {"text": plain(75)},
        ASKS,
        {
            "value": text(2_000),
            "url": URL,
            "style": one_of("primary", "danger"),
            "accessibility_label": text(75),
        },
        also=nothing_else,
    ),
    "overflow": element("overflow", {"options": items(LINK_OPTION, 5)}, ASKS, also=nothing_else),
    "workflow_button": element(
        "workflow_button",
        {
            "text": plain(75),
            "workflow": shape(
                {
                    "trigger": shape(
                        {"url": URL},
                        {
                            "customizable_input_parameters": items(
                                shape({"name": text(255), "value": text(3_000)}), 100
                            )
                        },
                    )
                }
            ),
        },
        {"style": one_of("primary", "danger"), "accessibility_label": text(75)},
        also=nothing_else,
    ),
}
CONTEXTUAL: dict[str, Rule] = {
    "feedback_buttons": element(
        "feedback_buttons",
        {"positive_button": FEEDBACK, "negative_button": FEEDBACK},
        also=nothing_else,
    ),
    "icon_button": element(
        "icon_button",
        {"icon": one_of("trash"), "text": plain(75)},
        ASKS,
        {
            "value": text(2_000),
            "accessibility_label": text(75),
            "visible_to_user_ids": items(ID, 100),
        },
        also=nothing_else,
    ),
}
IMAGE: dict[str, Rule] = {
    "image": shape(
        {"type": TYPE, "alt_text": text(2_000)},
        {"image_url": PICTURE, "slack_file": SLACK_FILE},
        also=exactly_one("image_url", "slack_file"),
    )
}
TEXT_INPUTS: dict[str, Rule] = {
    "plain_text_input": element(
        "plain_text_input",
        {},
        TYPED,
        {
            "initial_value": text(3_000),
            "multiline": flag,
            "min_length": number(0, 3_000),
            "max_length": number(1, 3_000),
        },
        also=lengths_in_order,
    ),
    "email_text_input": element(
        "email_text_input", {}, TYPED, {"initial_value": text(3_000)}, also=nothing_else
    ),
    "url_text_input": element(
        "url_text_input", {}, TYPED, {"initial_value": URL}, also=nothing_else
    ),
    "number_input": element(
        "number_input",
        {"is_decimal_allowed": flag},
        TYPED,
        {"initial_value": DECIMAL, "min_value": DECIMAL, "max_value": DECIMAL},
        also=bounds_in_order,
    ),
}
FILE_INPUT: dict[str, Rule] = {
    "file_input": element(
        "file_input",
        {},
        {"filetypes": items(text(20), 100), "max_files": number(1, 10)},
        also=nothing_else,
    )
}
