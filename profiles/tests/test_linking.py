"""Linking partners and companies: both sides at once, however often it is asked."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from biztech.tests.callers import change_row
from core.audit.reversal import undo
from core.audit.trail import history
from core.errors import NotFound
from profiles.errors import NotACompany, NotAPartner
from profiles.models import Profile
from profiles.services import link_partner, unlink_partner
from profiles.tests.partners import (
    ANYBODY,
    all_rows,
    new_company,
    new_partner,
    profile_row,
    store_event,
)

EXEC = "ben@ubcbiztech.com"


@pytest.fixture(autouse=True)
def event(empty_tables: None) -> None:
    """Store the event."""
    store_event()


@pytest.fixture
def pat(now: int) -> str:
    """Create a partner."""
    return new_partner(now=now)


@pytest.fixture
def acme(now: int) -> str:
    """Create a company."""
    return new_company(now=now)


def test_link_is_written_on_both_sides(pat: str, acme: str, now: int) -> None:
    linked = link_partner(pat, acme, actor=EXEC, now=now + 1)

    assert linked.partner == profile_row(pat)
    assert linked.company == profile_row(acme)
    assert linked.partner["companyProfileID"] == "acmeinc"
    assert linked.partner["companyProfilePictureURL"] == "https://acme.example/logo.png"
    assert linked.partner["updatedAt"] == now + 1
    assert linked.company["delegateProfileIDs"] == [pat]
    assert [(act.act, act.actor) for act in history(pat)] == [
        ("link partner", EXEC),
        ("create partner", ANYBODY),
    ]


def test_link_again_writes_nothing(pat: str, acme: str, now: int) -> None:
    link_partner(pat, acme, actor=EXEC, now=now + 1)
    before = all_rows()

    again = link_partner(pat, acme, actor=EXEC, now=now + 2)

    assert again.act is None
    assert again.partner["companyProfileID"] == "acmeinc"
    assert all_rows() == before
    assert len(history(pat)) == 2


def test_link_twenty_times_at_once_is_one_link(pat: str, acme: str, now: int) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(
                lambda n: link_partner(pat, acme, actor=EXEC, now=now + n), range(20)
            )
        )

    assert profile_row(acme)["delegateProfileIDs"] == [pat]
    assert sum(linked.act is not None for linked in answers) == 1


def test_twenty_partners_linked_at_once_are_all_there(acme: str, now: int) -> None:
    ids = [new_partner(now=now, email=f"p{n}@acme.example") for n in range(20)]

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda i: link_partner(i, acme, actor=EXEC, now=now), ids))

    assert sorted(profile_row(acme)["delegateProfileIDs"]) == sorted(ids)
    assert {profile_row(i)["companyProfileID"] for i in ids} == {"acmeinc"}


def test_link_to_another_company_leaves_the_former(
    pat: str, acme: str, now: int
) -> None:
    quinn = new_partner(now=now, email="quinn@acme.example")
    new_company(now=now, name="Next", picture="https://next.example/logo.png")
    for partner_id in (pat, quinn):
        link_partner(partner_id, acme, actor=EXEC, now=now)

    link_partner(pat, "next", actor=EXEC, now=now + 1)

    assert profile_row(acme)["delegateProfileIDs"] == [quinn]
    assert profile_row("next")["delegateProfileIDs"] == [pat]
    assert profile_row(pat)["companyProfileID"] == "next"
    assert (
        profile_row(pat)["companyProfilePictureURL"] == "https://next.example/logo.png"
    )


def test_partner_pulled_by_two_companies_at_once_stands_for_one(
    pat: str, now: int
) -> None:
    names = [f"company{n}" for n in range(6)]
    for name in names:
        new_company(now=now, name=name)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda name: link_partner(pat, name, actor=EXEC, now=now), names))

    chosen = profile_row(pat)["companyProfileID"]
    listed = [
        name for name in names if profile_row(name)["delegateProfileIDs"] == [pat]
    ]
    assert listed == [chosen]


@pytest.mark.parametrize(
    ("partner_is", "company_is", "refusal", "message"),
    [
        (
            "Nobody",
            "acmeinc",
            NotFound,
            "Partner Profile with id 'Nobody' could not be found.",
        ),
        (
            "pat",
            "nothing",
            NotFound,
            "Company Profile with id 'nothing' could not be found.",
        ),
        (
            "acmeinc",
            "acmeinc",
            NotAPartner,
            "Provided profile ID is not a partner profile",
        ),
        ("pat", "pat", NotACompany, "Provided profile ID is not a company profile"),
    ],
)
def test_link_of_other_profiles_writes_nothing(
    partner_is: str,
    company_is: str,
    refusal: type[NotFound],
    message: str,
    pat: str,
    acme: str,
    now: int,
) -> None:
    before = all_rows()
    partner_id, company_id = (
        pat if named == "pat" else named for named in (partner_is, company_is)
    )

    with pytest.raises(refusal) as refused:
        link_partner(partner_id, company_id, actor=EXEC, now=now)

    assert refused.value.message.startswith(message)
    assert all_rows() == before


def test_unlink_is_written_on_both_sides(pat: str, acme: str, now: int) -> None:
    unlinked = all_rows()
    link_partner(pat, acme, actor=EXEC, now=now)

    unlink_partner(pat, actor=EXEC, now=now)

    assert all_rows() == unlinked


def test_unlink_of_one_who_stands_for_none_writes_nothing(
    pat: str, acme: str, now: int
) -> None:
    before = all_rows()

    unlinked = unlink_partner(pat, actor=EXEC, now=now + 1)

    assert unlinked.act is None
    assert unlinked.company is None
    assert all_rows() == before


def test_link_is_undone(pat: str, acme: str, now: int) -> None:
    before = all_rows()
    linked = link_partner(pat, acme, actor=EXEC, now=now + 1)
    assert linked.act is not None

    undo(pat, linked.act.act_id, actor=EXEC, now=now + 2)

    assert all_rows() == before


def test_undo_of_a_move_brings_the_former_link_back(
    pat: str, acme: str, now: int
) -> None:
    new_company(now=now, name="Next")
    link_partner(pat, acme, actor=EXEC, now=now)
    before = all_rows()
    moved = link_partner(pat, "next", actor=EXEC, now=now + 1)
    assert moved.act is not None

    undo(pat, moved.act.act_id, actor=EXEC, now=now + 2)

    assert all_rows() == before


def test_link_refuses_who_is_hidden_as_who_is_unknown(
    pat: str, acme: str, now: int
) -> None:
    for hidden in (pat, acme):
        change_row(Profile(*Profile.key(hidden)), Profile.hidden_at.set(now))
        before = all_rows()

        with pytest.raises(NotFound, match="Profile with id"):
            link_partner(pat, acme, actor=ANYBODY, now=now + 1)

        assert all_rows() == before
        change_row(Profile(*Profile.key(hidden)), Profile.hidden_at.remove())
