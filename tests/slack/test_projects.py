"""Stories of `/project`, typed, pressed and filled in by people."""

from __future__ import annotations

import pytest

from tests.world import World


def test_a_project_in_one_line_has_its_key_manager_end_and_this_channel(town: World) -> None:
    told = town.ben.types("#web", "/project new WEB Website relaunch @ana due 30 june")
    for words in ("Created WEB", "Website relaunch", "@ana", "ends Wed 30 Jun 2027", "#web"):
        assert words in told.text
    assert "WEB-1" in town.ben.types("#web", "/task add Fix login").text


def test_who_makes_a_project_manages_it_where_nobody_is_named(town_once: World) -> None:
    told = town_once.ben.types("#web", "/project new WEB Website relaunch")
    assert "@ben" in told.text
    assert "1 person" in town_once.ben.presses(told, "Open").text


def test_a_name_without_a_key_opens_the_form_with_one_suggested(town_once: World) -> None:
    form = town_once.ana.types("#web", "/project new Northern line works due 30 june").view
    assert form is not None
    assert form.values["Key"] == "NLW"
    assert form.values["Name"] == "Northern line works"
    assert form.values["End"] == "2027-06-30"
    assert form.values["Manager"] == "@ana"


def test_the_form_makes_a_project_and_shows_errors_under_their_field(town: World) -> None:
    form = town.ana.types("#web", "/project new").view
    assert form is not None
    assert list(form.values) == [
        "Key", "Name", "Manager", "Start", "End", "Scope", "Objectives", "Expected results",
    ]  # fmt: skip
    assert town.ana.submits().errors.keys() == {"key", "name"}
    town.ana.fills(
        None,
        {
            "Key": "1", "Name": "Website relaunch", "Manager": "ben", "Start": "2026-12-01",
            "End": "2026-11-30", "Scope": "All pages", "Objectives": "Half the time",
            "Expected results": "More readers",
        },
    )  # fmt: skip
    assert "cannot be a key" in town.ana.submits().errors["key"]
    town.ana.fills(None, {"Key": "web"})
    assert "before the start" in town.ana.submits().errors["due"]
    town.ana.fills(None, {"End": "2027-06-30"})
    told = town.ana.submits()
    for words in ("Created WEB", "@ben", "starts Tue 1 Dec", "ends Wed 30 Jun 2027", "#web"):
        assert words in told.text
    shown = town.ana.types("#web", "/project show").text
    for words in ("All pages", "Half the time", "More readers"):
        assert words in shown


def test_a_key_is_used_once_by_projects_and_programs_together(web_once: World) -> None:
    web_once.ana.types("#web", "/program new RAIL Northern line")
    for line in ("/project new WEB Another", "/project new RAIL Another", "/program new WEB Other"):
        assert "is in use" in web_once.ana.types("#mobile", line).text


def test_two_people_edit_one_project_and_nothing_typed_is_lost(web: World) -> None:
    for person in (web.ana, web.ben):
        assert person.types("#web", "/project edit WEB").view is not None
    web.ana.fills(None, {"Name": "Relaunch", "Scope": "All pages"})
    assert "Saved WEB  Relaunch" in web.ana.submits().text
    web.ben.fills(None, {"Name": "New website", "End": "2027-07-30"})
    again = web.ben.submits()
    assert again.view is not None
    assert "ana changed Name meanwhile: Website relaunch → Relaunch" in again.view.text
    assert again.view.values["Name"] == "New website"
    assert again.view.values["Scope"] == "All pages"
    saved = web.ben.submits().text
    assert "Saved WEB  New website" in saved
    assert "ends Fri 30 Jul 2027" in saved


def test_edit_fills_the_form_with_what_was_typed(web_once: World) -> None:
    form = web_once.ana.types("#web", "/project edit WEB @ben due 30 july -- All pages").view
    assert form is not None
    assert form.values["Manager"] == "@ben"
    assert form.values["End"] == "2027-07-30"
    assert form.values["Scope"] == "All pages"


