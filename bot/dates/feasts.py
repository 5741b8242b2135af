"""Days that have a name: Christmas, Thanksgiving, Easter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from re import Match

from bot.dates import days
from bot.dates.model import Frame, Piece

Rule = Callable[[int], date]


def easter(year: int) -> date:
    """Easter Sunday of the Western churches (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    wd = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * wd) // 451
    month, day = divmod(h + wd - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Rule:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, n: int, plus: int = 0) -> Rule:
    def rule(year: int) -> date:
        first = date(year, month, 1)
        day = days.nth_weekday(first, days.last_of_month(year, month), weekday, n)
        assert day is not None
        return day + timedelta(days=plus)

    return rule


def _from_easter(offset: int) -> Rule:
    return lambda year: easter(year) + timedelta(days=offset)


FEASTS: dict[str, Rule] = {
    **dict.fromkeys(
        ("christmas eve", "xmas eve", "christmas evening", "xmas evening"), _fixed(12, 24)
    ),
    **dict.fromkeys(("christmas", "christmas day", "xmas", "xmas day", "x mas"), _fixed(12, 25)),
    "boxing day": _fixed(12, 26),
    **dict.fromkeys(("new years eve", "new year eve", "nye", "silvester"), _fixed(12, 31)),
    **dict.fromkeys(("new years evening", "new year evening"), _fixed(12, 31)),
    **dict.fromkeys(("new years day", "new year day", "new years", "new year"), _fixed(1, 1)),
    **dict.fromkeys(
        ("mlk day", "martin luther king day", "martin luther kings day"), _nth(1, 0, 3)
    ),
    **dict.fromkeys(("martin luther king jr day",), _nth(1, 0, 3)),
    "groundhog day": _fixed(2, 2),
    **dict.fromkeys(("valentines", "valentines day", "valentine day"), _fixed(2, 14)),
    **dict.fromkeys(("presidents day", "washingtons birthday"), _nth(2, 0, 3)),
    **dict.fromkeys(("st patricks day", "saint patricks day", "st paddys day"), _fixed(3, 17)),
    **dict.fromkeys(("april fools", "april fools day", "april fool day"), _fixed(4, 1)),
    "earth day": _fixed(4, 22),
    "star wars day": _fixed(5, 4),
    **dict.fromkeys(("mothers day", "mother day"), _nth(5, 6, 2)),
    "memorial day": _nth(5, 0, -1),
    **dict.fromkeys(("fathers day", "father day"), _nth(6, 6, 3)),
    "juneteenth": _fixed(6, 19),
    **dict.fromkeys(("independence day", "us independence day"), _fixed(7, 4)),
    **dict.fromkeys(("labor day", "labour day"), _nth(9, 0, 1)),
    **dict.fromkeys(("columbus day", "indigenous peoples day"), _nth(10, 0, 2)),
    **dict.fromkeys(("bosss day", "boss day"), _fixed(10, 16)),
    **dict.fromkeys(("halloween", "halloween day", "all hallows eve"), _fixed(10, 31)),
    "all saints day": _fixed(11, 1),
    "veterans day": _fixed(11, 11),
    **dict.fromkeys(("thanksgiving", "thanksgiving day", "turkey day"), _nth(11, 3, 4)),
    "black friday": _nth(11, 3, 4, plus=1),
    "cyber monday": _nth(11, 3, 4, plus=4),
    **dict.fromkeys(("shrove tuesday", "pancake day", "mardi gras"), _from_easter(-47)),
    "ash wednesday": _from_easter(-46),
    "palm sunday": _from_easter(-7),
    "maundy thursday": _from_easter(-3),
    **dict.fromkeys(("good friday", "goodfriday"), _from_easter(-2)),
    **dict.fromkeys(("easter", "easter sunday"), _from_easter(0)),
    "easter monday": _from_easter(1),
    "ascension day": _from_easter(39),
    **dict.fromkeys(("pentecost", "whit sunday", "white sunday"), _from_easter(49)),
    "whit monday": _from_easter(50),
}


def feast(m: Match[str], frame: Frame) -> Piece | None:
    """The next such day, or that of the year named."""
    rule = FEASTS[m["feast"]]
    if m["y"]:
        year = int(m["y"])
        return Piece("day", day=rule(year)) if 1900 <= year <= 2200 else None
    if m["rel"]:
        step = {"next": 1, "this": 0, "last": -1}[m["rel"].split()[-2]]
        return Piece("day", day=rule(frame.today.year + step))
    if m["which"] == "last":
        past = [rule(frame.today.year - n) for n in (0, 1)]
        return Piece("day", day=next(day for day in past if day < frame.today))
    soon = [rule(frame.today.year + n) for n in (0, 1)]
    return Piece("day", day=next(day for day in soon if day >= frame.today))


_NAMES = "|".join(sorted(FEASTS, key=len, reverse=True))

RULES = [
    (
        rf"(?:(?P<which>next|this|last) )?(?P<feast>{_NAMES})"
        r"(?:(?: of| in)? (?P<y>\d{4})(?!:))?(?P<rel> (?:of )?(?:next|this|last) year)?",
        feast,
    ),
]
