"""``POST /members/grant`` and ``POST /members/revoke``, body by body."""

from typing import Any

import pytest

from accounts.queries import find_user
from biztech.tests.callers import AMIRA, BEN, CHLOE, caller, send
from core.audit.trail import history
from memberships.queries import find_member

FORM = {
    "email": "Amira@Student.UBC.ca",
    "firstName": "Amira",
    "lastName": "Haddad",
    "studentNumber": "12345678",
    "education": "UBC",
    "pronouns": "She/Her/Hers",
    "levelOfStudy": "3rd Year",
    "faculty": "Science",
    "major": "Statistics",
    "internationalStudent": True,
    "previousMember": "false",
    "dietaryRestrictions": "Vegan",
    "referral": "Friends",
    "topics": "AI,Fintech",
    "isMember": True,
    "adminCreated": True,
}


def member_row(email: str) -> dict[str, Any]:
    """Return a member row without what differs from run to run."""
    member = find_member(email)
    assert member is not None
    changing = ("createdAt", "updatedAt", "profileID")
    return {n: value for n, value in member.plain().items() if n not in changing}


def user_row(email: str) -> dict[str, Any]:
    """Return a user row without its times."""
    user = find_user(email)
    assert user is not None
    changing = ("createdAt", "updatedAt")
    return {n: value for n, value in user.plain().items() if n not in changing}


def test_grant_with_the_whole_form_writes_each_fact_where_it_belongs() -> None:
    response = caller(BEN).post("/members/grant", FORM)

    assert response.status_code == 200
    assert response.json() == {"message": "Membership granted"}
    assert user_row(AMIRA) == {
        "id": AMIRA,
        "fname": "Amira",
        "lname": "Haddad",
        "education": "UBC",
        "studentId": 12345678,
        "gender": "She/Her/Hers",
        "year": "3rd Year",
        "faculty": "Science",
        "major": "Statistics",
        "diet": "Vegan",
        "isMember": True,
        "admin": False,
    }
    assert member_row(AMIRA) == {
        "id": AMIRA,
        "firstName": "Amira",
        "lastName": "Haddad",
        "education": "UBC",
        "university": "UBC",
        "pronouns": "She/Her/Hers",
        "studentNumber": "12345678",
        "faculty": "Science",
        "year": "3rd Year",
        "major": "Statistics",
        "diet": "Vegan",
        "heardFrom": "Friends",
        "topics": "AI,Fintech",
        "prevMember": False,
        "international": True,
        "admin": False,
        "cardCount": 0,
    }


def test_grant_with_the_other_spellings_means_the_same() -> None:
    body = {
        "id": AMIRA,
        "fname": "Amira",
        "lname": "Haddad",
        "year": 3,
        "topics": ["AI"],
    }

    response = caller(BEN).post("/members/grant/", body)

    row = member_row(AMIRA)
    assert response.status_code == 200
    assert (row["firstName"], row["lastName"]) == ("Amira", "Haddad")
    assert (row["year"], row["topics"]) == (3, ["AI"])


def test_grant_prefers_the_documented_spelling() -> None:
    body = {"email": AMIRA, "id": CHLOE, "levelOfStudy": "4th Year", "year": 1}

    caller(BEN).post("/members/grant", body)

    assert member_row(AMIRA)["year"] == "4th Year"
    assert find_member(CHLOE) is None


def test_grant_of_numbers_and_blanks_is_read_as_text_and_unknown() -> None:
    caller(BEN).post("/members/grant", FORM)
    blank = dict.fromkeys(FORM, "") | {"email": AMIRA, "studentNumber": 87654321}

    response = caller(BEN).post("/members/grant", blank)

    assert response.status_code == 200
    assert user_row(AMIRA)["fname"] == "Amira"
    assert user_row(AMIRA)["studentId"] == 87654321
    assert member_row(AMIRA)["studentNumber"] == "12345678"


def test_grant_twice_is_harmless() -> None:
    caller(BEN).post("/members/grant", FORM)
    before = find_member(AMIRA)

    response = caller(BEN).post("/members/grant", FORM)

    after = find_member(AMIRA)
    assert response.json() == {"message": "Membership granted"}
    assert before is not None and after is not None
    assert after.wire == before.wire
    assert len(history(AMIRA)) == 1


def test_grant_records_who_did_it() -> None:
    caller("Ben@UBCBizTech.com").post("/members/grant", {"email": AMIRA})

    assert [act.actor for act in history(AMIRA)] == [BEN]


