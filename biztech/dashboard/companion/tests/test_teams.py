"""The dashboard's pages of teams: who sees them, and what execs change there."""

import pytest

from biztech.dashboard.companion.subjects import tiles_of
from biztech.dashboard.framework.tests.visitors import AMIRA, ben, visitor
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Event, Registration, Team
from events.tests.rows import GALA, store_event

KEY = "gala;2026"
DAN = "dan@example.org"
LIST = "/admin/companion/gala/2026/teams/"
ONE = f"{LIST}t1/"


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store two teams; amira and dan are in the first one."""
    store_event(teamSize=2)
    for email, name in ((AMIRA, "Amira"), (DAN, "Dan")):
        row = {"id": email, "eventID;year": KEY, "registrationStatus": "checkedIn"}
        store_rows(Registration.of({**row, "teamID": "t1", "fname": name}))
    team = {"eventID;year": KEY, "points": 20, "funding": 12.5}
    pandas = {"id": "t1", "teamName": "Pandas", "memberIDs": [AMIRA, DAN]}
    store_rows(Team.of({**team, **pandas}))
    store_rows(Team.of({**team, "id": "t2", "teamName": "Owls", "memberIDs": []}))


@pytest.mark.parametrize("address", [LIST, ONE])
def test_teams_are_for_execs_alone(address: str) -> None:
    assert visitor(None).get(address).status_code == 302
    assert visitor(AMIRA).get(address).status_code == 403
    assert visitor(AMIRA).post(ONE, {"do": "points", "points": 5}).status_code == 403


def test_table_tells_members_points_and_funding() -> None:
    said = ben().get(LIST).content.decode()

    assert "Amira, Dan" in said and "$12.5" in said
    assert f'href="{ONE}"' in said
    (tile,) = [each for each in tiles_of(Event.get(*GALA)) if each.title == "Teams"]
    assert tile.figure == (2, "teams, with 2 people.")


def test_unknown_team_is_not_found() -> None:
    assert ben().get(f"{LIST}t9/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"do": "name", "name": "Bears"}, "called Bears now"),
        ({"do": "points", "points": "-5"}, "has 15 points now"),
        ({"do": "move", "email": DAN, "team": "t2"}, "is in Owls now"),
        ({"do": "move", "email": DAN, "team": ""}, "is in no team now"),
    ],
)
def test_exec_changes_a_team_and_takes_it_back(sent: dict[str, str], said: str) -> None:
    browser, before = ben(), [Team.get(each, KEY).plain() for each in ("t1", "t2")]

    answer = browser.post(ONE, sent, follow=True)

    assert said in answer.content.decode()
    (act,) = [each for who in (DAN, "t1") for each in history(who)]
    undo = {"subject": act.subject, "act_id": act.act_id, "back": ONE}
    answer = browser.post("/admin/events/undo/", undo, follow=True)
    assert "Everything is as before" in answer.content.decode()
    after = [Team.get(each, KEY).plain() for each in ("t1", "t2")]
    stamped = [{**row, "updatedAt": None} for row in before]
    assert [{**row, "updatedAt": None} for row in after] == stamped


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"do": "name", "name": ""}, "required"),
        ({"do": "points", "points": "many"}, "whole number"),
        ({"do": "move", "email": DAN, "team": "t9"}, "Team not found"),
        ({"do": "name", "name": "Pandas"}, "Nothing was changed"),
    ],
)
def test_refusal_keeps_the_form_open(sent: dict[str, str], said: str) -> None:
    answer = ben().post(ONE, sent)

    assert answer.status_code == 200 and said in answer.content.decode()
