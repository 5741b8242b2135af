"""Rules of finding, on both databases: what has the words is found, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from bot import db, models
from bot.operations import access, dependencies, history, milestones, risks, search, tasks, terms
from bot.operations.actor import Actor

from . import place
from .place import Place


@pytest.fixture
def here(database: db.Database) -> Iterator[Place]:
    """Ana, Ben, WEB and APP."""
    with database.begin() as session:
        yield place.build(session)


def add(here: Place, title: str, **more: object) -> models.Task:
    made = tasks.add(here.actor(), here.web, tasks.New(title=title, **more))  # type: ignore[arg-type]
    return access.task(here.actor(), made.key)


def found(actor: Actor, *words: str, whole: bool = False) -> list[str]:
    actor.session.flush()
    sought = tuple(terms.term(each, whole) for each in words)
    hits, total = search.find(actor, search.Filter(sought))
    assert total >= len(hits)
    return [hit.item.key for hit in hits]


def test_all_words_must_be_there_each_anywhere_in_what_belongs_to_a_task(here: Place) -> None:
    task = add(here, "Renew the hosting", description="until spring")
    add(here, "Another hosting")
    note = tasks.note(here.actor(), task, "The certificate is with Ben")
    assert found(here.actor(), "hosting", "certificate") == ["WEB-1"]
    assert found(here.actor(), "spring", "cert") == ["WEB-1"]
    assert found(here.actor(), "hosting", "nothing") == []
    history.change(here.actor(), note, "deleted", deleted_at=place.NOW)
    assert found(here.actor(), "certificate") == []


def test_replies_and_titles_of_attachments_are_looked_through(here: Place) -> None:
    task = add(here, "Renew the hosting")
    here.session.add(
        models.Reply(task_id=task.id, channel="C1", ts="1.0", text="ask Vendor", said_at=place.NOW)
    )
    here.session.add(
        models.Attachment(
            workspace_id=here.workspace.id,
            task_id=task.id,
            url="https://example.org",
            title="Price list",
            created_at=place.NOW,
        )
    )
    assert found(here.actor(), "vendor", "price") == ["WEB-1"]


def test_words_find_what_begins_with_them_and_quotations_just_that(here: Place) -> None:
    add(here, "Buy a certificate")
    assert found(here.actor(), "cert") == ["WEB-1"]
    assert found(here.actor(), "ertificate") == []
    assert found(here.actor(), "cert", whole=True) == []
    assert found(here.actor(), "a certificate", whole=True) == ["WEB-1"]
    assert found(here.actor(), "certificate a", whole=True) == []


def test_accents_and_capitals_do_not_matter(here: Place) -> None:
    add(here, "Préparer la CRÈME brûlée")
    for word in ("creme", "crème", "BRULEE", "brûl", "Pre\u0301parer"):
        assert found(here.actor(), word) == ["WEB-1"], word


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("请更新托管证书", "托管"),
        ("サーバーの証明書を更新する", "証明書"),
        ("ต่ออายุใบรับรองเซิร์ฟเวอร์", "ใบรับรอง"),
        ("वेबसाइट का प्रमाणपत्र", "प्रमाण"),
        ("Обновить сертификат", "серт"),
        ("Launch 🚀 now", "🚀"),
        ("Pay 3,50 € for web-12/b_c", "€"),
        ("Pay 3,50 € for web-12/b_c", "web-12"),
        ("see https://example.org/price-list.html", "example.org"),
        ("see https://example.org/price-list.html", "list"),
    ],
)
def test_every_script_is_found(here: Place, title: str, word: str) -> None:
    add(here, "Something else altogether")
    add(here, title)
    assert found(here.actor(), word) == ["WEB-2"]


def test_the_name_or_handle_of_somebody_finds_what_is_theirs(here: Place) -> None:
    add(here, "Fix login", owner=here.ben)
    add(here, "Write to ben")
    add(here, "Order flowers", owner=here.ana)
    assert found(here.actor(), "Ben") == ["WEB-2", "WEB-1"]
    assert found(here.actor(), "ben", "login") == ["WEB-1"]
    assert found(here.actor(), "an") == []


def test_milestones_risks_projects_and_programs_are_found_too(here: Place) -> None:
    milestones.add(here.actor(), here.web, milestones.New("Website freeze"))
    risks.add(here.actor(), here.web, risks.New("Vendor late", response="a second website"))
    assert set(found(here.actor(), "website")) == {"WEB-M1", "WEB-R1", "WEB"}


def test_what_is_open_comes_first_then_titles_then_what_is_new(here: Place) -> None:
    done = add(here, "Hosting done")
    tasks.finish(here.actor(), done)
    add(here, "Fix it", description="the hosting")
    add(here, "Old hosting")
    tasks.add(here.actor(later=5), here.web, tasks.New(title="New hosting"))
    assert found(here.actor(), "hosting") == ["WEB-4", "WEB-3", "WEB-2", "WEB-1"]
    assert found(here.actor(), "web-1")[0] == "WEB-1"


def test_what_is_hidden_or_deleted_is_neither_found_nor_counted(here: Place) -> None:
    hidden = place.hidden_project(here)
    ben = here.actor(here.ben)
    tasks.add(ben, hidden, tasks.New(title="Secret letter"))
    gone = add(here, "Secret of all")
    history.change(here.actor(), gone, "deleted", deleted_at=place.NOW)
    assert found(here.actor(), "secret") == []
    assert search.find(here.actor(), search.Filter((terms.term("secret"),)))[1] == 0
    assert found(here.actor(), "secret-1") == []
    assert set(found(here.actor(here.ben), "secret")) == {"SECRET", "SECRET-1"}


def test_a_passage_shows_where_a_word_is_that_the_title_does_not_have(here: Place) -> None:
    task = add(here, "Renew the hosting")
    said = "Nobody knows. " * 20 + "Then the Zertifikat came.\nIt was late. " + "So what. " * 40
    tasks.note(here.actor(), task, said)
    here.session.flush()
    sought = (terms.term("zert"), terms.term("hosting"))
    [hit], _ = search.find(here.actor(), search.Filter(sought))
    assert hit.place == "note"
    assert "Then the Zertifikat came. It was late." in hit.said
    assert hit.said.startswith("…")
    assert hit.said.endswith("…")
    assert len(hit.said) < 200


def test_what_changes_is_found_by_its_new_words_only(here: Place) -> None:
    task = add(here, "Renew the hosting")
    tasks.edit(here.actor(), task, title="Order flowers")
    assert found(here.actor(), "hosting") == []
    assert found(here.actor(), "flowers") == ["WEB-1"]
    here.ana.name = "Zoe"
    tasks.assign(here.actor(), task, here.ana)
    assert found(here.actor(), "zoe") == ["WEB-1"]


def test_a_bulk_import_is_found(here: Place) -> None:
    row = {
        "workspace_id": here.workspace.id,
        "project_id": here.web.id,
        "number": 7,
        "title": "Imported hosting",
        "created_at": place.NOW,
    }
    here.session.execute(insert(models.Task), [row])
    assert found(here.actor(), "hosting") == ["WEB-7"]
    here.session.execute(text("DELETE FROM tasks"))
    assert found(here.actor(), "hosting") == []


LETTERS = "abÉéèжЙß證明書 ใบ-_.:*\"'()^~|&!<>@#/\\12🚀"


@pytest.fixture
def few(here: Place) -> Place:
    """Titles that are hard to read."""
    for title in ('say "NEAR(a b)" *', "a-b a_b a.b", "ébé Éa жЙ", "證明書ใบ", "x 12 🚀 b:a"):
        add(here, title)
    dependencies.help_with(here.actor(), add(here, "last"), here.ben)
    return here


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.lists(st.text() | st.text(LETTERS, max_size=6), max_size=4), whole=st.booleans())
def test_whatever_is_typed_is_no_error_and_finds_only_what_has_it(
    few: Place, words: list[str], whole: bool
) -> None:
    sought = tuple(terms.term(each, whole) for each in words)
    hits, _ = search.find(few.actor(), search.Filter(sought))
    for hit in hits:
        name = getattr(hit.item, "title", "") or hit.item.name
        for each in sought:
            there = f"{name} {hit.item.key}"
            assert not each.text or _has(there, each), (there, each)


def _has(text: str, each: terms.Term) -> bool:
    """Whether a text has the letters of a term, signs and accents left aside."""
    if each.literal:
        return each.text.lower() in text.lower()
    return _letters(each.text) in _letters(text)


def _letters(text: str) -> str:
    return "".join(letter for letter in terms.fold(text) if letter.isalnum())


def test_typed_operators_are_only_letters(few: Place) -> None:
    assert found(few.actor(), "NEAR", "b") == ["WEB-1"]
    assert found(few.actor(), "title:a") == []
    assert found(few.actor(), "a OR x") == []
    assert found(few.actor(), '"') == ["WEB-1"]
    assert found(few.actor(), "*") == ["WEB-1"]
