"""The lines of digests: each a project, a decision, a stop, a risk; `limit` cuts people's words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from .. import dates, models
from ..operations import decisions, reports, station_board
from ..operations.words import count
from . import kit, when
from .reports import LIGHT, status_words, whose
from .risks import level


def arrival_line(reader: when.Reader, row: station_board.Row, limit: int) -> kit.Element:
    """One project: light, key and name, next stop, timetable, expected arrival, delay."""
    standing = row.standing
    remark = status_words(standing).removeprefix(standing.status)  # doubts about the light
    return kit.line(
        f"{LIGHT[standing.status]} ",
        kit.bold(standing.project.key),
        f" {kit.cut(standing.project.name, limit)}",
        f" · {standing.percent}%" if standing.total else "",
        *_stop(reader, row.arrival, limit),
        remark,
    )


def _stop(reader: when.Reader, arrival: station_board.Arrival | None, limit: int) -> list[kit.Part]:
    if arrival is None:
        return [" · no stop ahead"]
    timetable = dates.show_day(arrival.timetable, reader.today)
    expected = dates.show_day(arrival.expected, reader.today)
    said = f" · next {kit.cut(arrival.stop.title, limit)} {timetable}"
    if arrival.delay > 0:
        return [f"{said}, expected {expected} ", kit.bold(f"+{count(arrival.delay, 'day')}")]
    early = f", expected {expected}" if arrival.delay < 0 else ", on time"
    return [said, early]


def progress_line(row: station_board.Row, limit: int) -> kit.Element:
    """One project: how it stands, how much of it is done and late."""
    standing = row.standing
    overdue = f" · {count(standing.overdue, 'task')} overdue" if standing.overdue else ""
    return kit.line(
        kit.bold(standing.project.key),
        f" {kit.cut(standing.project.name, limit)} · {status_words(standing)} · "
        f"{standing.percent}% ({standing.done}/{standing.total}){overdue}",
    )


def decision_line(decision: decisions.Decision, limit: int) -> kit.Element:
    """Something that waits for somebody to decide."""
    return kit.line(kit.bold(decision.key), f"  {kit.cut(decision.what, 2 * limit)}")


def task_line(reader: when.Reader, task: models.Task, limit: int) -> kit.Element:
    """A task with its day and whose it is."""
    owner = task.owner.name if task.owner else "nobody's yet"
    title = kit.cut(task.title, limit)
    return kit.line(when.deadline(reader, task), "  ", kit.bold(task.key), f" {title} · {owner}")


def stop_line(reader: when.Reader, stop: models.Milestone, limit: int) -> kit.Element:
    """A milestone with its day and whose it is."""
    return kit.line(
        when.deadline(reader, stop),
        "  ",
        kit.bold(stop.key),
        f" {kit.cut(stop.title, limit)}",
        *whose(stop),
    )


def risk_line(risk: models.Risk, limit: int) -> kit.Element:
    """A risk with its score."""
    return kit.line(
        kit.bold(risk.key),
        f" {kit.cut(risk.title, limit)} · {level(risk)} · "
        f"{risk.score} (P{risk.probability} × I{risk.impact})",
        *whose(risk),
    )


def reached_line(stop: models.Milestone, limit: int) -> kit.Element:
    """A milestone that was reached; names are plain, nobody is pinged."""
    early = 0
    if stop.due and stop.done_at:
        early = (stop.due - stop.done_at.astimezone(ZoneInfo(stop.project.zone)).date()).days
    said = f"{count(abs(early), 'day')} {'early' if early > 0 else 'late'}" if early else "on time"
    owner = f", {stop.owner.name}" if stop.owner else ""
    return kit.line(kit.bold(stop.key), f"  {kit.cut(stop.title, limit)}: reached {said}{owner}")


def said_line(reader: when.Reader, said: models.CheckIn, limit: int) -> kit.Element:
    """The last word on a project: who, when, its light, progress, risks and needs."""
    day = dates.show_day(said.at.astimezone(reader.zone).date(), reader.today)
    told = {"Progress": said.progress, "Risks": said.risks, "Needs": said.needs}
    lines = [f"\n{name}: {kit.cut(words, limit)}" for name, words in told.items() if words]
    lead = f"  {said.person.name}, {day}: {reports.WORDS[said.status]}"
    return kit.line(kit.bold(said.project.key), lead, *lines)


def slip_line(reader: when.Reader, slip: reports.Slip, limit: int) -> kit.Element:
    """A milestone whose date was moved: from, to, by how much."""
    stop = slip.milestone
    was, now = (dates.show_day(day, reader.today) for day in (slip.was, slip.now))
    title = kit.cut(stop.title, limit)
    return kit.line(kit.bold(stop.key), f" {title}: {was} → {now}, {moved(slip)}")


def moved(slip: reports.Slip) -> str:
    """How far a date was moved: “4 days later”."""
    return f"{count(abs(slip.days), 'day')} {'later' if slip.days > 0 else 'earlier'}"


def risk_change(changed: tuple[models.Risk, int], limit: int) -> kit.Element:
    """A risk that is new, or whose score went up or down."""
    risk, was = changed
    return kit.line(rises(risk, was), f"  {kit.cut(risk.title, limit)}")


def rises(risk: models.Risk, was: int) -> str:
    """How a risk's score changed: “▲ WEB-R1 6 → 25”."""
    if not was:
        return f"new {risk.key} {risk.score}"
    return f"{'▲' if risk.score > was else '▼'} {risk.key} {was} → {risk.score}"


def need_line(reader: when.Reader, need: reports.Need, _limit: int) -> kit.Element:
    """Who has how much to do where."""
    who = need.name or need.role or "nobody yet"
    places = ", ".join(f"{number} in {key}" for key, number in sorted(need.by_project.items()))
    late = f" · {need.overdue} overdue" if need.overdue else ""
    until = dates.show_day(need.away_until, reader.today) if need.away_until else ""
    return kit.line(kit.bold(who), f"  {places}{late}", f" · away until {until}" if until else "")
