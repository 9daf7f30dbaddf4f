"""Partners and companies: one profile and one code each, together or not at all."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings as configured
from pytest_django import Settings

from core.audit.errors import UndoRefused
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.rows import remove_rows, store_rows
from core.errors import Conflict, NotFound, Refused
from profiles.errors import (
    CompanyExists,
    NamelessCompany,
    NotAPartner,
    NotAWebAddress,
    PartnerExists,
    TooLong,
    TooMany,
)
from profiles.models import QR, Profile
from profiles.queries import public_profile
from profiles.services import create_company, create_partner, link_partner
from profiles.tests.partners import (
    ANYBODY,
    PAT,
    all_rows,
    company_facts,
    new_company,
    new_partner,
    partner_facts,
    profile_row,
    store_event,
)

EXEC = "ben@ubcbiztech.com"


@pytest.fixture(autouse=True)
def event(empty_tables: None) -> None:
    """Store the event."""
    store_event()


def test_create_partner_stores_profile_and_code(now: int) -> None:
    facts = partner_facts(pronouns="They/Them", linked_in="linkedin.com/in/pat")

    created = create_partner(facts, actor=EXEC, now=now)

    profile_id = created.profile["profileID"]
    assert created.profile == profile_row(profile_id)
    shown = created.profile.pop("viewableMap")
    assert created.profile == {
        "compositeID": f"PROFILE#{profile_id}",
        "type": "PROFILE",
        "profileID": profile_id,
        "profileType": "PARTNER",
        "email": PAT,
        "eventID;year": "blueprint;2026",
        "fname": "Pat",
        "lname": "Lee",
        "pronouns": "They/Them",
        "company": "Acme",
        "role": "Recruiter",
        "position": "Recruiter",
        "title": "Recruiter",
        "linkedIn": "https://linkedin.com/in/pat",
        "profilePictureURL": "",
        "hobby1": "",
        "hobby2": "",
        "funQuestion1": "",
        "funQuestion2": "",
        "additionalLink": "",
        "description": "",
        "createdAt": now,
        "updatedAt": now,
    }
    assert set(shown.values()) == {True}
    assert "companyProfileID" in shown
    assert created.code == QR.get(profile_id, "blueprint;2026").plain()
    assert created.code == {
        "id": profile_id,
        "eventID;year": "blueprint;2026",
        "type": "NFC_ATTENDEE",
        "isUnlimitedScans": True,
        "data": {"email": PAT},
    }


def test_partner_is_shown_to_everybody_without_address(now: int) -> None:
    profile_id = new_partner(now=now)

    shown = public_profile(profile_id)

    assert shown["company"] == "Acme"
    assert shown["position"] == "Recruiter"
    assert PAT not in str(shown)


def test_create_partner_again_is_refused_and_writes_nothing(now: int) -> None:
    new_partner(now=now)
    before = all_rows()

    with pytest.raises(PartnerExists) as refused:
        new_partner(now=now + 1, fname="Another")

    assert refused.value.message == (
        "A database entry with the same 'Partner Profile' already exists!"
    )
    assert all_rows() == before


def test_create_partner_twenty_times_at_once_makes_one(now: int) -> None:
    def create(_: int) -> str:
        try:
            return new_partner(now=now)
        except PartnerExists:
            return "there"

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(create, range(20)))

    assert answers[1:] == ["there"] * 19 or answers[:-1] == ["there"] * 19
    assert len(list(Profile.read_all())) == len(list(QR.read_all())) == 1


def test_create_partner_for_another_event_makes_another_profile(now: int) -> None:
    store_event("hello-hacks")

    ids = {new_partner(now=now), new_partner(now=now, event_id="hello-hacks")}

    assert len(ids) == 2


def test_partner_id_that_is_taken_by_somebody_else_is_left_alone(now: int) -> None:
    taken = new_partner(now=now)
    others = Profile.get(*Profile.key(taken))
    remove_rows(others)
    store_rows(Profile.of({**others.plain(), "email": "quinn@acme.example"}))

    profile_id = new_partner(now=now)

    assert profile_id != taken
    assert profile_row(taken)["email"] == "quinn@acme.example"
    with pytest.raises(PartnerExists):
        new_partner(now=now)


def test_partner_id_follows_from_the_secret(now: int, settings: Settings) -> None:
    first = new_partner(now=now)
    row = Profile.get(*Profile.key(first))
    remove_rows(row, QR.get(first, "blueprint;2026"))
    same = new_partner(now=now)
    settings.SECRET_KEY = configured.SECRET_KEY + "another"

    other = new_partner(now=now, email="quinn@acme.example")

    assert same == first
    assert other not in (first, PAT)


def test_create_partner_for_unknown_event_writes_nothing(now: int) -> None:
    with pytest.raises(NotFound) as refused:
        new_partner(now=now, year=2027)

    assert refused.value.message == (
        "event with id 'blueprint' and secondaryKey '2027' could not be found."
        " Make sure you have provided them correctly."
    )
    assert all_rows() == {"Profile": [], "QR": [], "Registration": []}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"linked_in": "javascript:alert(1)"}, NotAWebAddress),
        ({"picture": "data:image/png;base64,AA"}, NotAWebAddress),
        ({"role": "x" * 501}, TooLong),
        ({"fname": "x" * 501}, TooLong),
    ],
)
def test_create_partner_with_a_bad_value_writes_nothing(
    changed: dict[str, Any], refusal: type[Refused], now: int
) -> None:
    with pytest.raises(refusal):
        new_partner(now=now, **changed)

    assert all_rows()["Profile"] == []


def test_creation_of_a_partner_is_recorded_and_undone(now: int) -> None:
    created = create_partner(partner_facts(), actor=EXEC, now=now)
    profile_id = created.profile["profileID"]

    undo(profile_id, created.act.act_id, actor=EXEC, now=now + 1)

    assert all_rows() == {"Profile": [], "QR": [], "Registration": []}
    acts = [(act.act, act.actor) for act in history(profile_id)]
    assert acts == [("undo", EXEC), ("create partner", EXEC)]


def test_create_company_stores_profile_and_code(now: int) -> None:
    facts = company_facts(links=("acme.example/jobs", "https://acme.example"))

    created = create_company(facts, actor=EXEC, now=now)

    assert created.profile == profile_row("acmeinc")
    shown = created.profile.pop("viewableMap")
    assert created.profile == {
        "compositeID": "PROFILE#acmeinc",
        "type": "PROFILE",
        "profileID": "acmeinc",
        "profileType": "COMPANY",
        "eventID;year": "blueprint;2026",
        "name": "Acme Inc.",
        "fname": "Acme Inc.",
        "lname": "",
        "company": "Acme Inc.",
        "description": "Makes everything.",
        "profilePictureURL": "https://acme.example/logo.png",
        "links": ["https://acme.example/jobs", "https://acme.example"],
        "delegateProfileIDs": [],
        "linkedIn": "",
        "hobby1": "",
        "hobby2": "",
        "funQuestion1": "",
        "funQuestion2": "",
        "additionalLink": "",
        "createdAt": now,
        "updatedAt": now,
    }
    assert set(shown.values()) == {True}
    assert created.code == {
        "id": "acmeinc",
        "eventID;year": "blueprint;2026",
        "type": "NFC_COMPANY",
        "isUnlimitedScans": True,
        "data": {"companyId": "acmeinc"},
    }


def test_create_company_links_the_partners_it_names(now: int) -> None:
    pat, quinn = new_partner(now=now), new_partner(now=now, email="quinn@acme.example")

    new_company(now=now + 1, delegates=(pat, quinn, pat))

    assert profile_row("acmeinc")["delegateProfileIDs"] == [pat, quinn]
    for partner_id in (pat, quinn):
        partner = profile_row(partner_id)
        assert partner["companyProfileID"] == "acmeinc"
        assert partner["companyProfilePictureURL"] == "https://acme.example/logo.png"


def test_create_company_takes_partners_from_where_they_were(now: int) -> None:
    pat = new_partner(now=now)
    new_company(now=now, name="Former", delegates=(pat,))

    new_company(now=now, delegates=(pat,))

    assert profile_row("former")["delegateProfileIDs"] == []
    assert profile_row("acmeinc")["delegateProfileIDs"] == [pat]


@pytest.mark.parametrize(
    ("delegates", "refusal"),
    [
        (("Nobody",), NotFound),
        (("former",), NotAPartner),
        (tuple(f"P{n}" for n in range(41)), TooMany),
    ],
)
def test_create_company_with_other_delegates_writes_nothing(
    delegates: tuple[str, ...], refusal: type[Refused], now: int
) -> None:
    new_company(now=now, name="Former")
    before = all_rows()

    with pytest.raises(refusal):
        new_company(now=now, delegates=delegates)

    assert all_rows() == before


@pytest.mark.parametrize("name", ["ACME inc", "acme-inc!", "Acme Inc."])
def test_create_company_of_the_same_letters_is_refused(name: str, now: int) -> None:
    new_company(now=now)
    before = all_rows()

    with pytest.raises(CompanyExists) as refused:
        new_company(now=now, name=name, year=2026)

    assert refused.value.message == (
        "A database entry with the same 'Company Profile' already exists!"
    )
    assert all_rows() == before


def test_create_company_twenty_times_at_once_makes_one(now: int) -> None:
    def create(_: int) -> str:
        try:
            return new_company(now=now)
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(create, range(20)))

    assert answers == ["acmeinc"] + ["company_exists"] * 19


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name": "株式会社 !"}, NamelessCompany),
        ({"name": "x" * 201}, TooLong),
        ({"description": "x" * 2001}, TooLong),
        ({"picture": "javascript:alert(1)"}, NotAWebAddress),
        ({"links": ("https://ok.example", "mailto:a@b.example")}, NotAWebAddress),
        ({"links": ("",)}, NotAWebAddress),
        ({"links": ("https://ok.example",) * 21}, TooMany),
        ({"event_id": "unknown"}, NotFound),
    ],
)
def test_create_company_with_a_bad_value_writes_nothing(
    changed: dict[str, Any], refusal: type[Refused], now: int
) -> None:
    with pytest.raises(refusal):
        new_company(now=now, **changed)

    assert all_rows()["Profile"] == []


def test_creation_of_a_company_is_undone_with_its_links(now: int) -> None:
    pat = new_partner(now=now)
    before = all_rows()
    created = create_company(company_facts(delegates=(pat,)), actor=EXEC, now=now + 1)

    undo("acmeinc", created.act.act_id, actor=EXEC, now=now + 2)

    assert all_rows() == before


def test_creation_of_a_company_with_later_partners_is_not_undone(now: int) -> None:
    pat = new_partner(now=now)
    created = create_company(company_facts(), actor=EXEC, now=now)
    link_partner(pat, "acmeinc", actor=ANYBODY, now=now + 1)

    with pytest.raises(UndoRefused):
        undo("acmeinc", created.act.act_id, actor=EXEC, now=now + 2)

    assert profile_row(pat)["companyProfileID"] == "acmeinc"
