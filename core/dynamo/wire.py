"""Items as DynamoDB sends them, and as plain values.

An *item* here is the wire form, ``{"year": {"N": "3"}}``: it keeps every attribute
and every type exactly, also those that no model of ours declares.
"""

import base64
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer

Item = dict[str, dict[str, Any]]

_serializer = TypeSerializer()
_deserializer: Any = TypeDeserializer()


def to_wire(value: Any) -> dict[str, Any]:
    """Return one value in wire form, typed by what it is in Python."""
    return dict(_serializer.serialize(_with_decimals(value)))


def to_item(values: Mapping[str, Any]) -> Item:
    """Return plain values as an item; a value of ``None`` is not written."""
    return {name: to_wire(value) for name, value in values.items() if value is not None}


def from_wire(value: dict[str, Any]) -> Any:
    """Return one wire value as JSON-able Python; sets become sorted lists."""
    return _json_able(_deserializer.deserialize(value))


def from_item(item: Item) -> dict[str, Any]:
    """Return an item as JSON-able plain values under their stored names."""
    return {name: from_wire(value) for name, value in item.items()}


def differing(one: Item, other: Item) -> list[str]:
    """Return the names of the attributes that differ, in order of appearance.

    The members of a set come in any order.
    """
    names = dict.fromkeys([*one, *other])
    return [n for n in names if _comparable(one.get(n)) != _comparable(other.get(n))]


def _comparable(value: dict[str, Any] | None) -> Any:
    for kind in ("SS", "NS", "BS"):
        if value and kind in value:
            return kind, sorted(value[kind])
    return value


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


def _with_decimals(value: Any) -> Any:
    match value:
        case float():
            return Decimal(repr(value))
        case Mapping():
            return {key: _with_decimals(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_with_decimals(inner) for inner in value]
        case set() | frozenset():
            return {_with_decimals(inner) for inner in value}
    return value


def _json_able(value: Any) -> Any:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Binary():
            return base64.b64encode(cast("Any", value).value).decode()
        case dict():
            return {key: _json_able(inner) for key, inner in value.items()}
        case list():
            return [_json_able(inner) for inner in value]
        case set():
            return sorted(_json_able(inner) for inner in value)
    return value


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
