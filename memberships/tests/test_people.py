"""People and their problems, over rows as old systems left them."""

import pytest

from accounts.models import User
from memberships.models import Member
from memberships.people import people, person
from memberships.tests.people import AMIRA, BEN, listed, make_member, store
from profiles.models import Profile


def store_profile(profile_id: str, **values: object) -> None:
    partition, sort_key = Profile.key(profile_id)
    store(Profile, compositeID=partition, type=sort_key, **values)


def codes(email: str) -> list[str]:
    return [problem.code for problem in person(email).problems]


def test_people_joins_the_three_records_in_three_calls(
    database_calls: list[str],
) -> None:
    profile_id = make_member(AMIRA)
    store(User, id="chloe@example.org", fname="Chloe", year=3)
    database_calls.clear()

    chloe, amira = people(["chloe@example.org", "nobody@example.org", "", AMIRA])

    assert database_calls == ["BatchGetItem", "BatchGetItem", "BatchGetItem"]
    assert amira.profile and amira.profile.profile_id == profile_id
    assert (amira.email, amira.is_member) == (AMIRA, True)
    assert (chloe.name, chloe.is_member, chloe.profile) == ("Chloe", False, None)


def test_person_reads_three_calls(database_calls: list[str]) -> None:
    make_member(AMIRA)
    database_calls.clear()

    person(AMIRA)

    assert database_calls == ["TransactGetItems", "GetItem", "Query"]


def test_person_unknown_has_no_records_and_no_problems() -> None:
    nobody = person("nobody@example.org")

    assert (nobody.user, nobody.member, nobody.profile) == (None, None, None)
    assert nobody.problems == ()


def test_member_without_user_is_a_problem() -> None:
    store_profile("SillyPandasDeny")
    store(Member, id=AMIRA, profileID="SillyPandasDeny")

    assert codes(AMIRA) == ["member-without-user"]


def test_flag_without_member_is_a_problem() -> None:
    store(User, id=AMIRA, isMember=True)

    assert codes(AMIRA) == ["flag-without-member"]


def test_member_not_flagged_without_profile_is_two_problems() -> None:
    store(User, id=AMIRA, isMember=False)
    store(Member, id=AMIRA)

    assert codes(AMIRA) == ["member-not-flagged", "member-without-profile"]


def test_member_with_missing_profile_is_a_problem() -> None:
    store(User, id=AMIRA, isMember=True)
    store(Member, id=AMIRA, profileID="NoSuchProfile")

    assert codes(AMIRA) == ["profile-missing"]


@pytest.mark.parametrize(("email", "admin"), [(AMIRA, True), (BEN, False)])
def test_admin_flag_against_the_domain_is_a_problem(email: str, admin: bool) -> None:
    store(User, id=email, admin=admin)

    assert codes(email) == ["admin-flag-contradicts-domain"]


def test_address_with_capitals_is_a_problem() -> None:
    store(User, id="Amira@student.ubc.ca", isMember=False)

    assert [problem.code for problem in listed().problems()] == ["email-not-normalized"]


def test_profile_of_nobody_is_a_problem_and_partners_are_not() -> None:
    store_profile("SillyPandasDeny", profileType="ATTENDEE")
    store_profile("KindPartnersHelp", profileType="PARTNER")
    store_profile("acme", profileType="COMPANY")

    (stray,) = listed().problems()

    assert (stray.code, stray.profile_id) == (
        "profile-without-member",
        "SillyPandasDeny",
    )


def test_profile_shared_by_two_members_is_a_problem_of_both() -> None:
    profile_id = make_member(AMIRA)
    store(User, id="chloe@example.org", isMember=True)
    store(Member, id="chloe@example.org", profileID=profile_id)

    found = [(problem.code, problem.email) for problem in listed().problems()]

    assert found == [
        ("profile-shared", AMIRA),
        ("profile-shared", "chloe@example.org"),
    ]


def test_oddly_typed_rows_are_read() -> None:
    store(User, id=AMIRA, fname=12, isMember="true", year="3rd Year", studentId="x")
    store(
        Member,
        id=AMIRA,
        cardCount="2",
        international="Yes",
        topics="AI,Design",
        year=4,
        createdAt="yesterday",
    )

    amira = person(AMIRA)

    assert amira.user and amira.user.is_member is True
    assert (amira.name, amira.cards) == ("12", 2)
    (entry,) = listed().people
    assert (entry.name, entry.cards, entry.year) == ("12", 2, "4")
    assert amira.member and amira.member.international is True
    assert amira.member.created_at == 0
