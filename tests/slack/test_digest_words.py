"""Digests: how a rhythm and a place are typed, what is said, what waits, what cannot be posted."""

from __future__ import annotations

import pytest

from tests.world import World


@pytest.fixture
def rail(web_once: World) -> World:
    """WEB is in the program RAIL, which Ana manages. It is Wednesday 25 November."""
    web_once.ana.types("#general", "/program new RAIL Northern line @ana")
    web_once.ana.types("#general", "/program add RAIL WEB")
    return web_once


def digest(world: World, words: str, noun: str = "program", channel: str = "#general") -> str:
    """What Ana is told when she types this of RAIL."""
    return world.ana.types(channel, f"/{noun} digest RAIL {words}").text


def posted(world: World, channel: str = "#general") -> list[str]:
    return [each.text for each in world.ben.sees(channel) if "🚉" in each.text]


def thread(world: World, channel: str = "#general") -> str:
    """The details under the newest digest."""
    above = [each for each in world.ben.sees(channel) if "🚉" in each.text][-1]
    return "\n".join(each.text for each in world.ben.sees(channel, above)[1:])


# ── rhythms and places ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("locale", "words", "kept"),
    [
        ("fr-FR", "tous les lundis 9h", "every Monday 09:00"),
        ("fr-FR", "lundi 9h", "every Monday 09:00"),
        ("fr-FR", "chaque vendredi 16h30", "every Friday 16:30"),
        ("pt-PT", "todas as segundas 9h", "every Monday 09:00"),
        ("de-DE", "jeden Montag um 9 Uhr", "every Monday 09:00"),
        ("en-GB", "every 2 weeks on Monday 9am", "every 2 weeks on Monday 09:00"),
        ("en-GB", "First Monday of the month at 9", "every first Monday of the month 09:00"),
        ("en-GB", "every night at 9", "every night 21:00"),
    ],
)
def test_a_rhythm_in_any_language_is_kept_so_that_it_comes(
    rail: World, locale: str, words: str, kept: str
) -> None:
    rail.slack.person("ana").becomes(locale=locale)
    rail.slack.settle()
    assert f"• {kept} (Europe/Lisbon) in #web" in digest(rail, f"{words} in #web")
    for day in range(27, 31):
        for clock in ("09:00", "16:30", "21:00"):
            rail.at(f"2026-11-{day}T{clock}+00:00")
    for clock in ("09:00", "21:00"):
        rail.at(f"2026-12-07T{clock}+00:00")
    assert posted(rail, "#web")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("in #web monday 9am", "• every Monday 09:00 (Europe/Lisbon) in #web"),
        ("to @emi executive monday 9am", "• executive: every Monday 09:00 (Asia/Tokyo) to emi"),
        ("daily 9am to @emi", "• daily 09:00 (Asia/Tokyo) to emi"),
        ("monday @ 9am #web", "• every Monday 09:00 (Europe/Lisbon) in #web"),
        ("monday 9am to me", "• every Monday 09:00 (Europe/Lisbon) to ana"),
        ("monday 9am", "• every Monday 09:00 (Europe/Lisbon) in #general"),
    ],
)
def test_places_stand_anywhere_in_the_line(rail: World, words: str, line: str) -> None:
    assert line in digest(rail, words)


def test_several_channels_at_once_and_one_form_of_them_ended(rail: World) -> None:
    told = digest(rail, "monday 9am in #web and #general")
    assert "in #web" in told
    assert "in #general" in told
    digest(rail, "executive friday 4pm in #web")
    told = digest(rail, "executive off")
    assert "executive" not in told
    assert told.count("every Monday") == 2
    told = digest(rail, "off in #web")
    assert "in #general" in told
    assert "in #web" not in told


def test_a_place_without_the_bot_is_not_guessed(rail: World) -> None:
    told = digest(rail, "monday 9am", channel="#random")
    assert "I am not in #random" in told
    assert "in #channel" in told


def test_the_executive_form_by_itself_is_a_preview(rail: World) -> None:
    for words in ("executive", "executive preview", "preview executive"):
        shown = digest(rail, words)
        assert "🚉 Northern line" in shown
        assert "Since" not in shown


