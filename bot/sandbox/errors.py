"""Refusals of the sandbox, worded as Slack words them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Refused(Exception):  # noqa: N818
    """Slack says no: an error code and what else travels with it.

    Codes: the "Errors" table of each method, https://docs.slack.dev/reference/methods.
    """

    def __init__(self, code: str, problems: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(f"{code}: {'; '.join(problems)}" if problems else code)
        self.code = code
        self.problems = list(problems)
        self.extra = extra

    def answer(self) -> dict[str, Any]:
        """The JSON body of the answer."""
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.problems:
            if self.code == "invalid_blocks":
                body["errors"] = self.problems
            messages = [f"[ERROR] {problem}" for problem in self.problems]
            body["response_metadata"] = {"messages": messages}
        return body


class CannotDo(Exception):  # noqa: N818
    """A person tried what the Slack client does not offer; the text says what is there instead."""
