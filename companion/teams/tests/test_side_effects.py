"""What reading and changing teams leaves as it is."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from biztech.tests.at_once import just_before_the_commit
from biztech.tests.callers import AMIRA, BEN, CHLOE, caller, change_row, send
from companion.teams.errors import NotCheckedIn
from companion.teams.services import join_team, leave_team
from companion.teams.tests.test_teams import (
    GALA,
    KEY,
    MINE,
    OF_GALA,
    gala,
    members,
    store_registered,
    team_row,
)
from core.dynamo.base import attribute
from core.dynamo.rows import store_rows
from events.models import Registration, Team

__all__ = ["gala"]


def test_person_named_twice_is_in_a_new_team_once() -> None:
    body = {**OF_GALA, "team_name": "New", "memberIDs": [CHLOE, CHLOE.upper()]}

    made = send(caller(CHLOE), "POST", "/team/make", body).json()["response"]

    assert members(made["id"]) == [CHLOE]


@pytest.mark.parametrize("team_id", ["t1", "t9"])
def test_reading_teams_changes_nothing_whatever_is_missing(team_id: str) -> None:
    store_rows(team_row("t2", []), team_row("t1", [AMIRA, "gone@example.org"]))
    store_registered(AMIRA, teamID=team_id)
    before = [row.plain() for row in (*Team.scan(), *Registration.scan())]

    mine = send(caller(AMIRA), "POST", "/team/getTeamFromUserID", MINE)
    listed = caller(BEN).get("/team/gala/2026").json()

    assert mine.status_code == (200 if team_id == "t1" else 404)
    assert mine.json()["message"] == (
        "Successfully retrieved team." if team_id == "t1" else "Team not found"
    )
    if team_id == "t1":
        told = mine.json()["response"]
        assert told["memberIDs"] == [AMIRA, "gone@example.org"]
        assert told["memberNames"] == ["Ami", ""]
    assert [team["memberIDs"] for team in listed] == [[AMIRA, "gone@example.org"], []]
    assert [row.plain() for row in (*Team.scan(), *Registration.scan())] == before


@pytest.mark.parametrize("change", [join_team, leave_team])
def test_joining_and_leaving_keep_what_else_changes_meanwhile(
    change: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    who, team = (CHLOE, ["t1"]) if change is join_team else (AMIRA, [])
    pay = Registration.points.set(99), attribute("balance").set(5)
    just_before_the_commit(
        monkeypatch, partial(change_row, Registration.get(who, KEY), *pay)
    )

    change(who, *team, *GALA, actor=who, now=now)

    row = Registration.get(who, KEY).plain()
    assert (row["points"], row["balance"], row["teamID"]) == (99, 5, "".join(team))
    assert Team.get("t1", KEY).plain()["secretOfOthers"] == "kept"


def test_who_cancels_while_joining_is_in_no_team(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    row = Registration.get(CHLOE, KEY)
    cancel = partial(change_row, row, Registration.status.set("cancelled"))
    just_before_the_commit(monkeypatch, cancel)

    with pytest.raises(NotCheckedIn):
        join_team(CHLOE, "t1", *GALA, actor=CHLOE, now=now)
    assert CHLOE not in members()
