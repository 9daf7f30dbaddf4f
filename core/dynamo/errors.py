"""What storing and reading rows may be refused for."""

from core.errors import Conflict, Invalid, Unavailable


class DatabaseSilent(Unavailable):
    """The database does not answer, or has too much to do, also when asked again.

    A write may have been done all the same; asking for it again is harmless.
    """

    code = "database_silent"

    def __init__(self) -> None:
        super().__init__(
            "The database does not answer right now. Please try again in a moment."
        )


class RowTooLarge(Conflict):
    """A row would be larger than the 400 KB that DynamoDB stores."""

    code = "row_too_large"

    def __init__(self) -> None:
        super().__init__(
            "This record would be larger than the 400 KB that can be stored. Remove"
            " some of what it holds first."
        )


class Stale(Conflict):
    """What was read before the write has changed; read again and decide anew."""

    code = "stale"

    def __init__(self) -> None:
        super().__init__("This changed while you were at it. Please try again.")


class InvalidCursor(Invalid):
    """The cursor is not one of ours for this list, or is too old."""

    code = "invalid_cursor"

    def __init__(self) -> None:
        super().__init__(
            "'cursor' is not valid or has expired. Start again without a cursor."
        )


class InvalidLimit(Invalid):
    """The page that was asked for is too small, too large or no number."""

    code = "invalid_limit"

    def __init__(self, most: int) -> None:
        super().__init__(f"'limit' must be a whole number from 1 to {most}.")
