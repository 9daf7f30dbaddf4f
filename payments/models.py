"""``biztechPayments``: what was asked for, what Stripe said, and what came of it. Ours.

One partition for each Checkout Session:

* ``id`` = the session id, ``sk`` = ``payment``: the **payment**, its amounts (in cents)
  and states.
* the same ``id``, ``sk`` = ``event#<event id>``: an **event** that was applied. It is
  created in the transaction that applies it, so it is applied once. Expires.

A charge whose session nobody knows has a payment of its own under its intent's id.

Questions it answers: a payment with its events (query by ``id``); recent payments
(index ``recent`` by ``month``); a person's (``person-query`` by ``email``); the payment
of a charge (``intent-query`` by ``paymentIntent``); what needs a decision
(``attention-query``, sparse, by ``attention``).
"""

from enum import StrEnum
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import AsStored, Expiry, Flag, Text, Whole
from core.dynamo.base import Binding, Entity, Key
from payments.metadata import metadata_of

_PAYMENT = "payment"
_EVENT = "event#"


class PaymentType(StrEnum):
    """What is paid for; three ways to a membership, as the club's clients say it."""

    USER_MEMBER = "UserMember"
    OAUTH_MEMBER = "OAuthMember"
    MEMBER = "Member"
    EVENT = "Event"


class Attention(StrEnum):
    """Why a payment waits for an exec's decision."""

    UNMATCHED = "unmatched"
    WRONG_AMOUNT = "wrong-amount"
    PAID_TWICE = "paid-twice"
    REGISTRATION_CLOSED = "registration-closed"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


class Decision(StrEnum):
    """What was decided about a payment, by an exec or by giving all of it back."""

    KEEP = "keep"
    REVOKE = "revoke"
    ACCEPT_AMOUNT = "accept-amount"
    REFUNDED = "refunded"


class RecentPayments(GlobalSecondaryIndex[Any]):
    """Payments of one month, by time."""

    class Meta:
        index_name = "recent"
        projection = AllProjection()

    month = UnicodeAttribute(hash_key=True)
    created_at = NumberAttribute(range_key=True, attr_name="createdAt")


class PaymentsOfPerson(GlobalSecondaryIndex[Any]):
    """Payments by the payer's address."""

    class Meta:
        index_name = "person-query"
        projection = AllProjection()

    email = UnicodeAttribute(hash_key=True)
    created_at = NumberAttribute(range_key=True, attr_name="createdAt")


class PaymentsByIntent(GlobalSecondaryIndex[Any]):
    """Payments by Stripe's payment intent, which is all that a charge names."""

    class Meta:
        index_name = "intent-query"
        projection = AllProjection()

    payment_intent = UnicodeAttribute(hash_key=True, attr_name="paymentIntent")


class PaymentsForAttention(GlobalSecondaryIndex[Any]):
    """Payments that wait for a person's decision; others have no such attribute."""

    class Meta:
        index_name = "attention-query"
        projection = AllProjection()

    attention = UnicodeAttribute(hash_key=True)
    created_at = NumberAttribute(range_key=True, attr_name="createdAt")


class Payment(Entity):
    """One Checkout Session; see ``payments.ledger`` for its states."""

    class Meta(Binding):
        base_name = "biztechPayments"

    id = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    month = Text(null=True)
    email = Text(null=True)
    payment_type = Text(attr_name="paymentType", null=True)
    event_id = Text(attr_name="eventID", null=True)
    event_year = Whole(attr_name="eventYear", null=True)
    # The person's answers, as the session carries them; to be read by ``answers``.
    metadata = AsStored(null=True)
    state = Text(null=True)
    expected = Whole(null=True)
    currency = Text(null=True)
    # Of a checkout that we opened: until when it can be paid, in ms, and where it
    # leads back to, for the one that takes its place.
    closes_at = Whole(attr_name="closesAt", null=True)
    success_url = Text(attr_name="successUrl", null=True)
    cancel_url = Text(attr_name="cancelUrl", null=True)
    paid = Whole(null=True)
    refunded = Whole(null=True)
    disputed = Flag(null=True)
    fulfilled_at = Whole(attr_name="fulfilledAt", null=True)
    # Which year's membership it paid for.
    membership_year = Whole(attr_name="membershipYear", null=True)
    payment_intent = Text(attr_name="paymentIntent", null=True)
    # Whether whoever paid was signed in as the address that it names.
    signed_in = Flag(attr_name="signedIn", null=True)
    attention = Text(null=True)
    problem = Text(null=True)
    decision = Text(null=True)
    invitation = Text(null=True)
    # Counts edits; two writers of one payment meet on it.
    revision = Whole(null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    updated_at = Whole(attr_name="updatedAt", null=True)
    recent = RecentPayments()
    of_person = PaymentsOfPerson()
    by_intent = PaymentsByIntent()
    for_attention = PaymentsForAttention()

    @property
    def answers(self) -> dict[str, str]:
        """What the payer told us; older rows may hold more than we ever show."""
        return metadata_of(self.metadata)

    @staticmethod
    def key(session_id: str) -> Key:
        """Return the key of a session's payment."""
        return session_id, _PAYMENT


class AppliedEvent(Entity):
    """A Stripe event that was applied, and what came of it."""

    class Meta(Binding):
        base_name = "biztechPayments"

    id = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    type = Text(null=True)
    outcome = Text(null=True)
    problem = Text(null=True)
    payment_intent = Text(attr_name="intent", null=True)
    attention = Text(null=True)
    event_created = Whole(attr_name="eventCreated", null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    # Seconds; events are kept longer than Stripe redelivers them.
    expires_at = Expiry(attr_name="expiresAt", null=True)

    @staticmethod
    def key(session_id: str, event_id: str) -> Key:
        """Return the key of an event in its session's partition."""
        return session_id, f"{_EVENT}{event_id}"

    @property
    def event_id(self) -> str:
        """Stripe's id of the event."""
        return str(self.sk).removeprefix(_EVENT)
