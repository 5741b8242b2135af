"""Work Objects: what an entity must look like, and how the client shows it.

https://docs.slack.dev/messaging/work-objects-implementation
"""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox.blockkit import rules
from bot.sandbox.errors import Refused

Object = dict[str, Any]

MOST_ENTITIES = 20
_DAY = rules.matching(r"\d{4}-\d\d-\d\d", "a date such as 2026-11-27", 10)
_URL = rules.matching(r"https?://\S+", "a URL")
_VALUES: dict[str, rules.Rule] = {
    "string": rules.text(3_000),
    "integer": rules.number(),
    "boolean": rules.flag,
    "slack#/types/date": _DAY,
    "slack#/types/timestamp": rules.number(0),
    "slack#/types/channel_id": rules.matching(r"[CDG][A-Z0-9]+", "a conversation's id"),
    "slack#/types/link": _URL,
    "slack#/types/email": rules.matching(r"\S+@\S+", "an email address"),
}
_OBJECTS = {
    "slack#/types/user": "user",
    "slack#/types/image": "alt_text",
    "slack#/types/entity_ref": "entity_ref",
}
_ITEM_TYPES = (
    "string",
    "integer",
    "slack#/types/channel_id",
    "slack#/types/user",
    "slack#/types/entity_ref",
)
_TEXT_ONLY = ("icon", "tag_color", "format", "long")
_TAGS = ("red", "yellow", "green", "gray", "blue")

REF = rules.shape({"id": rules.text(255)}, {"type": rules.text(255)})
_SLACK_FILE = rules.shape({}, {"id": rules.text(30), "url": _URL})
_ICON = rules.shape(
    {"alt_text": rules.text(2_000)},
    {"url": _URL, "slack_file": _SLACK_FILE},
    also=rules.exactly_one("url", "slack_file"),
)
_USER = rules.shape(
    {},
    {
        "user_id": rules.matching(r"[UW][A-Z0-9]+", "a person's id"),
        "text": rules.text(255),
        "url": _URL,
        "email": rules.text(255),
        "icon": _ICON,
    },
    also=rules.exactly_one("user_id", "text"),
)
_ENTITY_REF = rules.shape(
    {"entity_url": _URL, "external_ref": REF, "title": rules.text(255)},
    {"display_type": rules.text(255), "icon": _ICON},
)
_PROPERTIES: dict[str, rules.Rule] = {
    "label": rules.text(255),
    "value": rules.anything,
    "link": _URL,
    "icon": _ICON,
    "long": rules.flag,
    "format": rules.one_of("markdown"),
    "image_url": _URL,
    "slack_file": _SLACK_FILE,
    "alt_text": rules.text(2_000),
    "tag_color": rules.one_of(*_TAGS),
    "user": _USER,
    "entity_ref": _ENTITY_REF,
}


def _fits(usual: str) -> rules.Rule:
    """What a field holds must be of its `type`; `usual` is the type where none is named."""

    def check(field: Any, at: str, problems: list[str]) -> None:
        kind = field.get("type", usual)
        holder = _OBJECTS.get(kind, "value")
        if holder not in field:
            rules.note(problems, at, f"missing required field: {holder}")
        elif kind == "array":
            _array(field, at, problems)
        elif kind in _VALUES:
            _VALUES[kind](field["value"], f"{at}/value", problems)
        for name in _TEXT_ONLY:
            if name in field and kind != "string":
                rules.note(problems, f"{at}/{name}", "only for fields of type string")
        if "format" in field and ("icon" in field or "link" in field):
            rules.note(problems, f"{at}/format", "does not go together with icon or link")

    return check


def _array(field: Object, at: str, problems: list[str]) -> None:
    if "item_type" not in field:
        rules.note(problems, at, "missing required field: item_type")
        return
    item = rules.shape({}, _PROPERTIES, also=_fits(field["item_type"]))
    rules.items(item, 100)(field["value"], f"{at}/value", problems)


