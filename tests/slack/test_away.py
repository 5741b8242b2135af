"""Stories of `/pm away`: who takes what meanwhile, and how it comes back."""

from __future__ import annotations

import pytest

from bot.sandbox.user.people import Shown
from tests.world import World


@pytest.fixture
def busy(web: World) -> World:
    """Ben and Chloé are on Ana's team; two tasks of hers are due in the first week of December."""
    web.ana.types("#web", "/project team WEB @ben")
    web.ana.types("#web", "/project team WEB @chloe")
    web.ana.types("#web", "/task add Send the invoice @ana due 2026-12-02")
    web.ana.types("#web", "/task add Test the gate @ana due 2026-12-03 5pm")
    web.ana.types("#web", "/task add Long after @ana due 2026-12-20")
    return web


def test_a_whole_absence_from_the_word_to_the_return(busy: World) -> None:
    told = busy.ana.types("#web", "/pm away 1-4 dec")
    assert "you are away Tue 1 Dec – Fri 4 Dec" in told.text
    assert "Send the invoice · due Wed 2 Dec" in told.text
    assert "Long after" not in told.text
    asked = busy.ana.presses(told, "Ask them")
    assert "WEB-1  Send the invoice · ben asked" in asked.text
    assert "WEB-2  Test the gate · chloe asked" in asked.text
    busy.at("2026-11-25T09:00-05:00")  # Ben is asked when his day begins
    question = busy.ben.sees("@stationmaster")[-1]
    assert "ana is away Tue 1 Dec – Fri 4 Dec" in question.text
    assert "Test the gate" not in question.text
    busy.ben.presses(question, "Accept")
    assert "WEB-1 will be yours when ana is away" in busy.note(busy.ben)
    busy.chloe.presses(busy.chloe.sees("@stationmaster")[-1], "Accept")
    busy.after(minutes=3)
    busy.tick()
    assert "ben takes it" in busy.note(busy.ana)
    assert "chloe takes it" in busy.note(busy.ana)
    assert owner(busy, "WEB-1") == "@ana"
    heard = len(busy.ana.sees("@stationmaster"))
    busy.at("2026-12-01T00:01+00:00")
    busy.tick()
    assert owner(busy, "WEB-1") == "@ben"
    busy.at("2026-12-02T09:00+00:00")
    assert len(busy.ana.sees("@stationmaster")) == heard  # no morning note while away
    busy.chloe.types("#web", "/task done WEB-2")
    busy.at("2026-12-05T12:00+00:00")  # Saturday
    assert owner(busy, "WEB-1") == "@ben"
    busy.at("2026-12-07T09:00+00:00")
    busy.tick()
    assert owner(busy, "WEB-1") == "@ana"
    notes = [shown.text for shown in busy.ana.sees("@stationmaster")[heard:]]
    back = next(text for text in notes if "Welcome back" in text)
    assert "Yours again" in back
    assert "Send the invoice · ben had it" in back
    assert "Done meanwhile" in back
    assert sum("Overdue" in text and "WEB-1" in text for text in notes) == 1
    busy.at("2026-12-07T09:00-05:00")
    assert "this is ana's again" in busy.note(busy.ben)


def test_declined_the_owner_hears_of_it_and_chooses_somebody_else(busy: World) -> None:
    told = busy.ana.types("#web", "/pm away 1-2 dec")
    busy.ana.chooses(told, "away.to", "chloe", beside="WEB-1")
    busy.ana.presses(told, "Ask them")
    question = busy.chloe.sees("@stationmaster")[-1]
    busy.chloe.presses(question, "Decline")
    assert "You declined WEB-1" in busy.note(busy.chloe)
    assert "choose somebody else" not in busy.note(busy.ana)
    busy.after(minutes=3)
    busy.tick()
    assert "chloe declined" in busy.note(busy.ana)
    again = busy.ana.types("#web", "/pm away")
    assert "chloe declined" in again.text
    busy.ana.presses(again, "Ask them")
    busy.at("2026-11-25T09:00-05:00")
    assert "Send the invoice" in busy.note(busy.ben)


def owner(w: World, key: str) -> str:
    """A task's owner, as its card shows them."""
    shown = w.ana.types("#web", f"/task show {key}").text
    return next(name for name in ("@ana", "@ben", "@chloe", "no owner") if name in shown)


# ── answers that come too late or from the wrong one ─────────────────────────────────────────


@pytest.fixture
def asked(busy: World) -> World:
    """Chloé is asked to take WEB-1 and WEB-2 from Tuesday on."""
    told = busy.ana.types("#web", "/pm away 1-4 dec")
    busy.ana.chooses(told, "away.to", "chloe", beside="WEB-1")
    busy.ana.chooses(told, "away.to", "chloe", beside="WEB-2")
    busy.ana.presses(told, "Ask them")
    return busy


