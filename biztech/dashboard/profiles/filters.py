"""What the profile list can be narrowed by."""

from typing import Any

from django.http import HttpRequest

from biztech.dashboard.framework.selects import SelectFilter
from biztech.dashboard.profiles.states import TYPES, WORDS


class TypeFilter(SelectFilter):
    """By type of profile."""

    title = "type"
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every type there is."""
        return list(TYPES.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the profiles of that type."""
        wanted = self.value()
        return queryset.filter(profile_type=wanted) if wanted else None


class StateFilter(SelectFilter):
    """By whose it is, and whether anybody sees it."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every state there is."""
        return [(state.value, word) for state, word in WORDS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the profiles in that state."""
        wanted = self.value()
        return queryset.filter(state=wanted) if wanted else None
