"""`/risk`: verbs, buttons and forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import dates, models
from ..errors import Invalid
from ..operations import access, deadlines, focus, lists, people, risks
from ..operations.words import TITLE_LIMIT
from ..ui import kit
from ..ui import risks as ui
from . import forms, narrowing, steps, where
from .call import Answer, Call, Handler, Verb
from .narrowing import Wanted


def add(call: Call) -> Answer:
    """Create a risk from one line; without a title, open the form."""
    line = call.line
    if not line.title:
        return open_form(call)
    risk = risks.add(
        call.actor,
        where.project(call),
        risks.New(
            title=line.title,
            response=line.description,
            probability=line.probability or risks.MIDDLE,
            impact=line.impact or risks.MIDDLE,
            owner=where.person(call),
            review=line.due.deadline.day if line.due else None,
        ),
    )
    said = []
    if len(line.title) > TITLE_LIMIT:
        said.append("The title was too long: the whole text is in the response.")
    if line.due is None:
        said += steps.unread_date(risk.title)
    if not (line.probability and line.impact):
        said.append(f"I took 3 of 5 for what you did not rate: /risk assess {risk.key} p2 i4")
    return _shown(call, risk, "Added", said=said, reading=line.due)


def open_form(call: Call) -> Answer:
    """The form for a new risk, filled from what was typed."""
    line = call.line
    person = where.person(call)
    filled = ui.FormValues(
        title=line.title,
        project=steps.form_project(call),
        probability=line.probability or risks.MIDDLE,
        impact=line.impact or risks.MIDDLE,
        owner=person.slack_id if person else "",
        response=line.description,
        review=line.due.deadline.day if line.due else None,
    )
    return ui.form("risk.new", filled, metadata=forms.metadata())


def save_new(call: Call) -> Answer:
    """Create a risk from its form."""
    risk = risks.add(
        call.actor,
        forms.project(call),
        risks.New(
            title=forms.text(call, "title"),
            response=forms.text(call, "response"),
            probability=_rating(call, "probability"),
            impact=_rating(call, "impact"),
            owner=forms.person(call),
            review=forms.day(call, "review"),
        ),
    )
    return _shown(call, risk, "Added")


def _rating(call: Call, name: str) -> int:
    chosen = forms.text(call, name)
    return int(chosen) if chosen.isdecimal() else risks.MIDDLE


def list_(call: Call) -> Answer:
    """The risk register, the highest score first, a page at a time."""
    return _listing(call, call.words, 0)


def _listing(call: Call, query: str, page: int) -> Answer:
    everything = Wanted(lists.Filter(), "Open risks")
    wanted = narrowing.read(call.again(command="risk"), query, everything, WORDS)
    found, total = risks.list_risks(call.actor, wanted.filter, page, ui.PAGE)
    if not found and page > 0:
        return _listing(call, query, steps.last_page(total, ui.PAGE))
    if not total:
        hint = "/risk add Vendor may be late p:high i:high makes a risk."
        return kit.nothing(wanted.heading, narrowing.missed(wanted, WORDS) or hint)
    return ui.listing(call.actor, wanted.heading, found, total, page, query)


WORDS: Mapping[str, narrowing.Word] = {
    **narrowing.ALWAYS,
    "all": lambda _, wanted: wanted.of_status("All risks", *risks.BOTH),
    "overdue": lambda _, wanted: wanted.narrowed("review overdue", overdue=True),
    "closed": lambda _, wanted: wanted.of_status("Closed risks", models.CLOSED),
}
"""What narrows the risk register."""


def show(call: Call) -> Answer:
    """Everything about one risk."""
    found = steps.only_item(call)
    focus.remember(call.actor, found.item.key, found.item.project_id)
    return ui.card(call.actor, found.item, said=steps.assumed(found))


def edit(call: Call) -> Answer:
    """The form of one risk, or changes typed in one line."""
    found = where.item(call)
    if not found.words.strip():
        return _edit_form(call, found.item)
    typed = call.again(words=found.words)
    line = typed.line
    person = where.person(typed)
    changes = steps.given(
        title=line.title,
        response=line.description,
        review=line.due.deadline.day if line.due else None,
        owner_id=person.id if person else None,
        **_ratings_typed(typed),
    )
    changed = risks.edit(call.actor, found.item, **changes)
    return _shown(
        call,
        found.item,
        "Changed" if changed else "Unchanged:",
        said=steps.assumed(found),
        reading=line.due,
    )


def _ratings_typed(call: Call) -> dict[str, int]:
    return steps.given(probability=call.line.probability, impact=call.line.impact)


def edit_button(call: Call) -> Answer:
    """The form, from a card's *Edit* button."""
    return _edit_form(call, access.risk(call.actor, call.value))


def _edit_form(call: Call, risk: models.Risk) -> kit.Modal:
    focus.remember(call.actor, risk.key, risk.project_id)
    return _form(forms.opened(call, risk))


def _form(opened: forms.Opened) -> kit.Modal:
    names = ("title", "probability", "impact", "response", "review")
    filled = ui.FormValues(
        project=opened.find(models.Project, "project_id"),
        owner=opened.person(),
        **{name: opened[name] for name in names},
    )
    kept = forms.metadata(**opened.kept)
    return ui.form("risk.edit", filled, metadata=kept, stamp=opened.stamp, said=opened.said)


