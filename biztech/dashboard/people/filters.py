"""What the people list can be narrowed by."""

from typing import Any

from django.http import HttpRequest

from biztech.dashboard.framework.selects import SelectFilter, YesOrNoFilter
from biztech.dashboard.people.reading import everyone
from biztech.dashboard.people.row_model import Person
from core.clock import DAY, now_ms

WEEK = 7 * DAY

UNKNOWN = "unknown"


class MemberFilter(YesOrNoFilter):
    """Member or not."""

    title = "membership"
    parameter_name = "member"
    answers = ("Members", "Non-members")

    def holds(self, row: Person) -> bool:
        """Tell whether there is a member record."""
        return row.member


class CardFilter(YesOrNoFilter):
    """Card written or not."""

    title = "card"
    parameter_name = "card"
    answers = ("Has a card", "Has no card")

    def holds(self, row: Person) -> bool:
        """Tell whether a card was written."""
        return row.cards > 0


class ProblemFilter(YesOrNoFilter):
    """With problems or without."""

    title = "problems"
    parameter_name = "problem"
    answers = ("Has a problem", "Has no problem")

    def holds(self, row: Person) -> bool:
        """Tell whether a piece is missing or contradicts another."""
        return bool(row.problems)


class JoinedFilter(SelectFilter):
    """Became a member lately."""

    title = "joined"
    parameter_name = "joined"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the last week."""
        return [("week", "In the last seven days")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep those who joined since."""
        if self.value() != "week":
            return None
        since = now_ms() - WEEK
        return queryset.having(lambda row: row.member_since >= since)


class _ByValue(SelectFilter):
    """A filter over the values that occur, most frequent first."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer what occurs, and "not known"."""
        counted = everyone(request).counted(self.parameter_name).most_common()
        known = [(value, value) for value, _ in counted if value]
        return [*known, (UNKNOWN, "Not known")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the rows with that value."""
        wanted = self.value()
        if not wanted:
            return None
        value = "" if wanted == UNKNOWN else wanted
        return queryset.filter(**{self.parameter_name: value})


class FacultyFilter(_ByValue):
    """By faculty."""

    title = "faculty"
    parameter_name = "faculty"


class YearFilter(_ByValue):
    """By year of study."""

    title = "year of study"
    parameter_name = "year"


class ProfileTypeFilter(_ByValue):
    """By type of profile."""

    title = "profile type"
    parameter_name = "profile_type"