def test_now_to_a_person_goes_to_them(rail: World) -> None:
    assert "on its way to chloe" in digest(rail, "now to @chloe in #web")
    assert "🚉" in rail.chloe.sees("@stationmaster")[-1].text
    assert len(posted(rail, "#web")) == 1
    assert posted(rail) == []
    assert "was posted to chloe a moment ago" in digest(rail, "now to @chloe")
    digest(rail, "now to @emi")  # it is evening there
    assert rail.emi.sees("@stationmaster") == []
    rail.at("2026-11-26T09:00+09:00")
    assert "🚉" in rail.emi.sees("@stationmaster")[-1].text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("monday", "Northern line · Mon 21 Dec"),
        ("saturday 5pm", "Northern line · Sat 19 Dec"),
        ("24 dec", "Northern line · Thu 24 Dec"),
        ("27 dec", "RAIL was not there yet"),  # of the year before
        ("27 dec 2026", "to come"),
        ("next monday", "to come"),
        ("in 3 days", "to come"),
    ],
)
def test_as_of_means_the_day_that_is_past(rail: World, words: str, said: str) -> None:
    rail.after(days=30)  # it is Friday 25 December
    assert said in digest(rail, f"preview as of {words}")


# ── what is said ─────────────────────────────────────────────────────────────────────────────


def test_since_is_the_last_one_of_the_rhythm_and_a_preview_says_the_same(rail: World) -> None:
    digest(rail, "monday 9am in #general")
    rail.at("2026-11-30T09:00+00:00")
    rail.ana.types("#web", "/milestone add Code freeze due 20 dec")
    rail.ana.types("#web", "/milestone due WEB-M1 10 dec")
    rail.after(days=3)
    digest(rail, "now in #general")
    rail.after(days=1)
    assert "Since Mon 30 Nov" in digest(rail, "preview")
    rail.at("2026-12-07T09:00+00:00")
    assert "Since Mon 30 Nov" in posted(rail)[-1]
    assert "Brought forward: WEB-M1 10 days earlier" in posted(rail)[-1]
    assert "Since Mon 7 Dec  Nothing changed." in digest(rail, "preview")


def test_one_project_is_not_counted_and_zeros_are_left_out(rail: World) -> None:
    rail.ana.types("#web", "/task add Fix login due 1 dec")
    shown = rail.ana.types("#web", "/project digest WEB preview").text
    assert "\n🟢 on track\n" in shown
    assert "Since Wed 18 Nov  1 task new" in shown
    assert "0" not in shown.split("Since")[1].split("\n")[0]


def test_all_missed_and_late_milestones_are_said(rail: World) -> None:
    for number, day in enumerate((26, 27, 30), 1):
        rail.ana.types("#web", f"/milestone add Stop {number} due {day} nov")
    rail.after(days=8)
    rail.ana.types("#web", "/milestone done WEB-M1")
    shown = digest(rail, "preview")
    assert "WEB-M2  Stop 2 is missed" in shown
    assert "WEB-M3  Stop 3 is missed" in shown
    assert "1 milestone reached" in shown
    digest(rail, "now in #general")
    assert "WEB-M1  Stop 1: reached 7 days late" in thread(rail)


def test_the_words_of_a_check_in_are_in_the_thread(rail: World) -> None:
    rail.ana.types("#web", "/project checkin WEB amber half of it is built")
    digest(rail, "now in #general")
    assert "WEB  ana, Wed 25 Nov: at risk" in thread(rail)
    assert "half of it is built" in thread(rail)
    rail.after(days=8)
    rail.ana.types("#web", "/milestone add Code freeze due 10 dec")
    rail.ana.types("#web", "/milestone due WEB-M1 11 dec")
    digest(rail, "now in #web")
    assert "1 day later" in posted(rail, "#web")[-1]
    assert "half of it" not in thread(rail, "#web")


def test_a_big_program_is_one_screen_with_all_the_rest_in_the_thread(rail: World) -> None:
    w = rail
    for n in range(13):
        w.ana.types("#general", f"/project new P{n:02} Project number {n} of the northern line")
        w.ana.types("#general", f"/program add RAIL P{n:02}")
        for m in range(2):
            due = f"{4 + n % 5 + m} dec"
            w.ana.types("#general", f"/milestone add Gate {n}-{m} in:P{n:02} due {due}")
            w.ana.types("#general", f"/milestone due P{n:02}-M{m + 1} {5 + n % 5 + m} dec")
        for k in range(3):
            w.ana.types("#general", f"/risk add Risk {n}-{k} in:P{n:02} p5 i{5 - k}")
        w.ana.types("#general", f"/task add Late piece {n} in:P{n:02} due 26 nov")
    w.ana.types("#general", "/milestone done P03-M1")
    w.after(days=2)
    digest(w, "now in #general")
    above = posted(w)[-1]
    assert len(above.splitlines()) <= 34, above
    assert "Station board · 8 of 14" in above
    below = thread(w)
    for n in range(13):
        assert f"P{n:02} Project number {n} of" in below
        assert f"Risk {n}-2" in below
        assert f"P{n:02}  late and nobody's: P{n:02}-1" in below
        assert f"P{n:02}-M2 Gate {n}-1: " in below
    raw = [each for each in w.ben.sees("#general") if "🚉" in each.text][-1].raw["text"]
    assert "decisions to take." in raw
    digest(w, "executive now in #web")
    assert len(posted(w, "#web")[-1].splitlines()) <= 20
    below = thread(w, "#web")
    assert all(f"P{n:02} Project number {n} of" in below for n in range(13))
    assert "Who is needed" not in below


