"""The home page in a browser: what it shows, Done on a row, a new task, fresh after others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import chromium, page
from tests.test_sandbox_page import stationmaster_sandbox, types

__all__ = ["chromium", "page"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """One sandbox for all stories of this file."""
    with stationmaster_sandbox() as address:
        yield address


def home_of_ana(page: Page, address: str) -> Locator:
    """Her home page, opened."""
    page.goto(f"{address}#U0ANA/home")
    home = page.locator(".home")
    expect(home.get_by_role("heading", name="My day")).to_be_visible()
    return home


@pytest.mark.parametrize(("width", "what"), [(1280, "wide gate"), (360, "narrow gate")])
def test_done_and_a_new_task_draw_the_page_anew(
    page: Page, address: str, width: int, what: str
) -> None:
    title = f"Test the {what}"
    page.goto(f"{address}#U0ANA/C0WEB")
    types(page, f"/task add {title} @ana due monday")
    page.set_viewport_size({"width": width, "height": 800})
    home = home_of_ana(page, address)
    expect(home.get_by_role("heading", name="My projects")).to_be_visible()
    expect(home).to_contain_text("Website relaunch")
    fits = "(one) => one.scrollWidth <= one.clientWidth"
    assert home.evaluate(fits)
    row = home.locator(".section").filter(has_text=title)
    row.get_by_role("button", name="Done").click()
    expect(home).to_contain_text("is done")
    expect(row).to_have_count(0)
    home.get_by_role("button", name="New task").click()
    form = page.get_by_role("dialog", name="New task")
    form.get_by_role("textbox", name="Title").fill(f"Paint the {what}")
    form.get_by_role("combobox", name="Project").press_sequentially("web")
    form.get_by_role("option", name="WEB · Website relaunch").click()
    form.get_by_label("Owner").select_option("Ana Moreno")
    form.get_by_label("Due date").fill("2026-11-23")
    form.get_by_role("button", name="Save").click()
    expect(home).to_contain_text("Saved: added WEB-")
    expect(home).to_contain_text(f"Paint the {what}")


def test_the_open_page_is_fresh_after_somebody_elses_change(page: Page, address: str) -> None:
    home = home_of_ana(page, address)
    ben = page.context.new_page()
    ben.goto(f"{address}#U0BEN/C0WEB")
    types(ben, "/task add Paint the door @ana due monday")
    expect(home).to_contain_text("Paint the door")
    expect(home.get_by_role("button", name="Done")).not_to_have_count(0)
