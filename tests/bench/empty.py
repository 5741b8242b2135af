"""What everything is compared with: an empty listener, served exactly as the bot is."""

from __future__ import annotations

import asyncio
import sys

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.db import Database
from bot.slack import authorize, http

from .requests import SECRET


async def main(api_url: str, token: str, port: int) -> None:
    """Serve until killed."""
    client = AsyncWebClient(token=token, base_url=api_url)
    client.proxy = None
    app = AsyncApp(
        authorize=authorize.cached(client), signing_secret=SECRET, process_before_response=True
    )

    @app.command("/task")
    async def task(ack: AsyncAck) -> None:
        await ack()

    async with http.listening(app, Database("sqlite://"), client, port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
