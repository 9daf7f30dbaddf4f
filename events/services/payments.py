"""Changes of registrations, for whoever owns the decision to put in a transaction.

They move forward when somebody pays, and partners get theirs from their profiles.
"""

from collections.abc import Mapping

from core.audit.changes import RowChange
from events.models import Registration

_REGISTERED = "registered"

# Where a payment moves a registration. Every other status is further along, or closed.
_PAID = {
    "incomplete": _REGISTERED,
    "accepted": "acceptedComplete",
    "acceptedPending": "acceptedComplete",
}
_SETTLED = frozenset({_REGISTERED, "checkedIn", "acceptedComplete"})


def paid(registration: Registration, *, now: int) -> RowChange:
    """Return the change that a payment makes: forward, or none (contract 3.5)."""
    status = _PAID.get(registration.status or "")
    values = {"registrationStatus": status, "updatedAt": now} if status else {}
    return RowChange.edited("registration", registration, values)


def partner_registration(
    email: str, event_id: str, year: int, *, basic: Mapping[str, str], now: int
) -> RowChange:
    """Return the creation of a partner's registration for an event.

    ``basic`` are ``fname``, ``lname``, ``companyName`` and ``role``.
    """
    partner, event = Registration.key(email, event_id, year)
    row = {
        "id": partner,
        Registration.event.attr_name: event,
        "registrationStatus": _REGISTERED,
        "isPartner": True,
        "fname": basic["fname"],
        "basicInformation": dict(basic),
        "createdAt": now,
        "updatedAt": now,
    }
    return RowChange.created("registration", Registration.of(row))


def is_open_to_payment(registration: Registration) -> bool:
    """Tell whether paying leads to a place: not for cancelled and refused people."""
    status = registration.status or ""
    return status in _PAID or status in _SETTLED


def offer_checkout(registration: Registration, url: str, *, now: int) -> RowChange:
    """Return the change that keeps where the person can pay."""
    return RowChange.edited(
        "registration", registration, {"checkoutLink": url, "updatedAt": now}
    )


def withdraw_checkout(
    registration: Registration, session_id: str, *, now: int
) -> RowChange:
    """Return the change that forgets a checkout that has expired; no later one."""
    link = registration.checkout_link or ""
    values = {"checkoutLink": None, "updatedAt": now} if session_id in link else {}
    return RowChange.edited("registration", registration, values)
