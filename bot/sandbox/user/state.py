"""What stands in the inputs of a view or a message: Slack's `state.values`.

https://docs.slack.dev/reference/views, https://docs.slack.dev/reference/interaction-payloads
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from bot.sandbox.blockkit.surfaces import all_blocks, elements_of

Object = dict[str, Any]
Values = dict[str, dict[str, Object]]

FIELDS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "file_input": "files",
}
"""Element type → the name of its value in `state.values`; buttons and overflow have none."""


def initial(element: Object, conversation: str = "") -> Object:
    """The state of an element that nobody has touched."""
    kind = element["type"]
    name = FIELDS[kind]
    given = "initial_value" if name == "rich_text_value" else name.replace("selected", "initial")
    given = "initial_value" if name == "value" else given
    empty: Any = [] if name.endswith("s") else None
    value = deepcopy(element.get(given, empty))
    if value in (None, []) and element.get("default_to_current_conversation") and conversation:
        value = [conversation] if name.endswith("s") else conversation
    made: Object = {"type": kind, name: value}
    return made | {"timezone": element["timezone"]} if "timezone" in element else made


def values(blocks: list[Object], kept: Values | None = None, conversation: str = "") -> Values:
    """The state of all elements; `kept` survives where block_id, action_id and type agree."""
    made: Values = {}
    for block in all_blocks(blocks):
        for element in elements_of(block):
            if element["type"] not in FIELDS:
                continue
            before = (kept or {}).get(block["block_id"], {}).get(element["action_id"])
            same = before is not None and before["type"] == element["type"]
            value = before if same and before else initial(element, conversation)
            made.setdefault(block["block_id"], {})[element["action_id"]] = value
    return made


def is_empty(value: Object) -> bool:
    """Nothing was typed or chosen."""
    return value[FIELDS[value["type"]]] in (None, "", [])
