"""The API does what its description says, whatever valid or odd input it gets."""

from typing import Any
from urllib.parse import unquote

import pytest
import schemathesis
from django.urls import resolve
from hypothesis import HealthCheck, Phase, assume, settings
from pytest_django import Settings
from schemathesis import BaseSchema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from biztech.tests.callers import (
    AMIRA,
    BEN,
    store_connection,
    store_member,
    store_profile,
    store_user,
)
from biztech.tests.test_urls import PATHS
from biztech.tests.wiping import WrittenRows
from biztech.wsgi import application
from companion.judging.models import Judge, JudgeFeedback
from companion.voting.models import VotingRoom
from core.dynamo.rows import store_rows
from core.identity.local import issue_token
from events.models import Event, Registration, Team
from profiles.models import QR

PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

# Its cases are made when a test runs: who runs other tests does not wait for them.
every_path = schemathesis.pytest.from_fixture("schema")

bounded = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(params=PATHS)
def schema(request: pytest.FixtureRequest) -> BaseSchema:
    """Return the description, without a server, with all but one path left out."""
    # What Schemathesis 4.32 looks for, and pytest 9.2 has no more.
    request.node._nodeid = request.node.nodeid
    others = {"exclude-path": request.param, "enabled": False}
    return schemathesis.openapi.from_wsgi(
        "/api/schema",
        application,
        config=schemathesis.Config.from_dict({"operations": [others]}),
        headers={"Accept": "application/json"},
    )


@pytest.fixture(autouse=True)
def unlimited(settings: Settings) -> None:
    """Let no limit answer in the place of a route."""
    rates = dict.fromkeys(settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], 10_000_000)
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": rates,
    }


class Club:
    """The people, the profiles and the event that the examples name."""

    def __init__(self, written_rows: WrittenRows) -> None:
        self._written_rows = written_rows
        self._complete_at = -1

    def restore(self) -> None:
        """Store it, unless nothing was written since."""
        if self._complete_at != len(self._written_rows):
            store_club()
            self._complete_at = len(self._written_rows)


@pytest.fixture
def club(written_rows: WrittenRows) -> Club:
    """Return the club, which is stored when an example asks for it."""
    return Club(written_rows)


@every_path.parametrize()
@bounded
def test_route_for_an_exec_answers_as_described(case: Any, club: Club) -> None:
    assume(leads_to_its_route(case))
    club.restore()

    case.call_and_validate(headers=sent_by(BEN), checks=PROMISES)


# The cases at the edges of the description, most of them, are tried as an exec only.
@every_path.parametrize()
@settings(bounded, phases=[Phase.generate])
def test_route_for_others_answers_as_described(case: Any, club: Club) -> None:
    assume(leads_to_its_route(case))

    for who in (AMIRA, ""):
        club.restore()
        case.call_and_validate(headers=sent_by(who), checks=PROMISES)


def leads_to_its_route(case: Any) -> bool:
    """Tell whether the address, with ids drawn at random, is not another route's."""
    captured = resolve(unquote(case.formatted_path)).kwargs
    return set(case.path_parameters or ()) <= set(captured)


def sent_by(who: str) -> dict[str, str]:
    """Return what a caller sends along."""
    return {"Authorization": f"Bearer {issue_token(who)}"} if who else {}


def store_club() -> None:
    """Store the people, the profiles and the event that the examples name."""
    store_user(AMIRA, fname="Amira", isMember=True)
    store_member(AMIRA, firstName="Amira", profileID="SillyPandasDeny")
    store_profile("SillyPandasDeny", fname="Amira")
    store_profile("CalmOttersSing", fname="Dara")
    store_profile("LuckyFoxesRun", fname="Erin", year=3)
    store_connection("SillyPandasDeny", "LuckyFoxesRun")
    store_event()
    store_partner()
    store_judge()


def store_event() -> None:
    """Store the event, open to all for a long while, and the registration."""
    event = {"id": "blueprint", "year": 2026, "isPublished": True, "capac": 3}
    forms = {"attendeeFeedbackEnabled": True, "partnerFeedbackEnabled": True}
    coming = {
        "id": AMIRA,
        "eventID;year": "blueprint;2026",
        "registrationStatus": "registered",
        "fname": "Amira",
        "points": 5,
    }
    store_rows(
        Event.of({**event, **forms, "deadline": "2126-01-01T00:00:00.000Z"}),
        Registration.of(coming),
    )


def store_judge() -> None:
    """Store the team, its judge and the feedback that the examples name."""
    event = {"eventID;year": "productx;2025"}
    coming = {"id": AMIRA, "isPartner": True, "registrationStatus": "checkedIn"}
    said = {"id": AMIRA, "teamID;round": "4a6c;1", "teamID": "4a6c"}
    store_rows(
        Registration.of({**event, **coming}),
        Team.of({**event, "id": "4a6c", "teamName": "Otters", "memberIDs": [AMIRA]}),
        Judge.of({**event, "id": AMIRA, "currentTeam": "4a6c"}),
        JudgeFeedback.of({**event, **said}),
        VotingRoom.of({"connectionID": "productx;2025", "isReleased": True}),
    )


def store_partner() -> None:
    """Store the partner, the company and the code that the examples name."""
    store_profile(
        "TwoBusesTell",
        profileType="PARTNER",
        fname="Pat",
        email="pat@acme.example",
        **{"eventID;year": "blueprint;2026"},
    )
    store_profile("acme", profileType="COMPANY", name="Acme")
    store_rows(
        QR.of({"id": "booth-1", "eventID;year": "blueprint;2026", "type": "Booth"})
    )
