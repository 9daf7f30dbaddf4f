"""What the profile list can be narrowed by."""

from biztech.dashboard.framework.selects import ValueFilter
from biztech.dashboard.profiles.states import TYPES, WORDS


class TypeFilter(ValueFilter):
    """By type of profile."""

    title = "type"
    parameter_name = "type"
    attribute = "profile_type"
    labels = TYPES


class StateFilter(ValueFilter):
    """By whose it is, and whether anybody sees it."""

    title = "state"
    parameter_name = "state"
    attribute = "state"
    labels = WORDS
