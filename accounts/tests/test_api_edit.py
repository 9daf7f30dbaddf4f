"""``PATCH`` and ``DELETE /users/{email}``, with the bodies that are documented."""

import json
from typing import Any

import pytest

from accounts.models import User
from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    anonymous,
    caller,
    send,
    store_member,
    store_user,
)
from core.audit.trail import history


def edited(who: str, body: Any, path: str = AMIRA) -> Any:
    """Send an edit of amira's account; return the response."""
    return send(caller(who), "PATCH", f"/users/{path}", body)


def stored() -> dict[str, Any]:
    """Return amira's row as it is in the table."""
    return User.get(AMIRA).plain()


def test_edit_changes_what_is_sent_and_keeps_the_rest() -> None:
    store_user(AMIRA, fname="A", shoeSize=39, createdAt=5)

    response = edited(
        AMIRA,
        {"fname": "Amira", "studentId": "123", "year": 4, "team name; x": True},
        "AMIRA@student.ubc.ca",
    )

    stamp = stored()["updatedAt"]
    changed = {
        "fname": "Amira",
        "studentId": 123,
        "year": 4,
        "team name; x": True,
        "updatedAt": stamp,
    }
    assert response.status_code == 200
    assert response.json() == {
        "message": "Updated event with email amira@student.ubc.ca!",
        "response": {"Attributes": changed},
    }
    assert stored() == {"id": AMIRA, "shoeSize": 39, "createdAt": 5, **changed}


@pytest.mark.parametrize("body", [{}, None, {"fname": "A"}])
def test_edit_of_nothing_is_fine_and_writes_nothing(body: Any) -> None:
    store_user(AMIRA, fname="A")

    response = edited(AMIRA, body)

    assert response.status_code == 200
    assert response.json() == {
        "message": "Updated event with email amira@student.ubc.ca!",
        "response": {"Attributes": {}},
    }
    assert stored() == {"id": AMIRA, "fname": "A"}


@pytest.mark.parametrize("who", [AMIRA, BEN])
@pytest.mark.parametrize(
    ("name", "value"),
    [("admin", True), ("admin", None), ("admin", {"a": 1}), ("keptProfileID", "x")],
)
def test_edit_of_a_protected_attribute_writes_nothing(
    who: str, name: str, value: Any
) -> None:
    store_user(AMIRA, fname="A")

    response = edited(who, {"fname": "B", name: value})

    assert response.status_code == 406
    assert response.json() == {"message": f"Cannot update {name}"}
    assert stored() == {"id": AMIRA, "fname": "A"}


@pytest.mark.parametrize(("name", "value"), [("isMember", True), ("credits", 99)])
def test_edit_of_what_execs_decide_is_refused_to_the_owner(
    name: str, value: Any
) -> None:
    store_user(AMIRA, isMember=False)

    refused = edited(AMIRA, {name: value})
    allowed = edited(BEN, {name: value})

    assert refused.status_code == 406
    assert refused.json() == {"message": f"Cannot update {name}"}
    assert allowed.status_code == 200
    assert stored()[name] == value


def test_edit_that_sends_the_told_account_back_changes_nothing() -> None:
    store_user(
        AMIRA,
        isMember=True,
        gender="she/her",
        createdAt=1,
        favedEventsID={"a"},
        **{"favedEventsID;year": {"b;2026"}},
    )
    before = stored()
    told = caller(AMIRA).get("/users/self").json()

    response = edited(AMIRA, told)

    assert response.json()["response"] == {"Attributes": {}}
    assert stored() == before


@pytest.mark.parametrize("name", ["id", "email", "createdAt", "updatedAt"])
def test_edit_leaves_keys_and_times_alone(name: str) -> None:
    store_user(AMIRA, createdAt=1, updatedAt=2)

    response = edited(AMIRA, {name: "chloe@example.org"})

    assert response.status_code == 200
    assert stored() == {"id": AMIRA, "createdAt": 1, "updatedAt": 2}


