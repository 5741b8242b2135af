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

from playwright.sync_api import Page, expect, sync_playwright

HERE = Path(__file__).parent
FRIDAY = "2026-11-20T14:00:00+01:00"
WIDE = {"width": 1240, "height": 800}
PHONE = {"width": 390, "height": 780}


def main() -> None:
    """Start a sandbox on a Friday, walk through it and keep four pictures."""
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
        walk(chromium.new_page(viewport=WIDE), address)
        phone = chromium.new_page(viewport=PHONE)
        phone.goto(f"{address}#U0PIA/C0NORTHERN")
        keep(phone, "phone")
        chromium.close()


def walk(page: Page, address: str) -> None:
    """A task typed, a form, the morning note, the digest."""
    page.goto(f"{address}#U0ANA/C0WEB")
    types(page, "/task add Test the ticket gate @ben due next friday 5pm !high ~3d")
    types(page, "/task list overdue")
    keep(page, "task")
    types(page, "/task edit WEB-10")
    expect(page.get_by_role("dialog")).to_be_visible()
    keep(page, "form")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Next Monday 09:00").click()
    page.get_by_role("link", name=re.compile("Stationmaster")).first.click()
    expect(page.get_by_role("article").last).to_contain_text("Milestones", timeout=30_000)
    keep(page, "morning-note")
    page.goto(f"{address}#U0PIA/C0NORTHERN")
    expect(page.get_by_role("article").last).to_contain_text("Who is needed")
    keep(page, "digest")


def types(page: Page, text: str) -> None:
    """Type into the composer and wait for the answer."""
    before = page.get_by_role("article").count()
    box = page.get_by_role("textbox", name=re.compile("Message"))
    box.fill(text)
    box.press("Escape")
    box.press("Enter")
    if "edit" not in text:
        expect(page.get_by_role("article")).to_have_count(before + 1)


def keep(page: Page, name: str) -> None:
    """Write a picture beside this file."""
    expect(page.get_by_role("article").last).to_be_visible()
    page.wait_for_timeout(400)
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main()