def test_a_new_key_names_every_item(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    web.ana.types("#web", "/project edit WEB")
    web.ana.fills(None, {"Key": "SITE"})
    assert "Saved SITE" in web.ana.submits().text
    assert "SITE-1" in web.ana.types("#web", "/task list").text
    assert "I cannot find WEB-1" in web.ana.types("#web", "/task show WEB-1").text


def test_no_words_show_the_project_of_the_channel_and_elsewhere_all(web_once: World) -> None:
    assert "WEB · Website relaunch" in web_once.ana.types("#web", "/project").text
    assert "Projects · 1" in web_once.ana.types("#general", "/project").text


def test_show_has_standing_milestones_risks_and_team(web: World) -> None:
    web.ana.types("#web", "/milestone add Beta due 4 dec")
    web.ana.types("#web", "/risk add Vendor may be late p5 i5")
    web.ana.types("#web", "/task add Fix login")
    shown = web.ana.types("#general", "/project show web").text
    for words in ("at risk", "0% (0/1)", "WEB-M1 Beta", "WEB-R1 Vendor", "1 person"):
        assert words in shown
    assert "I do not understand “now”" in web.ana.types("#web", "/project show WEB now").text


def test_a_channel_follows_a_project_until_it_is_unlinked(web: World) -> None:
    assert "#mobile follows it." in web.ana.types("#web", "/project link WEB #mobile").text
    assert "already" in web.ana.types("#mobile", "/project link WEB").text
    assert "WEB-1" in web.dev.types("#mobile", "/task add From afar").text
    assert "no longer" in web.ana.types("#web", "/project unlink WEB #mobile").text
    assert "not linked" in web.ana.types("#web", "/project unlink WEB #mobile").text
    assert "Which project" in web.dev.types("#mobile", "/task add From afar").text


def test_several_projects_in_a_channel_are_asked_once_and_then_remembered(web: World) -> None:
    web.ana.types("#web", "/project new APP Mobile app")
    asked = web.ben.types("#web", "/task add Fix login")
    assert "APP-1" in web.ben.chooses(asked, "pick.project", "APP").text
    assert "APP-2" in web.ben.types("#web", "/task add Fix logout").text


def test_join_and_leave_the_team(web: World) -> None:
    assert "You joined WEB" in web.ben.types("#web", "/project join WEB").text
    assert "You are on the team" in web.ben.types("#web", "/project join").text
    assert "2 people" in web.ana.types("#web", "/project team").text
    assert "You left WEB" in web.ben.types("#web", "/project leave WEB").text
    assert "You are not on the team" in web.ben.types("#web", "/project leave WEB").text
    assert "1 person" in web.ana.types("#web", "/project team WEB").text


def test_people_are_put_on_the_team_by_name(web: World) -> None:
    told = web.ana.types("#web", "/project team WEB @ben @chloe")
    assert "Team of WEB" in told.text
    roster = web.ana.types("#web", "/project team").text
    assert "@ben" in roster
    assert "@chloe" in roster
    assert "on the team already" in web.ana.types("#web", "/project team WEB @ben").text


PLAN = """title,type,owner,due
Beta,milestone,Release Lead,2026-12-04
Write the manual,task,Docs Lead,2026-12-01
"""


def test_a_plan_shared_in_the_channel_is_imported_and_its_roles_become_people(web: World) -> None:
    web.ana.uploads("#web", "plan.csv", PLAN.encode())
    told = web.ana.types("#web", "/project import WEB")
    assert "WEB" in told.text
    assert "Docs Lead" in web.ana.types("#web", "/task list").text
    mapped = web.ana.types("#web", "/project team WEB @ben as Docs Lead")
    assert "now owns 1 of its items" in mapped.text
    assert "@ben" in web.ana.types("#web", "/task show WEB-1").text


def test_bad_lines_of_a_plan_are_named_and_nothing_is_imported(web: World) -> None:
    bad = PLAN + "Never,task,,2026-02-31\n"
    web.ana.uploads("#web", "plan.csv", bad.encode())
    assert "4" in web.ana.types("#web", "/project import WEB").text
    assert "none" in web.ana.types("#web", "/task list").text


@pytest.mark.parametrize("verb", ["show", "edit", "join", "leave", "link", "team", "import"])
def test_an_unknown_key_is_not_taken_for_the_project_of_the_channel(
    web_once: World, verb: str
) -> None:
    assert "I cannot find NOPE" in web_once.ana.types("#web", f"/project {verb} NOPE").text
