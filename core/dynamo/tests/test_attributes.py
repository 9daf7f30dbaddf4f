"""Attributes that read what old rows really hold."""

from typing import Any

import pytest

from accounts.models import User
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
