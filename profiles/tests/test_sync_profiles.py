"""``manage.py sync_profiles``: shows what drifted, and follows the member record."""

import logging
import os
import signal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from biztech.tests.callers import AMIRA, BEN, CHLOE, store_member, store_profile
from core.audit.reversal import undo
from core.audit.trail import history
from profiles.management.commands import sync_profiles
from profiles.queries import find_profile
from profiles.services.drift import Drift, drifted, follow_member

AMIRAS, BENS, CHLOES = "SillyPandasDeny", "CalmOttersSing", "WiseOwlsRead"


@pytest.fixture
def club() -> None:
    """Store two whose profiles are behind, and one whose is not."""
    store_member(
        AMIRA, profileID=AMIRAS, firstName="Amira", lastName="Haddad", major="Maths"
    )
    store_profile(AMIRAS, fname="Amira", lname="Kay", major="Statistics", hobby1="Go")
    store_member(BEN, profileID=BENS, firstName="Ben", year="4th Year")
    store_profile(BENS, fname="Ben", year=3)
    store_member(CHLOE, profileID=CHLOES, firstName="Chloe", year=2)
    store_profile(CHLOES, fname="Chloe", year="2", hobby1="Chess")


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("sync_profiles", *arguments, stdout=said, stderr=StringIO())
    return said.getvalue().splitlines()


def rows() -> list[dict[str, Any]]:
    """Return every profile as stored."""
    found = [find_profile(profile_id) for profile_id in (AMIRAS, BENS, CHLOES)]
    return [profile.plain() for profile in found if profile]


@pytest.mark.usefixtures("club")
def test_sync_without_apply_shows_the_differences_and_writes_nothing() -> None:
    before = rows()

    said = run()

    assert [" ".join(line.split()) for line in said] == [
        "Member Profile Field Profile says Member record says",
        f"{AMIRA} {AMIRAS} lname Kay Haddad",
        f"{AMIRA} {AMIRAS} major Statistics Maths",
        f"{BEN} {BENS} year 3 4th Year",
        "",
        "Would change 2 profiles.",
    ]
    assert rows() == before
    assert history(AMIRA) == []


@pytest.mark.usefixtures("club")
def test_sync_with_apply_copies_what_drifted_and_nothing_else() -> None:
    amiras, bens, chloes = rows()

    said = run("--apply")

    after = rows()
    assert said[-1] == "Changed 2 profiles."
    stamps = [row["updatedAt"] for row in after[:2]]
    assert after == [
        {**amiras, "lname": "Haddad", "major": "Maths", "updatedAt": stamps[0]},
        {**bens, "year": "4th Year", "updatedAt": stamps[1]},
        chloes,
    ]
    (act,) = history(AMIRA)
    assert (act.act, act.actor.split(" (")[0]) == ("edit", "command line")


@pytest.mark.usefixtures("club")
def test_sync_a_second_time_changes_nothing() -> None:
    run("--apply")
    before = rows()

    assert run("--apply") == ["Changed 0 profiles."]
    assert rows() == before


@pytest.mark.usefixtures("club")
def test_sync_undone_restores_the_profile() -> None:
    before = rows()
    run("--apply")

    for email in (AMIRA, BEN):
        (act,) = history(email)
        undo(email, act.act_id, actor=BEN, now=int(act.at or 0) + 1)

    assert rows() == before
    assert [drift.email for drift in drifted().found] == [AMIRA, BEN]


@pytest.mark.parametrize(
    "recorded", [{}, {"firstName": "", "major": "  "}, {"major": ["x"], "year": True}]
)
def test_record_that_does_not_know_changes_nothing(recorded: dict[str, Any]) -> None:
    store_member(AMIRA, profileID=AMIRAS, **recorded)
    store_profile(AMIRAS, fname="Amira", major="Statistics", year=3)

    assert run() == ["Would change 0 profiles."]


@pytest.mark.parametrize("values", [None, {"replacedAt": 5, "replacedBy": BENS}])
def test_record_without_a_profile_of_its_own_is_left_alone(
    values: dict[str, Any] | None,
) -> None:
    store_member(AMIRA, profileID=AMIRAS, firstName="Amira")
    store_member(BEN, firstName="Ben")
    if values is not None:
        store_profile(AMIRAS, **values)

    assert run("--apply") == ["Changed 0 profiles."]


def test_profile_of_several_members_is_left_to_a_person() -> None:
    store_member(AMIRA, profileID=AMIRAS, firstName="Amira")
    store_member(CHLOE, profileID=AMIRAS, firstName="Chloe")
    store_profile(AMIRAS, fname="Kay")

    said = run("--apply")

    assert said[1].split(maxsplit=1) == [
        AMIRAS,
        "Several member records hold this profile.",
    ]
    assert said[-1] == "Changed 0 profiles."


def test_profile_that_caught_up_meanwhile_is_not_written(now: int) -> None:
    store_member(AMIRA, profileID=AMIRAS, firstName="Amira")
    store_profile(AMIRAS, fname="Amira")
    seen = Drift(email=AMIRA, profile_id=AMIRAS, fields={"fname": ("Kay", "Amira")})

    assert follow_member(seen, actor=BEN, now=now) is None
    assert history(AMIRA) == []


def test_profile_that_left_the_member_meanwhile_is_not_written(now: int) -> None:
    store_member(AMIRA, profileID=BENS, firstName="Amira")
    store_profile(AMIRAS, fname="Kay")
    seen = Drift(email=AMIRA, profile_id=AMIRAS, fields={"fname": ("Kay", "Amira")})

    assert follow_member(seen, actor=BEN, now=now) is None
    assert history(AMIRA) == []


@pytest.mark.usefixtures("club")
def test_sync_told_to_stop_finishes_the_profile_it_is_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def be_told(*args: Any, **options: Any) -> Any:
        os.kill(os.getpid(), signal.SIGTERM)
        return follow_member(*args, **options)

    monkeypatch.setattr(sync_profiles, "follow_member", be_told)
    said = run("--apply")
    monkeypatch.undo()

    again = run("--apply", "--resume-from", BEN.upper())

    assert said[-2:] == [
        f"1 left; go on with --resume-from {BEN}",
        "Changed 1 profile.",
    ]
    assert again[-1] == "Changed 1 profile."
    assert drifted().found == ()


@pytest.mark.usefixtures("club")
def test_sync_with_a_limit_says_where_to_go_on() -> None:
    said = run("--limit", "1")

    assert said[-2:] == [
        f"1 left; go on with --resume-from {BEN}",
        "Would change 1 profile.",
    ]


@pytest.mark.usefixtures("club")
def test_sync_logs_nobodys_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "biztech")

    run("--apply")

    assert "@" not in caplog.text