def question(w: World) -> Shown:
    """What Chloé was asked."""
    return next(s for s in w.chloe.sees("@stationmaster") if "asks whether" in s.text)


def test_all_at_once(asked: World) -> None:
    asked.chloe.presses(question(asked), "Accept all")
    assert "You accepted WEB-1, WEB-2" in asked.note(asked.chloe)
    assert "Accept" not in str(asked.chloe.sees("@stationmaster")[-1].buttons)


def test_an_answer_after_the_absence_was_taken_back(asked: World) -> None:
    shown = question(asked)
    asked.ana.types("#web", "/pm away off")
    told = asked.chloe.presses(shown, "Accept", beside="WEB-1").text
    assert "ana has taken that back" in told
    assert owner(asked, "WEB-1") == "@ana"


def test_an_answer_to_what_is_done_meanwhile(asked: World) -> None:
    shown = question(asked)
    asked.ana.types("#web", "/task done WEB-1")
    told = asked.chloe.presses(shown, "Accept", beside="WEB-1").text
    assert "WEB-1 is done by now: there is nothing to take over." in told


def test_an_answer_to_what_somebody_else_owns_by_now(asked: World) -> None:
    shown = question(asked)
    asked.ana.types("#web", "/task assign WEB-1 @dev")
    told = asked.chloe.presses(shown, "Accept", beside="WEB-1").text
    assert "WEB-1 is no more ana's" in told


def test_an_answer_after_the_days_are_over(asked: World) -> None:
    shown = question(asked)
    asked.at("2026-12-07T09:00+00:00")
    assert "ana is back" in asked.chloe.presses(shown, "Accept", beside="WEB-1").text


def test_nobody_answers_for_somebody_else(asked: World) -> None:
    """Ben is asked for one task, and sends the button of another that Chloé is asked for."""
    asked.ana.types("#web", "/task add Third @ana due 2026-12-03")
    again = asked.ana.types("#web", "/pm away")
    asked.ana.chooses(again, "away.to", "ben", beside="WEB-4")
    asked.ana.presses(again, "Ask them")
    home = asked.ben.home()
    assert home is not None
    for block in home.view.body["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == "home.yes":
                element["value"] = "1"
    asked.ben.presses(home, "Accept")
    assert "Nobody asks you that" in str(asked.slack.workspace.homes[asked.ben.id].body)
    assert "takes it" not in asked.ana.types("#web", "/pm away").text


# ── saying it ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2026-11-20 to 2026-11-24", "is over: say days to come"),
        ("yesterday", "Tue 24 Nov is over"),
        ("2026-12-01 to 2028-12-01", "may last a year"),
        ("9999-12-31", "may last a year"),
        ("0001-01-01 to 9999-12-31", "may last a year"),
        ("on the moon", "“on the moon” are no days that I can read"),
        ("off", "You are not away"),
        ("", "Say when: /pm away 3-14 aug"),
    ],
)
def test_what_cannot_be_is_one_sentence(web_once: World, words: str, said: str) -> None:
    assert said in web_once.ana.types("#web", f"/pm away {words}").text


def test_days_that_touch_what_was_said_before_change_it(web: World) -> None:
    web.ana.types("#web", "/pm away 1-4 dec")
    assert "Tue 1 Dec – Wed 9 Dec" in web.ana.types("#web", "/pm away 1-9 dec").text
    web.ana.types("#web", "/pm away 21-24 dec")
    told = web.ana.types("#web", "/pm away 7-22 dec").text
    assert "You are away Tue 1 Dec – Wed 9 Dec and Mon 21 Dec – Thu 24 Dec already" in told
    web.ana.types("#web", "/pm undo")
    web.ana.types("#web", "/pm undo")
    assert "Tue 1 Dec – Fri 4 Dec" in web.ana.types("#web", "/pm away").text


def test_undo_takes_the_absence_back_with_what_is_asked(asked: World) -> None:
    shown = question(asked)
    for _ in range(2):
        asked.ana.types("#web", "/pm undo")
    assert "You are not away" in asked.ana.types("#web", "/pm away").text
    assert "taken that back" in asked.chloe.presses(shown, "Accept", beside="WEB-1").text


def test_undone_when_all_is_handed_over_it_comes_back_with_the_next_tick(busy: World) -> None:
    said = busy.ana.types("#web", "/pm away today until 4 dec")
    plan = busy.ana.types("#web", "/pm away")
    busy.ana.chooses(plan, "away.to", "chloe", beside="WEB-1")
    busy.ana.presses(plan, "Ask them")
    busy.chloe.presses(question(busy), "Accept", beside="WEB-1")
    assert owner(busy, "WEB-1") == "@chloe"  # at once, as Ana is away already
    assert "Undone: away" in busy.ana.presses(said, "Undo").text
    busy.tick()
    assert owner(busy, "WEB-1") == "@ana"
    assert "this is ana's again" in busy.note(busy.chloe)


