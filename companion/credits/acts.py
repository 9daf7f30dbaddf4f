"""What is done to credits and prizes."""

from core.audit.acts import ActKind


class CreditAct(ActKind):
    """What an exec does to somebody's credits, or to the prizes that they buy."""

    BOOK = "book credits"
    REDEEM = "redeem prize"
    CREATE_PRIZE = "create prize"
    DELETE_PRIZE = "delete prize"
