"""Links to items: read in what people share, shown to all who may read there, opened by one."""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError

from .. import models
from ..operations import keys, milestones, tasks
from ..slack_errors import trouble
from ..ui import unfurls as ui
from ..ui import when
from .call import Answer, Call
from .client import insisting
from .edge import Asked, Edge, Refused

log = logging.getLogger(__name__)

KEY = re.compile(rf"{ui.PATH}([A-Z][A-Z0-9]{{1,9}}(?:-[MR]?[0-9]{{1,9}})?)/?", re.IGNORECASE)
MOST = 5
"""So many links of one message are shown."""
BAD_ENTITIES = {"error_processing_metadata", "invalid_metadata_format", "feature_not_enabled"}
"""What Slack says where Work Objects are not switched on for the app, or are too large."""


def key_in(base: str, url: str) -> str:
    """The key that a link of ours ends with; empty where it is not ours."""
    try:
        ours, given = urlsplit(base), urlsplit(url)
    except ValueError:
        return ""
    if not base or given.netloc.casefold() != ours.netloc.casefold():
        return ""
    if not given.path.startswith(ours.path):
        return ""
    found = KEY.fullmatch(given.path.removeprefix(ours.path))
    return found[1].upper() if found else ""


async def shared(edge: Edge, team: str, event: dict[str, Any], key: str) -> None:
    """Somebody shared links of ours: what all in that conversation may read is shown below."""
    found = {each["url"]: key_in(edge.links, each["url"]) for each in event["links"]}
    wanted = [(url, named) for url, named in found.items() if named][:MOST]
    if not wanted or not event.get("user"):
        return
    unfurled: dict[str, Any] = {}
    entities: list[ui.Entity] = []

    def run(call: Call) -> Answer:
        for url, named in wanted:
            item = keys.find_for_all(call.actor, named, strangers=event["shared"])
            if item is not None:
                reader = when.At(call.actor.zone, call.actor.now)
                unfurled[url] = {"blocks": ui.blocks(reader, item)}
                entities.append(ui.entity(reader, item, edge.links, url))
        return None

    await edge.answer(Asked(team, event["user"], "", _place(event), key, "", run))
    if unfurled:
        await _show(edge, event, unfurled, entities)


def _place(event: dict[str, Any]) -> str:
    """The conversation; what still stands in somebody's input field is nowhere yet."""
    written = event.get("source") == "composer"
    return "" if written else str(event.get("channel") or "")


async def _show(
    edge: Edge, event: dict[str, Any], unfurled: dict[str, Any], entities: list[ui.Entity]
) -> None:
    """Send both kinds of preview in one call; blocks alone where Slack wants no Work Objects."""
    names = ("unfurl_id", "source") if event.get("unfurl_id") else ("channel", "message_ts")
    where = {name.removeprefix("message_"): event.get(name) for name in names}
    try:
        metadata = {"entities": entities}
        await insisting(
            lambda: edge.client.chat_unfurl(**where, unfurls=unfurled, metadata=metadata)
        )
    except SlackApiError as error:
        if trouble(error).error not in BAD_ENTITIES:
            raise
        log.warning("Slack shows links without Work Objects: %s", trouble(error).error)
        await insisting(lambda: edge.client.chat_unfurl(**where, unfurls=unfurled))


async def opened(edge: Edge, team: str, event: dict[str, Any], key: str) -> None:
    """Somebody opened a Work Object: what this person may see of it, or that there is none."""
    reference = event.get("external_ref") or {}
    named = str(reference.get("id") or key_in(edge.links, event.get("entity_url") or ""))
    found: list[ui.Entity] = []

    def run(call: Call) -> Answer:
        item = keys.find(call.actor, named)
        if item is not None:
            found.append(ui.details(call.actor, item, edge.links, _progress(call, item)))
        return None

    asked = Asked(team, event["user"], "", str(event.get("channel") or ""), key, "", run)
    answer = await edge.answer(asked)
    trigger = event["trigger_id"]
    # The same answer for what is hidden and for what is not there.
    status = "internal_error" if isinstance(answer, Refused) else "not_found"
    shown = {"metadata": found[0]} if found else {"error": {"status": status}}
    await insisting(lambda: edge.client.entity_presentDetails(trigger_id=trigger, **shown))


def _progress(call: Call, item: keys.Item) -> milestones.Progress | None:
    """How much of it is done, of what this person may see."""
    if isinstance(item, models.Milestone):
        return milestones.progress(call.actor, [item]).get(item.id)
    if not isinstance(item, models.Task):
        return None
    parts = tasks.children(call.actor, item)
    return milestones.Progress(sum(each.status == models.DONE for each in parts), len(parts))
