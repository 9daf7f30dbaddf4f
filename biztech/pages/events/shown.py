"""What pages say of an event and of somebody's place at it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.html import strip_tags

from core.clock import moment
from events.models import Event, Registration, Seats
from events.services.feedback import FormType, form_of
from events.services.reading import is_for_members_only, price_of
from events.services.seats import UNLIMITED
from events.statuses import Status, is_under_review, status_of
from payments.prices import dollars

# From so few on, how many seats are left is said.
_FEW = 20


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where somebody stands with an event, and what they can do about it."""

    title: str
    text: str
    has_ticket: bool = False
    must_pay: bool = False
    must_confirm: bool = False
    can_cancel: bool = True


@dataclass(frozen=True, kw_only=True)
class EventFace:
    """An event as pages show it."""

    event_id: str
    year: int
    name: str
    text: str
    place: str
    picture: str
    begins: datetime | None
    ends: datetime | None
    price: str
    is_over: bool

    @property
    def is_one_day(self) -> bool:
        """Whether it ends on the day that it begins."""
        return bool(
            self.begins and self.ends and self.begins.date() == self.ends.date()
        )


_STANDINGS = {
    Status.REGISTERED: Standing(
        title="You are registered",
        text="Show this code at the door. It is in your mail as well.",
        has_ticket=True,
    ),
    Status.ACCEPTED_COMPLETE: Standing(
        title="You are coming",
        text="Show this code at the door. It is in your mail as well.",
        has_ticket=True,
    ),
    Status.CHECKED_IN: Standing(
        title="You are checked in",
        text="Enjoy the event.",
        has_ticket=True,
        can_cancel=False,
    ),
    Status.WAITLIST: Standing(
        title="You are on the waitlist",
        text="All seats are taken. When one comes free it goes to whoever waits longest"
        " and we send you a mail.",
    ),
    Status.INCOMPLETE: Standing(
        title="Your place is not paid yet",
        text="Pay to keep it. Without a payment your seat goes to somebody else.",
        must_pay=True,
    ),
    Status.ACCEPTED: Standing(
        title="You are accepted",
        text="Pay to take your place.",
        must_pay=True,
    ),
    Status.ACCEPTED_PENDING: Standing(
        title="You are accepted",
        text="Say that you come, so that we keep a seat for you.",
        must_confirm=True,
    ),
    Status.CANCELLED: Standing(
        title="Your registration is cancelled",
        text="If you want to come after all, register again.",
        can_cancel=False,
    ),
    Status.REJECTED: Standing(
        title="There is no place for you this time",
        text="There were more applications than seats. We hope to see you at another"
        " event.",
        can_cancel=False,
    ),
}
_UNDER_REVIEW = Standing(
    title="We have your application",
    text="We read it and send you a mail when it is decided.",
)
_UNKNOWN = Standing(
    title="We do not know where you stand",
    text="Please write to the club: something is odd about your registration.",
    can_cancel=False,
)


def face_of(event: Event, *, now: int) -> EventFace:
    """Return an event as pages show it."""
    over = event.ends_at is not None and event.ends_at < now
    return EventFace(
        event_id=str(event.id),
        year=int(event.year),
        name=event.name or str(event.id),
        # Older descriptions hold markup of other pages.
        text=strip_tags(event.description or "").strip(),
        place=event.place or "",
        picture=_picture(event),
        begins=_local(event.starts_at),
        ends=_local(event.ends_at),
        price=_price(event),
        is_over=bool(over or event.is_completed),
    )


def seats_left(event: Event, seats: Seats | None) -> str:
    """Return what is to be said of free seats; nothing while there are many."""
    if event.is_application_based or seats is None or not seats.counted_at:
        return ""
    free = int(seats.free or 0) - int(seats.waiting or 0)
    if free <= 0:
        return "All seats are taken. You can join the waitlist."
    if free > _FEW or free > UNLIMITED // 2:
        return ""
    return f"{free} seats left." if free > 1 else "One seat left."


def standing_of(registration: Registration) -> Standing:
    """Return where somebody stands."""
    status = status_of(registration.status)
    undecided = status in (Status.REGISTERED, Status.INCOMPLETE)
    if undecided and is_under_review(registration):
        return _UNDER_REVIEW
    return _STANDINGS.get(status, _UNKNOWN) if status else _UNKNOWN


def is_asking(event: Event, registration: Registration, *, now: int) -> bool:
    """Tell whether somebody who was there is asked what they thought of it."""
    was_there = status_of(registration.status) is Status.CHECKED_IN
    return was_there and form_of(event, FormType.ATTENDEE, now=now).is_open


def _picture(event: Event) -> str:
    address = event.image_url or ""
    return address if address.startswith("https://") else ""


def _local(ms: int | None) -> datetime | None:
    return None if ms is None else timezone.localtime(moment(ms))


def _price(event: Event) -> str:
    members = price_of(event, is_member=True)
    if is_for_members_only(event):
        return f"{_amount(members)}, for members only"
    others = price_of(event, is_member=False)
    if members == others:
        return _amount(members)
    return f"{_amount(others)}, for members {_amount(members).lower()}"


def _amount(cents: int) -> str:
    return dollars(cents) if cents else "Free"
