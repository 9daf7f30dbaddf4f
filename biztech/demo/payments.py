"""The demo club's payments: one for every state that an exec may meet."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from biztech.demo.club import DemoClub, Row
from core.clock import DAY
from core.dynamo.wire import from_item
from events.models import Registration, event_key
from payments.ledger import Account, entry
from payments.models import AppliedEvent, Attention, PaymentType
from payments.prices import dollars, membership_price
from payments.stripe_objects import DISPUTED, REFUNDED

_HOUR = DAY // 24
_MINUTE = _HOUR // 60

_PAID_EVENT = "blueprint"

_COMPLETED = "checkout.session.completed"
_FAILED = "checkout.session.async_payment_failed"
_EXPIRED = "checkout.session.expired"

# The answers of the form, by the names they have in Stripe and in the user record.
_ANSWERS = {
    "fname": "fname",
    "lname": "lname",
    "education": "education",
    "student_number": "studentId",
    "pronouns": "gender",
    "year": "year",
    "faculty": "faculty",
    "major": "major",
    "diet": "diet",
}


@dataclass(frozen=True, kw_only=True)
class _Story:
    """What became of one checkout, and what Stripe told of it, at which time."""

    email: str
    at: int
    payment_type: str = PaymentType.OAUTH_MEMBER
    state: str = "paid"
    counted: bool = False
    # Whether it says whose it is and what for.
    named: bool = True
    told: tuple[str, ...] = (_COMPLETED,)
    values: Row = field(default_factory=dict)


def add_payments(club: DemoClub) -> None:
    """Add the payments, each with the events that Stripe told of it."""
    stories = [*_of_members(club), *_of_guests(club), *_of_others(club)]
    for number, story in enumerate(stories, start=1):
        payment = _payment(club, story, f"{number:02d}")
        club.payments.append(payment)
        club.payment_events.extend(_events(club, story, payment))


def _of_members(club: DemoClub) -> Iterator[_Story]:
    """Tell how the newest members paid."""
    emails = list(club.members)[-6:]
    begun = [club.members[email]["createdAt"] - _MINUTE for email in emails]
    stories = [
        _Story(email=email, at=at, counted=True)
        for email, at in zip(emails, begun, strict=True)
    ]
    yield from stories[:2]
    # All of it taken off by a promotion code.
    yield _Story(email=emails[2], at=begun[2], counted=True, values={"paid": 0})
    yield _Story(
        email=emails[3],
        at=begun[3],
        counted=True,
        told=(_COMPLETED, REFUNDED),
        values={"attention": Attention.REFUNDED},
    )
    yield _Story(
        email=emails[4],
        at=begun[4],
        counted=True,
        told=(_COMPLETED, DISPUTED),
        values={"attention": Attention.DISPUTED, "disputed": True},
    )
    yield stories[5]
    yield _Story(
        email=emails[5],
        at=begun[5] + 2 * _MINUTE,
        counted=True,
        values={"attention": Attention.PAID_TWICE, "problem": "a member already"},
    )


def _of_guests(club: DemoClub) -> Iterator[_Story]:
    """Tell of two who paid for the second event."""
    yield _Story(
        email=_guest(club, "acceptedComplete"),
        at=club.now - 70 * _HOUR,
        payment_type=PaymentType.EVENT,
        counted=True,
    )
    yield _Story(
        email=_guest(club, "cancelled"),
        at=club.now - 26 * _HOUR,
        payment_type=PaymentType.EVENT,
        values={
            "attention": Attention.REGISTRATION_CLOSED,
            "problem": "registration is cancelled",
        },
    )


def _of_others(club: DemoClub) -> Iterator[_Story]:
    """Tell of people whose checkout has not made them members."""
    emails = [email for email in club.users if email not in club.members][-6:]
    yield _Story(
        email=emails[0],
        at=club.now - 30 * _HOUR,
        named=False,
        values={
            "attention": Attention.UNMATCHED,
            "problem": "unidentified payment type",
        },
    )
    expected = _price(club, emails[1], PaymentType.MEMBER)
    yield _Story(
        email=emails[1],
        at=club.now - 28 * _HOUR,
        payment_type=PaymentType.MEMBER,
        values={
            "attention": Attention.WRONG_AMOUNT,
            "problem": f"asked for {dollars(expected)}, paid for {dollars(500)}",
            "paid": 500,
        },
    )
    for email, hours, state, told in (
        (emails[2], 20, "processing", (_COMPLETED,)),
        (emails[3], 12, "failed", (_COMPLETED, _FAILED)),
        (emails[4], 5, "expired", (_EXPIRED,)),
        (emails[5], 0, "open", ()),
    ):
        at = club.now - hours * _HOUR
        yield _Story(email=email, at=at, state=state, told=told)


def _payment(club: DemoClub, story: _Story, number: str) -> Row:
    expected = _price(club, story.email, story.payment_type)
    values: Row = {
        "state": story.state,
        "currency": "cad",
        "metadata": _metadata(club, story),
    }
    if story.named:
        values |= {"email": story.email, "paymentType": story.payment_type}
        values |= {"expected": expected}
    if story.named and story.payment_type == PaymentType.EVENT:
        event = _event(club)
        values |= {"eventID": event["id"], "eventYear": event["year"]}
    if story.state == "paid":
        values |= {"paid": expected, "paymentIntent": f"pi_demo_{number}"}
    if REFUNDED in story.told:
        values["refunded"] = expected
    if story.counted:
        values["fulfilledAt"] = story.at + _MINUTE
    change = entry(
        Account(f"cs_demo_{number}"),
        {**values, **story.values},
        now=_told_at(club, story, len(story.told)),
        created=story.at,
    )
    return from_item(change.after or {})


def _metadata(club: DemoClub, story: _Story) -> Row:
    user = club.users[story.email]
    if story.payment_type == PaymentType.EVENT:
        event = _event(club)
        known = {"eventID": event["id"], "year": str(event["year"])}
        known["fname"] = user["fname"]
    else:
        known = {name: user[stored] for name, stored in _ANSWERS.items()}
    if not story.named:
        return known
    return {"paymentType": story.payment_type, "email": story.email, **known}


def _events(club: DemoClub, story: _Story, payment: Row) -> Iterator[Row]:
    number = payment["id"].rpartition("_")[2]
    for position, kind in enumerate(story.told, start=1):
        at = _told_at(club, story, position)
        partition, sort_key = AppliedEvent.key(
            payment["id"], f"evt_demo_{number}_{position}"
        )
        counted = story.counted and kind == _COMPLETED
        yield {
            "id": partition,
            "sk": sort_key,
            "type": kind,
            "outcome": "fulfilled" if counted else "recorded",
            "eventCreated": at,
            "createdAt": at,
            "expiresAt": (at + 90 * DAY) // 1000,
        }


def _told_at(club: DemoClub, story: _Story, position: int) -> int:
    """Return when Stripe told of it: first at once, then hours later; 0 is never."""
    later = (0, _MINUTE, 3 * _HOUR)[position]
    return min(story.at + later, club.now)


def _price(club: DemoClub, email: str, payment_type: str) -> int:
    if payment_type == PaymentType.EVENT:
        pricing = _event(club)["pricing"]
        return 100 * int(pricing["members" if email in club.members else "nonMembers"])
    return membership_price(club.users[email]["education"]).cents


def _event(club: DemoClub) -> Row:
    """Return the event that people pay for."""
    return next(row for row in club.events if row["id"] == _PAID_EVENT)


def _guest(club: DemoClub, status: str) -> str:
    """Return somebody whose registration for that event has that status."""
    event = _event(club)
    key = event_key(event["id"], event["year"])
    return next(
        str(row["id"])
        for row in reversed(club.registrations)
        if row[Registration.event.attr_name] == key
        and row["registrationStatus"] == status
    )
