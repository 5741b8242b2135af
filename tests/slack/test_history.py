"""Stories of `history`: when, who, and what from what to what."""

from __future__ import annotations

from tests.world import World


def test_the_history_of_a_task_says_who_when_and_what(web: World) -> None:
    web.ana.types("#web", "/milestone add Code freeze due 18 dec")
    web.ana.types("#web", "/task add Fix login")
    web.after(hours=1)
    web.ben.types("#web", "/task edit WEB-1 @ben due friday 5pm !high ~3d for:M1 +ui +app")
    web.ben.types("#web", "/task start WEB-1")
    told = web.ana.types("#web", "/task history WEB-1").text
    for line in (
        "Wed 25 Nov 11:15 · ben", "Owner: none → ben", "Due date: none → Fri 27 Nov",
        "Due time: none → 22:00", "Priority: normal → high", "Estimate: none → 3d",
        "Milestone: none → WEB-M1", "Labels: none → +ui +app", "Status: to do → under way",
        "Wed 25 Nov 10:15 · ana", "Added",
    ):  # fmt: skip
        assert line in told, line
    assert told.index("under way") < told.index("Owner") < told.index("Added")
    told = web.ben.types("#web", "/task history").text
    assert "Wed 25 Nov 06:15 · ben" in told
    assert "Due time: none → 22:00 in Europe/Lisbon" in told
    assert "I took WEB-1" in told


def test_what_belongs_to_a_task_is_in_its_history(web: World) -> None:
    web.ana.types("#web", "/task add First")
    web.ana.types("#web", "/task add Second @ana @ben after:WEB-1")
    web.ana.types("#web", "/task note WEB-2 ask the vendor")
    web.ben.types("#web", "/task watch WEB-2")
    web.ben.types("#web", "/task log WEB-2 3h review")
    web.ben.types("#web", "/task link WEB-2 https://example.org/plan Price list")
    told = web.ana.types("#web", "/task history WEB-2").text
    for line in ("Note: ask the vendor", "Waits for: WEB-1", "Helper: ben", "Linked: Price list",
                 "Watching: ben", "Time: ben 3h on Wed 25 Nov (review)"):  # fmt: skip
        assert line in told, line
    assert "vendor" not in web.ana.types("#web", "/task history WEB-1").text


def test_show_leads_to_the_history(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    shown = web_once.ana.types("#web", "/task show WEB-1")
    assert "History of WEB-1" in web_once.ana.presses(shown, "History").text


def test_what_was_undone_stays_and_says_so(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    web.ana.types("#web", "/task note WEB-1 never mind")
    web.ana.types("#web", "/pm undo")
    told = web.ana.types("#web", "/task history WEB-1").text
    assert "ana (undone)" in told
    assert told.index("Note taken back: never mind") < told.index("Note: never mind")


def test_milestones_risks_projects_and_programs_have_one(web: World) -> None:
    web.ana.types("#web", "/milestone add Code freeze due 18 dec")
    web.ana.types("#web", "/milestone due WEB-M1 20 dec")
    web.ana.types("#web", "/milestone done WEB-M1")
    told = web.ana.types("#web", "/milestone history WEB-M1").text
    assert "Due date: Fri 18 Dec → Sun 20 Dec" in told
    assert "Status: open → reached" in told
    web.ana.types("#web", "/risk add Vendor late")
    web.ana.types("#web", "/risk assess WEB-R1 p2 i4")
    told = web.ana.types("#web", "/risk history WEB-R1").text
    assert "Probability: 3 of 5 → 2 of 5" in told
    web.ana.types("#web", "/project team WEB @ben as Docs Lead")
    web.ana.types("#web", "/project link WEB #mobile")
    web.ana.types("#web", "/program new RAIL Northern line")
    web.ana.types("#web", "/program add RAIL WEB")
    web.ana.types("#web", "/program digest RAIL monday 9am in #web")
    told = web.ana.types("#web", "/project history WEB").text
    for line in ("On the team: ben as Docs Lead", "Program: none → RAIL", "Followed by: #mobile"):
        assert line in told, line
    told = web.ana.types("#web", "/program history RAIL").text
    assert "Digest channel: none → #web" in told
    assert "Digest: every Monday 09:00 (Europe/Lisbon)" in told


def test_a_long_history_has_pages(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    for number in range(18):
        web.ana.types("#web", f"/task note WEB-1 remark {number:02}")
    first = web.ana.types("#web", "/task history WEB-1")
    assert "remark 17" in first.text
    assert "remark 01" not in first.text
    second = web.ana.presses(first, "Next ▶")
    assert "Added" in second.text
    assert "remark 17" in web.ana.presses(second, "◀ Previous").text


def test_names_of_what_one_may_not_see_are_left_out(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/milestone add Secret stop in:FARE")
    web.ana.types("#board", "/task add Before in:FARE")
    web.ana.types("#board", "/task add Fix login in:FARE for:M1 after:FARE-1")
    web.ana.types("#board", "/task move FARE-2 WEB")
    mine = web.ana.types("#web", "/task history WEB-1").text
    assert "Project: FARE → WEB" in mine
    assert "Milestone: FARE-M1 → none" in mine
    told = web.ben.types("#web", "/task history WEB-1").text
    assert "Project: another project → WEB" in told
    assert "Milestone: a milestone of another project → none" in told
    assert "FARE" not in told
    assert "I cannot find FARE-1" in web.ben.types("#web", "/task history FARE-1").text
    assert "I cannot find FARE" in web.ben.types("#web", "/project history FARE").text
    web.ana.types("#web", "/program new RAIL Northern line")
    web.ana.types("#web", "/program digest RAIL monday 9am in #board")
    assert "a private channel" in web.ben.types("#web", "/program history RAIL").text


def test_history_takes_a_key_only(web_once: World) -> None:
    for line in ("/project history WEB now", "/program history RAIL now"):
        web_once.ana.types("#web", "/program new RAIL Northern line")
        assert "takes a key only" in web_once.ana.types("#web", line).text