def save_edit(call: Call) -> Answer:
    """Save a risk's form, minding what others changed while it was open."""
    risk = access.risk(call.actor, call.meta["key"])
    project = forms.project(call)
    owner = forms.person(call, kept=risk.owner)
    wanted: dict[str, Any] = {
        "title": forms.text(call, "title"),
        "project_id": project.id,
        "probability": _rating(call, "probability"),
        "impact": _rating(call, "impact"),
        "owner_id": owner.id if owner else None,
        "review": forms.day(call, "review"),
    }
    if "response" in call.fields:
        wanted["response"] = forms.text(call, "response")

    left, said = forms.merge(call, risk, wanted, _form)
    if left.pop("project_id", risk.project_id) != risk.project_id:
        risks.move(call.actor, risk, project)
    risks.edit(call.actor, risk, **left)
    return _shown(call, risk, "Saved" if call.actor.set_id else "Nothing changed in", said=said)


def assess(call: Call) -> Answer:
    """Rate probability and impact; without ratings, open the form."""
    found = where.item(call)
    typed = call.again(words=found.words)
    if not found.words.strip():
        return _edit_form(call, found.item)
    ratings = _ratings_typed(typed)
    rest = typed.line.title.strip()
    if rest or not ratings:
        raise Invalid(
            "probability",
            f"{steps.quoted(rest or found.words)} is no rating: write p2 i4 "
            "(1 very low to 5 very high), or p:low i:high.",
        )
    changed = risks.edit(call.actor, found.item, "assessed", **ratings)
    did = "Assessed:" if changed else "Unchanged:"
    return _shown(call, found.item, did, said=steps.assumed(found))


def own(call: Call) -> Answer:
    """Give a risk to somebody; nobody named: to oneself."""
    found = where.item(call)
    person = where.person(call.again(words=found.words))
    if person is None:
        if found.words.strip().casefold() not in {"", "me"}:
            raise Invalid("owner", f"{steps.quoted(found.words)} is nobody: write @name.")
        person = people.owner(call.actor, call.actor.who.slack_id)
    said = steps.assumed(found)
    before = found.item.owner
    changed = risks.edit(call.actor, found.item, "assigned", owner_id=person.id)
    if changed and before is not None:
        said.append(f"It was {before.name}'s.")
    return _shown(call, found.item, "Owned:" if changed else "Unchanged:", said=said)


def close(call: Call) -> Answer:
    """A risk no longer threatens."""
    found = steps.only_item(call)
    fresh = risks.close(call.actor, found.item)
    did = "Closed:" if fresh else "Already closed:"
    return _shown(call, found.item, did, said=steps.assumed(found))


def reopen(call: Call) -> Answer:
    """Put a closed risk back on the register."""
    found = steps.only_item(call)
    fresh = risks.reopen(call.actor, found.item)
    did = "Reopened:" if fresh else "Already open:"
    return _shown(call, found.item, did, said=steps.assumed(found))


def overview(call: Call) -> Answer:
    """No words: the register of this channel's projects, or the form where there is none."""
    here = tuple(project.id for project in access.projects_here(call.actor))
    both = lists.Filter(project_ids=here, status=risks.BOTH)
    if here and risks.list_risks(call.actor, both, size=1)[1]:
        return _listing(call, "", 0)
    return open_form(call)


# ── buttons and answers ──────────────────────────────────────────────────────────────────────


def turn(call: Call) -> Answer:
    """Another page of the register."""
    page, query = call.value.split("|", 1)
    return _listing(call, query, int(page))


def meant(call: Call) -> Answer:
    """The other reading of an unclear review date."""
    key, day = call.value.split("|")
    risk = access.risk(call.actor, key)
    risks.edit(call.actor, risk, review=deadlines.read(day).day)
    return _shown(call, risk, "Review:")


def _shown(
    call: Call,
    risk: models.Risk,
    did: str,
    *,
    said: Sequence[str] = (),
    reading: dates.Reading | None = None,
) -> kit.Message:
    focus.remember(call.actor, risk.key, risk.project_id)
    return ui.card(
        call.actor,
        risk,
        did,
        said=said,
        undo=call.actor.set_id,
        meant=steps.other_reading(call, risk.key, reading),
    )


# ── tables ───────────────────────────────────────────────────────────────────────────────────

VERBS: dict[str, Verb] = {
    "add": Verb(
        add,
        "add Vendor may be late p:high i:high @ben in:WEB -- ask a second vendor",
        "Create a risk; what follows -- is the response, a date the review",
    ),
    "list": Verb(
        list_,
        "list all | closed | overdue | unassigned | mine | @ana | in:WEB",
        "The register, worst first",
    ),
    "show": Verb(show, "show WEB-R3", "Everything about a risk"),
    "edit": Verb(edit, "edit WEB-R3", "Change a risk in its form"),
    "assess": Verb(assess, "assess WEB-R3 p2 i4", "Rate probability and impact, 1 to 5"),
    "own": Verb(own, "own WEB-R3 @ana", "Give it an owner; nobody named: you"),
    "close": Verb(close, "close WEB-R3", "It no longer threatens"),
    "reopen": Verb(reopen, "reopen WEB-R3", "It threatens again"),
}

BUTTONS: dict[str, Handler] = {
    "risk.close": steps.press("risk", close),
    "risk.reopen": steps.press("risk", reopen),
    "risk.own": steps.press("risk", own),
    "risk.edit": edit_button,
    "risk.meant": meant,
    "risks.next": turn,
    "risks.prev": turn,
}

FORMS: dict[str, Handler] = {"risk.new": save_new, "risk.edit": save_edit}
