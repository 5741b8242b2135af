"""The program that the sandbox opens with: three projects under way, told as what people type."""

from __future__ import annotations

from typing import Any, NamedTuple

TEAM = ("T0NORTH", "Northern Rail")

PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "id": "U0PIA",
        "name": "pia",
        "real_name": "Pia Lindqvist",
        "tz": "Europe/Stockholm",
        "locale": "en-GB",
        "is_admin": True,
    },
    {
        "id": "U0ANA",
        "name": "ana",
        "real_name": "Ana Moreno",
        "tz": "Europe/Berlin",
        "locale": "en-GB",
    },
    {
        "id": "U0BEN",
        "name": "ben",
        "real_name": "Ben Carter",
        "tz": "Europe/London",
        "locale": "en-GB",
    },
    {
        "id": "U0JOE",
        "name": "joe",
        "real_name": "Joe Baker",
        "tz": "America/New_York",
        "locale": "en-US",
    },
    {
        "id": "U0MEI",
        "name": "mei",
        "real_name": "Mei Tan",
        "tz": "Asia/Singapore",
        "locale": "en-GB",
    },
    {
        "id": "U0RAJ",
        "name": "raj",
        "real_name": "Raj Iyer",
        "tz": "Asia/Kolkata",
        "locale": "en-GB",
    },
    {
        "id": "U0LEA",
        "name": "lea",
        "real_name": "Lea Roth",
        "tz": "Europe/Zurich",
        "locale": "de-DE",
    },
    {
        "id": "U0TOM",
        "name": "tom",
        "real_name": "Tom Ford",
        "tz": "Europe/London",
        "locale": "en-GB",
        "deleted": True,
    },
)

CHANNELS: tuple[tuple[str, str, str, str], ...] = (
    ("C0NORTHERN", "northern", "public", "pia ana ben joe mei raj lea"),
    ("C0GENERAL", "general", "public", "pia ana ben joe mei raj lea"),
    ("C0WEB", "web", "public", "ana ben lea pia"),
    ("C0APP", "app", "public", "joe mei raj pia"),
    ("C0SIGNS", "signs", "public", "ben raj pia"),
    ("C0K131", "k131", "public", "pia ana ben joe mei raj lea"),
    ("C0BOARD", "board", "private", "pia ana"),
)
"""Id, name, kind and members."""

HOME_CHANNELS = ("northern", "web", "app", "signs", "k131", "board", "general")
"""Where the bot has been invited."""


class Line(NamedTuple):
    """What somebody typed or said, so many days before the sandbox opens."""

    days_ago: int
    person: str
    channel: str
    text: str


STORY: tuple[Line, ...] = (
    Line(42, "ana", "web", "/project new WEB Website relaunch @ana due in 7 weeks"),
    Line(42, "joe", "app", "/project new APP Ticket app @joe due in 10 weeks"),
    Line(42, "ben", "signs", "/project new SIGN Station signage @ben due in 8 weeks"),
    Line(
        42,
        "pia",
        "northern",
        "/program new RAIL Northern line @pia -- All stations, the site and the app open together",
    ),
    Line(42, "pia", "northern", "/program add RAIL WEB APP SIGN"),
    Line(
        42,
        "pia",
        "northern",
        "Welcome aboard: website, app and signs open together. The digest comes here every week.",
    ),
    Line(42, "pia", "northern", "/program digest RAIL monday 9am in #northern"),
    Line(41, "ana", "web", "/project team WEB @ben @lea"),
    Line(41, "joe", "app", "/project team APP @mei @raj"),
    Line(41, "ben", "signs", "/project team SIGN @raj"),
    Line(41, "ana", "web", "/milestone add Design signed off @ana due in 3 weeks"),
    Line(41, "ana", "web", "/milestone add Content frozen @lea due in 6 weeks"),
    Line(41, "ana", "web", "/milestone add Public launch @ana due in 49 days"),
    Line(41, "joe", "app", "/milestone add Beta in the stores @mei due in 44 days"),
    Line(41, "joe", "app", "/milestone add Payment approved @joe due in 5 weeks"),
    Line(40, "ben", "signs", "/milestone add First station signed @raj due in 41 days"),
    Line(40, "ana", "web", "/task add Wireframes for the start page @lea due in 10 days !high ~4d"),
    Line(40, "ana", "web", "/task add Choose the typeface @lea due in 2 weeks"),
    Line(40, "ana", "web", "/task add Move the hosting @ben due in 5 weeks ~3d +infra"),
    Line(40, "ana", "web", "/task add Write the accessibility statement @ana due in 43 days"),
    Line(39, "joe", "app", "/task add Timetable screen @mei due in 3 weeks ~2w"),
    Line(39, "joe", "app", "/task add Apply for the payment licence @joe due in 4 weeks !urgent"),
    Line(39, "joe", "app", "/task add Offline tickets @raj due in 6 weeks ~5d-8d"),
    Line(38, "ben", "signs", "/task add Survey of all platforms @raj due in 3 weeks"),
    Line(38, "ben", "signs", "/task add Order the aluminium panels @ben due in 39 days !high"),
    Line(30, "lea", "web", "/task done WEB-1"),
    Line(
        30,
        "ana",
        "web",
        "/risk add Translations may come late p:high i:medium @lea -- Two agencies instead of one",
    ),
    Line(
        29,
        "joe",
        "app",
        "/risk add The bank may refuse the licence p4 i5 @joe -- A second bank is asked",
    ),
    Line(28, "ben", "signs", "/risk add Frost delays the foundations p:medium i:high @raj"),
    Line(27, "lea", "web", "/task done WEB-2"),
    Line(21, "ana", "web", "/milestone done WEB-M1"),
    Line(20, "raj", "signs", "/task done SIGN-1"),
    Line(19, "mei", "app", "/task done APP-1"),
    Line(
        14, "ana", "web", "/task add Redirects from the old site @ben due in 15 days for:M3 +infra"
    ),
    Line(14, "ana", "web", "/task add Photographs of all 31 stations due in 16 days"),
    Line(12, "mei", "app", "/task start APP-3"),
    Line(10, "lea", "web", "/task add Proofread the German pages @lea due in 12 days for:M2 !high"),
    Line(
        9, "pia", "board", "/project new BOARD Fare reform @pia due in 3 months -- Not public yet"
    ),
    Line(9, "pia", "board", "/task add Draft the letter to the ministry @ana due in 12 days"),
    Line(9, "pia", "board", "Please keep this between us until the ministry has answered"),
    Line(8, "ben", "signs", "/task add Mount signs at Northgate @raj due in 10 days ~3d"),
    Line(7, "joe", "app", "/task add Screenshots for the stores @mei due in 9 days"),
    Line(7, "mei", "app", "The stores want six screenshots in each language, so it will be a few"),
    Line(6, "ben", "web", "/task note WEB-3 The new host needs a signed contract first"),
    Line(4, "ben", "web", "/task start WEB-3"),
    Line(4, "raj", "signs", "Frost at Northgate again, the foundations wait for a warmer day"),
    Line(3, "ana", "web", "/task add Invite the press @pia due in 5 days"),
    Line(2, "raj", "signs", "/task add Check the braille plates @raj due in 2 days 4pm"),
    Line(2, "lea", "web", "The first German pages are back from the agency and read well"),
    Line(1, "ana", "web", "/task add Test the contact form @ben due tomorrow !high"),
    Line(0, "joe", "app", "/milestone due APP-M2 in 2 weeks"),
)
"""Dates are in words, so that the program is always under way, whatever the day."""
