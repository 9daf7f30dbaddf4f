"""What memberships refuse."""

from core.errors import Conflict, Invalid, NotFound


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


class NoCardToReplace(NotFound):
    """The person has no profile that a card could lead to."""

    code = "no_card_to_replace"

    def __init__(self) -> None:
        super().__init__(
            "This person has no profile that a card leads to. Grant the membership"
            " first."
        )


class CardReplacedMeanwhile(Conflict):
    """The card that was to be replaced is not the person's card any more."""

    code = "card_replaced_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            "Nothing was changed: this person has another link by now than the one that"
            " was to be replaced. Somebody may have replaced the card already."
        )


class ReplacementReasonMissing(Invalid):
    """A card is not replaced without saying why."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__("'reason' is missing: say why the card is replaced.")


class ReasonMissing(Invalid):
    """A membership is not taken away without saying why."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__("'reason' is missing: say why it is taken away.")
