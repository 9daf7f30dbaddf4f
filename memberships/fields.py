"""Fields of request bodies, as the club's clients really send them."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

# Payment metadata holds no longer value, so neither does any other way in.
LONGEST_TEXT = 500
LONGEST_YEAR = 32
LARGEST_YEAR = 9999
MOST_TOPICS = 50

# Beyond this, programs that read JSON no longer agree on a number.
LARGEST_NUMBER = 2**53


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


@extend_schema_field(
    {
        "oneOf": [
            {"type": "array", "items": {"type": "string"}, "maxItems": MOST_TOPICS},
            {"type": "string", "maxLength": LONGEST_TEXT},
            {"type": "null"},
        ]
    }
)
class TopicsField(serializers.Field[Any, Any, Any, Any]):
    """Topics of interest: a list of texts, or one text "a,b"; stored as given."""

    expected: ClassVar[str] = (
        f'expected a list of at most {MOST_TOPICS} texts, or a text "a,b".'
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, initial=list, **kwargs)

    def to_internal_value(self, data: Any) -> list[str] | str:
        """Return the topics in the shape that was sent."""
        if isinstance(data, str) and len(data) <= LONGEST_TEXT:
            return data.strip()
        if isinstance(data, list) and len(data) <= MOST_TOPICS and _are_texts(data):
            return [text.strip() for text in data if text.strip()]
        raise serializers.ValidationError(self.expected)

    def to_representation(self, value: Any) -> Any:
        """Return the topics as they are stored."""
        return value


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer", "minimum": 0},
            {
                "type": "object",
                "properties": {"$inc": {"type": "integer", "minimum": 1}},
                "required": ["$inc"],
            },
        ]
    }
)
class CardCountField(serializers.Field[Any, Any, Any, Any]):
    """How many cards were written: a count, or ``{"$inc": n}`` to add to it."""

    expected: ClassVar[str] = 'expected a whole number from 0, or {"$inc": 1}.'

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_internal_value(self, data: Any) -> int | dict[str, int]:
        """Return the count, or the increment as it was sent."""
        match data:
            case bool() | {"$inc": bool()}:
                pass
            case int() if 0 <= data <= LARGEST_NUMBER:
                return data
            case {"$inc": int(step)} if len(data) == 1 and 0 < step <= LARGEST_NUMBER:
                return {"$inc": step}
        raise serializers.ValidationError(self.expected)

    def to_representation(self, value: Any) -> Any:
        """Return the count."""
        return value


def _are_texts(values: list[Any]) -> bool:
    return all(
        isinstance(value, str) and len(value) <= LONGEST_TEXT for value in values
    )


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
