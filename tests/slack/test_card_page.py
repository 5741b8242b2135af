"""The living card, its thread and the forms of a task in a browser, for several people at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import chromium, page
from tests.test_sandbox_page import last, stationmaster_sandbox, types

__all__ = ["chromium", "page"]

FITS = "(one) => one.scrollWidth <= one.clientWidth"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """One sandbox for all stories of this file."""
    with stationmaster_sandbox() as address:
        yield address


@pytest.fixture
def ana(page: Page, address: str) -> Page:
    """Ana's window on #web, with what was said there."""
    page.goto(f"{address}#U0ANA/C0WEB")
    expect(last(page)).to_be_visible()
    return page


@pytest.fixture
def ben(ana: Page, address: str) -> Page:
    """Ben's window on #web, beside Ana's."""
    ben = ana.context.new_page()
    ben.goto(f"{address}#U0BEN/C0WEB")
    expect(last(ben)).to_be_visible()
    return ben


def card(page: Page, title: str) -> Locator:
    """The message about a task that everybody in the channel sees; its answers are for one."""
    channel = page.get_by_role("log", name="Messages in")
    return channel.locator(".message:not(.ephemeral)").filter(has_text=title)


def answer(page: Page) -> Locator:
    """The newest answer that only one person sees."""
    return page.locator(".message.ephemeral").last


def press(where: Locator, label: str) -> None:
    """Press a button."""
    where.get_by_role("button", name=label, exact=True).click()


def choose(page: Page, where: Locator, label: str) -> None:
    """Choose from the menu behind the three dots of a message."""
    press(where.locator(".actions"), "More")
    page.get_by_role("menuitem", name=label).click()


def edit_form(page: Page, title: str) -> Locator:
    """The form of a task, opened from its card."""
    press(card(page, title), "Edit")
    form = page.get_by_role("dialog", name="Edit task")
    expect(form.get_by_label("Due date")).to_be_visible()
    return form


def test_a_card_follows_what_everybody_does_and_stays_one(ana: Page, ben: Page) -> None:
    types(ana, "/task add Test the sluice due monday 5pm !high")
    shown = card(ben, "Test the sluice")
    expect(shown).to_contain_text("nobody's yet · due Monday 23 November 16:00")  # in London
    expect(card(ana, "Test the sluice")).to_contain_text("due Monday 23 November 17:00")
    press(shown, "Claim")
    expect(card(ana, "Test the sluice")).to_contain_text("ben · due")
    press(shown, "Done")
    expect(answer(ben)).to_contain_text("Done:")
    mine = card(ana, "Test the sluice")
    expect(mine.get_by_role("button", name="Reopen")).to_be_visible()
    expect(mine).to_contain_text("1 reply")
    press(answer(ben), "Undo")
    expect(mine.get_by_role("button", name="Done")).to_be_visible()
    expect(mine).to_have_count(1)


def test_why_a_task_is_blocked_stands_on_its_card(ana: Page, ben: Page) -> None:
    types(ana, "/task add Paint the barrier")
    choose(ana, card(ana, "Paint the barrier"), "Block…")
    form = ana.get_by_role("dialog", name="What is in the way?")
    form.get_by_role("textbox").fill("No paint before Tuesday")
    press(form, "Block")
    shown = card(ben, "Paint the barrier")
    expect(shown).to_contain_text("blocked: No paint before Tuesday")
    press(shown, "Unblock")
    expect(card(ana, "Paint the barrier")).not_to_contain_text("blocked")


def test_what_is_said_below_a_card_belongs_to_its_task(ana: Page, ben: Page) -> None:
    types(ana, "/task add Oil the turnstile @ana")
    shown = card(ben, "Oil the turnstile")
    shown.hover()
    shown.get_by_role("button", name="Reply in thread").click()
    thread = ben.get_by_role("complementary", name="Thread")
    thread.get_by_role("textbox").fill("The can is in the shed")
    thread.get_by_role("textbox").press("Enter")
    mine = card(ana, "Oil the turnstile")
    expect(mine).to_contain_text("1 reply")
    types(ana, "/task show")
    expect(answer(ana)).to_contain_text("The can is in the shed")
    press(mine, "Done")
    expect(thread).to_contain_text("ana finished it.")


def test_parts_are_counted_on_the_card_above_them(ana: Page) -> None:
    types(ana, "/task add Open the depot")
    expect(card(ana, "Open the depot")).to_be_visible()
    types(ana, "/task split Sweep the yard; Hang the sign")
    above = card(ana, "Open the depot")
    expect(above).to_contain_text("0 of 2 sub-tasks done")
    press(card(ana, "Sweep the yard"), "Done")
    expect(above).to_contain_text("1 of 2 sub-tasks done")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_long_card_fits_on_a_phone(ana: Page, scheme: Literal["light", "dark"]) -> None:
    ana.emulate_media(color_scheme=scheme)
    ana.set_viewport_size({"width": 360, "height": 700})
    title = f"{scheme.title()} signs with Donaudampfschifffahrtsgesellschaftskapitänsmützen on them"
    types(ana, f"/task add {title} @ben due monday 5pm !urgent +signage +northern for:M3")
    shown = card(ana, title)
    expect(shown.get_by_role("button", name="More", exact=True)).to_be_visible()
    assert shown.evaluate(FITS)
    assert ana.locator("html").evaluate(FITS)
    assert ana.get_by_role("group", name="Messages, scrollable").evaluate(FITS)
    paper = ana.locator("body").evaluate("(one) => getComputedStyle(one).backgroundColor")
    red = int(paper.partition("(")[2].partition(",")[0])
    assert red > 200 if scheme == "light" else red < 60


