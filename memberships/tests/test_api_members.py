"""The member record's own routes, with the bodies that the contract documents."""

from typing import Any

import pytest

from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    caller,
    send,
    store_member,
    store_profile,
    store_user,
)
from memberships.models import Member
from memberships.queries import find_member


def stored(email: str) -> dict[str, Any]:
    """Return a member row as it is in the table."""
    member = find_member(email)
    assert member is not None
    return member.plain()


def test_list_of_members_is_a_bare_array_with_everything_stored(
    database_calls: list[str],
) -> None:
    store_member(AMIRA, firstName="Amira", discordId="123456789012345678", year=3)
    store_member(BEN, topics=["AI"], international="true")
    database_calls.clear()

    response = caller(BEN).get("/members/")

    assert sorted(response.json(), key=lambda row: row["id"]) == [
        {
            "id": AMIRA,
            "firstName": "Amira",
            "discordId": "123456789012345678",
            "year": 3,
        },
        {"id": BEN, "topics": ["AI"], "international": "true"},
    ]
    assert database_calls == ["Scan"]


def test_member_is_told_in_the_documented_order() -> None:
    store_member(AMIRA, zodiac="Leo", createdAt=1, firstName="Amira", alias="A", year=3)

    response = caller(BEN).get(f"/members/{AMIRA}")

    assert list(response.json()) == [
        "id",
        "firstName",
        "year",
        "createdAt",
        "alias",
        "zodiac",
    ]


def test_list_of_no_members_is_an_empty_array() -> None:
    response = caller(BEN).get("/members")

    assert response.json() == []


@pytest.mark.parametrize(
    "path", [AMIRA, "AMIRA@student.ubc.ca", "amira%40student.ubc.ca"]
)
def test_member_in_any_spelling_of_the_address_is_found(path: str) -> None:
    store_member(AMIRA, cardCount=0, profileID="SillyPandasDeny")

    response = caller(BEN).get(f"/members/{path}")

    assert response.status_code == 200
    assert response.json() == {
        "id": AMIRA,
        "cardCount": 0,
        "profileID": "SillyPandasDeny",
    }


def test_member_unknown_is_not_found() -> None:
    response = caller(BEN).get(f"/members/{CHLOE}")

    assert response.status_code == 404
    assert response.json() == {
        "message": "member with id 'chloe@example.org' could not be found."
        " Make sure you have provided the correct id."
    }


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_member_with_an_invalid_address_is_refused(method: str) -> None:
    response = send(
        caller(BEN), method, "/members/zz", {} if method == "PATCH" else None
    )

    assert response.status_code == 406
    assert response.json() == {"message": "Invalid email", "data": "zz"}


def test_email_of_a_profile_is_its_members() -> None:
    store_member(AMIRA, profileID="SillyPandasDeny")

    response = caller(BEN).get("/members/email/SillyPandasDeny/")

    assert response.status_code == 200
    assert response.json() == {"email": AMIRA}


def test_email_of_an_unknown_profile_is_not_found() -> None:
    response = caller(BEN).get("/members/email/CalmOttersSing")

    assert response.status_code == 404
    assert response.json() == {
        "message": "member with id 'CalmOttersSing' could not be found."
        " Make sure you have provided the correct id."
    }


def test_create_member_answers_the_record_in_camel_case() -> None:
    body = {
        "email": "Amira@Student.UBC.ca",
        "education": "UBC",
        "first_name": "Amira",
        "last_name": "Haddad",
        "pronouns": "She/Her/Hers",
        "student_number": "12345678",
        "faculty": "Science",
        "year": "3rd Year",
        "major": "Statistics",
        "prev_member": True,
        "international": "false",
        "topics": "AI,Fintech",
        "heard_from": "Friends",
        "heardFromSpecify": "",
        "diet": "Vegan",
        "university": "UBC",
        "high_school": None,
        "admin": True,
        "cardCount": 9,
        "profileID": "SillyPandasDeny",
    }

    response = caller(BEN).post("/members", body)

    answered = response.json()
    times = [answered["params"].pop(name) for name in ("createdAt", "updatedAt")]
    assert response.status_code == 201
    assert times[0] == times[1] == stored(AMIRA)["createdAt"]
    assert answered == {
        "message": "Created!",
        "params": {
            "id": AMIRA,
            "education": "UBC",
            "firstName": "Amira",
            "lastName": "Haddad",
            "pronouns": "She/Her/Hers",
            "studentNumber": "12345678",
            "faculty": "Science",
            "year": "3rd Year",
            "major": "Statistics",
            "prevMember": True,
            "international": False,
            "topics": "AI,Fintech",
            "heardFrom": "Friends",
            "heardFromSpecify": "",
            "diet": "Vegan",
            "university": "UBC",
            "admin": False,
            "cardCount": 0,
        },
    }


