"""What people type, made fit to keep: nothing invisible, nothing endless."""

from __future__ import annotations

import re
import unicodedata

from ..errors import Invalid

TITLE_LIMIT = 250
NAME_LIMIT = 80
TEXT_LIMIT = 40_000
KEY = re.compile(r"[A-Z][A-Z0-9]{1,9}")

# Embedding, override and isolate marks would turn round the words that follow ours.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(text: str, keep: str = "") -> str:
    """`text` without control characters and bidi overrides; line breaks become spaces."""
    text = text.translate(_BIDI)
    return "".join(
        character
        if character in keep or unicodedata.category(character) not in {"Cc", "Cs"}
        else " "
        for character in text
    )


def title(text: str, field: str = "title", limit: int = TITLE_LIMIT) -> str:
    """One line that names something; refuses an empty or endless one."""
    cleaned = " ".join(plain(text).split())
    if all(unicodedata.category(character)[0] in "CZ" for character in cleaned):
        raise Invalid(field, f"The {field} is empty: type a few words that say what it is.")
    if len(cleaned) > limit:
        raise Invalid(
            field,
            f"The {field} has {len(cleaned):,} characters and may have {limit}: "
            "shorten it and put the rest into the description.",
        )
    return cleaned


def body(text: str, field: str = "description") -> str:
    """Several lines; refuses what no form could show."""
    cleaned = plain(text.replace("\r\n", "\n"), keep="\n\t").strip()
    if len(cleaned) > TEXT_LIMIT:
        raise Invalid(field, f"The {field} may have {TEXT_LIMIT:,} characters: shorten it.")
    return cleaned


def fit_title(text: str, description: str, limit: int = TITLE_LIMIT) -> tuple[str, str]:
    """A title that fits and a description that keeps the whole text where it had to be cut."""
    cleaned = " ".join(plain(text).split())
    if len(cleaned) <= limit:
        return cleaned, description
    cut = cleaned[: limit - 1].rsplit(" ", 1)[0][: limit - 1]
    return f"{cut}…", f"{cleaned}\n\n{description}".strip()


def key(text: str, field: str = "key") -> str:
    """A project's or program's key: 2 to 10 letters and digits, a letter first."""
    upper = text.strip().upper()
    if not KEY.fullmatch(upper):
        raise Invalid(
            field,
            f"“{text.strip()[:20]}” cannot be a key: use 2 to 10 letters and digits, "
            "starting with a letter, such as WEB.",
        )
    return upper


def hours(minutes: int) -> str:
    """Time worked: "45m", "3h", "26h 30m"."""
    whole, rest = divmod(minutes, 60)
    return " ".join(each for each in (f"{whole}h" * bool(whole), f"{rest}m" * bool(rest)) if each)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 task", "3 tasks"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
