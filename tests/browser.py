"""A browser for tests of pages: Chromium, driven by Playwright, that never leaves this machine.

Import `chromium` (and `page`) into a test module to use them as fixtures.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, Route, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]
PATIENCE = 10_000  # ms that a page has to show what is expected


def find_chromium() -> str | None:
    """Where a Chromium is installed, if anywhere."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def missing(reason: str) -> None:
    """Skip, but not where everything has to be there (`CI=true`)."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _stay_here(route: Route) -> None:
    """Nothing is fetched from another machine; pictures elsewhere stay empty."""
    if route.request.url.startswith(("http://127.0.0.1:", "http://localhost:", "data:")):
        route.continue_()
    else:
        route.abort()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module. Not longer: while it is there, this thread has a running event
    loop, and tests of other modules want to start their own. Servers run in another thread."""
    path = find_chromium()
    if path is None:
        missing("no Chromium found: install the package `chromium` to run the page tests")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        except Error as problem:
            missing(f"Chromium does not start: {problem.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh window; the test fails where the page throws or breaks its own policy."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    context.route("**/*", _stay_here)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        lambda said: (
            troubles.append(said.text)
            if said.type == "error" and "Failed to load resource" not in said.text
            else None
        ),
    )
    yield page
    context.close()
    assert troubles == []
