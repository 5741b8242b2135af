"""Times of day and parts of the day."""

from __future__ import annotations

import re
from datetime import time
from re import Match

from bot.dates import zones
from bot.dates.model import Frame, Piece
from bot.dates.schedules import hour_of_day

# When a part of the day is said without a time: the hour that is meant by most.
PARTS = {
    "early morning": time(8),
    "morning": time(9),
    "mid morning": time(10),
    "late morning": time(11),
    "lunch": time(12),
    "early afternoon": time(13),
    "mid afternoon": time(14),
    "afternoon": time(15),
    "late afternoon": time(17),
    "early evening": time(18),
    "evening": time(19),
    "late evening": time(21),
    "night": time(21),
    "late night": time(22),
}


def with_half(m: Match[str], frame: Frame) -> Piece | None:
    """“3pm”, “3:30 am”, “330 pm”, “5p”."""
    digits, minute = m["h"], m["m"]
    if len(digits) > 2:
        if minute:
            return None
        digits, minute = digits[:-2], digits[-2:]
    if int(digits) > 12 and m["ap"][0] == "p":  # “14pm” is a slip that means one thing only
        at = hour_of_day(int(digits), int(minute or 0))
    else:
        at = hour_of_day(int(digits), int(minute or 0), m["ap"][0])
    return Piece("clock", time=at) if at else None


def plain(m: Match[str], frame: Frame) -> Piece | None:
    """“18:00”, “9:30”; one to seven without a leading zero may be the afternoon."""
    hour, minute = int(m["h"]), int(m["m"])
    if m["h"].startswith("0") or m["s"]:
        at = hour_of_day(hour, minute)
        written = m["h"].startswith("0")
        return Piece("clock", time=at, part=None if written else "open") if at else None
    return _either(hour, minute)


def hours(m: Match[str], frame: Frame) -> Piece | None:
    """“15h” beside a day or after “at”; alone it is a length of time."""
    at = hour_of_day(int(m["h"]), int(m["m"] or 0))
    return Piece("clock", time=at) if at else None


def half_hour(m: Match[str], frame: Frame) -> Piece | None:
    """“half three” is 3:30."""
    return _either(int(m["h"]), 30)


def present(m: Match[str], frame: Frame) -> Piece:
    """“now”."""
    return Piece("clock", day=frame.today, time=frame.now.time().replace(second=0, microsecond=0))


def beside_a_day(m: Match[str], frame: Frame) -> Piece | None:
    """The “by 1800” of “today by 1800”; alone it is a number."""
    return bare(m, frame) if m.start() else None


def letter(m: Match[str], frame: Frame) -> Piece | None:
    """“5p”; “4a” alone is a size of paper or a flat, so “a” must stand after “at” or a day."""
    if m["ap"] == "a" and m.string.strip() == m[0] and not m["m"]:
        return None
    return with_half(m, frame)


def bare(m: Match[str], frame: Frame) -> Piece | None:
    """“at 4”, “at 1030”, “at 3 15”."""
    digits, minute = m["h"], m["m"]
    if len(digits) > 2:
        if minute:
            return None
        digits, minute = digits[:-2], digits[-2:]
    return _either(int(digits), int(minute or 0), bare_hour=True)


def _either(hour: int, minute: int, *, bare_hour: bool = False) -> Piece | None:
    at = hour_of_day(hour, minute)
    if at is None:
        return None
    if 1 <= hour <= 7:
        later = at.replace(hour=hour + 12)
        return Piece("clock", time=later, other_time=at, part="open", doubt="hour")
    if bare_hour and 8 <= hour <= 12:
        later = at.replace(hour=(hour + 12) % 24)
        return Piece("clock", time=at, other_time=later, part="open", doubt="hour")
    return Piece("clock", time=at, part="open" if hour <= 12 else None)


