"""Partners' profiles and their registrations say the same, after however many syncs."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Registration
from profiles.models import Profile
from profiles.services import Synced, sync_partners
from profiles.tests.partners import (
    PAT,
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


def store_registration(**values: Any) -> None:
    """Put pat's registration, as its own service does."""
    row = {
        "id": PAT,
        "eventID;year": "blueprint;2026",
        "registrationStatus": "waitlist",
    }
    store_rows(Registration.of({**row, **values}))


def test_sync_registers_a_partner(pat: str, now: int) -> None:
    synced = sync_partners(actor=EXEC, now=now + 1)

    assert synced == [Synced(profile_id=pat, email=PAT, action="created_registration")]
    assert Registration.get(PAT, "blueprint;2026").plain() == {
        "id": PAT,
        "eventID;year": "blueprint;2026",
        "registrationStatus": "registered",
        "isPartner": True,
        "fname": "Pat",
        "basicInformation": {
            "fname": "Pat",
            "lname": "Lee",
            "companyName": "Acme",
            "role": "Recruiter",
        },
        "createdAt": now + 1,
        "updatedAt": now + 1,
    }


def test_sync_again_writes_nothing(pat: str, now: int) -> None:
    sync_partners(actor=EXEC, now=now + 1)
    before, acts = all_rows(), len(history(pat))

    synced = sync_partners(actor=EXEC, now=now + 2)

    assert synced == [
        Synced(profile_id=pat, email=PAT, action="synced_from_registration")
    ]
    assert all_rows() == before
    assert len(history(pat)) == acts


def test_sync_copies_what_the_registration_says(pat: str, now: int) -> None:
    said = {"fname": "Patricia", "companyName": "Acme Inc.", "role": " CTO "}
    store_registration(basicInformation={**said, "lname": "", "major": "None"})

    sync_partners(actor=EXEC, now=now + 1)

    row = profile_row(pat)
    assert row["fname"] == "Patricia"
    assert row["lname"] == "Lee"
    assert row["company"] == "Acme Inc."
    assert row["role"] == row["position"] == row["title"] == "CTO"
    assert row["updatedAt"] == now + 1
    assert "major" not in row
    assert Registration.get(PAT, "blueprint;2026").status == "waitlist"


@pytest.mark.parametrize(
    "basic",
    [
        None,
        "Pat",
        {},
        {"fname": None, "lname": 7, "role": "  ", "companyName": "x" * 501},
    ],
)
def test_sync_from_a_registration_that_says_nothing_keeps_the_profile(
    basic: Any, pat: str, now: int
) -> None:
    store_registration(basicInformation=basic)
    before = profile_row(pat)

    sync_partners(actor=EXEC, now=now + 1)

    assert profile_row(pat) == before


def test_sync_leaves_others_alone(pat: str, now: int) -> None:
    new_company(now=now)
    rows: list[dict[str, Any]] = [
        {"profileType": "ATTENDEE", "email": "amira@student.ubc.ca"},
        {"profileType": "PARTNER"},
        {"profileType": "PARTNER", "email": "no address"},
        {"profileType": "PARTNER", "email": "q@acme.example", "eventID;year": "x"},
        {"profileType": "PARTNER", "email": "r@acme.example", "hiddenAt": now},
    ]
    for number, row in enumerate(rows):
        partition, sort_key = Profile.key(f"Other{number}")
        key = {"compositeID": partition, "type": sort_key}
        store_rows(Profile.of({"eventID;year": "blueprint;2026", **row, **key}))

    synced = sync_partners(actor=EXEC, now=now + 1)

    assert [each.profile_id for each in synced] == [pat]


def test_sync_ten_times_at_once_registers_once(pat: str, now: int) -> None:
    with ThreadPoolExecutor(10) as pool:
        done = list(
            pool.map(lambda n: sync_partners(actor=EXEC, now=now + n), range(10))
        )

    actions = [each.action for synced in done for each in synced]
    assert actions.count("created_registration") == 1
    assert actions.count("synced_from_registration") == 9


def test_sync_is_recorded_and_undone(pat: str, now: int) -> None:
    before = all_rows()
    sync_partners(actor=EXEC, now=now + 1)
    (act, _) = history(pat)

    undo(pat, act.act_id, actor=EXEC, now=now + 2)

    assert (act.act, act.actor) == ("sync partner", EXEC)
    assert all_rows() == before
