"""Shortcuts in the sandbox's page: from the menu of a message, and from anywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import chromium, page
from tests.test_sandbox_page import last, stationmaster_sandbox, types

__all__ = ["chromium", "page"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """One sandbox for all stories of this file."""
    with stationmaster_sandbox() as address:
        yield address


def test_the_menu_of_a_message_makes_a_task_of_it(page: Page, address: str) -> None:
    page.goto(f"{address}#U0ANA/C0WEB")
    types(page, "Write the press text by monday 5pm")
    said = last(page)
    expect(said).to_contain_text("Write the press text by monday 5pm")
    said.hover()
    said.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Make a task of this").click()
    form = page.get_by_role("dialog", name="New task")
    expect(form.get_by_role("textbox", name="Title")).to_have_value("Write the press text")
    expect(form.get_by_label("Due date")).to_have_value("2026-11-23")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    page.get_by_role("article").filter(has_text="by monday 5pm").get_by_role(
        "button", name="1 reply"
    ).click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("Write the press text")
    expect(thread).to_contain_text("no owner")


def test_a_task_is_noted_from_anywhere(page: Page, address: str) -> None:
    page.goto(f"{address}#U0ANA/C0WEB")
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="New task").click()
    form = page.get_by_role("dialog", name="New task")
    form.get_by_role("textbox", name="Title").fill("Order flowers")
    expect(form.get_by_role("button", name="Save")).to_be_visible()
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_be_hidden()
