"""What a row of the list of events, and of one's registrations, holds."""

from django.db import models

from biztech.dashboard.events.states import TO_PAY, state_of
from biztech.dashboard.framework.unmanaged import UnmanagedModel
from events import models as stored
from events.statuses import review_of, status_of


class Event(UnmanagedModel):
    """One event of one year as a row."""

    key = models.CharField(max_length=300, primary_key=True)
    event_id = models.CharField(max_length=200)
    year = models.IntegerField()
    name = models.CharField(max_length=500)
    state = models.CharField(max_length=20)
    starts_at = models.BigIntegerField(null=True)
    capacity = models.IntegerField(null=True)
    # Of seats that were never counted nothing is known.
    taken = models.IntegerField(null=True)
    waiting = models.IntegerField(null=True)

    class Meta:
        managed = False
        app_label = "events"
        verbose_name = "event"
        verbose_name_plural = "events"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(
        cls, event: stored.Event, seats: stored.Seats | None, *, now: int
    ) -> "Event":
        """Return the row of an event and its counts."""
        return cls(
            key=event.event_key,
            event_id=str(event.id),
            year=int(event.year),
            name=event.name or str(event.id),
            state=state_of(event, now=now),
            starts_at=event.starts_at,
            capacity=event.room,
            taken=int(seats.taken or 0) if seats else None,
            waiting=int(seats.waiting or 0) if seats else None,
        )


class Registration(UnmanagedModel):
    """One person's registration for an event as a row."""

    email = models.EmailField("e-mail", primary_key=True)
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=50)
    review = models.CharField(max_length=50)
    partner = models.BooleanField()
    unpaid = models.BooleanField()
    points = models.IntegerField()
    registered_at = models.BigIntegerField()

    class Meta:
        managed = False
        app_label = "events"
        verbose_name = "registration"
        verbose_name_plural = "registrations"

    def __str__(self) -> str:
        return self.name or self.email

    @classmethod
    def of(cls, row: stored.Registration) -> "Registration":
        """Return the row of a registration; odd statuses speak for themselves."""
        status, review = status_of(row.status), review_of(row.application_status)
        return cls(
            email=str(row.id),
            name=row.full_name,
            status=row.status or "" if status is None else status.value,
            review=row.application_status or "" if review is None else review.value,
            partner=bool(row.is_partner),
            unpaid=status in TO_PAY and not row.is_partner,
            points=int(row.points or 0),
            registered_at=int(row.created_at or 0),
        )
