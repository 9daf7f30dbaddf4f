"""Money: paying a session, by card or later, refunds and disputes."""

from tools.stripe import objects
from tools.stripe.errors import StripeRefusal, missing
from tools.stripe.events import emit
from tools.stripe.store import Store, StoredObject

INTENT, CHARGE, DISPUTE = "payment_intent", "charge", "dispute"


def pay(store: Store, session: StoredObject) -> None:
    """Complete an open session with a card that works."""
    _require_open(session)
    if session.public["amount_total"]:
        intent, charge = _attempt(store, session)
        _succeed(store, intent, charge)
        store.change(session, payment_intent=intent.id, payment_status="paid")
    else:
        store.change(session, payment_status="no_payment_required")
    _complete(store, session)


def decline(store: Store, session: StoredObject) -> None:
    """Record that the bank refused the card; the session stays open."""
    _require_open(session)
    intent, charge = _attempt(store, session)
    _fail(store, intent, charge)
    store.change(session, payment_intent=intent.id)


def pay_later(store: Store, session: StoredObject) -> None:
    """Complete an open session by a method whose money comes days later, or never."""
    _require_open(session)
    intent, _ = _attempt(store, session)
    store.change(intent, status="processing")
    store.change(session, payment_intent=intent.id)
    store.note(session, awaited=True)
    _complete(store, session)


def settle_later(store: Store, session: StoredObject, *, succeeded: bool) -> None:
    """Let the awaited money of a completed session arrive, or not."""
    if not session.private.get("awaited"):
        raise StripeRefusal("This Checkout Session awaits no payment.")
    intent, charge = _charged(store, session.public["payment_intent"])
    store.note(session, awaited=False)
    if succeeded:
        _succeed(store, intent, charge)
        store.change(session, payment_status="paid")
        outcome = "succeeded"
    else:
        _fail(store, intent, charge)
        outcome = "failed"
    kind = f"checkout.session.async_payment_{outcome}"
    emit(store, kind, session.public, session=session.id)


def expire(store: Store, session: StoredObject) -> None:
    """Close an open session that nobody paid."""
    status = session.public["status"]
    if status != "open":
        raise StripeRefusal(
            'Only Checkout Sessions with a status in ["open"] can be expired. This'
            f" Checkout Session has a status of `{status}`."
        )
    store.change(session, status="expired", url=None)
    emit(store, "checkout.session.expired", session.public, session=session.id)


def give_back(store: Store, charge: StoredObject, *, amount: int | None) -> None:
    """Refund a charge, in full unless an amount is named."""
    left = charge.public["amount"] - charge.public["amount_refunded"]
    if charge.public["disputed"]:
        raise StripeRefusal(
            f"Charge {charge.id} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    if charge.public["refunded"]:
        raise StripeRefusal(
            f"Charge {charge.id} has already been refunded.",
            code="charge_already_refunded",
        )
    wanted = left if amount is None else amount
    if wanted > left:
        whole = left == charge.public["amount"]
        limit = "charge amount" if whole else "unrefunded amount on charge"
        raise StripeRefusal(
            f"Refund amount (${wanted / 100:.2f}) is greater than {limit}"
            f" (${left / 100:.2f})",
            param="amount",
        )
    before = {"amount_refunded": charge.public["amount_refunded"]}
    if wanted == left:
        before["refunded"] = False
    store.change(
        charge,
        amount_refunded=charge.public["amount_refunded"] + wanted,
        refunded=wanted == left,
    )
    kind = "charge.refunded"
    emit(store, kind, charge.public, session=charge.session, before=before)


def open_dispute(store: Store, charge: StoredObject) -> None:
    """Let the cardholder's bank take the money of a charge back."""
    if charge.public["disputed"] or charge.public["status"] != "succeeded":
        raise StripeRefusal(f"Charge {charge.id} cannot be disputed.")
    dispute = store.add(
        DISPUTE,
        objects.dispute(charge.public, created=store.seconds),
        session=charge.session,
    )
    store.change(charge, disputed=True)
    emit(store, "charge.dispute.created", dispute.public, session=charge.session)


def successful_charge(store: Store, intent_id: str) -> StoredObject:
    """Return the charge of an intent that was paid, or refuse as refunds do."""
    intent = store.find(INTENT, intent_id)
    if intent is None:
        raise missing(INTENT, intent_id, param="payment_intent")
    charge = store.find(CHARGE, intent.public["latest_charge"] or "")
    if charge is None or charge.public["status"] != "succeeded":
        raise StripeRefusal(
            f"This PaymentIntent ({intent_id}) does not have a successful charge to"
            " refund.",
            param="payment_intent",
        )
    return charge


def _require_open(session: StoredObject) -> None:
    if session.public["status"] != "open":
        raise StripeRefusal(
            "This Checkout Session is no longer active. Its status is"
            f" `{session.public['status']}`.",
            code="checkout_not_active_session",
        )


def _attempt(store: Store, session: StoredObject) -> tuple[StoredObject, StoredObject]:
    """Return the session's intent and a new charge of it; the bank decides later."""
    intent = store.find(INTENT, session.public["payment_intent"] or "")
    if intent is None:
        metadata = session.private.get("intent_metadata", {})
        made = objects.payment_intent(session.public, metadata, created=store.seconds)
        intent = store.add(INTENT, made, session=session.id)
    # A promotion code may have come between two attempts.
    store.change(intent, amount=session.public["amount_total"])
    made = objects.charge(intent.public, created=store.seconds)
    charge = store.add(CHARGE, made, session=session.id)
    store.change(intent, latest_charge=charge.id)
    return intent, charge


def _charged(store: Store, intent_id: str) -> tuple[StoredObject, StoredObject]:
    intent = store.find(INTENT, intent_id)
    charge = store.find(CHARGE, intent.public["latest_charge"]) if intent else None
    if intent is None or charge is None:
        raise missing(INTENT, intent_id, param="payment_intent")
    return intent, charge


def _succeed(store: Store, intent: StoredObject, charge: StoredObject) -> None:
    amount = intent.public["amount"]
    store.change(charge, status="succeeded", amount_captured=amount)
    store.change(
        intent, status="succeeded", amount_received=amount, last_payment_error=None
    )


def _fail(store: Store, intent: StoredObject, charge: StoredObject) -> None:
    message = "Your card was declined."
    store.change(
        charge,
        status="failed",
        paid=False,
        captured=False,
        failure_code="card_declined",
        failure_message=message,
    )
    error = {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": "generic_decline",
        "message": message,
        "charge": charge.id,
    }
    store.change(intent, status="requires_payment_method", last_payment_error=error)


def _complete(store: Store, session: StoredObject) -> None:
    store.change(session, status="complete", url=None)
    emit(store, "checkout.session.completed", session.public, session=session.id)
