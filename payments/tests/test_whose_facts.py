"""Whoever pays with somebody's address changes nothing that is known of them."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from biztech.dashboard.framework.tests.visitors import visitor
from biztech.pages.tests.test_membership_pages import FORM, welcome
from biztech.tests.callers import (
    CHLOE,
    anonymous,
    bearer,
    caller,
    change_row,
    store_user,
)
from core.audit.trail import history
from core.dynamo.rows import remove_rows
from memberships.models import Member
from memberships.people import person
from memberships.services import grant_membership, revoke_membership
from memberships.tests.people import AMIRAS_FACTS, rows_of
from payments.ledger import account_of
from payments.models import Payment
from payments.services.decisions import attach
from payments.services.reconciliation import heal
from payments.services.webhooks import apply_event
from payments.tests.checkouts import paid, shown
from payments.tests.people import AMIRA, METADATA, event
from payments.tests.test_api_checkout import MEMBERSHIP
from tools.stripe import play

Pay = Callable[[], str]

# An account as POST /users leaves it: no pronouns, no diet.
ACCOUNT: dict[str, Any] = {
    "fname": "Amira",
    "lname": "Kay",
    "studentId": 12345678,
    "education": "UBC",
    "year": "3rd Year",
    "faculty": "Science",
    "major": "Statistics",
    "isMember": False,
    "admin": False,
    "createdAt": 1,
    "updatedAt": 1,
}
ASKED = {
    **MEMBERSHIP,
    "fname": "Mallory",
    "lname": "Mal",
    "student_number": "66666666",
    "education": "UNI",
    "year": "1st Year",
    "faculty": "Arts",
    "major": "Mischief",
    "pronouns": "They/Them/Theirs",
    "diet": "Vegan",
}


def paid_by(client: Any, **changes: Any) -> str:
    """Have a membership asked for and paid by whoever that client is."""
    known = {payment.id for payment in Payment.read_all()}
    assert client.post("/payments", {**ASKED, **changes}).status_code == 200
    (session_id,) = {payment.id for payment in Payment.read_all()} - known
    play.pay(session_id, now=1)
    heal(shown(session_id), actor="ben", now=1)
    return str(session_id)


def paid_on_the_page(email: str | None) -> str:
    """Have the membership form filled in and paid by whoever is signed in there."""
    form = {**FORM, "first_name": "Mallory", "major": "Mischief"}
    address = visitor(email).post("/membership/", form)["Location"]
    session_id = address.rstrip("/").rpartition("/")[2]
    play.pay(session_id, now=1)
    heal(shown(session_id), actor="ben", now=1)
    return session_id


def told_by_stripe_alone() -> str:
    apply_event(event(metadata={**METADATA, "fname": "Mallory", "major": "x"}), now=9)
    return "cs_test_1"


def attached_by_an_exec() -> str:
    session_id = paid(email="", fname="Mallory", major="x")
    heal(shown(session_id), actor="ben", now=1)
    attach(session_id, email=AMIRA, payment_type="Member", actor="ben", now=2)
    return session_id


EVERYBODY: list[Pay] = [
    lambda: paid_by(anonymous()),
    lambda: paid_by(caller(CHLOE)),
    lambda: paid_by(caller(AMIRA)),
    lambda: paid_by(caller("ben@ubcbiztech.com")),
    lambda: paid_by(bearer("zz")),
    lambda: paid_on_the_page(None),
    told_by_stripe_alone,
    attached_by_an_exec,
]
STRANGERS = [pay for number, pay in enumerate(EVERYBODY) if number != 2]


@pytest.mark.parametrize("pay", EVERYBODY[:5] + EVERYBODY[6:])
def test_payment_for_a_member_is_recorded_and_changes_nothing_of_them(
    now: int, pay: Pay
) -> None:
    granted = grant_membership(AMIRAS_FACTS, actor="ben", now=now)
    before = rows_of(AMIRA, granted.profile_id)

    session_id = pay()

    payment = account_of(session_id).payment
    assert payment and payment.attention == "paid-twice"
    assert rows_of(AMIRA, granted.profile_id) == before
    assert len(history(AMIRA)) == 1


@pytest.mark.parametrize("pay", STRANGERS)
def test_stranger_who_pays_for_an_account_changes_none_of_its_facts(
    now: int, pay: Pay
) -> None:
    store_user(AMIRA, **ACCOUNT)

    pay()

    amira = person(AMIRA)
    assert amira.is_member is True
    assert amira.user and amira.member and amira.profile
    facts = {name: ACCOUNT[name] for name in list(ACCOUNT)[:7]}
    assert {name: amira.user.plain().get(name) for name in facts} == facts
    member = amira.member.plain()
    assert (member["firstName"], member["studentNumber"]) == ("Amira", "12345678")
    assert (member["major"], amira.profile.plain()["major"]) == ("Statistics",) * 2
    assert amira.profile.plain()["fname"] == "Amira"


def test_stranger_fills_in_what_an_account_is_silent_about() -> None:
    store_user(AMIRA, **ACCOUNT)

    paid_by(anonymous())

    user = User.get(AMIRA).plain()
    assert (user["gender"], user["diet"]) == ("They/Them/Theirs", "Vegan")
    assert Member.get(AMIRA).plain()["pronouns"] == "They/Them/Theirs"


def test_pronouns_under_their_other_name_are_known_too() -> None:
    store_user(AMIRA, **ACCOUNT, pronouns="She/Her/Hers")

    paid_by(anonymous())

    assert "gender" not in User.get(AMIRA).plain()
    assert Member.get(AMIRA).plain()["pronouns"] == "She/Her/Hers"


def owner_by_token() -> str:
    return paid_by(caller(AMIRA))


def owner_on_the_page() -> str:
    return paid_on_the_page(AMIRA)


@pytest.mark.parametrize("pay", [owner_by_token, owner_on_the_page])
def test_owner_who_is_signed_in_says_what_counts(pay: Pay) -> None:
    store_user(AMIRA, **ACCOUNT)

    pay()

    user = User.get(AMIRA).plain()
    assert (user["fname"], user["major"]) == ("Mallory", "Mischief")
    assert Member.get(AMIRA).plain()["major"] == "Mischief"


def test_payment_of_somebody_signed_in_says_nothing_of_whom_it_is_attached_to() -> None:
    store_user(CHLOE, **{**ACCOUNT, "fname": "Chloe"})
    assert caller(AMIRA).post("/payments", ASKED).status_code == 200
    (payment,) = Payment.read_all()
    session_id = str(payment.id)
    change_row(Payment(*payment.key_of()), Payment.expected.set(1))
    play.pay(session_id, now=1)
    heal(shown(session_id), actor="ben", now=1)

    attach(session_id, email=CHLOE, payment_type="Member", actor="ben", now=2)

    assert User.get(CHLOE).plain()["fname"] == "Chloe"


def test_lost_membership_that_is_healed_leaves_the_account_as_it_was() -> None:
    store_user(AMIRA, **ACCOUNT)
    session_id = paid_by(anonymous())
    remove_rows(Member(AMIRA))

    heal(shown(session_id), actor="ben", now=3)

    assert person(AMIRA).is_member is True
    assert User.get(AMIRA).plain()["fname"] == "Amira"


def test_coming_back_tells_nothing_of_a_profile_from_before(now: int) -> None:
    granted = grant_membership(AMIRAS_FACTS, actor="ben", now=now)
    revoke_membership(AMIRA, reason="Left.", keep_profile=True, actor="ben", now=now)

    session_id = paid_by(anonymous())

    assert person(AMIRA).is_member is True
    assert granted.profile_id not in welcome(session_id).text


def test_number_of_more_digits_than_are_kept_stays_a_text() -> None:
    paid_by(anonymous(), student_number="9" * 60)

    assert User.get(AMIRA).plain()["studentId"] == "9" * 60
    assert person(AMIRA).is_member is True