@pytest.mark.parametrize(
    ("row", "sent"),
    [
        ({"gender": "old"}, {"gender": "new"}),
        ({"gender": "old"}, {"pronouns": "new"}),
        ({"gender": "old"}, {"gender": "old", "pronouns": "new"}),
        ({"pronouns": "old"}, {"gender": "new", "pronouns": "old"}),
        ({"pronouns": "old"}, {"pronouns": "new"}),
        ({}, {"pronouns": "new"}),
    ],
)
def test_edit_of_pronouns_is_one_of_gender(
    row: dict[str, str], sent: dict[str, str]
) -> None:
    store_user(AMIRA, **row)

    changed = edited(AMIRA, sent).json()["response"]["Attributes"]

    assert (changed["gender"], changed["pronouns"]) == ("new", "new")
    assert stored() == {
        "id": AMIRA,
        "gender": "new",
        "updatedAt": changed["updatedAt"],
    }


def test_edit_with_null_removes_the_attribute() -> None:
    store_user(AMIRA, fname="A", pronouns="she/her", studentId=5, team="x")

    edited(AMIRA, {"fname": None, "pronouns": None, "studentId": "", "team": None})

    assert set(stored()) == {"id", "updatedAt"}


@pytest.mark.parametrize(
    "body",
    [
        {"nested": {"a": 1}},
        {"list": [1]},
        {"huge": "x" * 501},
        {"number": 10**30},
        {"": "nameless"},
        {"n" * 101: "long name"},
        {"year": True},
        {"studentId": "12a"},
        {"fname": {"S": "Amira"}},
        {"isMember": "perhaps"},
    ],
)
def test_edit_with_an_odd_value_is_refused(body: dict[str, Any]) -> None:
    store_user(AMIRA)

    response = edited(AMIRA, body)

    assert response.status_code == 406
    assert response.json()["message"].startswith(f"'{next(iter(body))[:100]}'")
    assert response.json()["data"] == body
    assert stored() == {"id": AMIRA}


def test_edit_of_an_unknown_account_makes_none() -> None:
    response = edited(BEN, {"fname": "A"})

    assert response.status_code == 404
    assert response.json() == {
        "message": "user with id 'amira@student.ubc.ca' could not be found."
        " Make sure you have provided the correct id."
    }
    assert User.find(*User.key(AMIRA)) is None


@pytest.mark.parametrize(
    ("method", "path"),
    [("PATCH", "zz"), ("PATCH", "self"), ("PATCH", "favEvent/zz"), ("DELETE", "zz")],
)
def test_change_at_an_invalid_address_is_refused(method: str, path: str) -> None:
    response = send(caller(AMIRA), method, f"/users/{path}", {"fname": "A"})

    assert response.status_code == 406
    assert response.json() == {
        "message": "Invalid email",
        "data": path.removeprefix("favEvent/"),
    }


def test_edit_that_cannot_be_read_is_malformed() -> None:
    store_user(AMIRA)

    response = caller(AMIRA).patch(
        f"/users/{AMIRA}", "{", content_type="application/json"
    )

    assert response.status_code == 400
    assert response.json() == {"message": "The body is not valid JSON."}


def test_edit_is_in_the_history_with_who_did_it() -> None:
    store_user(AMIRA, fname="A")

    edited(BEN, {"fname": "Amira"})

    (act,) = history(AMIRA)
    assert (act.act, act.actor) == ("edit", BEN)
    assert json.loads(act.changes)[0]["fields"]["fname"] == ["A", "Amira"]


@pytest.mark.parametrize("who", [AMIRA, BEN])
def test_delete_removes_the_account_and_tells_what_it_was(who: str) -> None:
    store_user(AMIRA, fname="Amira", shoeSize=39)

    response = caller(who).delete("/users/AMIRA@student.ubc.ca/")

    assert response.status_code == 200
    assert response.json() == {
        "message": "User deleted!",
        "response": {
            "Attributes": {
                "id": AMIRA,
                "email": AMIRA,
                "fname": "Amira",
                "isMember": False,
                "favedEventsID": [],
                "favedEventsID;year": [],
                "shoeSize": 39,
            }
        },
    }
    assert User.find(*User.key(AMIRA)) is None
    assert [(act.act, act.actor) for act in history(AMIRA)] == [("delete account", who)]


