"""Stored names and values as people read them."""

from typing import Any

from django.utils.timezone import localtime

from core.audit.wording import field_labels, is_time
from core.clock import moment


def label_of(name: str) -> str:
    """Return the users' word for a stored name; an unknown one speaks for itself."""
    return field_labels().get(name, name)


def shown(name: str, value: Any) -> str:
    """Return the value of an attribute as a person reads it."""
    if is_time(name) and isinstance(value, int) and value > 0:
        return f"{localtime(moment(value)):%Y-%m-%d %H:%M}"
    if name == "viewableMap" and isinstance(value, dict):
        visible = [label_of(str(field)) for field, on in value.items() if on is True]
        return ", ".join(sorted(visible)) or "no field"
    return _plain(value)


def _plain(value: Any) -> str:
    match value:
        case None:
            return "not set"
        case "" | []:
            return "empty"
        case bool():
            return "Yes" if value else "No"
        case list():
            return ", ".join(_plain(inner) for inner in value)
        case dict():
            # A stored map has no order.
            return ", ".join(
                f"{name}: {_plain(inner)}" for name, inner in sorted(value.items())
            )
    return str(value)
