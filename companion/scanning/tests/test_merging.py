"""Points of somebody who was registered, and scanned codes, twice."""

import json
from typing import Any

import pytest

from companion.scanning.services import scan_code
from core.dynamo.rows import remove_rows, store_rows
from core.plans.tests.plan_runs import applied
from events.models import Registration, Team
from events.tests.stored import store_event
from interactions.tests.people import join
from memberships.merging.planning import contradictions
from memberships.tests.pairs import OLD, merge, said, undone
from memberships.tests.people import AMIRA
from profiles.models import QR

KEY = "gala;2026"


@pytest.fixture(autouse=True)
def two() -> None:
    """Have two members who are one, registered twice, and three codes."""
    join(AMIRA, now=1)
    join(OLD, now=1)
    store_event("gala", 2026)
    for code, points in (("booth", 5), ("other", 7), ("third", 11)):
        row = {"id": code, "eventID;year": KEY, "type": "Booth", "points": points}
        store_rows(QR.of(row))


def store_registered(email: str, **values: Any) -> None:
    row = {"id": email, "eventID;year": KEY, "registrationStatus": "checkedIn"}
    store_rows(Registration.of({**row, **values}))


def scanned(email: str, *codes: str) -> None:
    for code in codes:
        scan_code(code, email, "gala", 2026, confirmed=False, actor=email, now=1)


def points_of(email: str) -> int:
    return int(Registration.get(email, KEY).points or 0)


def listed(email: str) -> Any:
    return json.loads(Registration.get(email, KEY).plain()["scannedQRs"])


def test_points_add_up_and_a_code_that_both_scanned_counts_once(now: int) -> None:
    store_registered(AMIRA, points=100)
    store_registered(OLD, points=1000)
    scanned(AMIRA, "booth", "other")
    scanned(OLD, "booth", "third")

    plan = applied(merge(now))

    assert points_of(AMIRA) == 1100 + 5 + 7 + 11
    assert listed(AMIRA) == ["booth", "other", "third"]
    remark = f"Points at gala 2026: 1016 of {OLD} and 112 of {AMIRA} become 1123."
    assert ("remark", remark) in said(plan)
    undone(plan, now)
    assert (points_of(AMIRA), points_of(OLD)) == (112, 1016)
    assert listed(OLD) == ["booth", "third"]


def test_code_that_both_scanned_for_their_teams_counts_once_for_the_person(
    now: int,
) -> None:
    store_event("gala", 2026, teamsEnabled=True)
    for email, team in ((AMIRA, "t1"), (OLD, "t2")):
        row = {"id": team, "eventID;year": KEY, "memberIDs": [email], "points": 0}
        store_rows(Team.of(row))
        store_registered(email, teamID=team, points=0)
        scanned(email, "booth")

    applied(merge(now))

    assert points_of(AMIRA) == 5
    assert [int(Team.get(team, KEY).points or 0) for team in ("t1", "t2")] == [5, 5]


@pytest.mark.parametrize("scans", ["nobody", "who goes", "who stays"])
def test_code_that_the_service_before_listed_counts_once(now: int, scans: str) -> None:
    for email, does in ((AMIRA, scans == "who stays"), (OLD, scans == "who goes")):
        if does:
            store_registered(email, points=1)
            scanned(email, "booth")
        else:
            store_registered(email, points=6, scannedQRs='["booth"]')

    applied(merge(now))

    assert points_of(AMIRA) == 7
    assert listed(AMIRA) == ["booth"]


def test_points_that_were_set_anew_since_a_scan_do_not_fall_below_both(
    now: int,
) -> None:
    for email, points in ((AMIRA, 0), (OLD, 1)):
        store_registered(email)
        scanned(email, "booth")
        store_registered(email, points=points, scannedQRs='["booth"]')

    found = [each.name for each in contradictions(OLD, AMIRA, now=now)]
    assert f"points {KEY}" in found
    applied(merge(now))

    assert points_of(AMIRA) == 0


def test_points_of_a_code_that_is_gone_are_chosen(now: int) -> None:
    remove_rows(QR.get("booth", KEY))
    store_registered(AMIRA, points=6, scannedQRs='["booth"]')
    store_registered(OLD, points=9, scannedQRs='["booth", "other"]')

    found = [each.name for each in contradictions(OLD, AMIRA, now=now)]
    assert f"points {KEY}" in found
    plan = applied(merge(now, **{f"points {KEY}": "from"}))

    assert points_of(AMIRA) == 9
    assert listed(AMIRA) == ["booth", "other"]
    undone(plan, now)
    assert (points_of(AMIRA), points_of(OLD)) == (6, 9)
