"""Bodies of the payment routes: what a checkout is asked for with."""

from typing import Any

from rest_framework import serializers

from core.email import normalize_email
from core.fields import LONGEST_TEXT, Body, TextField, YearField
from core.openapi import EMAIL, example
from memberships.api.fields import fact_field
from memberships.facts import FACTS
from payments.models import PaymentType
from payments.prices import LONGEST_EVENT_ID
from payments.services.orders import Order

LONGEST_ADDRESS = 2000
LONGEST_PASSWORD = 256

_SITE = "https://app.ubcbiztech.com"


@example(
    "A membership",
    paymentName="BizTech Membership",
    paymentType="OAuthMember",
    success_url=f"{_SITE}/membership/success",
    cancel_url=f"{_SITE}/membership",
    email=EMAIL,
    fname="Amira",
    lname="Haddad",
    education="UBC",
    student_number="12345678",
    pronouns="She/Her/Hers",
    year="3rd Year",
    faculty="Science",
    major="Statistics",
    international=False,
    prev_member=True,
    diet="None",
    referral="Instagram",
    topics="Cyber Security,E-Commerce",
)
@example(
    "An event",
    paymentType="Event",
    success_url=f"{_SITE}/event/blueprint/2026/register/success",
    email=EMAIL,
    fname="Amira",
    eventID="blueprint",
    year=2026,
)
class CheckoutSerializer(serializers.Serializer[Any]):
    """The membership form or an event's, as the club's clients send it.

    Whatever else a client sends, names and prices among it, is ignored.
    """

    paymentType = serializers.CharField(
        source="payment_type",
        max_length=LONGEST_TEXT,
        help_text="UserMember, OAuthMember, Member or Event.",
    )
    email = serializers.CharField(help_text="Any letter case.")
    success_url = serializers.CharField(
        max_length=LONGEST_ADDRESS,
        help_text="Where to go after paying; an address of the club's own sites.",
    )
    cancel_url = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        max_length=LONGEST_ADDRESS,
        help_text="Where to go without paying; an address of the club's own sites.",
    )
    eventID = TextField(
        max_length=LONGEST_EVENT_ID, help_text="What an Event payment is for."
    )
    year = YearField(help_text="Of study; of the event for an Event payment.")
    password = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        max_length=LONGEST_PASSWORD,
        trim_whitespace=False,
        write_only=True,
        help_text=(
            "With UserMember: creates the sign-in, and is kept nowhere. Without it an"
            " invitation is sent after the payment."
        ),
    )

    def get_fields(self) -> dict[str, Any]:
        """Return the declared fields, and one for each other name of a fact."""
        facts = {
            name: fact_field(fact) for fact in FACTS.values() for name in fact.payment
        }
        return {**facts, **super().get_fields()}

    def to_internal_value(self, data: Any) -> Body:
        """Return the answers; the e-mail is judged first."""
        email = normalize_email(data.get("email"))
        values: Body = super().to_internal_value({**data, "email": email})
        return values

    def validate_topics(self, topics: list[str] | str | None) -> list[str] | str | None:
        """Refuse more than a payment can carry."""
        if isinstance(topics, list) and len(",".join(topics)) > LONGEST_TEXT:
            raise serializers.ValidationError(
                f"expected at most {LONGEST_TEXT} characters in all."
            )
        return topics

    def validate(self, attrs: Body) -> Body:
        """Ask for the event and its year where an event is paid for."""
        if attrs["payment_type"] != PaymentType.EVENT:
            return attrs
        missing = serializers.ErrorDetail("Required.", code="required")
        for name in ("eventID", "year"):
            if attrs.get(name) in (None, ""):
                raise serializers.ValidationError({name: [missing]})
        if not str(attrs["year"]).isdecimal():
            raise serializers.ValidationError({"year": ["expected the event's year."]})
        return attrs

    def order(self, *, signed_in_as: str) -> Order:
        """Return what was asked for, as the services take it."""
        answers = dict(self.validated_data)
        payment_type = answers.pop("payment_type")
        password = answers.pop("password", None)
        is_event = payment_type == PaymentType.EVENT
        return Order(
            payment_type=payment_type,
            email=answers["email"],
            success_url=answers["success_url"],
            cancel_url=answers.get("cancel_url") or "",
            event_id=answers["eventID"] if is_event else "",
            year=int(answers["year"]) if is_event else None,
            answers=answers,
            signed_in=answers["email"] == signed_in_as,
            password=password,
        )


@example("Applied", received=True, outcome="fulfilled")
class ReceivedSerializer(serializers.Serializer[Any]):
    """What came of an event of Stripe's."""

    received = serializers.BooleanField()
    outcome = serializers.CharField(
        help_text="fulfilled, recorded, duplicate or ignored."
    )


@example("Of an event", message="Cancel webhook disabled", response={})
class CancelledSerializer(serializers.Serializer[Any]):
    """The documented answer to a cancelled event checkout."""

    message = serializers.CharField()
    response = serializers.DictField()
