"""Bodies of the routes of prizes and credits, and what they answer."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from companion.credits.models import CreditEntry
from companion.credits.queries import total
from core.fields import LONGEST_NAME, LONGEST_TEXT, Body, is_missing, must_have
from core.openapi import AT, EMAIL, example

LONGEST_ID = 200
MOST = 1_000_000_000
_DIGITS = 12

PRIZE = {"id": "hoodie", "name": "Hoodie", "price": 300, "stock": 10}
STORED = {**PRIZE, "createdAt": AT, "updatedAt": AT}
ENTRY = {
    "id": "0d5f6c6e-4d4c-5a35-8f0e-2f1c38a8a7d1",
    "userId": EMAIL,
    "credits": 50,
    "reason": "Workshop",
    "createdAt": AT,
}

# Rows of the former system may hold more, which is nobody's to read.
_OPEN = ("id", "name", "price", "imageHash", "links", "stock", "createdAt", "updatedAt")


def amount(**limits: Any) -> serializers.DecimalField:
    """Return the field of a sum to the cent."""
    limits.setdefault("max_value", MOST)
    return serializers.DecimalField(
        max_digits=_DIGITS, decimal_places=2, coerce_to_string=False, **limits
    )


@example("Dearer", price=350)
class PrizeEditSerializer(serializers.Serializer[Any]):
    """What of a prize can change; what is not sent stays, other names are ignored."""

    name = serializers.CharField(required=False, max_length=LONGEST_NAME)
    price = amount(required=False, min_value=0)
    imageHash = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_TEXT
    )
    links = serializers.DictField(
        required=False, child=serializers.CharField(max_length=LONGEST_TEXT)
    )
    stock = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MOST,
        help_text="How many are left; without it there is no end of them.",
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the changes, and the id if it was sent."""
        values: Body = super().to_internal_value(data)
        return {**values, **({"id": data["id"]} if "id" in data else {})}

    def get_initial(self) -> Body:
        """Offer an empty form: a blank sent back would change the attribute."""
        return {}


@example("A prize", **PRIZE)
class PrizeSerializer(PrizeEditSerializer):
    """A prize."""

    id = serializers.RegexField(r"^[^/]+$", max_length=LONGEST_ID)
    name = serializers.CharField(max_length=LONGEST_NAME)
    price = amount(min_value=0)

    def to_internal_value(self, data: Any) -> Body:
        """Return the prize, or say in the documented words what is missing."""
        for name in ("id", "name"):
            must_have(name, data)
        return super().to_internal_value(data)


@example("A prize", **STORED)
class StoredPrizeSerializer(serializers.Serializer[Any]):
    """A prize; rows of the former system may lack what it has."""

    id = serializers.CharField()
    name = serializers.CharField(required=False)
    price = serializers.JSONField(required=False, help_text="A number.")


@example("Created", message="Prize Created!", response={}, item=STORED)
class CreatedPrizeSerializer(serializers.Serializer[Any]):
    """The prize that was made."""

    message = serializers.CharField()
    response = serializers.DictField(help_text="Always empty.")
    item = StoredPrizeSerializer()


@example("A reward", userId=EMAIL, reason="Workshop", credits=50)
class BookingSerializer(serializers.Serializer[Any]):
    """Credits that somebody gets, or spends where it is below zero."""

    userId = serializers.CharField(
        max_length=LONGEST_ID, help_text="The e-mail, in any letter case."
    )
    reason = serializers.CharField(max_length=LONGEST_TEXT)
    credits = amount(min_value=-MOST)
    nonce = serializers.CharField(
        required=False,
        help_text="In the place of the header `Idempotency-Key`, for clients that set"
        " no headers.",
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the booking, or say in the documented words what is missing."""
        for name in ("userId", "reason", "credits"):
            must_have(name, data)
        values: Body = super().to_internal_value(data)
        if is_missing(values["credits"]):
            raise serializers.ValidationError({"credits": ["expected not 0."]})
        return values

    def get_initial(self) -> Body:
        """Offer an empty form."""
        return {}


@example("Booked", message="Transaction Created!", response={}, item=ENTRY)
class BookedSerializer(serializers.Serializer[Any]):
    """The entry that was made."""

    message = serializers.CharField()
    response = serializers.DictField(help_text="Always empty.")
    item = serializers.DictField()


def prize_body(stored: Mapping[str, Any]) -> Body:
    """Return a prize as everybody who is signed in reads it."""
    return {name: stored[name] for name in _OPEN if name in stored}


def ledger_body(entries: list[CreditEntry]) -> Body:
    """Return the entries of one person, with their sum."""
    return {
        "count": len(entries),
        "transactions": [entry.plain() for entry in entries],
        "totalCredits": _number(total(entries)),
    }


def _number(sum_: Decimal) -> float:
    return int(sum_) if sum_ == sum_.to_integral_value() else float(sum_)
