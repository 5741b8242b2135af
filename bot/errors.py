"""Refusals: what the bot says when it will not do what was asked.

Their text is for the person: what is wrong and what would be right, in one sentence.
"""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a failure
    """Something the bot will not do; its text is shown to the person as it stands."""


class NotFound(Refusal):
    """The item does not exist, or the person may not see it: both sound the same."""


class Invalid(Refusal):
    """A value that cannot be used; in a form it is shown under its field."""

    def __init__(self, field: str, message: str) -> None:
        """`field` is the form's block id; `message` is for the person."""
        super().__init__(message)
        self.field = field
