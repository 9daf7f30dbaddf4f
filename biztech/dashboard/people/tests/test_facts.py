"""A user's own facts in the dashboard: edited, undone, and as their owner sees them."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.queries import find_user
from accounts.services import edit_user
from biztech.dashboard.framework.tests.visitors import ben
from biztech.tests.callers import anonymous, caller, store_profile
from core.audit.trail import history
from core.dynamo.rows import remove_rows
from memberships.services import respell
from memberships.tests.people import AMIRA, BEN, make_member, store

HER = f"/admin/memberships/person/{AMIRA}/"
PAGE, EDIT, SEEN = f"{HER}change/", f"{HER}edit/", f"{HER}seen/"

STORED: dict[str, Any] = {
    "id": AMIRA,
    "fname": "Amira",
    "education": "UBC",
    "studentId": 12345678,
    "year": 3,
    "faculty": "Sauder",
    "pronouns": "ze/zir",
    "isMember": False,
    "admin": False,
    "shoeSize": 39,
}


@pytest.fixture
def amira() -> None:
    """Store an account with older values, one of them unknown to us."""
    store(User, **STORED)


def fields_of(browser: Client) -> dict[str, str]:
    """Return what a browser would send back untouched, hidden values included."""
    form = browser.get(EDIT).context["form"]
    fields = {}
    for field in form:
        value = str(field.value() if field.value() is not None else "")
        fields[field.html_name] = fields[field.html_initial_name] = value
    return fields


def plain() -> dict[str, Any]:
    user = find_user(AMIRA)
    assert user is not None
    return user.plain()


@pytest.mark.usefixtures("amira")
def test_edit_changes_what_was_edited_and_offers_undo() -> None:
    browser = ben()
    entered = {
        **fields_of(browser),
        "last_name": "Kay",
        "student_number": "87654321",
        "pronouns": "She/Her/Hers",
        "year": "4th Year",
        "faculty": "",
    }

    answer = browser.post(EDIT, entered, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(PAGE, 302)]
    assert f"The details of {AMIRA} are changed." in page
    assert re.search(rf'action="{HER}undo/" class="bt-inline">', page)
    assert f"<strong>{BEN}</strong> edited the user record of" in page
    assert re.search(r"Level of study</span>: <del>3</del>.*<ins>4th Year</ins>", page)
    after = plain()
    assert after.pop("updatedAt") == history(AMIRA)[0].at
    assert after == {
        "id": AMIRA,
        "fname": "Amira",
        "lname": "Kay",
        "education": "UBC",
        "studentId": 87654321,
        "year": "4th Year",
        "gender": "She/Her/Hers",
        "isMember": False,
        "admin": False,
        "shoeSize": 39,
    }


@pytest.mark.usefixtures("amira")
def test_edit_undone_restores_the_record() -> None:
    browser = ben()
    browser.post(EDIT, {**fields_of(browser), "first_name": "Amy", "pronouns": ""})

    browser.post(f"{HER}undo/", {"act_id": history(AMIRA)[0].act_id})

    assert plain() == STORED
    page = browser.get(PAGE).content.decode()
    assert "undid an edit of the user record of" in page


@pytest.mark.usefixtures("amira")
def test_edit_of_nothing_writes_nothing() -> None:
    browser = ben()

    answer = browser.post(EDIT, fields_of(browser), follow=True)

    assert "Nothing was changed." in answer.content.decode()
    assert (plain(), history(AMIRA)) == (STORED, [])


@pytest.mark.usefixtures("amira")
def test_edit_keeps_what_another_changed_meanwhile(now: int) -> None:
    browser = ben()
    entered = {**fields_of(browser), "last_name": "Kay"}
    edit_user(AMIRA, {"faculty": "Arts"}, actor=AMIRA, by_exec=False, now=now)

    browser.post(EDIT, entered)

    assert (plain()["faculty"], plain()["lname"]) == ("Arts", "Kay")


@pytest.mark.usefixtures("amira")
@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("student_number", "1234567", "exactly eight digits"),
        ("student_number", "1" * 16, "at most 15 characters"),
        ("first_name", "x" * 201, "at most 200 characters"),
        ("year", "6th", "Select a valid choice."),
        ("education", "MIT", "Select a valid choice."),
        ("diet", "Bricks", "Select a valid choice."),
    ],
)
def test_edit_refused_keeps_what_was_entered(
    field: str, value: str, error: str
) -> None:
    browser = ben()
    entered = {**fields_of(browser), "last_name": "Kay", field: value}

    answer = browser.post(EDIT, entered)

    assert answer.status_code == 200
    assert error in answer.content.decode()
    assert answer.context["form"]["last_name"].value() == "Kay"
    assert plain() == STORED


def test_edit_refused_by_the_service_keeps_the_form(
    monkeypatch: pytest.MonkeyPatch, amira: None
) -> None:
    browser = ben()
    entered = {**fields_of(browser), "last_name": "Kay"}
    find = find_user

    def found_and_deleted(email: str) -> User | None:
        user = find(email)
        remove_rows(User(AMIRA))
        return user

    monkeypatch.setattr("biztech.dashboard.people.edit.find_user", found_and_deleted)

    answer = browser.post(EDIT, entered)

    assert f"user with id &#x27;{AMIRA}&#x27; could not" in answer.content.decode()
    assert answer.context["form"]["last_name"].value() == "Kay"


def test_edit_asks_for_no_student_number_that_is_not_known() -> None:
    store(User, id=AMIRA, education="UBC", studentId=0)
    browser = ben()

    browser.post(EDIT, {**fields_of(browser), "first_name": "Amira"})

    assert (plain()["fname"], plain()["studentId"]) == ("Amira", 0)


def test_edit_without_a_user_record_is_not_found() -> None:
    assert ben().get(EDIT).status_code == 404


def test_edit_page_of_a_member_says_that_copies_stay() -> None:
    make_member(AMIRA)

    assert "copies of their own" in ben().get(EDIT).content.decode()


def test_seen_page_shows_what_the_api_answers() -> None:
    profile_id = make_member(AMIRA)
    store_profile(profile_id, fname="Amira", linkedIn="x", viewableMap={"fname": True})
    store(User, **{**STORED, "keptProfileID": "CalmOwlsSing"})

    answers = ben().get(SEEN).context["answers"]

    told = [
        {name: json.loads(value) for name, value in answer.lines} for answer in answers
    ]
    assert [answer.status for answer in answers] == [200, 200, 200, 200]
    assert told == [
        caller(AMIRA).get("/users/self").json(),
        {"": anonymous().get(f"/users/checkMembership/{AMIRA}").json()},
        caller(AMIRA).get("/profiles/user").json(),
        anonymous().get(f"/profiles/profile/{profile_id}").json(),
    ]
    assert told[2]["linkedIn"] == "x"
    assert told[3] == {"fname": "Amira", "lname": "·"}


def test_seen_page_shows_refusals_as_they_are_answered() -> None:
    make_member(AMIRA)
    remove_rows(User(AMIRA))

    account, member, own, public = ben().get(SEEN).context["answers"]

    assert (account.status, member.lines) == (404, [("", "false")])
    assert (own.status, public.status) == (200, 200)
    message = (
        f"user with id '{AMIRA}' could not be found."
        " Make sure you have provided the correct id."
    )
    assert account.lines == [("message", f'"{message}"')]


@pytest.mark.usefixtures("amira")
def test_seen_page_without_a_profile_says_so() -> None:
    answer = ben().get(SEEN)

    assert len(answer.context["answers"]) == 2
    assert "No profile is linked" in answer.content.decode()


@pytest.mark.usefixtures("amira")
def test_seen_page_cannot_be_written_to(database_calls: list[str]) -> None:
    browser = ben()
    database_calls.clear()

    browser.post(SEEN, {"first_name": "Amy"})

    assert set(database_calls) <= {"GetItem", "TransactGetItems", "Query"}
    assert plain() == STORED


@pytest.mark.usefixtures("amira")
def test_person_page_leads_to_both() -> None:
    page = ben().get(PAGE).content.decode()

    assert f'href="{EDIT}"' in page
    assert f'href="{SEEN}"' in page


def test_history_tells_of_a_respelling(now: int) -> None:
    shouted = AMIRA.upper()
    store(User, id=shouted)
    respell(AMIRA, [shouted], actor=BEN, now=now)

    page = ben().get(PAGE).content.decode()

    assert f"<strong>{BEN}</strong> moved to one spelling the records of" in page
