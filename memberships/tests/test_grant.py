"""Granting: three records in one transaction, and never less than was known."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.models import User
from core.audit.trail import history
from core.dynamo.transactions import Writes
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.people import person
from memberships.services import grant_membership, plan_grant
from memberships.tests.people import (
    AMIRA,
    AMIRAS_FACTS,
    BEN,
    everything,
    make_member,
    rows_of,
    store,
)
from profiles.models import Profile
from profiles.queries import all_profiles, find_profile


def test_grant_to_a_new_person_makes_three_linked_records(now: int) -> None:
    granted = grant_membership(AMIRAS_FACTS, actor=BEN, now=now)

    amira = person(AMIRA)
    assert amira.problems == ()
    assert amira.user and amira.user.plain() == {
        "id": AMIRA,
        "fname": "Amira",
        "lname": "Kay",
        "studentId": 12345678,
        "education": "UBC",
        "gender": "She/Her/Hers",
        "year": "3rd Year",
        "faculty": "Science",
        "major": "Statistics",
        "diet": "Vegan",
        "isMember": True,
        "admin": False,
        "createdAt": now,
        "updatedAt": now,
    }
    assert amira.member and amira.member.plain() == {
        "id": AMIRA,
        "firstName": "Amira",
        "lastName": "Kay",
        "studentNumber": "12345678",
        "education": "UBC",
        "university": "UBC",
        "pronouns": "She/Her/Hers",
        "year": "3rd Year",
        "faculty": "Science",
        "major": "Statistics",
        "diet": "Vegan",
        "heardFrom": "Friends",
        "topics": ["AI", "Design"],
        "international": True,
        "prevMember": False,
        "admin": False,
        "cardCount": 0,
        "profileID": granted.profile_id,
        "createdAt": now,
        "updatedAt": now,
    }
    assert amira.profile and amira.profile.plain() == {
        "compositeID": f"PROFILE#{granted.profile_id}",
        "type": "PROFILE",
        "profileID": granted.profile_id,
        "profileType": "ATTENDEE",
        "fname": "Amira",
        "lname": "Kay",
        "pronouns": "She/Her/Hers",
        "major": "Statistics",
        "year": "3rd Year",
        "hobby1": "",
        "hobby2": "",
        "funQuestion1": "",
        "funQuestion2": "",
        "linkedIn": "",
        "profilePictureURL": "",
        "additionalLink": "",
        "description": "",
        "viewableMap": dict.fromkeys(
            [
                "fname",
                "lname",
                "pronouns",
                "major",
                "year",
                "profileType",
                "linkedIn",
                "profilePictureURL",
                "additionalLink",
                "description",
                "company",
                "position",
                "hobby1",
                "hobby2",
                "funQuestion1",
                "funQuestion2",
                "mbti",
            ],
            True,
        ),
        "createdAt": now,
        "updatedAt": now,
    }


def test_grant_to_a_new_person_takes_two_database_calls(
    now: int, database_calls: list[str]
) -> None:
    grant_membership(AMIRAS_FACTS, actor=BEN, now=now)

    assert database_calls == ["TransactGetItems", "TransactWriteItems"]


def test_grant_repeated_writes_nothing(now: int, database_calls: list[str]) -> None:
    first = grant_membership(AMIRAS_FACTS, actor=BEN, now=now)
    before = rows_of(AMIRA, first.profile_id)
    database_calls.clear()

    second = grant_membership(AMIRAS_FACTS, actor=BEN, now=now + 1)

    assert database_calls == ["TransactGetItems", "GetItem"]
    assert second.act is None
    assert second.changes == []
    assert second.profile_id == first.profile_id
    assert rows_of(AMIRA, first.profile_id) == before
    assert len(history(AMIRA)) == 1


def test_grant_to_an_existing_user_keeps_what_it_does_not_know(now: int) -> None:
    store(
        User,
        id=AMIRA,
        fname="Amira",
        lname="Kay",
        faculty="Arts",
        diet="Halal",
        createdAt=7,
        updatedAt=7,
        isMember=False,
        admin=False,
        shoeSize=39,
        favourites={"one", "two"},
    )

    facts = MembershipFacts(email=AMIRA, faculty="Science")
    granted = grant_membership(facts, actor=BEN, now=now)

    user = User.get(AMIRA)
    assert user.plain() == {
        "id": AMIRA,
        "fname": "Amira",
        "lname": "Kay",
        "faculty": "Science",
        "diet": "Halal",
        "createdAt": 7,
        "updatedAt": now,
        "isMember": True,
        "admin": False,
        "shoeSize": 39,
        "favourites": ["one", "two"],
    }
    member = Member.get(AMIRA)
    assert (member.first_name, member.last_name) == ("Amira", "Kay")
    assert (member.faculty, member.diet) == ("Science", "Halal")
    profile = find_profile(granted.profile_id)
    assert profile and profile.name == "Amira Kay"


def test_grant_with_an_address_only_makes_a_member_with_a_name_to_show(
    now: int,
) -> None:
    granted = grant_membership(MembershipFacts(email=AMIRA), actor=BEN, now=now)

    member = Member.get(AMIRA)
    assert member.plain() == {
        "id": AMIRA,
        "studentNumber": "",
        "year": "",
        "prevMember": False,
        "international": False,
        "admin": False,
        "cardCount": 0,
        "profileID": granted.profile_id,
        "createdAt": now,
        "updatedAt": now,
    }
    profile = find_profile(granted.profile_id)
    assert profile and (profile.fname, profile.lname) == ("", "")


def test_grant_to_the_clubs_own_address_makes_an_exec_profile(now: int) -> None:
    granted = grant_membership(MembershipFacts(email=BEN), actor=BEN, now=now)

    profile = find_profile(granted.profile_id)
    assert profile and profile.profile_type == "EXEC"
    assert User.get(BEN).admin is True
    assert Member.get(BEN).admin is True


def test_grant_to_a_lookalike_domain_makes_no_exec(now: int) -> None:
    lookalike = "ben@notubcbiztech.com"

    granted = grant_membership(MembershipFacts(email=lookalike), actor=BEN, now=now)

    profile = find_profile(granted.profile_id)
    assert profile and profile.profile_type == "ATTENDEE"
    assert User.get(lookalike).admin is False


@pytest.mark.parametrize("lost", [None, "NoSuchProfile"])
def test_grant_to_a_member_that_lost_its_profile_makes_and_links_one(
    now: int, lost: str | None
) -> None:
    values = {"profileID": lost} if lost else {}
    store(User, id=AMIRA, isMember=True, admin=False, createdAt=1)
    store(Member, id=AMIRA, firstName="Amira", lastName="Kay", cardCount=2, **values)

    granted = grant_membership(MembershipFacts(email=AMIRA), actor=BEN, now=now)

    assert granted.profile_id not in (None, "NoSuchProfile")
    member = Member.get(AMIRA)
    assert member.profile_id == granted.profile_id
    assert member.card_count == 2
    assert person(AMIRA).problems == ()


def test_grant_to_a_member_without_a_user_adds_the_user(now: int) -> None:
    store(Member, id=AMIRA, firstName="Amira", lastName="Kay")

    grant_membership(MembershipFacts(email=AMIRA), actor=BEN, now=now)

    assert User.get(AMIRA).is_member is True
    assert person(AMIRA).problems == ()


def test_grant_by_twenty_at_once_makes_one_of_each(now: int) -> None:
    def grant(number: int) -> str:
        facts = MembershipFacts(email=AMIRA, first_name="Amira", last_name="Kay")
        return grant_membership(facts, actor=BEN, now=now + number).profile_id

    with ThreadPoolExecutor(20) as pool:
        profile_ids = set(pool.map(grant, range(20)))

    assert len(profile_ids) == 1
    assert [profile.profile_id for profile in all_profiles()] == list(profile_ids)
    assert len(everything()["Member"]) == 1
    assert len(history(AMIRA)) == 1


def test_grant_never_overwrites_a_profile_that_has_the_drawn_id(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = make_member("someone@example.org")
    untouched = find_profile(taken)
    draws = iter([taken, taken, "SillyPandasDeny"])
    monkeypatch.setattr(
        "memberships.services.grant.draw_profile_id", lambda _: next(draws)
    )

    granted = grant_membership(AMIRAS_FACTS, actor=BEN, now=now)

    assert granted.profile_id == "SillyPandasDeny"
    again = find_profile(taken)
    assert untouched and again and again.wire == untouched.wire


def test_grant_links_the_profile_that_a_revoked_member_kept(now: int) -> None:
    from memberships.services import revoke_membership

    kept = grant_membership(AMIRAS_FACTS, actor=BEN, now=now).profile_id
    revoke_membership(AMIRA, reason="left", keep_profile=True, actor=BEN, now=now)

    granted = grant_membership(AMIRAS_FACTS, actor=BEN, now=now + 1)

    assert granted.profile_id == kept
    profile = find_profile(kept)
    assert profile and not profile.hidden_at
    assert "keptProfileID" not in User.get(AMIRA).wire
    assert person(AMIRA).problems == ()


def test_plan_of_a_grant_names_the_records_and_writes_nothing(now: int) -> None:
    plan = plan_grant(AMIRAS_FACTS, now=now)

    assert [(change.label, change.kind) for change in plan.changes] == [
        ("user", "created"),
        ("member", "created"),
        ("profile", "created"),
    ]
    assert re.fullmatch(r"([A-Z][a-z]+){3}", plan.profile_id)
    assert everything() == {"User": [], "Member": [], "Connection": []}
    assert history(AMIRA) == []


def test_grant_is_recorded_with_who_what_and_when(now: int) -> None:
    store(User, id=AMIRA, isMember=False, admin=False, createdAt=1)

    grant_membership(MembershipFacts(email=AMIRA, diet="Vegan"), actor=BEN, now=now)

    (act,) = history(AMIRA)
    assert (act.act, act.actor, act.at) == ("grant", BEN, now)
    assert act.undone_at is None
    assert '"isMember": [false, true]' in act.changes
    assert '"diet": [null, "Vegan"]' in act.changes


@pytest.mark.parametrize("survivor", ["before", "after"])
def test_grant_interrupted_leaves_all_or_nothing(
    now: int, survivor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Writes.commit

    def crash(writes: Writes) -> None:
        if survivor == "after":
            send(writes)
        raise KeyboardInterrupt

    monkeypatch.setattr(Writes, "commit", crash)

    with pytest.raises(KeyboardInterrupt):
        grant_membership(AMIRAS_FACTS, actor=BEN, now=now)

    present = [row is not None for row in (person(AMIRA).user, person(AMIRA).member)]
    whole = survivor == "after"
    assert present == [whole, whole]
    assert len(list(Profile.read_all())) == int(whole)
    assert len(history(AMIRA)) == int(whole)
