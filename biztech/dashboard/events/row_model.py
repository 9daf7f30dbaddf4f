"""What a row of the list of events holds."""

from django.db import models

from biztech.dashboard.events.states import state_of
from biztech.dashboard.framework.unmanaged import UnmanagedModel
from events import models as stored


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
