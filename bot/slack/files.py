"""The newest file shared in a conversation: a plan with its text, or whatever it is by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from ..errors import Refusal

LARGEST = 2_000_000
"""Bytes: five thousand lines and more."""
SILENT = "Slack does not answer just now: try again in a minute."
LOOK_BACK = 100
"""Messages of the conversation that are searched for a file."""


async def newest_csv(client: AsyncWebClient, channel: str) -> dict[str, Any]:
    """The text (`value`) of the CSV file shared last in a conversation; refuses where none is.

    Needs the scopes `channels:history` (`groups:history`, `im:history`) and `files:read`.
    """
    file = await _newest(client, channel, _is_csv)
    if file is not None:
        return {"value": await _text(client, file)}
    raise Refusal(
        "I see no CSV file here: share one in this conversation "
        "(its first line reads `title,type,owner,due`), then try again."
    )


async def newest(client: AsyncWebClient, channel: str) -> dict[str, Any]:
    """Id, name and permalink (`meta`) of the file shared last in a conversation, unopened."""
    file = await _newest(client, channel, _is_there)
    if file is None:
        raise Refusal(
            "I see no file here: share one in this conversation and try again, "
            "or give an address: `/task link WEB-12 https://…`."
        )
    name = str(file.get("title") or file.get("name") or "a file")
    return {"meta": {"id": file["id"], "name": name, "permalink": file["permalink"]}}


async def _newest(
    client: AsyncWebClient, channel: str, fits: Callable[[dict[str, Any]], bool]
) -> dict[str, Any] | None:
    """The newest file of a conversation that fits, as Slack describes it."""
    try:
        page = await client.conversations_history(channel=channel, limit=LOOK_BACK)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Refusal(SILENT) from error
    except SlackApiError as error:
        raise Refusal(
            f"I cannot read this conversation ({error.response.get('error')}): "
            "invite me with `/invite @Stationmaster`, share the file again, and try again."
        ) from error
    for message in page["messages"]:
        for file in message.get("files") or []:
            if fits(file):
                found: dict[str, Any] = file
                return found
    return None


def _is_there(file: dict[str, Any]) -> bool:
    """Whether there is anything to lead to: what was deleted or is too old has no permalink."""
    return bool(file.get("id") and file.get("permalink"))


def _is_csv(file: dict[str, Any]) -> bool:
    # A file that lives elsewhere is never fetched: our token is for Slack only.
    if file.get("is_external") or not file.get("url_private"):
        return False
    name = str(file.get("name") or "").lower()
    return name.endswith(".csv") or file.get("mimetype") == "text/csv"


async def _text(client: AsyncWebClient, file: dict[str, Any]) -> str:
    url = file.get("url_private_download") or file["url_private"]
    name = str(file.get("name") or "the file")
    headers = {"Authorization": f"Bearer {client.token}"}
    try:
        async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as response:
            if response.status != 200:
                raise Refusal(
                    f"Slack did not give me {name} (status {response.status}): try again."
                )
            if response.content_type == "text/html":
                raise Refusal(  # Slack's page to log in
                    f"Slack did not give me {name}: am I installed with the scope `files:read`?"
                )
            content = b""
            async for piece in response.content.iter_any():
                content += piece
                if len(content) > LARGEST:
                    break
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Refusal(SILENT) from error
    if len(content) > LARGEST:
        raise Refusal(f"{name} is larger than {LARGEST // 1_000_000} MB: split it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            f"{name} is not UTF-8 text: save it as “CSV UTF-8” and share it again."
        ) from None
