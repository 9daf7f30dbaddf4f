"""What the lists of events and of registrations can be narrowed by."""

from typing import Any

from django.http import HttpRequest

from biztech.dashboard.events.row_model import Registration
from biztech.dashboard.events.states import REVIEW_WORDS, STATUS_WORDS, WORDS
from biztech.dashboard.framework.selects import (
    SelectFilter,
    ValueFilter,
    YesOrNoFilter,
)
from events.queries import kept_events


class YearFilter(SelectFilter):
    """By the year in an event's record."""

    title = "year"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every year that has an event."""
        years = sorted({int(event.year) for event in kept_events()}, reverse=True)
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the events of that year."""
        wanted = self.value()
        return queryset.having(lambda row: str(row.year) == wanted) if wanted else None


class StateFilter(ValueFilter):
    """By how far an event got."""

    title = "state"
    parameter_name = "state"
    attribute = "state"
    labels = WORDS


class StatusFilter(ValueFilter):
    """By where somebody stands."""

    title = "status"
    parameter_name = "status"
    attribute = "status"
    labels = STATUS_WORDS


class ReviewFilter(ValueFilter):
    """By where somebody's application stands."""

    title = "application"
    parameter_name = "application"
    attribute = "review"
    labels = REVIEW_WORDS


class PartnerFilter(YesOrNoFilter):
    """Partners or attendees."""

    title = "partners"
    parameter_name = "partner"
    answers = ("Partners", "Attendees")

    def holds(self, row: Registration) -> bool:
        """Tell whether somebody comes for a partner."""
        return row.partner


class UnpaidFilter(YesOrNoFilter):
    """Who has yet to pay."""

    title = "payment"
    parameter_name = "unpaid"
    answers = ("Has to pay", "Has nothing to pay")

    def holds(self, row: Registration) -> bool:
        """Tell whether somebody has yet to pay."""
        return row.unpaid
