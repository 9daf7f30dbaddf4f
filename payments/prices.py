"""What things cost, decided here and never by the caller; amounts in cents."""

from dataclasses import dataclass

from django.conf import settings

from events.models import Event
from events.services.reading import price_for, price_of
from payments.errors import NoPrice
from payments.models import PaymentType

MEMBERSHIP_NAME = "BizTech Membership"

LONGEST_EVENT_ID = 200
MEMBERSHIP_TYPES = (
    PaymentType.USER_MEMBER,
    PaymentType.OAUTH_MEMBER,
    PaymentType.MEMBER,
)
PAYMENT_TYPES = tuple(PaymentType)


@dataclass(frozen=True, kw_only=True)
class Price:
    """What is sold and for how much."""

    name: str
    cents: int
    image: str = ""


def membership_price(education: str | None) -> Price:
    """Return the price of a year's membership (contract section 3.3)."""
    cents = (
        settings.MEMBERSHIP_PRICE_UBC_CENTS
        if education == "UBC"
        else settings.MEMBERSHIP_PRICE_CENTS
    )
    return Price(name=MEMBERSHIP_NAME, cents=cents)


def event_price(event: Event, email: str, *, is_member: bool) -> Price:
    """Return what an event costs somebody, or refuse one that costs them nothing.

    The name ends in a space, or in "(Non-member)" where that costs another amount:
    the club's clients and bookkeeping know it so.
    """
    cents = price_for(email, event, is_member=is_member)
    if not cents:
        raise NoPrice
    same = price_of(event, is_member=True) == price_of(event, is_member=False)
    suffix = "" if is_member or same else "(Non-member)"
    return Price(
        name=f"{event.name or event.id} {suffix}",
        cents=cents,
        image=str(event.plain().get("imageUrl") or ""),
    )


def dollars(cents: int, currency: str | None = None) -> str:
    """Return an amount as people write it; a currency other than ours is named."""
    amount = f"{cents / 100:,.2f}"
    if currency and currency != settings.PAYMENT_CURRENCY:
        return f"{amount} {currency.upper()}"
    return f"${amount}"
