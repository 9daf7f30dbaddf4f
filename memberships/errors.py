"""What memberships refuse."""

from core.clock import iso_text
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


class InvalidRollover(Invalid):
    """The membership year cannot be rolled over like that."""

    code = "invalid_rollover"


class StillInGrace(Conflict):
    """People may still renew; their memberships do not end yet."""

    code = "still_in_grace"

    def __init__(self, until: int) -> None:
        day = iso_text(until)[:10]
        super().__init__(f"People may renew until {day}; try again after that.")


class UnreadableSheet(Invalid):
    """The file is no sheet of people that can be imported."""

    code = "unreadable_sheet"


class InvalidLine(Invalid):
    """A line of a sheet cannot be taken as it is."""

    code = "invalid_line"


class InvalidMerge(Invalid):
    """These two cannot be made one person like that."""

    code = "invalid_merge"


class ToldApart(Conflict):
    """Somebody has said already that these are two people."""

    code = "told_apart"

    def __init__(self) -> None:
        super().__init__("These two are told apart already.")


class NobodyThere(NotFound):
    """There are no records under the address that is to go."""

    code = "nobody_there"

    def __init__(self) -> None:
        super().__init__("There is neither a user nor a member record under 'from'.")


class MembershipMissing(NotFound):
    """Only members have something to link a Discord account to."""

    code = "membership_missing"

    def __init__(self) -> None:
        super().__init__("Membership not found")


class DiscordLinked(Conflict):
    """The membership has a Discord account already."""

    code = "discord_linked"

    def __init__(self) -> None:
        super().__init__("Discord account has already been linked to this membership")


class DiscordLinkedElsewhere(Conflict):
    """The Discord account is another member's."""

    code = "discord_linked_elsewhere"

    def __init__(self) -> None:
        super().__init__(
            "Discord account has already been linked to another membership"
        )


class DiscordNotLinked(NotFound):
    """The membership has no Discord account."""

    code = "discord_not_linked"

    def __init__(self) -> None:
        super().__init__("No Discord account is linked to this membership.")


class DiscordStateRefused(Invalid):
    """What came is nothing that our bot gave out, or is about another account."""

    code = "discord_state_refused"

    def __init__(
        self, message: str = "This link does not come from the club's Discord bot."
    ) -> None:
        super().__init__(f"{message} Type /verify in Discord to get a new one.")


class DiscordStateExpired(DiscordStateRefused):
    """The bot's link came too late."""

    code = "discord_state_expired"

    def __init__(self) -> None:
        super().__init__("This link has expired: it is good for 15 minutes.")


class DiscordStateUsed(DiscordStateRefused):
    """The bot's link has linked an account already; it links no other one."""

    code = "discord_state_used"

    def __init__(self) -> None:
        super().__init__("This link has been used: each one serves once.")
