"""Creating one's own profile, and editing it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from biztech.tests.callers import change_row
from core.audit.edits import Recorded
from core.audit.trail import history
from core.dynamo.base import attribute
from core.dynamo.transactions import write_transaction
from core.errors import Conflict, NotFound
from memberships.models import Member
from memberships.services import replace_card
from profiles.errors import (
    MapNotAnObject,
    NotAWebAddress,
    ProfileExists,
    ToggleRefused,
    TooLong,
)
from profiles.models import Profile
from profiles.queries import all_profiles, find_profile, own_profile
from profiles.services import create_profile, edit_own_profile

AMIRA = "amira@student.ubc.ca"


def a_member(email: str = AMIRA, **values: Any) -> None:
    row = {
        "id": email,
        "firstName": "Amira",
        "lastName": "Haddad",
        "pronouns": "She/Her/Hers",
        "major": "Statistics",
        "year": "3rd Year",
        **values,
    }
    with write_transaction() as writes:
        writes.create(Member.of(row), otherwise=Conflict("taken"))


@pytest.fixture
def profile_id(now: int) -> str:
    a_member()
    created = create_profile(AMIRA, now=now).row
    made: str = created["profileID"]
    return made


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    def outcome(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - the outcome is what is looked at
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(outcome, calls))


def test_create_profile_copies_the_member_and_links_both(now: int) -> None:
    a_member()

    created = create_profile(AMIRA, now=now).row

    member = Member.find(*Member.key(AMIRA))
    assert member is not None and member.profile_id == created["profileID"]
    assert created["compositeID"] == f"PROFILE#{created['profileID']}"
    assert created["type"] == "PROFILE"
    assert created["profileType"] == "ATTENDEE"
    assert (created["fname"], created["lname"]) == ("Amira", "Haddad")
    assert created["pronouns"] == "She/Her/Hers"
    assert (created["major"], created["year"]) == ("Statistics", "3rd Year")
    assert set(created["viewableMap"].values()) == {True}
    assert created["createdAt"] == created["updatedAt"] == now
    (act,) = history(AMIRA)
    assert (act.act, act.actor) == ("create profile", AMIRA)


def test_create_profile_of_an_exec_has_their_type(now: int) -> None:
    a_member("ben@ubcbiztech.com")

    assert create_profile("ben@ubcbiztech.com", now=now).row["profileType"] == "EXEC"


def test_create_profile_without_a_member_is_refused(now: int) -> None:
    with pytest.raises(NotFound):
        create_profile(AMIRA, now=now)

    assert list(all_profiles()) == []


def test_twenty_creations_at_once_make_one_profile(now: int) -> None:
    a_member()

    outcomes = at_once([lambda: create_profile(AMIRA, now=now)] * 20)

    refused = [one for one in outcomes if isinstance(one, ProfileExists)]
    created = [one for one in outcomes if isinstance(one, Recorded)]
    assert (len(created), len(refused)) == (1, 19)
    (profile,) = all_profiles()
    assert profile.profile_id == created[0].row["profileID"]


def test_edit_changes_the_owners_texts_and_nothing_else(
    profile_id: str, now: int
) -> None:
    written = edit_own_profile(
        AMIRA,
        {"hobby1": "Chess", "linkedIn": "", "fname": "Eve", "profileType": "EXEC"},
        now=now + 1,
    )

    stored = own_profile(AMIRA)
    assert written == {"hobby1": "Chess", "linkedIn": "", "updatedAt": now + 1}
    assert stored["hobby1"] == "Chess"
    assert (stored["fname"], stored["profileType"]) == ("Amira", "ATTENDEE")


def test_edit_leaves_alone_what_is_no_text(profile_id: str, now: int) -> None:
    edit_own_profile(
        AMIRA, {"hobby1": 5, "hobby2": None}, toggles={"hobby1": "no"}, now=now
    )

    stored = own_profile(AMIRA)
    assert (stored["hobby1"], stored["hobby2"]) == ("", "")
    assert stored["viewableMap"]["hobby1"] is True


@pytest.mark.parametrize("name", ["linkedIn", "additionalLink", "profilePictureURL"])
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "https://",
        "ftp://example.org/x",
        "//example.org/x",
        "https://example.org/\\@evil",
        "not an address",
    ],
)
def test_edit_refuses_what_is_no_web_address(
    name: str, address: str, profile_id: str, now: int
) -> None:
    with pytest.raises(NotAWebAddress, match=f"'{name}'"):
        edit_own_profile(AMIRA, {name: address, "hobby1": "Chess"}, now=now)

    stored = own_profile(AMIRA)
    assert (stored[name], stored["hobby1"]) == ("", "")


def test_edit_completes_an_address_without_a_scheme(profile_id: str, now: int) -> None:
    edit_own_profile(AMIRA, {"linkedIn": "www.linkedin.com/in/amira"}, now=now)

    assert own_profile(AMIRA)["linkedIn"] == "https://www.linkedin.com/in/amira"


def test_edit_refuses_a_text_that_is_too_long(profile_id: str, now: int) -> None:
    with pytest.raises(TooLong, match=r"'description'.*2000"):
        edit_own_profile(AMIRA, {"description": "x" * 2001}, now=now)


def test_edit_without_a_profile_is_refused(now: int) -> None:
    a_member()

    with pytest.raises(NotFound):
        edit_own_profile(AMIRA, {"hobby1": "Chess"}, now=now)


@pytest.mark.parametrize("toggles", [[], "none", 5])
def test_toggles_of_another_form_are_refused(
    toggles: Any, profile_id: str, now: int
) -> None:
    with pytest.raises(MapNotAnObject):
        edit_own_profile(AMIRA, {}, toggles=toggles, now=now)


def test_toggles_of_a_name_are_refused_when_they_hide_it(
    profile_id: str, now: int
) -> None:
    with pytest.raises(ToggleRefused, match="fname"):
        edit_own_profile(AMIRA, {}, toggles={"fname": False, "major": False}, now=now)

    assert own_profile(AMIRA)["viewableMap"]["major"] is True


def test_parallel_toggles_all_hold(profile_id: str, now: int) -> None:
    names = ["hobby1", "hobby2", "major", "year", "linkedIn", "description"]

    at_once(
        [
            partial(edit_own_profile, AMIRA, {}, toggles={name: False}, now=now)
            for name in names
        ]
    )

    toggles = own_profile(AMIRA)["viewableMap"]
    assert sorted(name for name, on in toggles.items() if not on) == sorted(names)


def test_toggle_of_a_row_without_a_map_makes_one(profile_id: str, now: int) -> None:
    change_row(Profile(*Profile.key(profile_id)), Profile.viewable_map.remove())

    edit_own_profile(AMIRA, {}, toggles={"hobby1": True}, now=now)

    assert own_profile(AMIRA)["viewableMap"] == {"hobby1": True}


def replaced_after_reading(
    monkeypatch: pytest.MonkeyPatch, profile_id: str, *, now: int
) -> None:
    """Have the card replaced once the link to the profile was read."""
    find = Member.find

    def replaced_just_after(*key: str, consistent: bool = False) -> Member | None:
        monkeypatch.setattr(Member, "find", find)
        owner = find(*key, consistent=consistent)
        replace_card(AMIRA, lost_id=profile_id, reason="Lost", actor=AMIRA, now=now)
        return owner

    monkeypatch.setattr(Member, "find", replaced_just_after)


def test_edit_beside_a_replaced_card_is_of_the_new_one(
    profile_id: str, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced_after_reading(monkeypatch, profile_id, now=now)

    edit_own_profile(AMIRA, {"hobby1": "Chess"}, toggles={"year": False}, now=now)

    stored = own_profile(AMIRA)
    assert stored["profileID"] != profile_id
    assert (stored["hobby1"], stored["viewableMap"]["year"]) == ("Chess", False)


def test_own_profile_beside_a_replaced_card_is_the_new_one(
    profile_id: str, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced_after_reading(monkeypatch, profile_id, now=now)

    assert own_profile(AMIRA)["fname"] == "Amira"


def test_edit_keeps_attributes_that_we_do_not_know(profile_id: str, now: int) -> None:
    change_row(Profile(*Profile.key(profile_id)), attribute("mbti").set({"S": "INTJ"}))

    edit_own_profile(AMIRA, {"hobby1": "Chess"}, toggles={"year": False}, now=now)

    profile = find_profile(profile_id)
    assert profile is not None and profile.plain()["mbti"] == "INTJ"


def test_edit_costs_two_calls(
    profile_id: str, now: int, database_calls: list[str]
) -> None:
    edit_own_profile(AMIRA, {"hobby1": "Go"}, toggles={"year": False}, now=now)

    assert database_calls == ["GetItem", "UpdateItem"]
