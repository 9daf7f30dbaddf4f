"""What wire form means, held to what Amazon's own library makes of it."""

import base64
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast

import pytest
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from core.dynamo.wire import from_wire, to_wire

_serializer: Any = TypeSerializer()
_deserializer: Any = TypeDeserializer()


def theirs_to_wire(value: Any) -> dict[str, Any]:
    return dict(_serializer.serialize(_with_decimals(value)))


def theirs_from_wire(value: dict[str, Any]) -> Any:
    return _json_able(_deserializer.deserialize(value))


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


def outcome(convert: Callable[[Any], Any], value: Any) -> Any:
    """Return what a conversion makes of a value, with its types, or how it refuses."""
    try:
        return _shown(convert(value))
    except Exception as refusal:  # noqa: BLE001 - whichever it is, ours is the same
        return type(refusal)


def _shown(value: Any) -> Any:
    match value:
        case {"SS": [*members]} | {"NS": [*members]} | {"BS": [*members]}:
            return list(value), sorted(map(repr, members))
        case dict():
            return {key: _shown(inner) for key, inner in value.items()}
        case list():
            return [_shown(inner) for inner in value]
    return repr(value)


texts = st.text(max_size=12)
blobs = st.binary(max_size=12)
integers = st.integers(-(10**42), 10**42) | st.integers(-1000, 1000)
decimals = st.decimals(allow_nan=False, allow_infinity=False) | st.builds(
    lambda digits, power: Decimal(digits).scaleb(power),
    st.integers(-(10**39), 10**39),
    st.integers(-140, 140),
)
floats = st.floats(allow_nan=False, allow_infinity=False)
numbers = integers | decimals | floats

values = st.recursive(
    st.none()
    | st.booleans()
    | texts
    | numbers
    | blobs
    | st.builds(bytearray, blobs)
    | st.sets(texts, max_size=4)
    | st.frozensets(blobs, max_size=4)
    | st.sets(integers | decimals | st.booleans(), max_size=4)
    | st.sets(texts | integers | st.none(), max_size=3)
    | st.complex_numbers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=6,
)

figures = numbers.map(str)
digits = (
    figures
    | st.sampled_from(["-0", "007", "1E+3", "1e-130", "0.10", "1_0", " 1", "", "x"])
    | st.text("0123456789.-+eE", max_size=8)
)
wire_values: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.builds(lambda text: {"S": text}, texts)
    | st.builds(lambda text: {"N": text}, digits)
    | st.builds(lambda content: {"B": content}, blobs)
    | st.builds(lambda content: {"B": content}, texts)
    | st.builds(lambda flag: {"BOOL": flag}, st.booleans())
    | st.just({"NULL": True})
    | st.just({})
    | st.just({"X": 1})
    | st.builds(lambda members: {"SS": members}, st.lists(texts, max_size=4))
    | st.builds(lambda members: {"NS": members}, st.lists(figures, max_size=4))
    | st.builds(lambda members: {"BS": members}, st.lists(blobs, max_size=4)),
    lambda inner: (
        st.builds(lambda items: {"L": items}, st.lists(inner, max_size=3))
        | st.builds(
            lambda items: {"M": items}, st.dictionaries(texts, inner, max_size=3)
        )
    ),
    max_leaves=6,
)


@given(values)
def test_values_are_written_as_amazon_writes_them(value: Any) -> None:
    assert outcome(to_wire, value) == outcome(theirs_to_wire, value)


@given(wire_values)
def test_values_are_read_as_amazon_reads_them(value: dict[str, Any]) -> None:
    assert outcome(from_wire, value) == outcome(theirs_from_wire, value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, "a"}])
def test_what_no_row_can_hold_is_refused(value: object) -> None:
    for convert in (to_wire, theirs_to_wire):
        with pytest.raises(TypeError):
            convert(value)