def test_a_form_is_filled_from_the_keyboard_alone(ana: Page) -> None:
    types(ana, "/task add")
    form = ana.get_by_role("dialog", name="New task")
    expect(form.get_by_role("textbox", name="Title")).to_be_focused()
    keys = ana.keyboard
    keys.type("Letter the platforms")
    keys.press("Tab")
    expect(form.get_by_role("combobox", name="Project")).to_be_focused()
    form.get_by_role("combobox", name="Owner").focus()
    keys.type("Lea")
    form.get_by_label("Due date").focus()
    keys.type("11272026")
    form.get_by_label("Due time").focus()
    keys.type("0500PM")
    form.get_by_label("Priority").focus()
    keys.type("High")
    form.get_by_role("textbox", name="Estimate").focus()
    keys.type("a while")
    form.get_by_role("combobox", name="Milestone").focus()
    keys.type("launch")
    found = form.locator(".listbox:visible").get_by_role("option")
    expect(found).to_have_text(["WEB-M3 · Public launch"])
    keys.press("Enter")
    form.get_by_role("textbox", name="Description").focus()
    keys.type("White on blue")
    estimate = form.get_by_role("textbox", name="Estimate")
    for step in ("Tab", "Tab", "Enter"):  # by Cancel to Save
        keys.press(step)
    expect(estimate).to_be_focused()
    field = form.locator(".block-input").filter(has_text="Estimate")
    expect(field).to_contain_text("“a while” is no estimate")
    expect(form.get_by_role("textbox", name="Description")).to_have_value("White on blue")
    keys.press("Control+A")
    keys.type("2d-5d")
    keys.press("Enter")
    expect(form).to_be_hidden()
    for words in ("Letter the platforms", "Lea Roth", "Fri 27 Nov 17:00", "high", "~2d–5d"):
        expect(answer(ana)).to_contain_text(words)
    expect(card(ana, "Letter the platforms")).to_contain_text("for WEB-M3")


def test_a_past_date_in_a_form_is_asked_once_more(ana: Page) -> None:
    types(ana, "/task add Thank the donors")
    form = edit_form(ana, "Thank the donors")
    form.get_by_label("Due date").fill("2026-11-18")
    press(form, "Save")
    expect(form).to_contain_text("Wed 18 Nov is past. Save again to keep it as overdue")
    expect(form.get_by_label("Due date")).to_have_value("2026-11-18")
    press(form, "Save")
    expect(form).to_be_hidden()
    expect(answer(ana)).to_contain_text("overdue since Wed 18 Nov")


def test_two_people_edit_one_task_and_neither_loses_a_word(ana: Page, ben: Page) -> None:
    types(ana, "/task add Print the leaflets")
    expect(card(ben, "Print the leaflets")).to_be_visible()
    mine, his = edit_form(ana, "Print the leaflets"), edit_form(ben, "Print the leaflets")
    mine.get_by_role("textbox", name="Title").fill("Print the leaflets twice")
    press(mine, "Save")
    expect(mine).to_be_hidden()
    his.get_by_role("textbox", name="Title").fill("Print the leaflets on card")
    his.get_by_label("Priority").select_option("High")
    press(his, "Save")
    expect(his).to_contain_text("Print the leaflets twice")
    expect(his.get_by_label("Priority")).to_have_value("high")
    press(his, "Save")
    expect(his).to_be_hidden()
    expect(card(ana, "Print the leaflets")).to_contain_text("high")


def test_a_repeating_task_asks_what_a_change_applies_to(ana: Page) -> None:
    types(ana, "/task add Wind the clock every monday")
    form = edit_form(ana, "Wind the clock")
    form.get_by_role("textbox", name="Title").fill("Wind the clock twice")
    form.get_by_label("Applies to").select_option("Only this one")
    press(form, "Save")
    expect(form).to_be_hidden()
    press(card(ana, "Wind the clock twice"), "Done")
    again = ana.locator(".message:not(.ephemeral)").last
    expect(again).to_contain_text("Wind the clock")
    expect(again).to_contain_text("due Mon 30 Nov")
    expect(again).not_to_contain_text("twice")


def test_an_unclear_date_is_two_buttons_and_no_task_yet(ana: Page, ben: Page) -> None:
    types(ana, "/task add Call the mayor due friday")
    asked = answer(ana)
    expect(asked).to_contain_text("Which date do you mean?")
    press(asked, "Fri 20 Nov")
    expect(card(ben, "Call the mayor")).to_contain_text("due Fri 20 Nov")
