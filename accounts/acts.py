"""What is done to accounts."""

from core.audit.acts import ActKind


class AccountAct(ActKind):
    """What is done to an account."""

    DELETE = "delete account"
