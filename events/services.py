"""What happens to registrations when somebody pays; written with the payment."""

from biztech.audit.changes import RowChange
from events.models import Registration

# Where a payment moves a registration. Every other status is further along, or closed.
_PAID = {
    "incomplete": "registered",
    "accepted": "acceptedComplete",
    "acceptedPending": "acceptedComplete",
}
_SETTLED = frozenset({"registered", "checkedIn", "acceptedComplete"})


def paid(registration: Registration, *, now: int) -> RowChange:
    """Return the change that a payment makes: forward, or none (contract 3.5)."""
    status = _PAID.get(registration.status or "")
    values = {"registrationStatus": status, "updatedAt": now} if status else {}
    return RowChange.edited("registration", registration, values)


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
