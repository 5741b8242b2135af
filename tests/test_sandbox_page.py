"""The sandbox in a browser: a task is typed, a form filled, Done pressed, Monday comes."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from .browser import chromium, page

__all__ = ["chromium", "page"]

FRIDAY = "2026-11-20T14:00:00+01:00"


@contextlib.contextmanager
def stationmaster_sandbox() -> Iterator[str]:
    """`stationmaster sandbox` as a process, on a Friday afternoon; the address of its page."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "sandbox", "--port", "0", "--no-open", "--now", FRIDAY],
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """One sandbox for all stories of this file."""
    with stationmaster_sandbox() as address:
        yield address


def test_a_friday_and_the_monday_after_it(page: Page, address: str) -> None:
    page.goto(f"{address}#U0ANA/C0WEB")
    cards = page.get_by_role("article")
    expect(cards.filter(has_text="WEB-1 ")).to_contain_text("lea · due Wed 21 Oct · ")
    expect(cards.filter(has_text="WEB-1 ")).to_contain_text("· done")
    expect(cards.filter(has_text="Only visible to you")).to_have_count(0)
    types(page, "/task add Test the ticket gate due monday 5pm !high")
    expect(answer(page)).to_contain_text("Test the ticket gate")
    expect(answer(page)).to_contain_text("Mon 23 Nov 17:00")
    types(page, "/task add")
    form = page.get_by_role("dialog", name="New task")
    form.get_by_role("textbox", name="Title").fill("Write the press text")
    form.get_by_label("Due date").fill("2026-11-23")
    form.get_by_role("button", name="Save").click()
    expect(answer(page)).to_contain_text("Write the press text")
    answer(page).get_by_role("button", name="Done").click()
    expect(answer(page)).to_contain_text("Done:")
    types(page, "/task claim WEB-10")
    expect(answer(page)).to_contain_text("Yours")
    page.get_by_role("button", name="Next Monday 09:00").click()
    page.get_by_role("link", name=re.compile("Stationmaster")).first.click()
    expect(last(page)).to_contain_text("Due today", timeout=20_000)
    expect(last(page)).to_contain_text("Test the ticket gate")
    expect(last(page)).not_to_contain_text("Write the press text")
    page.get_by_role("link", name=re.compile("northern")).first.click()
    expect(last(page)).to_contain_text("Northern line · Mon 23 Nov", timeout=20_000)
    for words in ("Ticket app", "Milestones ahead", "Slipped since", "Top risks"):
        expect(last(page)).to_contain_text(words)


def types(page: Page, text: str) -> None:
    """Type into the composer and press enter."""
    box = page.get_by_role("textbox", name=re.compile("Message"))
    box.fill(text)
    box.press("Escape")
    box.press("Enter")


def answer(page: Page) -> Locator:
    """The newest answer to whoever looks; the card that all see may stand below it."""
    return page.get_by_role("article").filter(has_text="Only visible to you").last


def last(page: Page) -> Locator:
    """The newest message of the conversation."""
    return page.get_by_role("article").last
