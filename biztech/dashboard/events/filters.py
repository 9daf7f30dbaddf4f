"""What the list of events can be narrowed by."""

from typing import Any

from django.http import HttpRequest

from biztech.dashboard.events.states import WORDS
from biztech.dashboard.framework.selects import SelectFilter
from events.queries import kept_events


class YearFilter(SelectFilter):
    """By the year in an event's record."""

    title = "year"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every year that has an event."""
        years = sorted({int(event.year) for event in kept_events()}, reverse=True)
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the events of that year."""
        wanted = self.value()
        return queryset.having(lambda row: str(row.year) == wanted) if wanted else None


class StateFilter(SelectFilter):
    """By how far an event got."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every state there is."""
        return [(state.value, word) for state, word in WORDS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the events in that state."""
        wanted = self.value()
        return queryset.filter(state=wanted) if wanted else None
