"""Items as DynamoDB sends them, and as plain values.

An *item* here is the wire form, ``{"year": {"N": "3"}}``: it keeps every attribute
and every type exactly, also those that no model of ours declares.
"""

import base64
import json
from collections.abc import Callable, Mapping, Set
from decimal import Clamped, Context, Decimal, Inexact, Overflow, Rounded, Underflow
from types import MappingProxyType
from typing import Any

Item = dict[str, dict[str, Any]]

# What DynamoDB keeps of a number; any other is refused, not rounded.
_DIGITS = 38
_LARGER = 10**_DIGITS
_NUMBERS = Context(
    prec=_DIGITS,
    Emin=-128,
    Emax=126,
    traps=[Clamped, Overflow, Inexact, Rounded, Underflow],
)


def to_wire(value: Any) -> dict[str, Any]:
    """Return one value in wire form, typed by what it is in Python."""
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int() | float() | Decimal():
            return {"N": _digits(value)}
        case Mapping():
            return {"M": {name: to_wire(inner) for name, inner in value.items()}}
        case list() | tuple():
            return {"L": [to_wire(inner) for inner in value]}
    return _seldom_to_wire(value)


def to_item(values: Mapping[str, Any]) -> Item:
    """Return plain values as an item; a value of ``None`` is not written."""
    return {name: to_wire(value) for name, value in values.items() if value is not None}


def from_wire(value: dict[str, Any]) -> Any:
    """Return one wire value as JSON-able Python; sets become sorted lists."""
    for kind, stored in value.items():
        if kind in ("S", "BOOL"):
            return stored
        return _reader_of(kind)(stored)
    raise TypeError("An empty value is no part of a DynamoDB item")


def from_item(item: Item) -> dict[str, Any]:
    """Return an item as JSON-able plain values under their stored names."""
    # Nearly all of every row; a call for each would take as long as the rest.
    plain = {}
    for name, value in item.items():
        if "S" in value:
            plain[name] = value["S"]
        elif "BOOL" in value:
            plain[name] = value["BOOL"]
        elif "N" in value:
            plain[name] = _number(value["N"])
        else:
            plain[name] = from_wire(value)
    return plain


def differing(one: Item, other: Item) -> list[str]:
    """Return the names of the attributes that differ, in order of appearance.

    The members of a set come in any order.
    """
    names = dict.fromkeys([*one, *other])
    return [name for name in names if _differ(one.get(name), other.get(name))]


def _differ(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    if one is None or other is None or one == other:
        return one != other
    return not any(
        kind in one and kind in other and sorted(one[kind]) == sorted(other[kind])
        for kind in ("SS", "NS", "BS")
    )


def dump_items(value: Any) -> bytes:
    """Return wire-form structures as JSON text that keeps binary values."""
    return json.dumps(value, default=_encode_bytes, separators=(",", ":")).encode()


def load_items(text: bytes) -> Any:
    """Return what ``dump_items`` was given, byte for byte."""
    return json.loads(text, object_hook=_decode_bytes)


def size_of(name: str, value: dict[str, Any]) -> int:
    """Return about how many bytes an attribute takes of a row's 400 KB."""
    text = json.dumps(value, default=_encode_bytes, ensure_ascii=False)
    return len(name.encode()) + len(text.encode())


def _digits(value: float | Decimal) -> str:
    if isinstance(value, int) and abs(value) < _LARGER:
        return str(int(value))
    number = _NUMBERS.create_decimal(repr(value) if isinstance(value, float) else value)
    if not number.is_finite():
        raise TypeError(f"{value} is not part of a DynamoDB item")
    return str(number)


def _seldom_to_wire(value: Any) -> dict[str, Any]:
    match value:
        case None:
            return {"NULL": True}
        case bytes() | bytearray():
            return {"B": value}
        case Set():
            return _set_to_wire(value)
    raise TypeError(f"{type(value).__name__} is not part of a DynamoDB item")


def _set_to_wire(members: Set[Any]) -> dict[str, Any]:
    if all(isinstance(each, int | float | Decimal) for each in members):
        return {"NS": [_digits(each) for each in members]}
    for kind, types in (("SS", (str,)), ("BS", (bytes, bytearray))):
        if all(isinstance(each, types) for each in members):
            return {kind: list(members)}
    raise TypeError("A set in a DynamoDB item holds members of one type")


def _reader_of(kind: str) -> Callable[[Any], Any]:
    try:
        return _READERS[kind]
    except KeyError:
        raise TypeError(f"{kind} is no type of a DynamoDB item") from None


def _number(digits: str) -> float:
    # Nearly all are whole and short; Decimal takes three times as long.
    if digits.isdecimal() and digits.isascii() and len(digits) <= _DIGITS:
        return int(digits)
    return _plain(_exact(digits))


def _exact(digits: str) -> Decimal:
    return _NUMBERS.create_decimal(digits)


def _plain(number: Decimal) -> float:
    whole = number == number.to_integral_value()
    return int(number) if whole else float(number)


def _text_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "N": _number,
        "M": from_item,
        "L": lambda values: [from_wire(each) for each in values],
        "NULL": lambda _: None,
        "B": _text_of,
        "SS": lambda texts: sorted(set(texts)),
        "NS": lambda numbers: sorted(map(_plain, set(map(_exact, numbers)))),
        "BS": lambda contents: sorted(map(_text_of, set(contents))),
    }
)


def _encode_bytes(value: Any) -> str:
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} is not part of a DynamoDB item")


def _decode_bytes(value: dict[str, Any]) -> Any:
    # Only a wire value has text or a list here: an attribute that happens to be
    # called "B" or "BS" holds a wire value, which is a dict.
    match value:
        case {"B": str(text), **others} if not others:
            return {"B": base64.b64decode(text)}
        case {"BS": list(texts), **others} if not others:
            return {"BS": [base64.b64decode(text) for text in texts]}
    return value
