"""What investing says no to."""

from core.errors import Malformed, NotFound


class NotAnInvestor(Malformed):
    """They are registered for no event with money of its own."""

    code = "not_an_investor"

    def __init__(self) -> None:
        super().__init__("Investor not found or not registered for event")


class InvestorUnknown(NotFound):
    """There is nobody whose money could be told."""

    code = "investor_unknown"

    def __init__(self) -> None:
        super().__init__("Investor not found for event")


class TeamUnknown(NotFound):
    """The event has no such team."""

    code = "team_unknown"

    def __init__(self) -> None:
        super().__init__("Team not found for event")


class OwnTeam(Malformed):
    """Nobody invests in themselves."""

    code = "own_team"

    def __init__(self) -> None:
        super().__init__("Investor cannot invest in their own team")


class NotEnoughMoney(Malformed):
    """It is more than there is."""

    code = "not_enough_money"

    def __init__(self) -> None:
        super().__init__("Investor does not have enough balance")
