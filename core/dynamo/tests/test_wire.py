"""Wire form and plain values, there and back."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dynamo.wire import (
    Item,
    differing,
    dump_items,
    from_item,
    from_wire,
    load_items,
    to_item,
)

texts = st.text(max_size=20)
numbers = st.integers(min_value=-(10**30), max_value=10**30)
plain = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=10,
)
wire: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.builds(lambda text: {"S": text}, texts)
    | st.builds(lambda number: {"N": str(number)}, numbers)
    | st.builds(lambda content: {"B": content}, st.binary(max_size=20))
    | st.builds(lambda flag: {"BOOL": flag}, st.booleans()),
    lambda inner: (
        st.builds(lambda items: {"L": items}, st.lists(inner, max_size=3))
        | st.builds(
            lambda items: {"M": items}, st.dictionaries(texts, inner, max_size=3)
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(texts, plain.filter(lambda value: value is not None)))
def test_plain_values_survive_the_way_to_the_wire_and_back(
    values: dict[str, Any],
) -> None:
    assert from_item(to_item(values)) == values


@given(st.dictionaries(texts, wire))
def test_items_survive_as_text_byte_for_byte(item: dict[str, Any]) -> None:
    assert load_items(dump_items([item])) == [item]


def test_none_is_not_written() -> None:
    assert to_item({"id": "a", "faculty": None}) == {"id": {"S": "a"}}


def test_empty_text_and_zero_are_written() -> None:
    assert to_item({"text": "", "number": 0, "flag": False}) == {
        "text": {"S": ""},
        "number": {"N": "0"},
        "flag": {"BOOL": False},
    }


def test_float_is_written_as_its_digits() -> None:
    assert to_item({"longitude": -123.1}) == {"longitude": {"N": "-123.1"}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"N": "3"}, 3),
        ({"N": "3.0"}, 3),
        ({"N": "3.5"}, 3.5),
        ({"SS": ["b", "a"]}, ["a", "b"]),
        ({"NS": ["2", "1"]}, [1, 2]),
        ({"B": b"\x00\xff"}, "AP8="),
        ({"NULL": True}, None),
        ({"L": [{"M": {"n": {"N": "1"}}}]}, [{"n": 1}]),
    ],
)
def test_wire_values_become_json_able(value: dict[str, Any], expected: object) -> None:
    plain_value = from_wire(value)

    assert plain_value == expected
    assert json.loads(json.dumps(plain_value)) == expected


def test_sets_and_decimals_are_written_typed() -> None:
    assert to_item({"prices": [Decimal("1.50")], "ids": {"a"}}) == {
        "prices": {"L": [{"N": "1.50"}]},
        "ids": {"SS": ["a"]},
    }


def test_differing_names_what_was_added_changed_or_removed() -> None:
    one: Item = {"same": {"S": "x"}, "changed": {"N": "1"}, "gone": {"BOOL": True}}
    other: Item = {"changed": {"S": "1"}, "same": {"S": "x"}, "new": {"NULL": True}}

    assert differing(one, other) == ["changed", "gone", "new"]


def test_differing_takes_sets_in_any_order_and_lists_in_theirs() -> None:
    one: Item = {"set": {"SS": ["a", "b"]}, "list": {"L": [{"S": "a"}, {"S": "b"}]}}
    other: Item = {"set": {"SS": ["b", "a"]}, "list": {"L": [{"S": "b"}, {"S": "a"}]}}

    assert differing(one, other) == ["list"]
