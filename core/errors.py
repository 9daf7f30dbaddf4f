"""Refusals: the things the product says no to, each a class with a stable code.

A service raises one; every face translates it once: HTTP status and body in
``core.api``, a message with the form kept open in the dashboard, a
``CommandError`` on the command line.
"""

from typing import Any, ClassVar


class Refused(Exception):
    """Something asked for that will not be done, with a sentence for a person.

    ``facts`` are JSON-able and may be shown to the caller who asked; the fact
    ``data`` is echoed in the API body as contract section 0 documents.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class NotFound(Refused):
    """The thing named does not exist."""

    code = "not_found"

    @classmethod
    def of(cls, kind: str, key: str) -> "NotFound":
        """Return the documented sentence for a missing ``kind`` with id ``key``."""
        return cls(
            f"{kind} with id '{key}' could not be found."
            " Make sure you have provided the correct id."
        )

    @classmethod
    def of_pair(cls, kind: str, key: str, second: str) -> "NotFound":
        """Return the documented sentence for a ``kind`` that two values name."""
        return cls(
            f"{kind} with id '{key}' and secondaryKey '{second}' could not be found."
            " Make sure you have provided them correctly."
        )


class Conflict(Refused):
    """It contradicts what is already recorded."""

    code = "conflict"


class Forbidden(Refused):
    """The caller is known and may not do this."""

    code = "forbidden"

    def __init__(
        self, message: str = "unauthorized for this action", **facts: Any
    ) -> None:
        super().__init__(message, **facts)


class Invalid(Refused):
    """The input is wrong; the message names the field."""

    code = "invalid"


class Malformed(Invalid):
    """The request could not be read at all."""

    code = "malformed"


class IdMissing(Malformed):
    """The address ends where the id of a row belongs."""

    code = "id_missing"

    def __init__(self, kind: str) -> None:
        super().__init__(f"A(n) {kind} id was not provided. Check query params")


class Unavailable(Refused):
    """Something that this needs does not answer; asking again later may succeed."""

    code = "unavailable"
    # In how many seconds.
    retry_after: ClassVar[int] = 5


class CannotUpdate(Invalid):
    """A protected attribute was named in an edit."""

    code = "cannot_update"

    def __init__(self, name: str) -> None:
        super().__init__(f"Cannot update {name}")


class InvalidEmail(Invalid):
    """The value is not an e-mail address."""

    code = "invalid_email"


class Unstorable(Malformed):
    """A number is outside of what can be stored."""

    code = "unstorable"

    def __init__(self, most_digits: int) -> None:
        super().__init__(
            f"The body holds a number that cannot be stored: at most {most_digits}"
            " digits, and nothing nearer to zero than 1e-130 or from 1e126 on."
        )


class BodyTooLarge(Malformed):
    """The body is larger than anything the API takes."""

    code = "body_too_large"

    def __init__(self, most_kb: int) -> None:
        super().__init__(f"The body is larger than {most_kb} KB.")


class KeyTooLong(Invalid):
    """No client makes a key of that length."""

    code = "key_too_long"

    def __init__(self, longest: int) -> None:
        super().__init__(f"The Idempotency-Key has over {longest} characters.")


class KeyUsed(Conflict):
    """Something else came with that key before."""

    code = "key_used"

    def __init__(self) -> None:
        super().__init__(
            "Something else was sent with this Idempotency-Key. Send this with a new"
            " one."
        )
