"""Fields of the members' bodies, and the facts of a membership as such fields."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.fields import LARGEST_NUMBER, LONGEST_TEXT, FlagField, TextField, YearField
from memberships.facts import Fact, Kind

MOST_TOPICS = 50

Field = serializers.Field[Any, Any, Any, Any]


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


_FIELDS: Mapping[Kind, Callable[..., Field]] = MappingProxyType(
    {Kind.FLAG: FlagField, Kind.TOPICS: TopicsField, Kind.YEAR: YearField}
)


def fact_field(fact: Fact, **told: Any) -> Field:
    """Return the field that takes a fact of a membership."""
    return _FIELDS.get(fact.kind, TextField)(**told)


def _are_texts(values: list[Any]) -> bool:
    return all(
        isinstance(value, str) and len(value) <= LONGEST_TEXT for value in values
    )
