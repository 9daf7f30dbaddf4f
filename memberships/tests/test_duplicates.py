"""Who may be twice, and who is said to be two."""

import pytest

from accounts.models import User
from core.audit.reversal import undo
from memberships.errors import InvalidMerge, ToldApart
from memberships.merging.duplicates import likely_duplicates, tell_apart
from memberships.tests.people import AMIRA, BEN, listed, make_member, store


def suggested() -> list[tuple[str, str, list[str]]]:
    return [
        (alike.sender.email, alike.into.email, alike.reasons)
        for alike in likely_duplicates(listed().people)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.mira@gmail.com", "amira@gmail.com"),
        ("amira+club@gmail.com", "amira@gmail.com"),
        ("Amira@gmail.com", "amira@gmail.com"),
        ("amira@gmial.com", "amira@gmail.com"),
        ("amira@students.ubc.ca", "amira@student.ubc.ca"),
    ],
)
def test_addresses_that_are_almost_the_same_are_suggested(one: str, other: str) -> None:
    store(User, id=one)
    make_member(other)
    make_member("amira@hotmail.com")
    make_member("amir@gmail.com")

    # The member stays.
    assert suggested() == [(one, other, ["almost the same address"])]


def test_one_student_number_and_one_name_are_suggested() -> None:
    store(User, id=AMIRA, fname="Amira", lname="Kay", studentId=12345678)
    store(User, id="x@example.org", fname="Ami", studentId="12345678 ")
    store(User, id="y@example.org", studentId="87654321")

    assert suggested() == [("x@example.org", AMIRA, ["the same student number"])]


def test_same_name_and_faculty_of_two_profiles_are_suggested() -> None:
    for email, first in (("a@example.org", "Amira"), ("b@example.org", "AMIRA ")):
        profile_id = make_member(email)
        facts = {"fname": first, "lname": "Kay", "faculty": "Arts", "isMember": True}
        store(User, id=email, keptProfileID=profile_id, **facts)
    store(User, id="c@example.org", fname="Amira", lname="Kay", faculty="Arts")

    assert suggested() == [
        ("b@example.org", "a@example.org", ["the same name and faculty"])
    ]


def test_what_very_many_share_says_nothing() -> None:
    for number in range(11):
        store(User, id=f"p{number}@example.org", studentId=1)

    assert suggested() == []


def test_who_is_told_apart_is_suggested_no_more_until_it_is_undone(now: int) -> None:
    store(User, id=AMIRA, studentId=1)
    store(User, id="x@example.org", studentId=1)

    act = tell_apart(AMIRA, "x@example.org", actor=BEN, now=now)

    assert suggested() == []
    assert act.reason == "Not the same person as x@example.org."
    with pytest.raises(ToldApart):
        tell_apart("x@example.org", AMIRA, actor=BEN, now=now)
    with pytest.raises(InvalidMerge):
        tell_apart(AMIRA, AMIRA, actor=BEN, now=now)
    undo(AMIRA, act.act_id, actor=BEN, now=now)
    assert len(suggested()) == 1