def spoken(m: Match[str], frame: Frame) -> Piece | None:
    """“half past 3”, “quarter to noon”, “20 minutes to 2pm”."""
    gap = m["gap"]
    short = gap.isdigit() and "minute" not in m[0] and m["way"] not in ("past", "after")
    if short and (int(gap) % 5 or int(m["h"] or 0) > 12):
        return None  # “8 to 9”, “5 to 23” are stretches
    minutes = 30 if gap == "half" else 15 if "quarter" in gap or gap == "0.25" else int(gap)
    if m["noon"]:
        base: time | None = time(12) if m["noon"] == "noon" else time(0)
    else:
        base = hour_of_day(int(m["h"]), int(m["m"] or 0), (m["ap"] or " ")[0].strip() or None)
    if base is None or minutes > 59:
        return None
    if m["way"] in ("to", "before", "until", "of"):
        minutes = -minutes
    total = (base.hour * 60 + base.minute + minutes) % 1440
    at = time(total // 60, total % 60)
    if not m["ap"] and not m["noon"] and m["h"] and int(m["h"]) <= 12:
        return _either(at.hour or 12, at.minute, bare_hour=True)
    return Piece("clock", time=at)


def noon(m: Match[str], frame: Frame) -> Piece:
    """“noon”."""
    return Piece("clock", time=time(12))


def midnight(m: Match[str], frame: Frame) -> Piece:
    """“midnight”: the coming 00:00."""
    return Piece("clock", time=time(0), after_midnight=True)


def oclock(m: Match[str], frame: Frame) -> Piece | None:
    """“3 o'clock”, “8 oclock pm”."""
    half = m["ap"]
    if half:
        at = hour_of_day(int(m["h"]), 0, half[0])
        return Piece("clock", time=at) if at else None
    return _either(int(m["h"]), 0, bare_hour=True)


def part_of_day(m: Match[str], frame: Frame) -> Piece:
    """“in the afternoon”, “this evening”, “late night”."""
    name = f"{m['when']} {m['part']}" if m["when"] else m["part"]
    return Piece("part", part=name, day=frame.today if m["this"] else None)


def tonight(m: Match[str], frame: Frame) -> Piece:
    """“tonight”, “late tonight”."""
    return Piece("part", part="late night" if m["when"] else "night", day=frame.today)


def hour_and_part(m: Match[str], frame: Frame) -> Piece | None:
    """“11 at night”, “8 tonight”, “6 in the morning”, “friday evening at 7”."""
    hour, minute = int(m["h"]), int(m["m"] or 0)
    part = m["part"]
    day = frame.today if part == "tonight" or m["this"] else None
    if hour > 12 or hour == 0:
        at, after = hour_of_day(hour, minute), False
    else:
        at, after = in_part(hour, minute, "night" if part == "tonight" else part)
    return Piece("clock", time=at, day=day, after_midnight=after) if at else None


def in_part(hour: int, minute: int, part: str) -> tuple[time | None, bool]:
    """The clock time of an hour said with its part of the day."""
    if part == "lunch":
        return hour_of_day(hour if hour > 9 else hour + 12, minute), False
    if part == "morning":
        return hour_of_day(hour, minute, "a"), False
    if part == "night" and (hour == 12 or hour < 5):
        return hour_of_day(hour % 12, minute), True
    if part == "evening" and hour == 12:
        return time(0, minute), True
    return hour_of_day(hour, minute, "p"), False


def zone(m: Match[str], frame: Frame) -> Piece | None:
    """“UTC”, “PST”, “GMT+2”, “+01:00”."""
    name = (m["name"] or "").strip()
    if m["sign"]:
        hours, minutes = int(m["hh"]), int(m["mm"] or 0)
        if hours > 15 or minutes > 59:
            return None
        if m["sign"] == "-" and not name and not _ISO_DAY.search(m.string):
            return None  # “9:30-11:00” is a stretch of time
        total = (hours * 60 + minutes) * (-1 if m["sign"] == "-" else 1)
        return Piece("zone", minutes=total)
    if name in zones.FIXED:
        return Piece("zone", minutes=zones.FIXED[name])
    return Piece("zone", zone=zones.NAMED[name])


def end_of_day(m: Match[str], frame: Frame) -> Piece:
    """“eod”, “cob”, “end of (business) day”."""
    business = any(word in m["edge"] for word in BUSINESS)
    return Piece("edge", time=time(17) if business else None)


_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}t")
BUSINESS = ("cob", "eob", "cop", "close", "business", "work")


_AP = r"(?P<ap>[ap]m?)"
_HM = r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?"
_PART = r"(?P<part>morning|afternoon|evening|night|lunch)(?:ish)?"
_ABBREVIATIONS = "|".join([*zones.FIXED, *zones.NAMED])

