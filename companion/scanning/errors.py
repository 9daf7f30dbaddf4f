"""What scanning says no to."""

from core.errors import Forbidden, Invalid, Refused


class CodeUnknown(Forbidden):
    """The event has no such code."""

    code = "code_unknown"

    def __init__(self) -> None:
        super().__init__("Invalid QR code - not scannable for this BizTech event!")


class CodeInactive(Forbidden):
    """The code is out of use."""

    code = "code_inactive"

    def __init__(self) -> None:
        super().__init__("ERROR: This QR code is not active.")


class NotTakingPart(Forbidden):
    """Codes of an event are for people who have a place at it."""

    code = "not_taking_part"

    def __init__(self) -> None:
        super().__init__("ERROR: User is not registered for this event")


class NotConfirmed(Refused):
    """Points are spent only by somebody who says so."""

    code = "not_confirmed"

    def __init__(self, points: int) -> None:
        super().__init__("ERROR: Confirm that these points are to be spent")
        self.points = points


class ScannedAlready(Forbidden):
    """A code gives its points once; ``current`` is how many there are."""

    code = "scanned_already"

    def __init__(self, current: int = 0, *, by_team: bool = False) -> None:
        who = "Team" if by_team else "User"
        super().__init__(f"ERROR: {who} has already scanned this QR code")
        self.current = current
        self.by_team = by_team


class BelowZero(Invalid):
    """Teams spend no points that they do not have."""

    code = "below_zero"

    def __init__(self) -> None:
        super().__init__("ERROR: Team scan would result in negative points")