@pytest.mark.parametrize(
    ("documented", "stored_as", "value"),
    [
        ("first_name", "firstName", "Amira"),
        ("last_name", "lastName", "Haddad"),
        ("student_number", "studentNumber", "12345678"),
        ("prev_member", "prevMember", True),
        ("heard_from", "heardFrom", "Friends"),
        ("high_school", "highSchool", "Lord Byng"),
    ],
)
def test_create_member_takes_both_spellings_of_a_name(
    documented: str, stored_as: str, value: Any
) -> None:
    answers = [
        caller(BEN).post("/members", {"email": email, **sent}).json()["params"]
        for email, sent in (
            (AMIRA, {documented: value}),
            (CHLOE, {stored_as: value}),
            ("dan@example.org", {documented: "", stored_as: value}),
            ("eve@example.org", {documented: value, stored_as: ""}),
        )
    ]

    assert [answer[stored_as] for answer in answers] == [value] * 4


def test_create_member_of_the_clubs_domain_is_flagged_admin() -> None:
    response = caller(BEN).post("/members/", {"email": BEN, "admin": False})

    assert response.json()["params"]["admin"] is True


def test_create_member_twice_is_refused_with_a_json_text() -> None:
    store_member(AMIRA, firstName="Amira")

    response = caller(BEN).post("/members", {"email": AMIRA, "first_name": "Mallory"})

    assert response.status_code == 409
    assert response.json() == (
        "Member could not be created because email already exists"
    )
    assert stored(AMIRA)["firstName"] == "Amira"


def test_edit_member_changes_what_is_sent_and_keeps_the_rest() -> None:
    store_member(AMIRA, major="Physics", discordId="123456789012345678", createdAt=5)

    response = send(
        caller(BEN),
        "PATCH",
        "/members/Amira@student.ubc.ca",
        {"major": "Statistics", "shirtSize": "M"},
    )

    stamp = stored(AMIRA)["updatedAt"]
    assert response.status_code == 200
    assert response.json() == {
        "message": "Updated member with email amira@student.ubc.ca!",
        "response": {
            "Attributes": {
                "major": "Statistics",
                "shirtSize": "M",
                "updatedAt": stamp,
            }
        },
    }
    assert stored(AMIRA) == {
        "id": AMIRA,
        "major": "Statistics",
        "discordId": "123456789012345678",
        "createdAt": 5,
        "shirtSize": "M",
        "updatedAt": stamp,
    }


@pytest.mark.parametrize("name", ["id", "profileID", "admin", "createdAt", "discordId"])
def test_edit_member_of_a_protected_attribute_writes_nothing(name: str) -> None:
    store_member(AMIRA, major="Physics")

    response = send(
        caller(BEN), "PATCH", f"/members/{AMIRA}", {"major": "Art", name: "x"}
    )

    assert response.status_code == 406
    assert response.json() == {"message": f"Cannot update {name}"}
    assert stored(AMIRA) == {"id": AMIRA, "major": "Physics"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [(3, 3), (1, 2), (0, 2), ({"$inc": 1}, 3), ({"$inc": 4}, 6)],
)
def test_edit_member_never_lowers_the_card_count(sent: Any, kept: int) -> None:
    store_member(AMIRA, cardCount=2)

    response = send(caller(BEN), "PATCH", f"/members/{AMIRA}", {"cardCount": sent})

    assert response.status_code == 200
    assert stored(AMIRA)["cardCount"] == kept


@pytest.mark.parametrize(
    "sent", [-1, "2", True, None, 1.5, [], {"$inc": 0}, {"$inc": True}, {"$dec": 1}, {}]
)
def test_edit_member_with_an_odd_card_count_is_refused(sent: Any) -> None:
    store_member(AMIRA, cardCount=2)

    response = send(caller(BEN), "PATCH", f"/members/{AMIRA}", {"cardCount": sent})

    assert response.status_code == 406
    assert response.json()["message"].startswith("'cardCount'")
    assert stored(AMIRA) == {"id": AMIRA, "cardCount": 2}