@pytest.mark.parametrize("who", [AMIRA, BEN])
def test_delete_while_there_is_a_member_record_is_refused(who: str) -> None:
    store_user(AMIRA, isMember=True)
    store_member(AMIRA)

    response = caller(who).delete(f"/users/{AMIRA}")

    assert response.status_code == 409
    assert response.json() == {
        "message": "This account has a member record. Revoke the membership first,"
        " then delete the account."
    }
    assert stored() == {"id": AMIRA, "isMember": True}


def test_delete_of_an_unknown_account_is_not_found() -> None:
    response = caller(BEN).delete(f"/users/{CHLOE}")

    assert response.status_code == 404
    assert response.json() == {
        "message": "User with id 'chloe@example.org' could not be found."
        " Make sure you have provided the correct id."
    }


@pytest.mark.parametrize("path", ["/users", "/users/"])
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_account_that_the_address_does_not_name_is_refused(
    method: str, path: str
) -> None:
    answers = [
        send(who, method, path, {}) for who in (caller(BEN), caller(AMIRA), anonymous())
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 401]
    assert answers[1].json() == {
        "message": "A(n) user id was not provided. Check query params"
    }


def many(number: int, value: Any = "x") -> dict[str, Any]:
    return {f"name{index:03d}": value for index in range(number)}


def test_edit_stores_fifty_attributes_that_nobody_documents_and_no_more() -> None:
    store_user(AMIRA, fname="Amira")
    assert edited(AMIRA, many(50)).status_code == 200
    before = stored()

    response = edited(AMIRA, {"fname": "Other", "one more": "x"})

    assert response.status_code == 406
    assert response.json()["message"] == (
        "'one more' cannot be stored: beside the documented attributes a record holds"
        " at most 50 others, of 16 KB together."
    )
    assert stored() == before
    assert edited(AMIRA, {"fname": "Other", "name000": 7}).status_code == 200
    assert edited(AMIRA, {"name000": None}).status_code == 200
    assert edited(AMIRA, {"one more": "x"}).status_code == 200


@pytest.mark.parametrize("letter", ["x", "\N{SNOWMAN}"])
def test_edit_stores_sixteen_kilobytes_that_nobody_documents_and_no_more(
    letter: str,
) -> None:
    store_user(AMIRA, fname="Amira")

    answers = [
        edited(AMIRA, {f"essay{number}": letter * 500}).status_code
        for number in range(40)
    ]

    assert answers == sorted(answers)
    assert set(answers) == {200, 406}
    kept = [value for name, value in stored().items() if name.startswith("essay")]
    assert 14_000 < sum(len(value.encode()) for value in kept) <= 16 * 1024


def test_row_that_others_made_large_can_be_edited_and_made_smaller() -> None:
    store_user(AMIRA, fname="A", **many(300, "x" * 1000))

    assert edited(AMIRA, {"fname": "Amira"}).status_code == 200
    assert edited(AMIRA, {"name000": None, "name001": "short"}).status_code == 200
    assert edited(AMIRA, {"name002": "x" * 400}).status_code == 200
    assert edited(AMIRA, {"more": "x"}).status_code == 406
    assert "more" not in stored()


def test_account_as_large_as_its_owner_can_make_it_is_deleted() -> None:
    store_user(AMIRA, fname="Amira")
    edited(AMIRA, {f"name{number}" + "n" * 90: "\u00e9" * 60 for number in range(50)})

    response = send(caller(AMIRA), "DELETE", f"/users/{AMIRA}")

    assert response.status_code == 200
    assert User.find(AMIRA) is None
