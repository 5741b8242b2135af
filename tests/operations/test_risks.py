"""Rules of the risk register, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from bot import db, models
from bot.errors import Invalid, NotFound
from bot.operations import access, lists, risks

from . import place as places
from .place import Place


@pytest.fixture
def place(database: db.Database) -> Iterator[Place]:
    with database.begin() as session:
        yield places.build(session)


def add(place: Place, title: str, probability: int = 3, impact: int = 3) -> models.Risk:
    new = risks.New(title, probability=probability, impact=impact)
    return risks.add(place.actor(), place.web, new)


def test_a_risk_gets_its_key_and_starts_in_the_middle_of_the_matrix(place: Place) -> None:
    found = risks.add(
        place.actor(), place.web, risks.New("Vendor may be late", "Ask a second vendor")
    )
    assert (found.key, found.score, found.status) == ("WEB-R1", 9, models.OPEN)
    assert access.risk(place.actor(), "web-r1").response == "Ask a second vendor"


@pytest.mark.parametrize("rating", [0, 6, -1, 99])
def test_a_rating_outside_1_to_5_is_refused_under_its_field(place: Place, rating: int) -> None:
    with pytest.raises(Invalid) as refused:
        add(place, "Vendor", impact=rating)
    assert refused.value.field == "impact"
    found = add(place, "Vendor")
    with pytest.raises(Invalid) as refused:
        risks.edit(place.actor(), found, probability=rating)
    assert refused.value.field == "probability"


def test_an_assessment_is_one_step_and_undo_takes_it_back(place: Place) -> None:
    found = add(place, "Vendor", 4, 5)
    actor = place.actor()
    assert set(risks.edit(actor, found, "assessed", probability=2, impact=4)) == {
        "probability",
        "impact",
    }
    assert found.score == 8
    place.undo(actor)
    assert found.score == 20


def test_a_title_that_is_too_long_is_kept_in_the_response(place: Place) -> None:
    found = add(place, "word " * 1_000)
    assert len(found.title) <= 250
    assert found.response.count("word") == 1_000


def test_closing_twice_is_closing_once_and_reopening_takes_it_back(place: Place) -> None:
    found = add(place, "Vendor")
    assert risks.close(place.actor(), found)
    assert not risks.close(place.actor(), found)
    assert (found.status, found.closed_at) == (models.CLOSED, places.NOW)
    assert risks.reopen(place.actor(), found)
    assert not risks.reopen(place.actor(), found)
    assert (found.status, found.closed_at) == (models.OPEN, None)


def test_moving_gives_a_new_key_and_undo_the_old_one(place: Place) -> None:
    found = add(place, "Vendor")
    actor = place.actor()
    risks.move(actor, found, place.app)
    assert found.key == "APP-R1"
    place.undo(actor)
    place.session.refresh(found)
    assert found.key == "WEB-R1"


def test_a_review_is_overdue_the_day_after_its_date_while_the_risk_is_open(place: Place) -> None:
    found = add(place, "Vendor")
    assert not risks.review_overdue(found, date(2026, 7, 15))
    risks.edit(place.actor(), found, review=date(2026, 7, 14))
    assert not risks.review_overdue(found, date(2026, 7, 14))
    assert risks.review_overdue(found, date(2026, 7, 15))
    risks.close(place.actor(), found)
    assert not risks.review_overdue(found, date(2026, 7, 15))


def test_the_register_is_by_score_and_of_equal_scores_the_greater_impact_first(
    place: Place,
) -> None:
    add(place, "Small", 1, 2)
    add(place, "Likely", 5, 2)
    add(place, "Grave", 2, 5)
    add(place, "Worst", 5, 5)
    risks.close(place.actor(), add(place, "Over", 5, 5))

    def titles(*status: str) -> list[str]:
        found, total = risks.list_risks(place.actor(), lists.Filter(status=status))
        assert len(found) == total
        return [each.title for each in found]

    assert titles(models.OPEN) == ["Worst", "Grave", "Likely", "Small"]
    assert titles(models.CLOSED) == ["Over"]
    assert titles(*risks.BOTH) == ["Worst", "Grave", "Likely", "Small", "Over"]


def test_the_register_pages_at_ten_and_narrows_to_an_owner(place: Place) -> None:
    made = [add(place, f"Risk {number}") for number in range(23)]
    risks.edit(place.actor(), made[7], "assigned", owner_id=place.ben.id)
    last, total = risks.list_risks(place.actor(), lists.Filter(), page=2)
    assert (len(last), total) == (3, 23)
    of_ben, _ = risks.list_risks(place.actor(), lists.Filter(owner_id=place.ben.id))
    assert [each.key for each in of_ben] == ["WEB-R8"]
    assert made[7].owner is place.ben


def test_what_lives_in_a_private_channel_is_not_there_for_others(place: Place) -> None:
    hidden = places.hidden_project(place)
    risks.add(place.actor(place.ben), hidden, risks.New("A leak"))
    with pytest.raises(NotFound):
        access.risk(place.actor(), "SECRET-R1")
    assert risks.list_risks(place.actor(), lists.Filter()) == ([], 0)