def _field(usual: str, *allowed: str) -> rules.Rule:
    kinds = {"type": rules.one_of(*(allowed or (usual,)))}
    return rules.shape({}, _PROPERTIES | kinds, also=_fits(usual))


_STRING = _field("string")
_TIMESTAMP = _field("slack#/types/timestamp")
_PERSON = _field("slack#/types/user", "slack#/types/user", "string")
_IMAGE = _field("slack#/types/image")
_DUE = _field("slack#/types/date", "slack#/types/date", "slack#/types/timestamp")
_DATES = {"date_created": _TIMESTAMP, "date_updated": _TIMESTAMP}
_CUSTOM = rules.shape(
    {
        "key": rules.text(255),
        "label": rules.text(255),
        "type": rules.one_of(*_VALUES, *_OBJECTS, "array"),
    },
    {**_PROPERTIES, "item_type": rules.one_of(*_ITEM_TYPES), "boolean": rules.anything},
    also=_fits(""),
)
_FIELDS: dict[str, dict[str, rules.Rule]] = {
    "task": {
        "description": _STRING,
        "created_by": _PERSON,
        **_DATES,
        "assignee": _PERSON,
        "status": _STRING,
        "due_date": _DUE,
        "priority": _STRING,
    },
    "file": {
        "preview": _IMAGE,
        "created_by": _PERSON,
        **_DATES,
        "last_modified_by": _PERSON,
        "file_size": _STRING,
        "mime_type": _STRING,
    },
    "incident": {
        "status": _STRING,
        "severity": _STRING,
        "priority": _STRING,
        "urgency": _STRING,
        "created_by": _PERSON,
        "assigned_to": _PERSON,
        **_DATES,
        "description": _STRING,
        "service": _STRING,
    },
    "content_item": {
        "preview": _IMAGE,
        "description": _STRING,
        "created_by": _PERSON,
        **_DATES,
        "last_modified_by": _PERSON,
    },
}
"""An `item` has no `fields`: all of it stands in `custom_fields`."""

BUTTON = rules.shape(
    {"text": rules.text(75), "action_id": rules.text(255)},
    {
        "value": rules.text(2_000),
        "style": rules.one_of("primary", "danger"),
        "url": _URL,
        "accessibility_label": rules.text(75),
        "processing_state": rules.shape(
            {"enabled": rules.flag}, {"interstitial_text": rules.text(255)}
        ),
    },
)
_ATTRIBUTES = rules.shape(
    {"title": rules.shape({"text": rules.text(3_000)})},
    {
        "display_type": rules.text(255),
        "display_id": rules.text(255),
        "product_icon": _ICON,
        "product_name": rules.text(255),
        "locale": rules.text(20),
        "metadata_last_modified": rules.number(0),
    },
)


def _payload(kind: str) -> rules.Rule:
    fields: dict[str, rules.Rule] = {}
    if kind in _FIELDS:
        fields["fields"] = rules.shape({}, _FIELDS[kind])
    actions = {
        "primary_actions": rules.items(BUTTON, 2),
        "overflow_actions": rules.items(BUTTON, 5),
    }
    return rules.shape(
        {"attributes": _ATTRIBUTES},
        {
            **fields,
            "custom_fields": rules.items(_CUSTOM, 100),
            "display_order": rules.items(rules.text(255), 100),
            "actions": rules.shape({}, actions),
        },
    )


_TYPES = {f"slack#/entities/{kind}": _payload(kind) for kind in (*_FIELDS, "item")}


def _entity(needed: dict[str, rules.Rule]) -> rules.Rule:
    head = rules.shape(
        {
            "entity_type": rules.one_of(*_TYPES),
            "url": _URL,
            "external_ref": REF,
            "entity_payload": rules.anything,
            **needed,
        }
    )

    def check(value: Any, at: str, problems: list[str]) -> None:
        before = len(problems)
        head(value, at, problems)
        if len(problems) == before:
            _TYPES[value["entity_type"]](value["entity_payload"], f"{at}/entity_payload", problems)

    return check


