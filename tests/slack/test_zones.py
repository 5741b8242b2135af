"""Stories of deadlines between zones: typed on one clock, kept on another, read on a third."""

from __future__ import annotations

from tests.world import World


def test_moved_to_another_zone_a_moment_stays(web_once: World) -> None:
    w = web_once
    w.ben.types("#random", "/project new NYC New York office @ben")
    w.ana.types("#web", "/task add Call due friday 5pm")
    told = w.ana.types("#web", "/task move WEB-1 NYC").text
    assert "17:00" in told
    w.ana.types("#web", "/task add Ring due friday 4pm")
    told = w.ana.types("#web", "/task edit WEB-2 in:NYC due friday 6pm").text
    assert "18:00" in told
    w.ana.types("#web", "/task add Knock due friday 4pm")
    w.ana.types("#web", "/task edit WEB-3")
    w.ana.fills(None, {"Project": "NYC", "Due time": "18:00"})
    told = w.ana.submits().text
    assert "18:00" in told
    w.ana.types("#web", "/milestone add Freeze due friday 4pm")
    w.ana.types("#web", "/milestone edit WEB-M1")
    w.ana.fills(None, {"Project": "NYC", "Due date": "2026-12-04"})
    assert "4 Dec 16:00" in w.ana.submits().text


def test_today_is_the_readers(web_once: World) -> None:
    w = web_once
    w.ben.types("#random", "/project new NYC New York office @ben")
    w.ben.types("#random", "/task add Call @chloe due today 11pm in:NYC")
    assert "Call" in w.chloe.types("#web", "/task list tomorrow in:NYC").text
    assert "Call" not in w.chloe.types("#web", "/task list today in:NYC").text
    assert "Call" in w.ben.types("#web", "/task list today in:NYC").text


def test_no_date_is_taken_that_some_zone_or_slack_cannot_show(web_once: World) -> None:
    for line in (
        "/task add X due 9999-12-31", "/task add Y due 0001-01-01", "/project show WEB",
        "/milestone add Z due 9999-12-31 11pm", "/task list", "/pm my",
    ):  # fmt: skip
        assert "reference" not in web_once.ana.types("#web", line).text, line
    lines = "A,9999-12-31\nB,0001-01-01T00:00:00+14:00\nC,9999-12-31T23:00:00-12:00\n"
    web_once.ana.uploads("#web", "plan.csv", f"title,due\n{lines}".encode())
    told = web_once.ana.types("#web", "/project import WEB").text
    assert "3 lines of the file cannot be read" in told
