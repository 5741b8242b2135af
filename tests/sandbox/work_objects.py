"""A Work Object as the sandbox takes it, for tests that change a piece of it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Object = dict[str, Any]

LINK = "https://trains.example/WEB-12"
_TASK: Object = {
    "app_unfurl_url": LINK,
    "entity_type": "slack#/entities/task",
    "url": LINK,
    "external_ref": {"id": "WEB-12"},
    "entity_payload": {
        "attributes": {"title": {"text": "Fix login"}, "display_id": "WEB-12"},
        "fields": {
            "status": {"value": "open", "tag_color": "blue"},
            "assignee": {"type": "slack#/types/user", "user": {"text": "Ben"}},
            "due_date": {"value": "2026-11-27", "type": "slack#/types/date"},
        },
        "custom_fields": [
            {"key": "project", "label": "Project", "type": "string", "value": "Website"}
        ],
        "actions": {"primary_actions": [{"text": "Done", "action_id": "done", "value": "WEB-12"}]},
    },
}


def entity(path: str = "", value: Any = None) -> Object:
    """A task; with a path such as "entity_payload/fields/status" one piece is different.

    None takes the piece away.
    """
    made = deepcopy(_TASK)
    if path:
        *above, last = path.split("/")
        at = made
        for name in above:
            at = at[name]
        at.pop(last, None)
        if value is not None:
            at[last] = value
    return made


def alone() -> Object:
    """The same for `entity.presentDetails`, where no link was posted."""
    return entity("app_unfurl_url")
