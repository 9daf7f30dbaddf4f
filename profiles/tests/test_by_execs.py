"""Editing somebody's profile as an exec."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from biztech.tests.callers import change_row, store_profile
from core.audit.reversal import undo
from core.audit.trail import history
from core.errors import NotFound
from profiles.errors import CardReplaced, NotAWebAddress, ToggleRefused, TooLong
from profiles.models import Profile
from profiles.services.by_execs import edit_profile, plan_edit_profile
from profiles.tests.partners import (
    new_company,
    new_partner,
    profile_row,
    store_event,
)

BEN = "ben@ubcbiztech.com"
AMIRA = "amira@student.ubc.ca"
HERS = "SillyPandasDeny"


def edit(values: dict[str, Any], *, now: int, **toggles: bool) -> dict[str, Any]:
    return edit_profile(
        HERS, values, toggles=toggles, subject=AMIRA, actor=BEN, now=now
    ).changed


def test_edit_changes_texts_and_toggles_and_is_recorded(now: int) -> None:
    store_profile(HERS, fname="Amira", hobby1="Go", mbti="INTJ")

    changed = edit({"hobby1": "Chess", "linkedIn": "x.example"}, now=now, major=False)

    row = profile_row(HERS)
    assert (row["hobby1"], row["linkedIn"]) == ("Chess", "https://x.example")
    assert [name for name, on in row["viewableMap"].items() if not on] == ["major"]
    assert (row["fname"], row["mbti"], row["updatedAt"]) == ("Amira", "INTJ", now)
    assert sorted(changed) == ["hobby1", "linkedIn", "updatedAt", "viewableMap"]
    (act,) = history(AMIRA)
    assert (act.act, act.actor) == ("edit", BEN)
    assert '"viewableMap": [{"major": true}, {"major": false}]' in str(act.changes)


def test_edit_undone_leaves_the_row_as_it_was(now: int) -> None:
    store_profile(HERS, hobby1="Go", viewableMap={"hobby1": True})
    before = profile_row(HERS)
    edit({"hobby1": "Chess"}, now=now, hobby1=False)

    undo(AMIRA, history(AMIRA)[0].act_id, actor=BEN, now=now)

    assert profile_row(HERS) == before


def test_edit_without_a_difference_writes_nothing(now: int) -> None:
    store_profile(HERS, hobby1="Go")

    assert edit({"hobby1": "Go"}, now=now, hobby1=True) == {}
    assert history(AMIRA) == []


@pytest.mark.parametrize("name", ["fname", "profileType", "email", "compositeID"])
def test_edit_leaves_alone_what_is_copied_from_the_member(name: str, now: int) -> None:
    store_profile(HERS, fname="Amira", profileType="ATTENDEE")
    before = profile_row(HERS)

    edit({name: "Eve"}, now=now)

    assert profile_row(HERS) == before


@pytest.mark.parametrize(
    ("values", "toggles", "refusal"),
    [
        ({"linkedIn": "javascript:alert(1)"}, {}, NotAWebAddress),
        ({"description": "x" * 2001}, {}, TooLong),
        ({"hobby1": "Chess"}, {"fname": False}, ToggleRefused),
    ],
)
def test_edit_that_the_owner_could_not_do_is_refused(
    values: dict[str, Any], toggles: dict[str, bool], refusal: type[Exception], now: int
) -> None:
    store_profile(HERS, fname="Amira")
    before = profile_row(HERS)

    with pytest.raises(refusal):
        edit(values, now=now, **toggles)

    assert (profile_row(HERS), history(AMIRA)) == (before, [])


def test_edit_of_an_unknown_profile_is_refused(now: int) -> None:
    with pytest.raises(NotFound):
        edit({"hobby1": "Chess"}, now=now)


def test_edit_of_a_replaced_profile_is_refused(now: int) -> None:
    store_profile(HERS, replacedAt=5, replacedBy="CalmOttersSing")

    with pytest.raises(CardReplaced):
        edit({"hobby1": "Chess"}, now=now)


def test_toggles_switched_in_parallel_all_hold(now: int) -> None:
    store_profile(HERS, fname="Amira")
    names = ["hobby1", "major", "year"]

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: edit({}, now=now, **{name: False}), names))

    toggles = profile_row(HERS)["viewableMap"]
    assert sorted(name for name, on in toggles.items() if not on) == names


def test_toggle_of_a_row_without_a_map_makes_one(now: int) -> None:
    store_profile(HERS, fname="Amira")
    change_row(Profile(*Profile.key(HERS)), Profile.viewable_map.remove())

    edit({}, now=now, hobby1=True)

    assert profile_row(HERS)["viewableMap"] == {"hobby1": True}


def test_plan_of_an_edit_says_what_changes_and_writes_nothing(now: int) -> None:
    store_profile(HERS, hobby1="Go")
    before = profile_row(HERS)

    plan = plan_edit_profile(HERS, {"hobby1": "Chess"}, toggles={})

    assert plan.fields() == {"hobby1": ("Go", "Chess")}
    assert profile_row(HERS) == before


def test_edit_of_a_partner_changes_the_role_under_each_of_its_names(now: int) -> None:
    store_event()
    partner = new_partner(now=now)

    edit_profile(
        partner,
        {"fname": "Patricia", "role": "Engineer"},
        toggles={},
        subject=partner,
        actor=BEN,
        now=now + 1,
    )

    row = profile_row(partner)
    assert row["fname"] == "Patricia"
    assert (row["role"], row["position"], row["title"]) == ("Engineer",) * 3


def test_edit_of_a_company_changes_its_links(now: int) -> None:
    store_event()
    company = new_company(now=now)

    edit_profile(
        company,
        {"links": ["acme.example/jobs"], "name": "Other"},
        toggles={},
        subject=company,
        actor=BEN,
        now=now + 1,
    )

    row = profile_row(company)
    assert row["links"] == ["https://acme.example/jobs"]
    assert row["name"] == "Acme Inc."


def test_edit_of_a_company_refuses_a_link_that_is_none(now: int) -> None:
    store_event()
    company = new_company(now=now)

    with pytest.raises(NotAWebAddress):
        plan_edit_profile(company, {"links": ["javascript:alert(1)"]}, toggles={})
