"""The team of somebody who was registered twice, and in two teams."""

from typing import Any

import pytest

from core.dynamo.rows import store_rows
from core.plans.tests.plan_runs import applied
from events.models import Registration, Team
from interactions.tests.people import join
from memberships.merging.planning import contradictions
from memberships.tests.pairs import OLD, merge, said, undone
from memberships.tests.people import AMIRA

KEY = "gala;2026"


@pytest.fixture(autouse=True)
def two() -> None:
    """Have two members who are one, in two teams."""
    for email, team in ((AMIRA, "t1"), (OLD, "t2")):
        join(email, now=1)
        row = {"id": team, "eventID;year": KEY, "memberIDs": [email]}
        store_rows(Team.of({**row, "teamName": f"Team {team}"}))
        store_registered(email, teamID=team)


def store_registered(email: str, **values: Any) -> None:
    row = {"id": email, "eventID;year": KEY, "registrationStatus": "registered"}
    store_rows(Registration.of({**row, **values}))


def members() -> list[list[str]]:
    return [list(Team.get(team, KEY).members) for team in ("t1", "t2")]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [({}, [[AMIRA], []]), ({f"teamID {KEY}": "from"}, [[], [AMIRA]])],
)
def test_team_is_chosen_where_there_are_two(
    now: int, choices: dict[str, str], expected: list[list[str]]
) -> None:
    (conflict,) = (
        each for each in contradictions(OLD, AMIRA, now=now) if "Team" in each.label
    )
    assert (conflict.sender, conflict.into) == (("Team t2",), ("Team t1",))

    plan = applied(merge(now, **choices))

    assert members() == expected
    undone(plan, now)
    assert members() == [[AMIRA], [OLD]]


def test_team_that_goes_with_the_better_status_stays_unless_chosen(now: int) -> None:
    store_registered(OLD, teamID="t2", registrationStatus="checkedIn")

    applied(merge(now))

    assert members() == [[], [AMIRA]]


def test_team_of_one_goes_along_to_who_left_theirs(now: int) -> None:
    store_registered(AMIRA, teamID="", fname="Amira", dynamicResponses={"q1": "Yes"})
    store_rows(Team.of({"id": "t1", "eventID;year": KEY, "memberIDs": []}))
    store_registered(OLD, teamID="t2", fname="Ami", dynamicResponses={"q1": "No"})

    plan = applied(merge(now))

    assert members() == [[], [AMIRA]]
    remarks = [text for outcome, text in said(plan) if outcome == "remark"]
    assert f"Team at {KEY}: t2 of {OLD} and nothing of {AMIRA} become t2." in remarks
    assert f"q1 at {KEY}: No of {OLD} and Yes of {AMIRA} become Yes." in remarks
