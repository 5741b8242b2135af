"""Makes the pictures of README from a running sandbox: `python docs/pictures.py`.

Needs Playwright (`pip install -e '.[dev]'`) and a Chromium on the PATH.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, expect, sync_playwright

HERE = Path(__file__).parent
FRIDAY = "2026-11-20T14:00:00+01:00"
WIDE = ViewportSize(width=1240, height=800)
NARROW = ViewportSize(width=980, height=640)
TALL = ViewportSize(width=980, height=1200)
PHONE = ViewportSize(width=390, height=780)


def main() -> None:
    """Start a sandbox on a Friday, walk through it and keep the pictures."""
    command = ["sandbox", "--port", "0", "--no-open", "--now", FRIDAY]
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *command],
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"]},
    ) as sandbox:
        try:
            assert sandbox.stdout is not None
            found = re.search(r"http://\S+", sandbox.stdout.readline())
            assert found is not None
            take(found[0])
        finally:
            sandbox.terminate()


def take(address: str) -> None:
    """Look at the sandbox through a wide window and through a phone's."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = chromium.new_page(viewport=WIDE)
        a_task(page, address)
        its_card(page, address)
        the_home(page, address)
        monday(page, address)
        phone = chromium.new_page(viewport=PHONE)
        goes(phone, f"{address}#U0RAJ/C0SIGNS")
        keep(phone, "phone")
        chromium.close()


def a_task(page: Page, address: str) -> None:
    """A task typed, a date asked, words found, a form."""
    goes(page, f"{address}#U0ANA/C0WEB")
    types(page, "/task add Test the ticket gate @ben due monday 5pm !high ~3d")
    expect(card(page, "Test the ticket gate")).to_be_visible()
    types(page, "/task list overdue")
    expect(answer(page)).to_contain_text("overdue since")
    keep(page, "task")
    page.set_viewport_size(NARROW)
    types(page, "/task add Thank the painters due friday")
    asked = answer(page)
    expect(asked).to_contain_text("Which date do you mean?")
    keep(asked, "asked")
    press(asked, "Fri 27 Nov")
    types(page, "/pm find form")
    expect(answer(page)).to_contain_text("Found")
    keep(answer(page), "find")
    page.set_viewport_size(WIDE)
    types(page, "/task edit WEB-10")
    form = page.get_by_role("dialog")
    expect(form).to_be_visible()
    keep(form, "form")
    press(form, "Cancel")


def its_card(page: Page, address: str) -> None:
    """The card of a task, while people talk below it."""
    title = "Test the ticket gate"
    types(page, "/task split WEB-10 Northgate; Harbour; Airport")
    above = card(page, title)
    expect(above).to_contain_text("0 of 3 sub-tasks done")
    press(card(page, "Northgate"), "Done")
    replies(page, above, "Northgate opens, Harbour still sticks")
    goes(page, f"{address}#U0BEN/C0WEB")
    replies(page, card(page, title), "A new hinge comes tomorrow")
    types(page, "/task block WEB-10 waiting for the hinge")
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("ben blocked it")
    expect(answer(page)).to_contain_text("Blocked:")
    card(page, title).evaluate("(one) => one.scrollIntoView({ block: 'start' })")
    keep(page.locator("#work"), "card", height=460)


def the_home(page: Page, address: str) -> None:
    """The home page."""
    page.goto(f"{address}#U0ANA/home")
    expect(page.locator(".home")).to_contain_text("My projects")
    keep(page.locator("#work"), "home", height=576)


def monday(page: Page, address: str) -> None:
    """The morning note and the digest."""
    goes(page, f"{address}#U0ANA/C0WEB")
    press(page, "Next Monday 09:00")
    expect(page.get_by_role("banner")).to_contain_text("Mon, 23 Nov 2026", timeout=60_000)
    page.get_by_role("link", name=re.compile("Stationmaster")).first.click()
    note = page.get_by_role("article").last
    expect(note).to_contain_text("Due today")
    page.set_viewport_size(TALL)
    keep(note, "morning-note")
    goes(page, f"{address}#U0PIA/C0NORTHERN")
    digest = page.get_by_role("article").last
    expect(digest).to_contain_text("Who is needed")
    keep(digest, "digest")


def goes(page: Page, address: str) -> None:
    """Open a channel and wait for its messages."""
    page.goto(address)
    expect(page.get_by_role("article").last).to_be_visible()


def card(page: Page, title: str) -> Locator:
    """The message about a task that everybody in the channel sees."""
    channel = page.get_by_role("log", name="Messages in")
    return channel.locator(".message:not(.ephemeral)").filter(has_text=title).last


def answer(page: Page) -> Locator:
    """The newest answer that only one person sees."""
    return page.locator(".message.ephemeral").last


def press(where: Page | Locator, label: str) -> None:
    """Press a button."""
    where.get_by_role("button", name=label, exact=True).click()


def types(page: Page, text: str) -> None:
    """Type into the composer."""
    box = page.get_by_role("textbox", name=re.compile("Message"))
    box.fill(text)
    box.press("Escape")
    box.press("Enter")
    expect(box).to_have_value("")


def replies(page: Page, message: Locator, text: str) -> None:
    """Say something in the thread of a message."""
    message.hover()
    press(message, "Reply in thread")
    thread = page.get_by_role("complementary", name="Thread")
    thread.get_by_role("textbox").fill(text)
    thread.get_by_role("textbox").press("Enter")
    expect(thread).to_contain_text(text)


def keep(shown: Page | Locator, name: str, *, height: float = 0) -> None:
    """Write a picture beside this file: all of a window, or a part of it down to a height."""
    page = shown if isinstance(shown, Page) else shown.page
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    box = None if isinstance(shown, Page) else shown.bounding_box()
    if box and height:
        box["height"] = height
    page.screenshot(path=HERE / f"{name}.png", clip=box)


if __name__ == "__main__":
    main()
