"""Attributes that read what old rows really hold."""

from typing import Any

import pytest
from pynamodb.attributes import Attribute, UnicodeAttribute

from accounts.models import User
from core.dynamo.attributes import AsStored, ReadWhenAsked
from core.dynamo.client import shared_client
from memberships.models import Member


def member(**wire: dict[str, Any]) -> Member:
    return Member.of_item({"id": {"S": "amira@student.ubc.ca"}, **wire})


@pytest.mark.parametrize(
    ("wire", "text"),
    [({"S": "Science"}, "Science"), ({"N": "42"}, "42"), ({"BOOL": True}, "")],
)
def test_text_reads_any_type(wire: dict[str, Any], text: str) -> None:
    assert member(faculty=wire).faculty == text


@pytest.mark.parametrize(
    ("wire", "flag"),
    [
        ({"BOOL": True}, True),
        ({"BOOL": False}, False),
        ({"S": "true"}, True),
        ({"S": " Yes "}, True),
        ({"S": "false"}, False),
        ({"S": ""}, False),
        ({"N": "1"}, True),
        ({"N": "0"}, False),
        ({"L": []}, False),
    ],
)
def test_flag_reads_any_type(wire: dict[str, Any], flag: bool) -> None:
    assert member(international=wire).international is flag


@pytest.mark.parametrize(
    ("wire", "number"),
    [
        ({"N": "3"}, 3),
        ({"N": "2.5"}, 2.5),
        ({"S": " 7 "}, 7),
        ({"S": "-7"}, -7),
        ({"S": "007"}, 7),
        ({"S": "--7"}, 0),
        ({"S": "\u0667"}, 0),
        ({"S": "7" * 39}, 0),
        ({"S": "many"}, 0),
        ({"BOOL": True}, 0),
    ],
)
def test_whole_reads_any_type(wire: dict[str, Any], number: float) -> None:
    assert member(cardCount=wire).card_count == number


@pytest.mark.parametrize(
    ("wire", "value"),
    [
        ({"N": "3"}, 3),
        ({"S": "3rd Year"}, "3rd Year"),
        ({"L": [{"S": "a"}, {"S": "b"}]}, ["a", "b"]),
        ({"SS": ["b", "a"]}, ["a", "b"]),
        ({"M": {"x": {"BOOL": False}}}, {"x": False}),
    ],
)
def test_as_stored_keeps_the_type(wire: dict[str, Any], value: object) -> None:
    assert member(topics=wire).topics == value


def test_null_is_read_as_absent() -> None:
    row = member(
        faculty={"NULL": True}, international={"NULL": True}, cardCount={"NULL": True}
    )

    assert row.faculty is None
    assert row.international is None
    assert row.card_count is None


def test_one_odd_row_does_not_break_the_list() -> None:
    odd = {"id": {"S": "odd@a.co"}, "fname": {"N": "1"}, "isMember": {"S": "yes"}}
    fine = {"id": {"S": "fine@a.co"}, "fname": {"S": "Fine"}}
    for row in (odd, fine):
        shared_client().put_item(TableName="biztechUsers", Item=row)

    users = {user.id: user.fname for user in User.read_all()}

    assert users == {"odd@a.co": "1", "fine@a.co": "Fine"}


def test_value_is_made_once_and_then_remembered() -> None:
    row = member(topics={"L": [{"S": "AI"}]})

    row.topics.append("Fintech")

    assert row.topics == ["AI", "Fintech"]
    assert row.plain()["topics"] == ["AI"]


def test_value_that_was_set_is_the_one_that_is_read() -> None:
    row = member(faculty={"S": "Science"})

    row.faculty = "Arts"

    assert row.faculty == "Arts"


def test_what_cannot_be_read_is_in_nobodys_way_who_does_not_ask() -> None:
    item: Any = {"id": {"S": "odd"}, "faculty": {"N": "1"}}
    attributes: dict[str, Attribute[Any]] = {
        "id": UnicodeAttribute(attr_name="id"),
        "faculty": UnicodeAttribute(attr_name="faculty"),
    }

    values = ReadWhenAsked(attributes, item)

    assert values.get("id") == "odd"


def test_absent_value_is_the_default_each_row_its_own() -> None:
    attributes = {"topics": AsStored(attr_name="topics", default=list)}
    one, other = (ReadWhenAsked(attributes, {}) for _ in range(2))

    one.get("topics").append("AI")

    assert (one.get("topics"), other.get("topics")) == (["AI"], [])
