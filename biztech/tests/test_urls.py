"""Addresses that belong to no app, and what the API says of itself."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from pytest_django import Settings
from rest_framework.test import APIClient

from biztech.tests.callers import AMIRA, BEN, anonymous, caller, send

PATHS = {
    "/discord/account/mapping": {"post"},
    "/discord/account/mapping/{email}": {"delete"},
    "/discord/interactions": {"post"},
    "/events": {"get", "post"},
    "/events/event-image-upload-url": {"post"},
    "/events/getActiveEvent": {"get"},
    "/events/{event_id}/{year}": {"get", "patch", "delete"},
    "/events/{event_id}/{year}/feedback/{form_type}": {"get", "post"},
    "/events/{event_id}/{year}/feedback/{form_type}/submissions": {"get"},
    "/interactions": {"post"},
    "/interactions/disconnect": {"post"},
    "/interactions/journal": {"get"},
    "/interactions/journal/export": {"get"},
    "/interactions/journal/{profile_id}": {"get"},
    "/interactions/wall": {"get"},
    "/investments": {"get"},
    "/investments/invest": {"post"},
    "/investments/investorStatus/{email}": {"get"},
    "/investments/teamStatus/{team_id}": {"get"},
    "/members": {"get", "post"},
    "/members/grant": {"post"},
    "/members/revoke": {"post"},
    "/members/{email}": {"get", "patch", "delete"},
    "/members/email/{profile_id}": {"get"},
    "/team/addQuestions": {"put"},
    "/team/changeTeamName": {"post"},
    "/team/getTeamFromUserID": {"post"},
    "/team/join": {"post"},
    "/team/leave": {"post"},
    "/team/make": {"post"},
    "/team/points": {"put"},
    "/team/{event_id}/{year}": {"get"},
    "/users": {"get", "post"},
    "/users/{email}": {"get", "patch", "delete"},
    "/users/check/{email}": {"get"},
    "/users/checkMembership/{email}": {"get"},
    "/users/favEvent/{email}": {"patch"},
    "/payments": {"post"},
    "/payments/webhook": {"post"},
    "/payments/cancel": {"post"},
    "/prizes": {"get", "post"},
    "/prizes/{prize_id}": {"patch", "delete"},
    "/profiles": {"post"},
    "/profiles/company": {"post"},
    "/profiles/company/link-partner": {"post"},
    "/profiles/partner/partial": {"post"},
    "/profiles/profile-pic-upload-url": {"post"},
    "/profiles/profile/{profile_id}": {"get"},
    "/profiles/profile/{profile_id}/card.vcf": {"get"},
    "/profiles/profile/{profile_id}/qr.png": {"get"},
    "/profiles/profile/{profile_id}/qr.svg": {"get"},
    "/profiles/recommendations/self": {"get"},
    "/profiles/sync-partner-data": {"post"},
    "/profiles/user": {"get", "patch"},
    "/quizzes/aggregate/{event}": {"get"},
    "/quizzes/perMbti/{mbti}": {"get"},
    "/quizzes/report/{profile_id}": {"get"},
    "/quizzes/upload": {"post"},
    "/quizzes/wrapped": {"post"},
    "/quizzes/{event}": {"get"},
    "/registrations": {"get", "post", "put", "delete"},
    "/registrations/leaderboard": {"get"},
    "/quests/event/{event_id}/{year}": {"get"},
    "/quests/kiosk/{event_id}/{year}/{profile_id}": {"get"},
    "/quests/{event_id}/{year}": {"get", "patch"},
    "/registrations/massUpdate": {"put"},
    "/registrations/{email}": {"delete"},
    "/registrations/{email}/{fname}": {"put"},
    "/transactions": {"get", "post"},
    "/scores": {"get"},
    "/scores/team/{team_name}": {"get"},
    "/scores/{room_id}": {"get"},
    "/stickers": {"get"},
    "/stickers/team/{team_name}": {"get"},
    "/stickers/{room_id}": {"get"},
    "/team/feedback/{team_id}": {"get"},
    "/team/judge/currentTeam/{team_id}": {"put"},
    "/team/judge/currentTeamID/{judge_id}": {"get"},
    "/team/judge/feedback": {"post", "put"},
    "/team/judge/feedback/{judge_id}": {"get"},
    "/team/release": {"put"},
    "/team/round": {"get"},
    "/team/round/{round_name}": {"put"},
    "/team/scores-all": {"get"},
    "/qr": {"get", "post"},
    "/qrscan": {"post"},
    "/qr/{qr_id}/{event_id}/{year}": {"get", "patch", "delete"},
}


METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
AS_THE_GATEWAY = {"message": "Missing Authentication Token"}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/registrations/a/b/c",
        "/events/blueprint",
        "/events/blueprint/2026/nothing",
        "/interactions/search",
        "/members/a/b/c/",
        "/users/a/b/",
        "/api",
        "/wallpaper",
        "/health/nothing",
        "/two%0Alines",
    ],
)
def test_unknown_route_is_answered_as_the_gateway_did(method: str, path: str) -> None:
    response = send(checked_for_forms(), method, path)

    assert response.status_code == 403
    assert response["Content-Type"] == "application/json"
    assert response.json() == AS_THE_GATEWAY


def test_head_of_an_unknown_route_is_answered_like_get() -> None:
    response = checked_for_forms().head("/nothing")

    assert response.status_code == 403
    assert response["Content-Type"] == "application/json"


def test_unknown_route_while_developing_is_the_same(settings: Settings) -> None:
    settings.DEBUG = True

    response = anonymous().get("/nothing")

    assert response.status_code == 403
    assert response.json() == AS_THE_GATEWAY


@pytest.mark.parametrize("email", [AMIRA, BEN])
def test_unknown_route_is_unknown_to_whoever_asks(email: str) -> None:
    assert caller(email).get("/nothing").json() == AS_THE_GATEWAY


@pytest.mark.parametrize(
    "path",
    [
        "/membership/nothing",
        "/profile/a/b/c",
        "/wall/nothing",
        "/sign-in/nowhere/",
        "/sign-out/nowhere/",
        "/static/nothing.css",
        "/_local/nothing",
    ],
)
def test_unknown_page_is_not_found_in_html(path: str) -> None:
    response = caller(BEN).get(path)

    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


def test_unknown_route_after_two_slashes_is_no_page() -> None:
    response = anonymous().get("/", PATH_INFO="//users/a/b")

    assert response.json() == AS_THE_GATEWAY


@pytest.mark.parametrize("path", ["/users", "/qr"])
def test_method_that_a_known_route_lacks_is_not_allowed(path: str) -> None:
    response = send(checked_for_forms(), "PUT", path)

    assert response.status_code in (401, 405)
    assert list(response.json()) == ["message"]


def checked_for_forms() -> APIClient:
    """Return an anonymous client whose writes meet the check of our forms."""
    return APIClient(enforce_csrf_checks=True)


def test_root_leads_to_the_dashboard() -> None:
    response = anonymous().get("/")

    assert response.status_code == 302
    assert response["Location"] == "/admin/"


@pytest.mark.parametrize("path", ["/api/schema", "/api/schema/"])
def test_schema_is_served_to_anyone(path: str) -> None:
    response = anonymous().get(path)

    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/vnd.oai.openapi")


def test_schema_is_valid_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")


def test_schema_describes_every_route_once() -> None:
    schema = _schema()

    described = {
        path: set(operations) & {"get", "post", "put", "patch", "delete"}
        for path, operations in schema["paths"].items()
    }
    assert described == PATHS


def test_schema_gives_an_example_of_every_answer() -> None:
    schema = _schema()

    bare = [
        (path, method, status)
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
        for status, response in operation["responses"].items()
        for kind, content in response["content"].items()
        # A picture has no example that a reader could read.
        if not kind.startswith("image/") and not content.get("examples")
    ]
    assert bare == []


def test_schema_knows_the_bearer_token() -> None:
    schema = _schema()

    assert schema["components"]["securitySchemes"]["bearer"] == {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
    }
    assert {"bearer": []} in schema["paths"]["/members/grant"]["post"]["security"]


@pytest.mark.parametrize("path", ["/api/docs", "/api/docs/"])
def test_reader_page_has_no_inline_script_and_nothing_from_elsewhere(path: str) -> None:
    response = anonymous().get(path, HTTP_ACCEPT="text/html")

    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<script") == page.count("<script src=") == 3
    assert "http://" not in page and "https://" not in page


@pytest.mark.parametrize("path", ["/api/docs/", "/api/schema/", *PATHS])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_question_what_a_route_takes_is_no_fault(path: str, accept: str) -> None:
    response = caller(BEN).options(path, HTTP_ACCEPT=accept)

    assert response.status_code < 500


@pytest.mark.parametrize(
    "path", ["/members", "/members/email/SillyPandasDeny", "/members/zz"]
)
def test_browsable_page_for_an_exec_is_html(path: str) -> None:
    response = caller(BEN).get(path, HTTP_ACCEPT="text/html")

    page = response.content.decode()
    assert response["Content-Type"].startswith("text/html")
    assert "Members" in page


def test_browsable_page_offers_forms_for_what_an_exec_may_send() -> None:
    grant = caller(BEN).get("/members/grant", HTTP_ACCEPT="text/html").content.decode()
    member = caller(BEN).get("/members/zz", HTTP_ACCEPT="text/html").content.decode()

    assert "levelOfStudy" in grant
    assert 'data-method="PATCH"' in member
    assert 'data-method="DELETE"' in member


def test_browsable_page_has_no_inline_script() -> None:
    client = caller(BEN)

    page = client.get("/members", HTTP_ACCEPT="text/html").content.decode()

    assert "Sign out" in page
    assert "onclick" not in page
    assert re.findall(r"<script(?! src=)([^>]*)>", page) == [
        ' type="application/json" id="drf_csrf"'
    ]


def _schema() -> Any:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    return generator.get_schema(public=True)  # type: ignore[no-untyped-call]
