"""What is done because of a payment."""

from core.audit.acts import ActKind


class PaymentAct(ActKind):
    """What a payment brings about, or an exec decides about one."""

    COUNT = "payment"
    KEEP = "keep after payment"
    REVOKE = "revoke after payment"