def test_back_early_gives_all_back_and_is_one_step(busy: World) -> None:
    told = busy.ana.types("#web", "/pm away today until 4 dec")
    busy.ana.chooses(told, "away.to", "chloe", beside="WEB-1")
    busy.ana.presses(told, "Ask them")
    busy.chloe.presses(question(busy), "Accept", beside="WEB-1")
    assert owner(busy, "WEB-1") == "@chloe"
    back = busy.ana.types("#web", "/pm back").text
    assert "Welcome back" in back
    assert "Send the invoice · chloe had it" in back
    assert owner(busy, "WEB-1") == "@ana"
    busy.tick()
    assert "this is ana's again" in busy.note(busy.chloe)
    busy.ana.types("#web", "/pm undo")
    assert owner(busy, "WEB-1") == "@chloe"
    assert "You are away" in busy.ana.types("#web", "/pm away").text


def test_work_for_somebody_who_is_away_then_is_said_so(web: World) -> None:
    web.chloe.types("#web", "/pm away 1-4 dec")
    told = web.ana.types("#web", "/task add Send the invoice @chloe due 2026-12-02").text
    assert "chloe is away Tue 1 Dec – Fri 4 Dec." in told
    assert "away" not in web.ana.types("#web", "/task due WEB-1 2026-12-09").text
    web.ana.types("#web", "/task add Test the gate due 2026-12-03")
    assert "chloe is away" in web.ana.types("#web", "/task assign WEB-2 @chloe").text


def test_a_digest_says_who_of_those_needed_is_away(web: World) -> None:
    web.ana.types("#web", "/task add Send the invoice @chloe due 2026-11-27")
    web.ana.types("#general", "/program new RAIL Northern line")
    web.ana.types("#general", "/program add RAIL WEB")
    web.chloe.types("#web", "/pm away today until friday")
    web.ana.types("#general", "/program digest RAIL now in #general")
    web.tick()
    assert "chloe  1 in WEB · away until Fri 27 Nov" in web.ben.sees("#general")[-1].text


def test_one_stays_with_whoever_chooses_themselves(busy: World) -> None:
    told = busy.ana.types("#web", "/pm away 1-4 dec")
    busy.ana.chooses(told, "away.to", "ana", beside="WEB-1")
    told = busy.ana.presses(told, "Ask them")
    assert "WEB-1  Send the invoice · due" in told.text
    assert "chloe asked" in told.text


def test_nobody_is_asked_when_one_of_them_cannot_be(busy: World) -> None:
    busy.chloe.types("#web", "/pm away 2 dec")
    told = busy.ana.types("#web", "/pm away 1-4 dec")
    busy.ana.chooses(told, "away.to", "chloe", beside="WEB-2")
    refused = busy.ana.presses(told, "Ask them").text
    assert "chloe is away Wed 2 Dec: choose somebody else for WEB-2. Nobody was asked." in refused
    assert "asked" not in busy.ana.types("#web", "/pm away").text


def test_a_page_of_twenty_and_then_the_rest(web_once: World) -> None:
    rows = "".join(f"Task {n},Docs,2026-12-02\n" for n in range(50))
    web_once.ana.uploads("#web", "plan.csv", f"title,owner,due\n{rows}".encode())
    web_once.ana.types("#web", "/project import WEB")
    web_once.ana.types("#web", "/project team WEB @ana as Docs")
    web_once.ana.types("#web", "/project team WEB @chloe")
    told = web_once.ana.types("#web", "/pm away 1-4 dec")
    assert "and 30 more, when these are settled" in told.text
    told = web_once.ana.presses(told, "Ask them")
    assert "and 10 more, when these are settled" in told.text
    web_once.ana.presses(told, "Ask them")
    assert told.message is not None
    assert len(told.message.blocks) <= 50
    web_once.chloe.presses(question(web_once), "Accept all")
    assert len(question(web_once).blocks) <= 50


def test_what_left_ones_sight_is_not_named_when_it_is_over(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/task add Raise the fares @ana due 2026-12-02")
    web.ana.types("#board", "/project team FARE @chloe")
    told = web.ana.types("#board", "/pm away today until 4 dec")
    web.ana.presses(told, "Ask them")
    web.chloe.presses(question(web), "Accept")
    web.ana.leaves("#board")
    assert "Raise the fares" not in web.ana.types("#web", "/pm back").text
    assert "Raise the fares" in web.chloe.types("#board", "/task list mine").text
