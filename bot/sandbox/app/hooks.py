"""Answers outside the Web API: what rides in the ack of a command, and response URLs.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.app.passes import ResponseUrl
from bot.sandbox.desk import Desk
from bot.sandbox.errors import Refused
from bot.sandbox.web import posting
from bot.sandbox.workspace import Message

Object = dict[str, Any]

_KNOWN = {
    "text", "blocks", "attachments", "response_type", "replace_original", "delete_original",
    "thread_ts", "metadata", "unfurl_links", "unfurl_media", "mrkdwn", "parse", "link_names",
    "reply_broadcast", "markdown_text",
}  # fmt: skip


def command_answer(desk: Desk, person: str, channel: str, body: Any) -> Message | None:
    """Show what came with the ack of a command; nothing where it said nothing.

    Errors: invalid_blocks, no_text and the like, as for chat.postMessage.
    """
    if body in (None, "", {}):
        return None
    given = {"text": body} if isinstance(body, str) else body
    if not isinstance(given, dict):
        raise Refused("invalid_arguments", ["must be an object [json-pointer:]"])
    return _show(desk, given, person, channel)


def _show(desk: Desk, given: Object, person: str, channel: str) -> Message:
    kind = given.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise Refused(
            "invalid_arguments", ["must be a valid enum value [json-pointer:/response_type]"]
        )
    unknown = sorted(set(given) - _KNOWN)
    if unknown:
        raise Refused(
            "invalid_arguments", [f"invalid additional property: {unknown[0]} [json-pointer:]"]
        )
    only_for = person if kind == "ephemeral" else ""
    place = desk.workspace.channels[channel]
    return posting.post(desk.workspace, place, given, only_for)


def respond(desk: Desk, key: str, given: Object) -> None:
    """One answer through a response URL.

    Errors: expired_url, used_url (HTTP 404); invalid_blocks, no_text … (HTTP 400).
    """
    leave = desk.passes.spend(key)
    replace, delete = given.get("replace_original"), given.get("delete_original")
    source = desk.workspace.channels[leave.channel].messages.get(leave.ts)
    if leave.ts and replace is None and delete is None:
        desk.workspace.doubts.append("response_url without an explicit replace_original")
    if delete:
        if source is None:
            raise Refused("message_not_found")
        posting.delete(desk.workspace, source)
        return
    if replace and source is not None:
        if source.body.get("bot_id") != desk.workspace.app.bot_id:
            # Somebody's own message with an unfurl in it: nobody else may say what stands there.
            raise Refused("cant_update_message")
        posting.edit(desk.workspace, source, posting.content(given))
        return
    if replace and leave.ts:
        raise Refused("message_not_found")
    _post_new(desk, leave, given)


def _post_new(desk: Desk, leave: ResponseUrl, given: Object) -> None:
    said = dict(given)
    if leave.thread_ts and "thread_ts" not in said:
        desk.workspace.doubts.append("response_url in a thread without thread_ts")
    _show(desk, said, leave.person, leave.channel)
