"""What memberships refuse."""

from core.errors import Conflict, Invalid


class MemberExists(Conflict):
    """There is a member of that address already."""

    code = "member_exists"

    def __init__(self) -> None:
        super().__init__("Member could not be created because email already exists")


class InvalidCardCount(Invalid):
    """The card count is neither a number of cards nor an increment."""

    code = "invalid_card_count"

    def __init__(self) -> None:
        super().__init__(
            "'cardCount' is invalid: send the number of cards, or"
            ' {"$inc": 1} to add one.'
        )
