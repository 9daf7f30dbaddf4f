"""One person in the dashboard: granted, revoked, deleted, undone."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from biztech.dashboard.framework.tests.visitors import ben
from biztech.tests.callers import change_row
from core.audit.trail import history
from core.dynamo.rows import remove_rows
from memberships.models import Member
from memberships.people import person
from memberships.services import edit_member
from memberships.tests.people import AMIRA, BEN, make_member, meet, rows_of, store
from profiles.models import Profile
from profiles.queries import find_profile

PEOPLE = "/admin/memberships/person/"
ADD = f"{PEOPLE}add/"
HER = f"{PEOPLE}{AMIRA}/"
PAGE = f"{HER}change/"
ENTERED: dict[str, Any] = {
    "email": " Amira@Student.ubc.ca ",
    "first_name": "Amira",
    "last_name": "Kay",
    "pronouns": "She/Her/Hers",
    "education": "UBC",
    "student_number": "12345678",
    "year": "3rd Year",
    "faculty": "Science",
    "major": "Statistics",
    "international": "yes",
    "previous_member": "no",
    "diet": "Vegan",
    "heard_from": "Instagram",
    "topics": ["Cyber Security"],
}


def text_of(browser: Client, address: str = PAGE) -> str:
    return browser.get(address).content.decode()


def newest_act() -> str:
    return history(AMIRA, limit=1)[0].act_id


def test_grant_form_complete_makes_a_member_and_offers_undo() -> None:
    browser = ben()

    answer = browser.post(ADD, ENTERED, follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    page = answer.content.decode()
    assert f"{AMIRA} is now a member." in page
    assert re.search(
        rf'<form method="post" action="{HER}undo/" class="bt-inline">', page
    )
    member = person(AMIRA).member
    assert member and member.plain() | {"profileID": "", "createdAt": 0} == {
        "id": AMIRA,
        "firstName": "Amira",
        "lastName": "Kay",
        "education": "UBC",
        "university": "UBC",
        "pronouns": "She/Her/Hers",
        "studentNumber": "12345678",
        "faculty": "Science",
        "year": "3rd Year",
        "major": "Statistics",
        "diet": "Vegan",
        "heardFrom": "Instagram",
        "topics": ["Cyber Security"],
        "prevMember": False,
        "international": True,
        "admin": False,
        "cardCount": 0,
        "profileID": "",
        "createdAt": 0,
        "updatedAt": member.updated_at,
    }
    assert history(AMIRA)[0].actor == BEN


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("email", "amira", "This is not an e-mail address."),
        ("first_name", "", "This field is required."),
        ("education", "MIT", "Select a valid choice."),
        ("pronouns", "", "This field is required."),
        ("student_number", "1234567", "exactly eight digits"),
        ("student_number", "", "exactly eight digits"),
        (
            "student_number",
            "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
            "exactly eight digits",
        ),
        ("year", "6th", "Select a valid choice."),
        ("international", "", "This field is required."),
        ("topics", ["Knitting"], "Select a valid choice."),
    ],
)
def test_grant_form_refused_keeps_what_was_entered(
    field: str, value: Any, error: str
) -> None:
    answer = ben().post(ADD, {**ENTERED, field: value})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert error in page
    assert "Statistics" in page
    assert list(answer.context["form"].errors) == [field]
    assert person(AMIRA).user is None


@pytest.mark.parametrize("number", ["", "77"])
def test_grant_form_asks_other_students_for_no_student_number(number: str) -> None:
    entered = {**ENTERED, "education": "UNI", "student_number": number}

    ben().post(ADD, entered)

    assert person(AMIRA).is_member


def test_grant_to_a_known_person_shows_the_changes_before_it_writes() -> None:
    store(User, id=AMIRA, fname="Amy", isMember=False, admin=False)
    browser = ben()

    review = browser.post(ADD, ENTERED).content.decode()
    written_by_review = person(AMIRA).is_member
    back = browser.post(ADD, {**ENTERED, "edit": "yes"}).content.decode()
    done = browser.post(ADD, {**ENTERED, "confirmed": "yes"})

    assert "This is what will change" in review
    assert re.search(r"<del>Amy</del>.*<ins>Amira</ins>", review)
    assert "Member record created" in review
    assert not written_by_review
    assert 'value="Statistics"' in back
    assert (done["Location"], person(AMIRA).is_member) == (PAGE, True)


def test_grant_form_for_a_known_person_is_filled_in_with_older_values_too() -> None:
    store(User, id=AMIRA, fname="Amira", faculty="Sauder", studentId=12345678)

    form = ben().get(ADD, {"email": AMIRA}).context["form"]
    answer = ben().post(ADD, {**ENTERED, "faculty": "Sauder", "confirmed": "yes"})

    assert form["first_name"].value() == "Amira"
    assert form["faculty"].value() == "Sauder"
    assert form["student_number"].value() == 12345678
    assert answer.status_code == 302
    member = person(AMIRA).member
    assert member and member.faculty == "Sauder"


def test_grant_to_a_member_says_so_and_writes_nothing() -> None:
    ben().post(ADD, ENTERED)
    before = rows_of(AMIRA, person(AMIRA).profile.profile_id)  # type: ignore[union-attr]

    answer = ben().post(ADD, ENTERED, follow=True)

    assert "already a member. Nothing was changed." in answer.content.decode()
    after = rows_of(AMIRA, person(AMIRA).profile.profile_id)  # type: ignore[union-attr]
    assert after == before
    assert len(history(AMIRA)) == 1


def test_grant_to_a_member_with_a_lost_profile_says_what_it_mended() -> None:
    profile_id = make_member(AMIRA)
    remove_rows(Profile(*Profile.key(profile_id)))

    mended = ben().post(ADD, {**ENTERED, "confirmed": "yes"}, follow=True)

    said = mended.content.decode()
    assert f"Repaired the records of {AMIRA}: " in said
    assert "profile record created" in said
    assert "is now a member" not in said


def test_person_page_shows_three_records_and_every_attribute() -> None:
    profile_id = make_member(AMIRA)
    change_row(User(AMIRA), User.faculty.set("Arts"))
    change_row(Member(AMIRA), Member.faculty.set("Science"), Member.card_count.set(2))
    store(User, **{**(person(AMIRA).user.plain()), "shoeSize": 42})  # type: ignore[union-attr]

    page = text_of(ben())

    for title in ("User", "Member", "Profile"):
        assert re.search(rf"<h2[^>]*>{title}</h2>", page)
    assert f"Linked to profile {profile_id}" in page
    assert "2 cards written" in page
    assert re.search(r"<dt>shoeSize</dt>\s*<dd>42", page)
    assert "differs from the member record" in page
    assert "differs from the user record" in page


def test_person_page_names_what_is_missing() -> None:
    store(User, id=AMIRA, isMember=True, admin=False)

    page = text_of(ben())

    assert "1 problem found" in page
    assert "The user record says member, but there is no member record." in page
    assert "No member record: not a member this year." in page
    assert "No profile." in page


def test_person_page_names_a_profile_shared_with_another() -> None:
    profile_id = make_member(AMIRA)
    store(Member, id="dora@student.ubc.ca", profileID=profile_id)

    page = text_of(ben())

    assert f"Another member is linked to the same profile {profile_id}." in page


def test_person_page_costs_a_fixed_number_of_database_calls(
    database_calls: list[str],
) -> None:
    make_member(AMIRA)
    browser = ben()
    browser.get(PAGE)
    database_calls.clear()

    browser.get(PAGE)

    assert database_calls == [
        "GetItem",
        "TransactGetItems",
        "GetItem",
        "Query",
        "Query",
        "Query",
        "Query",
        # In which years; which there are is remembered.
        "TransactGetItems",
    ]


@pytest.mark.parametrize("address", [f"{PEOPLE}amira_40student.ubc.ca/change/", PAGE])
def test_person_page_opens_under_plain_and_quoted_address(address: str) -> None:
    make_member(AMIRA)

    assert ben().get(address).context["email"] == AMIRA


def test_person_page_under_capitals_leads_to_the_one_spelling() -> None:
    make_member(AMIRA)

    answer = ben().get(f"{PEOPLE}AMIRA@Student.ubc.ca/change/")

    assert answer["Location"] == PAGE


def test_person_page_under_lookalike_letters_leads_to_nobody() -> None:
    make_member("ki@student.ubc.ca")

    answer = ben().get(f"{PEOPLE}\u212ai@student.ubc.ca/change/")

    assert answer.status_code == 404


def test_history_address_leads_to_the_person() -> None:
    assert ben().get(f"{HER}history/")["Location"] == PAGE


def test_revoke_page_names_what_goes_and_changes_nothing() -> None:
    profile_id = make_member(AMIRA)
    meet(profile_id, make_member("dora@student.ubc.ca"))

    answer = ben().get(f"{HER}revoke/")

    kept = [change.sentence for change in answer.context["keeping"]]
    gone = [change.sentence for change in answer.context["removing"]]
    assert kept == [
        "user record changed",
        "member record removed",
        "profile record changed",
    ]
    assert gone == [
        "user record changed",
        "member record removed",
        "profile record removed",
    ]
    assert "1 connection removed, on both sides." in answer.content.decode()
    assert person(AMIRA).is_member


def test_revoke_without_a_reason_keeps_the_form_and_the_choice() -> None:
    make_member(AMIRA)

    answer = ben().post(f"{HER}revoke/", {"profile": "remove", "reason": " "})

    page = answer.content.decode()
    assert "Say why; other execs will want to know." in page
    assert re.search(r'value="remove"[^>]*checked', page)
    assert person(AMIRA).is_member


def test_revoke_keeping_the_profile_hides_it() -> None:
    profile_id = make_member(AMIRA)

    answer = ben().post(
        f"{HER}revoke/", {"profile": "keep", "reason": "Refunded"}, follow=True
    )

    assert f"{AMIRA} is no longer a member." in answer.content.decode()
    assert "Reason: Refunded" in answer.content.decode()
    profile = find_profile(profile_id)
    assert profile and profile.hidden_at
    assert not person(AMIRA).is_member


def test_revoke_of_an_exec_says_that_dashboard_rights_stay() -> None:
    make_member(BEN)
    address = f"{PEOPLE}{BEN}/revoke/"

    before = ben().get(address).content.decode()
    after = ben().post(address, {"profile": "remove", "reason": "Left"}, follow=True)

    assert "their dashboard rights come from their address and stay" in before
    assert "they keep their dashboard rights" in after.content.decode()


def test_revoke_of_a_non_member_has_nothing_to_do() -> None:
    store(User, id=AMIRA, isMember=False, admin=False)

    page = text_of(ben(), f"{HER}revoke/")
    answer = ben().post(
        f"{HER}revoke/", {"profile": "keep", "reason": "x"}, follow=True
    )

    assert "There is nothing to revoke." in page
    assert "is not a member. Nothing was changed." in answer.content.decode()
    assert history(AMIRA) == []


def test_undo_from_the_message_restores_the_records() -> None:
    profile_id = make_member(AMIRA)
    before = rows_of(AMIRA, profile_id)
    browser = ben()
    confirmed = {"profile": "remove", "reason": "Mistake"}
    page = browser.post(f"{HER}revoke/", confirmed, follow=True).content.decode()
    browser.handler.enforce_csrf_checks = True

    form = page.partition('class="bt-inline">')[2].partition("</form>")[0]
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]+)"', form))
    answer = browser.post(f"{HER}undo/", hidden, follow=True)

    assert hidden.keys() == {"csrfmiddlewaretoken", "act_id"}

    assert "Undone." in answer.content.decode()
    assert rows_of(AMIRA, profile_id) == before


def test_undo_twice_says_that_it_is_done() -> None:
    make_member(AMIRA)
    browser, act_id = ben(), newest_act()
    browser.post(f"{HER}revoke/", {"profile": "keep", "reason": "Mistake"})
    act_id = newest_act()
    browser.post(f"{HER}undo/", {"act_id": act_id})

    answer = browser.post(f"{HER}undo/", {"act_id": act_id})

    assert answer.context["differences"] == ["It has been undone already."]
    assert not answer.context["may_keep"]


def test_undo_after_later_edits_names_them_and_can_keep_them(now: int) -> None:
    make_member(AMIRA)
    edit_member(AMIRA, {"faculty": "Arts"}, actor=BEN, now=now)
    act_id = newest_act()
    edit_member(AMIRA, {"major": "Music"}, actor=BEN, now=now + 1)
    browser = ben()

    refused = browser.post(f"{HER}undo/", {"act_id": act_id})
    browser.post(f"{HER}undo/", {"act_id": act_id, "keep_later_edits": "yes"})

    assert refused.context["differences"] == [
        "The member record changed since (major)."
    ]
    assert "Undo and keep later edits" in refused.content.decode()
    member = person(AMIRA).member
    assert member and [member.faculty, member.major] == [None, "Music"]


def test_undo_of_an_unknown_act_is_refused_in_words() -> None:
    make_member(AMIRA)

    answer = ben().post(f"{HER}undo/", {"act_id": "nothing"}, follow=True)

    assert "There is no such act" in answer.content.decode()


def test_delete_page_warns_and_offers_revoke_instead() -> None:
    make_member(AMIRA)

    page = text_of(ben(), f"{HER}delete/")

    assert "You probably want to revoke instead" in page
    assert f'href="{HER}revoke/"' in page


def test_delete_needs_a_reason_and_removes_the_member_record_only() -> None:
    profile_id = make_member(AMIRA)
    browser = ben()

    refused = browser.post(f"{HER}delete/", {"reason": ""})
    kept = person(AMIRA).is_member
    done = browser.post(f"{HER}delete/", {"reason": "Twin record"}, follow=True)

    assert "Say why" in refused.content.decode()
    assert kept
    assert f"The member record of {AMIRA} is deleted." in done.content.decode()
    user, member, profile = rows_of(AMIRA, profile_id)
    assert user and user["isMember"] == {"BOOL": True}
    assert (member, profile is None) == (None, False)


def test_delete_of_a_missing_record_is_refused_on_the_form() -> None:
    store(User, id=AMIRA)

    answer = ben().post(f"{HER}delete/", {"reason": "Gone"})

    assert "could not be found" in answer.content.decode()


def test_history_shows_who_why_when_and_before_and_after(now: int) -> None:
    make_member(AMIRA)
    edit_member(AMIRA, {"faculty": "Arts"}, actor=BEN, now=now)

    page = text_of(ben())

    assert f"<strong>{BEN}</strong> edited the member record of" in page
    assert re.search(r"Faculty</span>: <del>not set</del>.*<ins>Arts</ins>", page)
    assert "20 Nov 2026, 04:00" in page


def test_acts_page_pages_through_everything_newest_first(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("biztech.dashboard.framework.audit_log.PER_PAGE", 2)
    monkeypatch.setattr("biztech.dashboard.framework.audit_log.now_ms", lambda: now)
    for day, email in enumerate((AMIRA, "dora@ubc.ca", "eva@ubc.ca")):
        make_member(email, now=now - 1000 + day)
    browser = ben()

    first = browser.get("/admin/acts/")
    second = browser.get("/admin/acts/", {"before": first.context["older"]})

    assert [act.subject for act in first.context["acts"]] == [
        "eva@ubc.ca",
        "dora@ubc.ca",
    ]
    assert [act.subject for act in second.context["acts"]] == [AMIRA]
    assert second.context["older"] is None
