"""What profiles refuse."""

from biztech.errors import Conflict, Invalid, NotFound


class CardReplaced(NotFound):
    """The card that was tapped was lost, and another one works in its place."""

    code = "card_replaced"

    def __init__(self) -> None:
        super().__init__("This card was replaced. Ask the person to tap their new one.")


class ProfileExists(Conflict):
    """The member has a profile already (contract section 1.3)."""

    code = "profile_exists"

    def __init__(self, email: str) -> None:
        super().__init__(
            "A database entry with the same 'Profile' already exists!", data=email
        )


class NotAWebAddress(Invalid):
    """The value is not an address that a browser would open as a page."""

    code = "not_a_web_address"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"'{name}' in the request body is invalid: send a web address that starts"
            " with https:// or http://, or an empty text."
        )


class TooLong(Invalid):
    """The text is longer than the field holds."""

    code = "too_long"

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            f"'{name}' in the request body is invalid: it holds at most {most}"
            " characters."
        )