@pytest.mark.parametrize(
    "email", ["zz", "", 5, True, ["a@b.ca"], {"a": 1}, "x" * 300 + "@student.ubc.ca"]
)
@pytest.mark.parametrize("path", ["/members/grant", "/members/revoke", "/members"])
def test_grant_revoke_and_create_with_a_wrong_email_say_so_first(
    path: str, email: Any
) -> None:
    body = {"email": email, "levelOfStudy": [], "year": [], "reason": None}

    response = caller(BEN).post(path, body)

    assert response.status_code == 406
    assert response.json() == {"message": "Invalid email", "data": email}


@pytest.mark.parametrize("body", [{}, {"email": None}, {"firstName": "Amira"}])
@pytest.mark.parametrize("path", ["/members/grant", "/members/revoke", "/members"])
def test_grant_revoke_and_create_without_an_email_say_so(path: str, body: Any) -> None:
    response = caller(BEN).post(path, body)

    assert response.status_code == 406
    assert response.json() == {"message": "Invalid email"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("firstName", ["Amira"]),
        ("faculty", {"S": "Science"}),
        ("major", "x" * 501),
        ("major", True),
        ("levelOfStudy", 1.5),
        ("levelOfStudy", 10**30),
        ("internationalStudent", "perhaps"),
        ("previousMember", []),
        ("topics", [["AI"]]),
        ("topics", ["AI"] * 51),
        ("topics", 7),
    ],
)
def test_grant_with_an_odd_value_names_the_field(field: str, value: Any) -> None:
    body = {"email": AMIRA, field: value}

    response = caller(BEN).post("/members/grant", body)

    answered = response.json()
    assert response.status_code == 406
    assert answered["message"].startswith(f"'{field}' in the request body is invalid: ")
    assert answered["data"] == body
    assert find_member(AMIRA) is None


def test_revoke_says_what_changed() -> None:
    caller(BEN).post("/members/grant", FORM)

    response = caller(BEN).post(
        "/members/revoke", {"email": "AMIRA@student.ubc.ca", "reason": "Refund"}
    )

    answered = response.json()
    assert response.status_code == 200
    assert answered["message"] == "Membership revoked"
    assert [(change["record"], change["kind"]) for change in answered["changes"]] == [
        ("user", "changed"),
        ("member", "removed"),
        ("profile", "removed"),
    ]
    assert "isMember" in answered["changes"][0]["attributes"]
    assert answered["connectionsRemoved"] == 0
    assert answered["keepsDashboardRights"] is False
    assert find_member(AMIRA) is None
    assert history(AMIRA)[0].reason == "Refund"


def test_revoke_with_the_profile_kept_hides_it() -> None:
    caller(BEN).post("/members/grant", FORM)
    member = find_member(AMIRA)
    assert member is not None

    response = caller(BEN).post(
        "/members/revoke", {"email": AMIRA, "reason": "Refund", "keepProfile": True}
    )

    public = caller(CHLOE).get(f"/profiles/profile/{member.profile_id}")
    assert response.json()["changes"][2]["kind"] == "changed"
    assert public.status_code == 404


def test_revoke_of_an_exec_says_that_the_dashboard_stays_open() -> None:
    caller(BEN).post("/members/grant", {"email": BEN})

    response = caller(BEN).post("/members/revoke", {"email": BEN, "reason": "Left"})

    assert response.json()["keepsDashboardRights"] is True


def test_revoke_of_a_person_who_is_no_member_is_harmless() -> None:
    response = caller(BEN).post("/members/revoke", {"email": CHLOE, "reason": "Refund"})

    assert response.status_code == 200
    assert response.json() == {
        "message": "Not a member; nothing done",
        "changes": [],
        "connectionsRemoved": 0,
        "keepsDashboardRights": False,
    }
    assert history(CHLOE) == []


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_revoke_without_a_reason_is_refused(reason: str | None) -> None:
    caller(BEN).post("/members/grant", FORM)
    body = {"email": AMIRA, "reason": reason}

    response = caller(BEN).post("/members/revoke", body)

    assert response.status_code == 406
    assert response.json() == {
        "message": "'reason' is missing from the request body",
        "data": body,
    }
    assert find_member(AMIRA) is not None


def test_revoke_with_the_reason_left_out_is_refused() -> None:
    response = caller(BEN).post("/members/revoke", {"email": AMIRA})

    assert response.status_code == 406
    assert response.json()["message"] == "'reason' is missing from the request body"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/members/grant", FORM),
        ("/members/revoke", {"email": AMIRA, "reason": "Refund"}),
        ("/members", {"email": AMIRA}),
    ],
)
def test_no_answer_tells_of_the_database(path: str, body: Any) -> None:
    client = caller(BEN)

    answers = [send(client, "POST", path, body).content.decode() for _ in range(2)]

    for told in ("$metadata", "ConsumedCapacity", "compositeID=", "Traceback"):
        assert told not in "".join(answers)
