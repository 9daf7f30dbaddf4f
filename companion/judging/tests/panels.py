"""A hackathon as tests of judging need it: two judges, two teams, a stranger."""

from typing import Any

from companion.judging.models import Judge
from core.dynamo.rows import store_rows
from events.models import Event, Registration, Team

EVENT_ID, YEAR = "productx", 2025
KEY = f"{EVENT_ID};{YEAR}"
JO, KIM, DAN = "jo@acme.example", "kim@acme.example", "dan@example.org"
OTTERS, PANDAS = "t-otters", "t-pandas"
SCORES = {"metric1": 4, "metric2": 5, "metric3": 3, "metric4": 4, "metric5": 2}


def store_partner(email: str, **values: Any) -> None:
    """Put a partner who is checked in."""
    row = {
        "id": email,
        "eventID;year": KEY,
        "isPartner": True,
        "registrationStatus": "checkedIn",
        "fname": email.partition("@")[0].title(),
    }
    store_rows(Registration.of({**row, **values}))


def store_hackathon() -> None:
    """Put the event, dan's team and an empty one, and two judges."""
    store_rows(Event.of({"id": EVENT_ID, "year": YEAR, "ename": "ProductX"}))
    for team_id, name, members in ((OTTERS, "Otters", [DAN]), (PANDAS, "Pandas", [])):
        team = {"id": team_id, "eventID;year": KEY, "teamName": name}
        store_rows(Team.of({**team, "memberIDs": members}))
    for email in (JO, KIM):
        store_partner(email)
        store_rows(Judge.of({"id": email, "eventID;year": KEY}))


def said(judge: str = JO, team: str = OTTERS, **values: Any) -> dict[str, Any]:
    """Return the body with which a judge scores a team."""
    body = {"teamID": team, "judgeID": judge, "eventID": EVENT_ID, "year": YEAR}
    return {**body, "scores": SCORES, "feedback": {"idea": "Bold."}, **values}
