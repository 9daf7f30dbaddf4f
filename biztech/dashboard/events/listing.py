"""The list of events."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from unfold.admin import ModelAdmin
from unfold.decorators import display

from biztech.dashboard.events import filters
from biztech.dashboard.events.row_model import Event
from biztech.dashboard.events.states import WORDS, State
from biztech.dashboard.framework.options import DynamoAdmin
from core.clock import moment, now_ms
from events.queries import counted_seats_of, kept_events


class EventAdmin(DynamoAdmin, ModelAdmin):  # type: ignore[misc]  # see options.py
    """All events with their seats: a scan of some dozens, and their counts."""

    list_display = ("who", "standing", "begins", "seats", "line")
    list_display_links = None
    search_fields = ("name", "event_id")
    search_help_text = "Search by name or id"
    list_filter = (filters.YearFilter, filters.StateFilter)
    list_filter_submit = True
    list_per_page = 25
    list_max_show_all = 0
    ordering = ("-starts_at", "name")
    actions = None

    def rows(self, request: HttpRequest) -> Sequence[Event]:
        """Return every event of every year with what its counts say."""
        now, events = now_ms(), kept_events()
        counts = counted_seats_of(events)
        return [
            Event.of(event, counts.get(event.event_key), now=now) for event in events
        ]

    @display(description="Event", ordering="name", header=True)
    def who(self, row: Event) -> list[str | SafeString]:
        """Show name and id, and lead to the event."""
        address = reverse("admin:event", args=[row.event_id, row.year])
        link = format_html('<a class="bt-link" href="{}">{}</a>', address, row.name)
        return [link, f"{row.event_id} {row.year}"]

    @display(
        description="State",
        ordering="state",
        label={
            State.DRAFT: "warning",
            State.PUBLISHED: "success",
            State.OVER: "default",
            State.ARCHIVED: "default",
        },
    )
    def standing(self, row: Event) -> tuple[str, str]:
        """Say how far it got."""
        return row.state, WORDS[State(row.state)]

    @display(description="Begins", ordering="starts_at")
    def begins(self, row: Event) -> str:
        """Say when it begins, by the club's clock."""
        if row.starts_at is None:
            return "No date yet"
        return f"{localtime(moment(row.starts_at)):%Y-%m-%d %H:%M}"

    @display(description="Seats", ordering="taken")
    def seats(self, row: Event) -> str:
        """Say how many seats are taken, of how many."""
        most = "no limit" if row.capacity is None else row.capacity
        return f"{most}, not counted" if row.taken is None else f"{row.taken} of {most}"

    @display(description="Waitlist", ordering="waiting")
    def line(self, row: Event) -> str:
        """Say how many wait."""
        if row.waiting is None:
            return "Not counted"
        return f"{row.waiting} waiting" if row.waiting else "Nobody waits"

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the list under its own name."""
        changes = super().get_changelist_instance(request)
        changes.title = "Events"
        return changes

    def get_urls(self) -> list[URLPattern]:
        """Return the list's address; an event's pages have their own."""
        view: Any = self.admin_site.admin_view(self.changelist_view)
        return [path("", view, name="events_event_changelist")]
