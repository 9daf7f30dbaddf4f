"""Attributes that read what old rows really hold.

The tables are older than this code and written by others too: one row with a number
where a text is usual must not break the page that lists it.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)

from core.dynamo.wire import Item, from_wire

_TRUE = {"true", "yes", "1"}
# No longer than DynamoDB's own numbers.
_DIGITS = re.compile(r"-?[0-9]{1,38}")


def text_of(value: Mapping[str, Any]) -> str:
    """Return a wire value as text: a number as its digits, anything else as ""."""
    text: str = value.get("S", value.get("N", ""))
    return text


def flag_of(value: Mapping[str, Any]) -> bool:
    """Return whether a wire value is true, as the texts "true" and "yes" are, too."""
    if "BOOL" in value:
        return bool(value["BOOL"])
    return text_of(value).strip().lower() in _TRUE


def number_of(value: Mapping[str, Any]) -> float:
    """Return a wire value as number: digits kept as text, too; anything else as 0."""
    if not value:
        return 0
    return from_wire({"N": _digits_of(value)})  # type: ignore[no-any-return]


def _digits_of(value: Mapping[str, Any]) -> str:
    if "N" in value:
        return str(value["N"])
    text = str(value.get("S", "")).strip()
    return str(int(text)) if _DIGITS.fullmatch(text) else "0"


def as_kept(amount: Decimal) -> int | Decimal:
    """Return a sum as it comes back from a row: without zeros at the end."""
    bare = amount.normalize()
    return int(bare) if bare == bare.to_integral_value() else bare


class Text(UnicodeAttribute):
    """A text; a number is read as its digits, anything else as absent."""

    def get_value(self, value: dict[str, Any]) -> Any:
        """Return the text of a wire value."""
        return text_of(value)


class Flag(BooleanAttribute):
    """A boolean; the texts "true" and "yes" of older rows are read as true."""

    def get_value(self, value: dict[str, Any]) -> Any:
        """Return the boolean of a wire value."""
        return flag_of(value)


class TextSet(UnicodeSetAttribute):
    """A set of texts; anything else is read as empty."""

    def get_value(self, value: dict[str, Any]) -> Any:
        """Return the wire set of a wire value."""
        return value.get("SS", [])


class Whole(NumberAttribute):
    """A number; digits kept as text are read as the number, other text as 0."""

    def get_value(self, value: dict[str, Any]) -> Any:
        """Return the wire number of a wire value."""
        return _digits_of(value)


class Amount(Attribute[Decimal]):
    """A sum to the cent, exactly; digits kept as text are read, other text as 0."""

    attr_type = "N"

    def get_value(self, value: dict[str, Any]) -> Any:
        """Return the wire number of a wire value."""
        return _digits_of(value)

    def serialize(self, value: Any) -> str:
        """Return the digits of a sum."""
        return str(value)

    def deserialize(self, value: Any) -> Decimal:
        """Return the sum."""
        return Decimal(value)


class WholeKey(NumberAttribute):
    """A whole number that is part of a key; keys are passed on as texts."""

    def serialize(self, value: Any) -> str:
        """Return the digits of a number or a text."""
        return str(int(value))


class Expiry(Whole):
    """When DynamoDB may remove the row, in epoch seconds; the table expires by it."""


class AsStored(Attribute[Any]):
    """Whatever the row holds (``year`` is 3 or "3rd Year", ``topics`` list or text).

    Read only: a value of more than one type is written in wire form.
    """

    attr_type = "S"

    def get_value(self, value: dict[str, Any]) -> Any:
        """Return the wire value itself, so that its type is kept."""
        return value

    def deserialize(self, value: Any) -> Any:
        """Return the plain value."""
        return from_wire(value)


class ReadWhenAsked(dict[str, Any]):
    """The values of an item's attributes, each read when it is first asked for.

    Most readers of a row ask for a few of its twenty attributes.
    """

    __slots__ = ("_attributes", "_item")

    def __init__(self, attributes: Mapping[str, Attribute[Any]], item: Item) -> None:
        super().__init__()
        self._attributes = attributes
        self._item = item

    def get(self, name: str, _: Any = None) -> Any:
        """Return a value, that of an absent attribute being its default or None.

        Raises ``LookupError`` for an attribute that is not in ``attributes``.
        """
        return self[name]

    def __missing__(self, name: str) -> Any:
        attribute = self._attributes.get(name)
        if attribute is None:
            raise LookupError(f"{name} is not among what was read of this row.")
        stored = self._item.get(attribute.attr_name)
        if stored and "NULL" not in stored:
            value = attribute.deserialize(attribute.get_value(stored))
        else:
            default = attribute.default
            value = default() if callable(default) else default
        self[name] = value
        return value