def test_what_a_screen_reader_says_names_what_is_late(rail: World) -> None:
    rail.ana.types("#web", "/milestone add Code freeze due 26 nov")
    rail.after(days=2)
    digest(rail, "now in #general")
    raw = rail.ben.sees("#general")[-1].raw["text"]
    assert "Late: WEB Website relaunch. 1 decision to take." in raw


# ── rhythms that are changed, undone, waited for ─────────────────────────────────────────────


def test_an_undone_change_of_a_rhythm_takes_its_clock_back(rail: World) -> None:
    digest(rail, "friday 4pm in #general")
    rail.after(minutes=1)
    told = rail.ana.types("#general", "/program digest RAIL monday 9am in #general")
    rail.ana.presses(told, "Undo")
    rail.at("2026-11-27T16:00+00:00")
    assert len(posted(rail)) == 1
    rail.at("2026-11-30T09:00+00:00")
    assert len(posted(rail)) == 1


def test_an_undone_end_makes_up_for_nothing(rail: World) -> None:
    digest(rail, "friday 4pm in #general")
    told = rail.ana.types("#general", "/program digest RAIL off")
    rail.clock.now = rail.clock.now.replace(day=28)
    rail.ana.presses(told, "Undo")
    rail.tick()
    assert posted(rail) == []
    rail.at("2026-12-04T16:00+00:00")
    assert len(posted(rail)) == 1


def test_after_quiet_days_one_digest_comes_with_its_details(rail: World) -> None:
    rail.ana.types("#web", "/project checkin WEB amber half of it is built")
    digest(rail, "daily 9am to @ben")
    for day in range(26, 30):
        rail.at(f"2026-11-{day}T09:00-05:00")
    before = [each for each in rail.ben.sees("@stationmaster") if "🚉" in each.text]
    rail.at("2026-11-30T09:00-05:00")
    came = [each for each in rail.ben.sees("@stationmaster") if "🚉" in each.text][len(before) :]
    assert len(came) == 1
    assert "Mon 30 Nov" in came[0].text
    assert len(before) == 1  # of Friday: Thursday is a holiday
    assert "half of it is built" in rail.ben.sees("@stationmaster", before[0])[-1].text


# ── what cannot be posted ────────────────────────────────────────────────────────────────────


def test_the_manager_is_asked_for_another_channel_once(rail: World) -> None:
    rail.slack.add_channel("north", "ana", "ben")
    digest(rail, "every weekday 9am in #north")
    rail.ana.types("#general", "/program edit RAIL")
    rail.ana.fills(None, {"Manager": "chloe"})
    rail.ana.submits()
    rail.ana.archives("#north")
    for day in (26, 27, 30):
        rail.at(f"2026-11-{day}T09:00+00:00")
    told = [e for e in rail.chloe.sees("@stationmaster") if "could not post" in e.text]
    assert len(told) == 1
    assert "I could not post the digest of RAIL in #north: it is archived." in told[0].text
    assert "/program digest RAIL every weekday 09:00 in #channel" in told[0].text
    assert "is_archived" not in told[0].text
    assert "it is archived, so nothing comes" in digest(rail, "")


def test_the_channel_that_is_chosen_then_gets_the_digest(rail: World) -> None:
    rail.slack.add_channel("north", "ana", "ben")
    digest(rail, "every weekday 9am in #north")
    rail.ana.archives("#north")
    rail.at("2026-11-26T09:00+00:00")
    told = next(e for e in rail.ana.sees("@stationmaster") if "could not post" in e.text)
    moved = rail.ana.chooses(told, "digest.move", "#general")
    assert "It goes to #general from now on." in moved.text
    assert "in #general" in moved.text
    rail.at("2026-11-27T09:00+00:00")
    assert len(posted(rail)) == 1


def test_a_channel_without_the_bot_asks_for_an_invitation(rail: World) -> None:
    digest(rail, "monday 9am in #random")
    rail.at("2026-11-30T09:00+00:00")
    told = rail.note(rail.ana)
    assert "in #random: I am not in it. Invite me there: /invite @Stationmaster" in told
    assert "not_in_channel" not in told