RULES = [
    (
        rf"{_HM}(?: oclock)?(?: in)? (?:(?P<this>this)|at|in|on)? ?(?:the )?"
        r"(?P<part>morning|afternoon|evening|night|tonight)",
        hour_and_part,
    ),
    (
        r"(?:(?P<this>this) )?(?:in the |at |the )?(?P<part>morning|afternoon"
        r"|evening|night|tonight)"
        rf" (?:at |@ |about |around |before |by )*{_HM}(?: oclock)?(?! ?[ap]m?\b)",
        hour_and_part,
    ),
    (
        rf"(?P<h>\d{{1,4}})(?:[:.](?P<m>\d{{2}})(?::\d{{2}})?)?(?: ?ish)?(?: oclock)?(?: in the)?"
        rf" ?{_AP}(?: ?ish)?",
        letter,
    ),
    (rf"(?P<h>\d{{1,2}}) (?P<m>[0-5]\d) {_AP}", with_half),
    (r"(?P<h>\d{1,2}):(?P<m>\d{2})(?P<s>:\d{2}(?:\.\d+)?)?(?: ?ish)?(?: (?:uhr|h))?", plain),
    (r"(?:at|@) (?P<h>\d{1,2})\.(?P<m>\d{2})(?P<s>)", plain),
    (r"(?P<h>\d{1,2}) h (?P<m>\d{2})", hours),
    (r"(?P<h>\d{1,2}) h(?P<m>)", hours),
    (r"(?P<h>\d{1,2})(?P<m>) ish(?! ?[ap]m?\b)", bare),
    (r"(?:by|before|until) (?P<h>\d{4})(?P<m>)", beside_a_day),
    (r"(?:at|@) (?P<h>\d{1,2}) and (?P<m>[0-5]\d)", bare),
    (r"half (?P<h>\d{1,2})", half_hour),
    (r"(?:right |just )?now", present),
    (rf"(?P<h>\d{{1,2}}) oclock(?: {_AP})?", oclock),
    (
        r"(?P<gap>half|(?:a )?quarter|0\.25|\d{1,2})(?: minutes?)? (?P<way>past"
        r"|after|to|before|until|of|from)"
        r" (?:(?P<noon>noon|midnight)|(?P<h>\d{1,2})(?::(?P<m>\d{2}))?(?:"
        r" ?(?P<ap>[ap]m?))?)(?: oclock)?",
        spoken,
    ),
    (r"(?:at |12 |mid |this )?(?:noon|(?<=mid )day)", noon),
    (r"(?:at |12 )?midnight", midnight),
    (r"(?P<h>\d{1,2})(?P<m>) (?=(?:tomorrow|today|on)\b)", bare),
    (
        r"(?:at|@|about|around)(?: about| around)? (?P<h>\d{3,4}|\d{1,2})(?:"
        r" (?P<m>[0-5]\d))?(?: ?ish)?"
        r"(?! (?:minute|hour|day|week|month|year|workday|h|m|sec|quarter|fortnight))",
        bare,
    ),
    (
        r"(?:in |at )?(?:the )?(?P<edge>eod|cob|eob|cop|close of business|close of play|"
        r"end of (?:the )?(?:business|work|working)?(?: ?day)?|end of (?:the )?workday|day end)",
        end_of_day,
    ),
    (r"(?:(?P<when>late|early) )?tonight", tonight),
    (
        rf"(?:(?P<this>this) )?(?:(?:in|during|at|over) )?(?:the"
        rf" )?(?:(?P<when>early|late|mid)(?: in the| hours? of the)? )?"
        rf"{_PART}(?: time)?",
        part_of_day,
    ),
    (
        rf"\(?(?P<name>(?:utc|gmt)(?= ?[+-]\d)|(?:{_ABBREVIATIONS})(?=$| |\)))(?: time)?"
        r"(?: ?(?P<sign>[+-])(?P<hh>\d{1,2}):?(?P<mm>\d{2})?)?\)?",
        zone,
    ),
    (r"(?P<name>)(?P<sign>[+-])(?P<hh>\d{2}):?(?P<mm>\d{2})", zone),
]
