"""The numbers of an event: seats, money, and charts of who comes and what they say."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime

from biztech.dashboard.events.pages import event_url
from biztech.dashboard.events.states import STATUS_WORDS
from biztech.dashboard.framework.charts import Bar, Drawn
from biztech.dashboard.payments.listing import paid_in
from core.audit.models import Act
from core.clock import DAY, HOUR, MINUTE, moment
from events.models import Event, Registration, Seats
from events.questions import chosen, questions_in
from events.services.reading import price_of
from events.statuses import Status, status_of, takes_seat
from payments.ledger import payments_in
from payments.models import PaymentType

# Longer charts are not read.
MOST_BARS = 12
# How much time one bar of the check-ins stands for: the least that makes few bars.
_STEPS = (5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, DAY)
# Money comes in for so long; each month is a query.
MOST_MONTHS = 6
_MONTH = 31 * DAY


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """How many seats an event has, and who has them."""

    taken: int
    capacity: int | None
    waiting: int
    holds: int
    partners: int

    @property
    def free(self) -> int | None:
        """How many seats are free; below zero where an exec went over."""
        return None if self.capacity is None else self.capacity - self.taken


def numbers_of(
    event: Event, seats: Seats | None, rows: Sequence[Registration]
) -> Numbers:
    """Return the numbers of an event, from its counts or, before any, from its rows."""
    counted = seats is not None and seats.counted_at
    attendees = [row for row in rows if not row.is_partner]
    return Numbers(
        taken=int(seats.taken or 0)
        if seats and counted
        else sum(takes_seat(row) for row in rows),
        capacity=event.room,
        waiting=int(seats.waiting or 0)
        if seats and counted
        else sum(status_of(row.status) is Status.WAITLIST for row in attendees),
        holds=sum(bool(row.hold_until) for row in attendees),
        partners=len(rows) - len(attendees),
    )


def has_price(event: Event) -> bool:
    """Tell whether anybody pays for a place."""
    return any(price_of(event, is_member=is_member) for is_member in (True, False))


def income_of(event: Event, *, now: int) -> str:
    """Return what was paid for an event, less what was given back, in dollars.

    Payments are read by month: those of the half year before its end.
    """
    last = min(now, (event.ends_at or now) + _MONTH)
    first = max(int(event.created_at or 0), last - (MOST_MONTHS - 1) * _MONTH)
    months = {Act.month_of(at) for at in (*range(first, last, 15 * DAY), last)}
    return paid_in(
        [
            payment
            for month in sorted(months)
            for payment in payments_in(month)
            if payment.payment_type == PaymentType.EVENT
            and payment.event_id == event.id
            and payment.event_year == int(event.year)
        ]
    )


def charts_of(event: Event, rows: Sequence[Registration]) -> list[Drawn]:
    """Return the charts of an event: statuses, when people came, what they chose."""
    people = [row for row in rows if not row.is_partner]
    return [
        Drawn(title="Where people stand", bars=_statuses(event, people)),
        Drawn(title="Checked in, by time", bars=_check_ins(people)),
        *_answers(event, people),
    ]


def _statuses(event: Event, people: Sequence[Registration]) -> list[Bar]:
    counted = Counter(status_of(row.status) for row in people)
    bars = [
        Bar(
            label=word,
            number=counted[status],
            link=event_url(
                event, "event_registrations", status=status.value, partner="no"
            ),
        )
        for status, word in STATUS_WORDS.items()
        if counted[status]
    ]
    odd = Bar(label="Something else", number=counted[None])
    return [*bars, odd] if counted[None] else bars


def _check_ins(people: Sequence[Registration]) -> list[Bar]:
    times = sorted(int(row.checked_in_at) for row in people if row.checked_in_at)
    if not times:
        return []
    spread = times[-1] - times[0]
    step = next((one for one in _STEPS if spread < one * (MOST_BARS - 1)), DAY)
    counted = Counter(at - at % step for at in times)
    # By the day only those on which somebody came: odd rows say years ago.
    every = range(min(counted), max(counted) + 1, step)
    slots = sorted(counted)[-MOST_BARS:] if step == DAY else every
    form = "%b %d" if step == DAY else "%H:%M" if spread < DAY else "%b %d, %H:%M"
    return [
        Bar(label=f"{localtime(moment(slot)):{form}}", number=counted[slot])
        for slot in slots
    ]


def _answers(event: Event, people: Sequence[Registration]) -> Iterator[Drawn]:
    for question in questions_in(event.questions):
        if question.has_choices:
            made = Counter(
                choice
                for row in people
                if isinstance(row.answers, dict)
                for choice in chosen(question, row.answers.get(question.id))
            )
            bars = [
                Bar(
                    label=choice if limit is None else f"{choice} (of {limit})",
                    number=made[choice],
                )
                for choice, limit in zip(question.choices, question.limits, strict=True)
            ]
            yield Drawn(title=question.label, bars=bars)
