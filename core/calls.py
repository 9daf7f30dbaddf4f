"""The call that is being answered: what the log and the metrics tell of it."""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

# Long enough to tell calls apart, and nothing that could name somebody.
_SANE = re.compile(r"[A-Za-z0-9_-]{8,64}")

current_call: "ContextVar[Call | None]" = ContextVar("current_call", default=None)


@dataclass(slots=True)
class Call:
    """One call; ``id`` is the caller's own if that is one, else made here."""

    id: str

    @classmethod
    def named(cls, asked_for: str) -> "Call":
        """Return a call of the id that was asked for, if it may be one."""
        return cls(asked_for if _SANE.fullmatch(asked_for) else secrets.token_hex(8))
