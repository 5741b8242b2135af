"""English words of time and the ways people spell them."""

from __future__ import annotations

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

# The one spelling that the rules know, and the others that people use.
_VARIANTS = {
    "monday": "mon",
    "tuesday": "tue tues",
    "wednesday": "wed weds wednes",
    "thursday": "thu thur thurs",
    "friday": "fri",
    "saturday": "sat",
    "sunday": "sun",
    "september": "sept",
    "today": "tod 2day todays",
    "tomorrow": (
        "tmrw tmr tmrrw tmw tmo tom tomo tomm tmorrow 2moro 2morrow 2mrw tomorrows tomoz "
        "tomoro tomrow tommorrow tomorro tomrw tmmrw"
    ),
    "tonight": "tonite 2nite 2night tonights",
    "yesterday": "yest ystrday",
    "sec": "sec secs seconds",
    "minute": "min mins minutes minuts",
    "hour": "hr hrs hours hour",
    "day": "d days dys",
    "week": "w wk wks weeks week's",
    "month": "mo mos mth mths mnth mnths months",
    "quarter": "qtr qtrs quarters qrtr",
    "year": "y yr yrs years",
    "fortnight": "fortnights",
    "weekend": "weekends wkend wknd",
    "workday": "b bd bday bdays bizday bizdays workdays businessday businessdays",
    "weekday": "weekdays",
    "next": "nxt nex nect netx",
    "morning": "mornings morn",
    "afternoon": "afternoons arvo aft",
    "evening": "evenings eve",
    "night": "nights nite",
    "midnight": "midnite",
    "mid morning": "midmorning",
    "mid afternoon": "midafternoon",
    "noon": "midday noonish noontime middayish",
    "lunch": "lunchtime lunch-time",
    "start": "beginning begin beg",
    "mid": "middle",
    "until": "til till untill 'til thru through",
    "about": "approx approximately roughly circa ca",
    "couple": "couples",
    "oclock": "o'clock oclock o-clock",
    "coming": "upcoming comming",
    "few": "several",
    "later": "hence",
    "every": "each",
    "every day": "everyday",
    "and": "&",
}
SPELLINGS = {
    **{f"{day}s": day for day in WEEKDAYS},
    **{month[:3]: month for month in MONTHS},
    **{variant: word for word, variants in _VARIANTS.items() for variant in variants.split()},
}