ENTITY = _entity({})
_UNFURLED = rules.items(_entity({"app_unfurl_url": _URL}), MOST_ENTITIES)
_ERROR = rules.shape(
    {
        "status": rules.one_of(
            *("restricted", "internal_error", "not_found", "custom"),
            *("custom_partial_view", "timeout", "edit_error"),
        )
    },
    {
        "custom_message": rules.text(3_000),
        "custom_title": rules.text(255),
        "message_format": rules.one_of("markdown"),
        "actions": rules.items(BUTTON, 5),
    },
)


def unfurled(given: Any) -> list[Object]:
    """The entities of a `chat.unfurl`.

    Errors: invalid_metadata_format, error_processing_metadata.
    """
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise Refused("invalid_metadata_format") from None
    if not isinstance(given, dict) or not isinstance(given.get("entities"), list):
        raise Refused("invalid_metadata_format")
    problems: list[str] = []
    rules.shape({"entities": _UNFURLED})(given, "/metadata", problems)
    if problems:
        raise Refused("error_processing_metadata", problems)
    return list(given["entities"])


def detailed(given: Any) -> Object:
    """The entity of an `entity.presentDetails`. Error: invalid_arguments."""
    return _checked(ENTITY, given, "/metadata")


def error(given: Any) -> Object:
    """Why there are no details. Error: invalid_arguments."""
    return _checked(_ERROR, given, "/error")


def _checked(rule: rules.Rule, given: Any, at: str) -> Object:
    problems: list[str] = []
    rule(given, at, problems)
    if problems:
        raise Refused("invalid_arguments", problems)
    return dict(given)


# ── how it is shown ──────────────────────────────────────────────────────────────────────────


def rows(entity: Object) -> list[tuple[str, str]]:
    """Label and words of each field, in the order that people see."""
    payload = entity["entity_payload"]
    fields = payload.get("fields", {})
    named = [(one, fields[one].get("label") or _label(one), fields[one]) for one in fields]
    named += [(one["key"], one["label"], one) for one in payload.get("custom_fields", [])]
    order = payload.get("display_order", [])
    named.sort(key=lambda one: order.index(one[0]) if one[0] in order else len(order))
    return [(label, _words(field)) for _, label, field in named]


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _words(field: Object) -> str:
    if "user" in field:
        return str(field["user"].get("text") or f"<@{field['user']['user_id']}>")
    if "entity_ref" in field:
        return str(field["entity_ref"]["title"])
    value = field.get("value", field.get("alt_text", ""))
    if isinstance(value, list):
        return ", ".join(_words(one) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int) and field.get("type", "") in ("", "slack#/types/timestamp"):
        return f"<!date^{value}^{{date_short_pretty}} {{time}}|{value}>"
    return str(value)


def title(entity: Object) -> str:
    """The line on top: the title, and the id that people know it by."""
    attributes = entity["entity_payload"]["attributes"]
    words = [attributes["title"]["text"], attributes.get("display_id", "")]
    return " · ".join(one for one in words if one)


def kind(entity: Object) -> str:
    """The line below it: what it is, and in which product."""
    attributes = entity["entity_payload"]["attributes"]
    usual = entity["entity_type"].rpartition("/")[2].replace("_", " ").capitalize()
    name = attributes.get("display_type", usual)
    product = attributes.get("product_name", "")
    return f"{name} in {product}" if product else str(name)


def buttons(actions: list[Object], block_id: str) -> list[Object]:
    """Action buttons as a block; none where there are no buttons."""
    made: list[Object] = []
    for one in actions:
        kept: Object = {
            name: one[name] for name in ("action_id", "value", "style", "url") if name in one
        }
        words = {"type": "plain_text", "text": one["text"], "emoji": True}
        made.append({"type": "button", "text": words, **kept})
    row: Object = {"type": "actions", "block_id": block_id, "elements": made}
    return [row] if made else []


def actions(entity: Object) -> list[Object]:
    """The action buttons of an entity, those of the overflow menu last."""
    given = entity["entity_payload"].get("actions", {})
    return [*given.get("primary_actions", []), *given.get("overflow_actions", [])]
