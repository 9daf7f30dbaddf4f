"""Pieces of bodies that the apps share, as the club's clients really send them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.errors import Invalid

# Payment metadata holds no longer value, so neither does any other way in.
LONGEST_TEXT = 500
LONGEST_YEAR = 32
LARGEST_YEAR = 9999
LONGEST_NAME = 100

# Beyond this, programs that read JSON no longer agree on a number.
LARGEST_NUMBER = 2**53

Body = dict[str, Any]

# The documented names of types, as clients know them.
_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "number"),
    (float, "number"),
    (str, "string"),
)


class TextField(serializers.CharField):
    """A text or a number, kept as text; blank and null stand for "not known"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("allow_blank", True)
        kwargs.setdefault("allow_null", True)
        kwargs.setdefault("max_length", LONGEST_TEXT)
        super().__init__(**kwargs)


class FlagField(serializers.BooleanField):
    """True or false, also as the texts that forms and payments send."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("allow_null", True)
        super().__init__(**kwargs)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "maxLength": LONGEST_YEAR},
            {"type": "integer"},
            {"type": "null"},
        ]
    }
)
class YearField(serializers.Field[Any, Any, Any, Any]):
    """The year of study, a number or a text such as "3rd Year", stored as given."""

    expected: ClassVar[str] = (
        f"expected a number or a text of at most {LONGEST_YEAR} characters."
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, initial="", **kwargs)

    def to_internal_value(self, data: Any) -> int | str:
        """Return the year in the type that was sent."""
        match data:
            case bool():
                pass
            case int() if 0 <= data <= LARGEST_YEAR:
                return data
            case str() if len(data.strip()) <= LONGEST_YEAR:
                return data.strip()
        raise serializers.ValidationError(self.expected)

    def to_representation(self, value: Any) -> Any:
        """Return the year as it is stored."""
        return value


class EditSerializer(serializers.Serializer[Any]):
    """Attributes to change, under their stored names; all others stay.

    A name that is not listed is stored too when its value is a text, a number or a
    boolean; null removes the attribute.
    """

    # Names that the service judges or leaves alone, whatever their values are.
    not_judged: ClassVar[Collection[str]] = ()

    def to_internal_value(self, data: Any) -> Body:
        """Return the changes by stored name, known fields in their own types."""
        known: Body = super().to_internal_value(data)
        others = {
            name: value for name, value in data.items() if name not in self.fields
        }
        for name, value in others.items():
            if name in self.not_judged:
                continue
            if not name or len(name) > LONGEST_NAME:
                raise serializers.ValidationError(
                    {name[:LONGEST_NAME]: ["the name is empty or too long."]}
                )
            if not is_scalar(value):
                raise serializers.ValidationError(
                    {name: ["expected a text, a number or a boolean."]}
                )
        return {**known, **others}

    def get_initial(self) -> Body:
        """Offer an empty form: a blank sent back would blank the attribute."""
        return {}


def in_documented_order(stored: Mapping[str, Any], documented: Iterable[str]) -> Body:
    """Return a row, the attributes that are ``documented`` first."""
    ordered = {name: stored[name] for name in documented if name in stored}
    if len(ordered) < len(stored):
        others = sorted(stored.keys() - ordered.keys())
        ordered |= {name: stored[name] for name in others}
    return ordered


def is_scalar(value: Any) -> bool:
    """Tell whether a value is one that a row may hold under a name we do not know."""
    match value:
        case bool() | None:
            return True
        case int() | float():
            return abs(value) <= LARGEST_NUMBER
        case str():
            return len(value) <= LONGEST_TEXT
    return False


def is_missing(value: Any) -> bool:
    """Tell whether a value counts as not sent: null, an empty text and zero do."""
    return value in (None, "", 0) and value is not False


def must_have(name: str, body: Mapping[str, Any]) -> None:
    """Refuse, in the documented words, a body in which a value is missing."""
    if is_missing(body.get(name)):
        raise Invalid(f"'{name}' is missing from the request body", data=body)


def must_be(expected: str, name: str, body: Mapping[str, Any]) -> None:
    """Refuse, in the documented words, a body in which a value is of another type.

    ``expected`` is "string", "number" or "boolean".
    """
    value = body[name]
    got = next(
        (said for kind, said in _TYPE_NAMES if isinstance(value, kind)), "object"
    )
    if got != expected:
        message = (
            f"'{name}' in the request body is invalid, expected type '{expected}'"
            f" but got '{got}'"
        )
        raise Invalid(message, data=body)
