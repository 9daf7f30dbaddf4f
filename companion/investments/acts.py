"""What is done with money at an event."""

from core.audit.acts import ActKind


class InvestmentAct(ActKind):
    """What somebody does with the money they were given at an event."""

    INVEST = "invest"
