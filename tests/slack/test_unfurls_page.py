"""A link to a task in a browser: the card below the message, and its details."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from bot.demo import LINKS
from tests.browser import chromium, page
from tests.test_sandbox_page import stationmaster_sandbox, types

__all__ = ["chromium", "page"]


def test_a_shared_link_is_a_card_with_details_and_buttons(page: Page) -> None:
    with stationmaster_sandbox() as address:
        page.goto(f"{address}#U0ANA/C0WEB")
        types(page, '/task add "Oil the gate" -- Both hinges')
        answer = page.locator(".message.ephemeral").last
        expect(answer).to_contain_text("Oil the gate")
        key = next(word for word in answer.inner_text().split() if word.startswith("WEB-"))
        types(page, f"look at {LINKS}/go/{key}")
        card = page.locator(".attachment").last
        expect(card).to_contain_text("Oil the gate")
        expect(card).to_contain_text("no owner")
        card.get_by_role("button", name="Details").click()
        details = page.get_by_role("dialog", name="Oil the gate")
        expect(details).to_contain_text("Both hinges")
        details.get_by_role("button", name="Close details").click()
        expect(details).to_be_hidden()
        card.get_by_role("button", name="Claim").click()
        expect(card).to_contain_text("ana")
        card.get_by_role("button", name="Done").click()
        expect(card.get_by_role("button", name="Reopen")).to_be_visible()