@pytest.mark.parametrize(
    "body",
    [
        {"nested": {"a": 1}},
        {"list": [1]},
        {"huge": "x" * 501},
        {"number": 10**30},
        {"float": 1e100},
        {"": "nameless"},
        {"n" * 101: "long name"},
        {"year": True},
        {"year": "x" * 33},
        {"topics": [1, 2]},
        {"firstName": {"S": "Amira"}},
        {"international": "perhaps"},
    ],
)
def test_edit_member_with_an_odd_value_is_refused(body: dict[str, Any]) -> None:
    store_member(AMIRA)

    response = send(caller(BEN), "PATCH", f"/members/{AMIRA}", body)

    assert response.status_code == 406
    assert response.json()["message"].startswith(f"'{next(iter(body))[:100]}'")
    assert stored(AMIRA) == {"id": AMIRA}


def test_edit_member_without_a_body_changes_nothing() -> None:
    store_member(AMIRA, major="Physics")

    response = send(caller(BEN), "PATCH", f"/members/{AMIRA}")

    assert response.json()["response"] == {"Attributes": {}}
    assert stored(AMIRA) == {"id": AMIRA, "major": "Physics"}


def test_edit_member_with_null_removes_the_attribute() -> None:
    store_member(AMIRA, major="Physics", shirtSize="M")

    send(caller(BEN), "PATCH", f"/members/{AMIRA}", {"major": None, "shirtSize": None})

    assert set(stored(AMIRA)) == {"id", "updatedAt"}


def test_edit_member_unknown_is_not_found() -> None:
    response = send(caller(BEN), "PATCH", f"/members/{CHLOE}", {"major": "Art"})

    assert response.status_code == 404
    assert response.json() == {
        "message": "member with id 'chloe@example.org' could not be found."
        " Make sure you have provided the correct id."
    }
    assert list(Member.read_all()) == []


def test_delete_member_removes_the_member_record_only() -> None:
    store_user(AMIRA, isMember=True)
    store_member(AMIRA, profileID="SillyPandasDeny")
    store_profile("SillyPandasDeny", fname="Amira")

    response = caller(BEN).delete("/members/AMIRA@student.ubc.ca")

    assert response.status_code == 200
    assert response.json() == {
        "message": "Member deleted!",
        "response": {"Attributes": {"id": AMIRA, "profileID": "SillyPandasDeny"}},
    }
    assert find_member(AMIRA) is None
    assert caller(BEN).get(f"/users/checkMembership/{AMIRA}").json() is True
    assert caller(BEN).get("/profiles/profile/SillyPandasDeny").status_code == 200


def test_delete_member_unknown_is_not_found() -> None:
    response = caller(BEN).delete(f"/members/{CHLOE}/")

    assert response.status_code == 404
    assert response.json() == {
        "message": "Member with id 'chloe@example.org' could not be found."
        " Make sure you have provided the correct id."
    }


@pytest.mark.parametrize("path", ["/members", "/members/"])
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_member_that_the_address_does_not_name_is_refused(
    method: str, path: str
) -> None:
    answers = [send(who, method, path, {}) for who in (caller(BEN), caller(AMIRA))]

    assert [answer.status_code for answer in answers] == [400, 403]
    assert answers[0].json() == {
        "message": "A(n) member id was not provided. Check query params"
    }


def test_edit_stores_so_many_attributes_that_nobody_documents_and_no_more() -> None:
    store_member(AMIRA, firstName="Amira", highSchool="West", heardFromSpecify="Ben")
    fifty = {f"name{number}": number for number in range(50)}
    answer = send(caller(BEN), "PATCH", f"/members/{AMIRA}", fifty)
    assert answer.status_code == 200

    response = send(caller(BEN), "PATCH", f"/members/{AMIRA}", {"one more": 1})

    assert response.status_code == 406
    assert response.json()["message"].startswith("'one more' cannot be stored")
    documented = {"highSchool": "East", "heardFromSpecify": "Amira", "name0": None}
    answer = send(caller(BEN), "PATCH", f"/members/{AMIRA}", documented)
    assert answer.status_code == 200
