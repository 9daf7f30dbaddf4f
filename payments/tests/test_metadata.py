"""Answers on their way to Stripe and back: texts, nothing empty, nothing secret."""

from typing import Any

import pytest

from core.errors import InvalidEmail
from memberships.facts import MembershipFacts
from payments.metadata import facts_of, metadata_of
from payments.tests.people import AMIRA

FORM: dict[str, Any] = {
    "paymentType": "OAuthMember",
    "paymentName": "Something cheap",
    "paymentImages": ["https://example.org/x.png"],
    "success_url": "https://example.org",
    "cancel_url": "https://example.org",
    "email": AMIRA,
    "password": "Correct-horse-1",
    "fname": " Amira ",
    "lname": "Kay",
    "education": "UBC",
    "student_number": "12345678",
    "pronouns": "She/Her/Hers",
    "year": "3rd Year",
    "faculty": "Commerce",
    "major": "BUCS",
    "international": True,
    "prev_member": False,
    "diet": "Vegan",
    "topics": "Startups,Product",
    "referral": "Friends",
    "amount": 1,
    "isMember": True,
}


def test_metadata_carries_allowed_answers_as_texts_and_nothing_else() -> None:
    assert metadata_of(FORM) == {
        "paymentType": "OAuthMember",
        "email": AMIRA,
        "fname": "Amira",
        "lname": "Kay",
        "education": "UBC",
        "student_number": "12345678",
        "pronouns": "She/Her/Hers",
        "year": "3rd Year",
        "faculty": "Commerce",
        "major": "BUCS",
        "international": "true",
        "prev_member": "false",
        "diet": "Vegan",
        "topics": "Startups,Product",
        "referral": "Friends",
    }


def test_facts_come_back_as_the_form_gave_them() -> None:
    assert facts_of(metadata_of(FORM)) == MembershipFacts(
        email=AMIRA,
        first_name="Amira",
        last_name="Kay",
        education="UBC",
        student_number="12345678",
        pronouns="She/Her/Hers",
        year="3rd Year",
        faculty="Commerce",
        major="BUCS",
        international=True,
        previous_member=False,
        diet="Vegan",
        topics=["Startups", "Product"],
        heard_from="Friends",
    )


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("", {}),
        ("  ", {}),
        (None, {}),
        ([], {}),
        ({"a": 1}, {}),
        (2026, {"year": "2026"}),
        (1.5, {"year": "1.5"}),
        (["a ", "b"], {"year": "a,b"}),
        ("x" * 501, {"year": "x" * 500}),
    ],
)
def test_metadata_is_text_within_stripes_limit_and_never_empty(
    value: Any, texts: dict[str, str]
) -> None:
    assert metadata_of({"year": value}) == texts


@pytest.mark.parametrize(
    ("topics", "read"),
    [
        (None, []),
        ("Startups", ["Startups"]),
        ("Startups, Product ,,", ["Startups", "Product"]),
    ],
)
def test_topics_are_a_comma_list_that_may_be_absent(
    topics: str | None, read: list[str]
) -> None:
    metadata = {"email": AMIRA} | ({"topics": topics} if topics else {})

    assert facts_of(metadata).topics == read


def test_facts_know_both_names_of_where_somebody_heard_of_us() -> None:
    told = {"email": AMIRA, "referral": "Friends", "heard_from": "Boothing"}

    assert facts_of(told).heard_from == "Boothing"


@pytest.mark.parametrize("email", [None, "", "amira"])
def test_facts_of_nobody_are_refused(email: str | None) -> None:
    with pytest.raises(InvalidEmail):
        facts_of({} if email is None else {"email": email})
