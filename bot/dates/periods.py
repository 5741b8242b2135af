"""Weeks, months, quarters and years: their starts, ends and what lies in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from re import Match

from bot.dates import days
from bot.dates.model import EDGE, Frame, Piece
from bot.dates.spellings import MONTHS, WEEKDAYS

STEPS = {"next": 1, "following": 1, "coming": 1, "last": -1, "previous": -1, "past": -1}


@dataclass(frozen=True)
class Period:
    """A stretch of the calendar, both days included."""

    unit: str
    first: date
    last: date


def candidates(m: Match[str], frame: Frame) -> list[Period]:
    """The periods that the words can mean, nearest first; one only where they leave no choice."""
    today = frame.today
    if m["month"]:
        return _months(m, today)
    if m["quarter"] or m["nth_quarter"]:
        return _quarters(m, today)
    if m["year"]:
        return [_period("year", date(int(m["year"]), 1, 1))]
    unit = m["unit"]
    step = STEPS.get(m["which"] or "", 0) + (2 if m["after_next"] else 0)
    first = _start(unit, today)
    found = [_period(unit, _step(unit, first, step))]
    if m["which"] in (None, "the"):
        found.append(_period(unit, _step(unit, first, step + 1)))
    return found


def _months(m: Match[str], today: date) -> list[Period]:
    month = MONTHS.index(m["month"]) + 1
    if m["month_year"]:
        return [_period("month", date(int(m["month_year"]), month, 1))]
    years = range(today.year, today.year + 3)
    return [_period("month", date(year, month, 1)) for year in years]


def _quarters(m: Match[str], today: date) -> list[Period]:
    month = 3 * int(m["quarter"] or m["nth_quarter"]) - 2
    if m["quarter_year"]:
        return [_period("quarter", date(int(m["quarter_year"]), month, 1))]
    return [_period("quarter", date(year, month, 1)) for year in (today.year, today.year + 1)]


def _start(unit: str, day: date) -> date:
    if unit == "week":
        return days.monday_of(day)
    if unit == "weekend":
        return days.monday_of(day) + timedelta(days=5)
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return date(day.year, day.month - (day.month - 1) % 3, 1)
    return date(day.year, 1, 1)


def _step(unit: str, first: date, count: int) -> date:
    if unit in ("week", "weekend"):
        return first + timedelta(weeks=count)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    return days.add_months(first, months * count) or first


def _period(unit: str, first: date) -> Period:
    length = {"week": 6, "weekend": 1}.get(unit)
    if length:
        return Period(unit, first, first + timedelta(days=length))
    return Period(unit, first, _step(unit, first, 1) - timedelta(days=1))


Pick = Callable[[Period], date | None]


def upcoming(m: Match[str], frame: Frame, pick: Pick) -> date | None:
    """What is picked from the first period in which it is not past yet."""
    found = [day for day in map(pick, candidates(m, frame)) if day]
    return next((day for day in found if day >= frame.today), found[-1] if found else None)


def end(period: Period) -> date:
    """The last day; of a week, Friday."""
    return period.first + timedelta(days=4) if period.unit == "week" else period.last


def start(period: Period) -> date:
    """The first day."""
    return period.first


def middle(period: Period) -> date:
    """The 15th of a month, the Wednesday of a week."""
    if period.unit == "month":
        return period.first + timedelta(days=14)
    return period.first + (period.last - period.first) // 2 - timedelta(days=period.unit == "week")


def _early(period: Period) -> date:
    return period.first + timedelta(days=1 if period.unit == "week" else 9)


def _late(period: Period) -> date:
    return end(period)


EDGES: dict[str, Pick] = {"end": end, "start": start, "mid": middle, "early": start, "late": _late}


def edge(m: Match[str], frame: Frame) -> Piece | None:
    """“end of next month”, “mid march”, “early next week”."""
    word = {"close": "end", "late": "late", "rest": "end", "top": "start", "turn": "start"}.get(
        m["edge"], m["edge"]
    )
    day = upcoming(m, frame, EDGES[word])
    if day is None:
        return None
    other = None
    if word == "end" and m["unit"] == "week":
        other = day + timedelta(days=2)
    elif word in ("early", "late"):
        other = upcoming(m, frame, _early if word == "early" else middle)
    return Piece("day", day=day, other_day=other)


SHORT = {"e": end, "s": start, "b": start}
_SHORT_UNITS = {"w": "week", "m": "month", "q": "quarter", "y": "year"}


def short_edge(m: Match[str], frame: Frame) -> Piece | None:
    """“eom”, “eow”, “eoq”, “eoy”, “som”."""
    unit = _SHORT_UNITS[m["letter"][0]]
    first = _start(unit, frame.today)
    step = 1 if m["next"] else 0
    found = [SHORT[m["side"]](_period(unit, _step(unit, first, step + n))) for n in (0, 1)]
    day = next((d for d in found if d >= frame.today), found[-1])
    vague = unit == "week" and m["letter"] == "w" and m["side"] == "e"
    return Piece("day", day=day, other_day=day + timedelta(days=2) if vague else None)


def whole(m: Match[str], frame: Frame) -> Piece | None:
    """“next month”, “in march”: its first day, or its last; what runs already: its end."""
    unit, which = m["unit"], m["which"]
    if unit and unit != "weekend" and which in (None, "the") and not m["after_next"]:
        return None  # “by week” groups, “by the month” rents
    periods = candidates(m, frame)
    period = periods[0]
    if which in ("last", "previous", "past"):
        return Piece("day", day=period.first, other_day=period.last, part="period")
    if unit == "weekend":
        soon = _start("weekend", frame.today)
        other = soon if which in ("next", "following") else period.last
        doubt = "week" if which in ("next", "following") else EDGE
        return Piece("day", day=period.first, other_day=other, part="period", doubt=doubt)
    if period.first < frame.today <= period.last or period.first == frame.today:
        last = end(period) if end(period) >= frame.today else period.last
        if last < frame.today:
            return None
        next_one = periods[1].first if len(periods) > 1 else period.last
        return Piece("day", day=last, other_day=next_one, part="period")
    later = next((p for p in periods if p.first >= frame.today), period)
    return Piece("day", day=later.first, other_day=end(later), part="period")


def year_and_month(m: Match[str], frame: Frame) -> Piece | None:
    """“2026 march”: its first day, or its last."""
    year = int(m["y"])
    if not 1900 <= year <= 2200:
        return None
    month = _period("month", date(year, MONTHS.index(m["mo"]) + 1, 1))
    return Piece("day", day=month.first, other_day=month.last)


def nth(m: Match[str], frame: Frame) -> Piece | None:
    """“3rd friday of march”, “last working day of the month”, “first week of october”."""
    n = _count(m)
    if n is None:
        return None
    what = m["what"]
    day = upcoming(m, frame, lambda period: _nth_in(period, what, n))
    if day is None or not _has(m, frame, what, n):
        return None
    other = None
    if what == "week":
        other = day + timedelta(days=4)
    elif what == "weekend":
        other = day + timedelta(days=1)
    return Piece("day", day=day, other_day=other)


def nth_soon(m: Match[str], frame: Frame) -> Piece | None:
    """“the first monday”: of this month or, once past, of the next; the coming one may be meant."""
    n = _count(m)
    if not n or not -6 < n < 6:
        return None
    weekday = WEEKDAYS.index(m["what"])
    first = frame.today.replace(day=1)
    for step in range(4):
        month = _period("month", _step("month", first, step))
        day = days.nth_weekday(month.first, month.last, weekday, n)
        if day and day >= frame.today:
            soon = days.next_weekday(frame.today, weekday)
            return Piece("day", day=day, other_day=soon, doubt="week")
    return None


def nth_workday_soon(m: Match[str], frame: Frame) -> Piece | None:
    """“first workday”, “last working day”: of this month or, once past, of the next."""
    n = 1 if m["end"] == "1st" else -1
    first = frame.today.replace(day=1)
    found = [_nth_in(_period("month", _step("month", first, k)), "workday", n) for k in (0, 1)]
    return Piece("day", day=next(day for day in found if day and day >= frame.today))


def next_workday(m: Match[str], frame: Frame) -> Piece:
    """“next working day”."""
    return Piece("day", day=days.add_working_days(frame.today, 1))


def _count(m: Match[str]) -> int | None:
    if m["from_end"]:
        return -int(m["from_end"])
    if m["last"]:
        return -2 if m["last"] == "penultimate" else -1
    return int(m["n"]) or None


def _has(m: Match[str], frame: Frame, what: str, n: int) -> bool:
    """A day picked must be one of the coming ones where the words name no year."""
    return any(_nth_in(period, what, n) for period in candidates(m, frame))


def _nth_in(period: Period, what: str, n: int) -> date | None:
    if what in WEEKDAYS:
        return days.nth_weekday(period.first, period.last, WEEKDAYS.index(what), n)
    if what == "weekend":
        return days.nth_weekday(period.first, period.last, 5, n)
    if what == "week":
        day = period.first + timedelta(weeks=n - 1)
        if n < 0:
            day = days.monday_of(period.last) + timedelta(weeks=n + 1)
    elif what == "day":
        day = (period.first if n > 0 else period.last) + timedelta(days=n - 1 if n > 0 else n + 1)
    elif n > 0:
        day = days.add_working_days(period.first - timedelta(days=1), n)
    else:
        day = days.add_working_days(period.last + timedelta(days=1), n)
    return day if period.first <= day <= period.last else None


_UNIT = "weekend|week|month|quarter|year"
PERIOD = (
    r"(?:(?:the )?(?:(?P<which>this|current|next|following|coming|last|previous|past|the) )?"
    rf"(?:calendar |work |working |business )?(?P<unit>{_UNIT})(?P<after_next> after next)?"
    rf"|(?:(?:this|next|coming) )?(?P<month>{'|'.join(MONTHS)})(?:(?: of)?"
    rf" (?P<month_year>\d{{4}})(?!:))?"
    r"|(?:the )?(?:q(?P<quarter>[1-4])|(?P<nth_quarter>[1-4])(?:st|nd|rd|th) quarter)"
    r"(?:(?: of)? (?P<quarter_year>\d{4}))?"
    r"|(?P<year>20\d\d|19\d\d))"
)
_ORDINAL = (
    r"(?:(?P<from_end>\d)(?:st|nd|rd|th)(?: to)? last|(?P<n>\d{1,2})(?:st|nd|rd|th)"
    r"|(?P<last>last|final|penultimate))"
)
_THINGS = rf"(?P<what>{'|'.join(WEEKDAYS)}|day|workday|weekday|weekend|week)"
_YEAR_MONTH = rf"(?P<y>\d{{4}}) (?P<mo>{'|'.join(MONTHS)})"
_NAMED_MONTH = rf"(?:{'|'.join(MONTHS)})"

RULES = [
    (rf"(?:(?:at|by|in|on) )?(?:the )?{_ORDINAL} {_THINGS}(?: of| in| from)? {PERIOD}", nth),
    (
        r"(?:(?:at|by|in) )?(?:the )?(?:very )?(?P<edge>end|start|mid|early"
        r"|late|close|rest|top|turn)"
        rf"(?: in| part of| of|) {PERIOD}",
        edge,
    ),
    (rf"{PERIOD} (?P<edge>end|start)", edge),
    (
        r"(?:(?:at|by) )?(?:the )?(?P<next>next )?(?P<side>[esb])oc?(?P<letter>ww|w|m|q|y)",
        short_edge,
    ),
    (rf"(?:in|during|by|before|until|around|about|on|within|sometime|sometime in) {PERIOD}", whole),
    (r"(?:the )?(?P<end>1st|last) workday$", nth_workday_soon),
    (r"(?:the )?(?:next|following|first next) (?:workday|weekday)", next_workday),
    (rf"(?=\d{{4}} {_NAMED_MONTH}(?! \d)){_YEAR_MONTH}", year_and_month),
    (
        rf"(?=(?:the )?(?:this|current|next|following|coming|last|previous|past)"
        rf" (?:calendar )?(?:{_UNIT}|{_NAMED_MONTH})\b)"
        rf"{PERIOD}",
        whole,
    ),
    (
        rf"(?={_NAMED_MONTH} (?:of )?\d{{4}}|(?:the )?(?:q[1-4]|[1-4](?:st|nd|rd"
        rf"|th) quarter)|weekend"
        rf"|(?:week|month) after next){PERIOD}",
        whole,
    ),
    (rf"(?:(?:on|by) )?(?:the )?(?!last|final){_ORDINAL} (?P<what>{'|'.join(WEEKDAYS)})", nth_soon),
]
