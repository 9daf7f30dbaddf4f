"""What payments refuse."""

from collections.abc import Iterable

from core.errors import (
    Conflict,
    Invalid,
    Malformed,
    NotFound,
    Unavailable,
)


class NoPrice(Invalid):
    """The event has no price that could be paid."""

    code = "no_price"

    def __init__(self) -> None:
        super().__init__("This event has no price, so there is nothing to pay.")


class UnknownPaymentType(Invalid):
    """None of the four things that can be paid for."""

    code = "unknown_payment_type"

    def __init__(self, types: Iterable[str]) -> None:
        super().__init__(f"'paymentType' must be one of {', '.join(types)}.")


class ForeignAddress(Invalid):
    """An address to return to that is not ours."""

    code = "foreign_address"

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' must be an address of the club's own site.")


class NotRegistered(Conflict):
    """There is no registration that this payment could be for."""

    code = "not_registered"

    def __init__(self) -> None:
        super().__init__("Register for the event first, then pay for it.")


class NothingToPay(Conflict):
    """The registration does not wait for a payment; the sentence says why."""

    code = "nothing_to_pay"


class CheckoutUnavailable(Unavailable):
    """Stripe does not answer, or refuses; nothing was charged."""

    code = "checkout_unavailable"

    def __init__(self) -> None:
        super().__init__("Paying is not possible right now. Please try again.")


class MemberAlready(Conflict):
    """There is nothing to pay for."""

    code = "member_already"

    def __init__(self) -> None:
        super().__init__(
            "This address belongs to a member already. There is nothing to pay."
        )


class NotAsSent(Malformed):
    """Something is not of the type or size in which Stripe sends it."""

    code = "not_as_sent"

    def __init__(self, name: str) -> None:
        super().__init__(f"Webhook Error: '{name}' is not as Stripe sends it.")


class BadSignature(Malformed):
    """The request is not from Stripe, or was changed on its way."""

    code = "bad_signature"

    def __init__(self, reason: str) -> None:
        super().__init__(f"Webhook Error: {reason}")


class NotOurs(Malformed):
    """The event is of another mode than our key, or of somebody else's account."""

    code = "not_ours"

    def __init__(self, what: str) -> None:
        super().__init__(f"Webhook Error: {what}")


class UnknownAtStripe(NotFound):
    """Stripe has no checkout under that id."""

    code = "unknown_at_stripe"

    def __init__(self) -> None:
        super().__init__(
            "Stripe knows no checkout of this payment."
            " Grant the membership by hand if it is due, then keep."
        )


class StripeSilent(Unavailable):
    """Stripe does not answer, or not as it should; nothing was changed."""

    code = "stripe_silent"

    def __init__(self) -> None:
        super().__init__("Stripe does not answer right now. Please try again.")


class UnidentifiedPayment(Malformed):
    """A session that says neither whose it is nor what it pays for."""

    code = "unidentified_payment"

    def __init__(self, what: str = "unidentified payment type") -> None:
        super().__init__(f"Webhook Error: {what}")


class DeliverAgain(Unavailable):
    """The event could not be applied now; Stripe is asked to deliver it again."""

    code = "deliver_again"

    def __init__(self) -> None:
        super().__init__("Not applied yet. Please deliver this event again.")


class UnknownCheckout(NotFound):
    """Stripe has no checkout of the id that a reconciliation is to go on behind."""

    code = "unknown_checkout"

    def __init__(self) -> None:
        super().__init__("Stripe knows no checkout of that id. Begin without it.")


class NothingToDecide(Conflict):
    """The payment waits for nothing any more."""

    code = "nothing_to_decide"

    def __init__(self) -> None:
        super().__init__("This payment has been dealt with already.")


class CountedAlready(Conflict):
    """The payment has had its effect; it has none a second time."""

    code = "counted_already"

    def __init__(self) -> None:
        super().__init__("This payment has counted already. Revoke or keep instead.")


class NothingToRevoke(Conflict):
    """The payment gave nobody a membership or a place that could be taken back."""

    code = "nothing_to_revoke"

    def __init__(self) -> None:
        super().__init__(
            "This payment was for neither a membership nor a place. Keep it instead."
        )


class NotAttachable(Invalid):
    """The payment cannot be settled for that person and purpose."""

    code = "not_attachable"
