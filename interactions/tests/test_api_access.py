"""Who may call the interactions' routes: everybody signed in, about themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from biztech.tests.callers import WITHOUT_VALID_TOKEN, anonymous, caller, send
from core.identity.users import SessionUser
from interactions.queries import connections_of
from interactions.services import connect
from interactions.tests.people import AMIRA, BEN, CHLOE, DARA, join, wall_entries

ERIN = "erin@student.ubc.ca"

# Method, path, body; then the answer to nobody, a stranger, a member who does not know
# dara, one who does, and an exec who does not.
ROUTES = [
    (
        "POST",
        "/interactions",
        {"eventType": "CONNECTION", "eventParam": "{dara}"},
        (401, 404, 200, 200, 200),
    ),
    ("GET", "/interactions/journal", None, (401, 200, 200, 200, 200)),
    ("GET", "/interactions/journal/{dara}", None, (401, 200, 200, 200, 200)),
    ("GET", "/interactions/journal/export", None, (401, 404, 200, 200, 200)),
    (
        "POST",
        "/interactions/disconnect",
        {"profileID": "{dara}"},
        (401, 404, 404, 200, 404),
    ),
]
CALLERS: dict[str, Callable[[], APIClient]] = {
    "nobody": anonymous,
    "stranger": lambda: caller(CHLOE),
    "other member": lambda: caller(ERIN),
    "owner": lambda: caller(AMIRA),
    "exec": lambda: caller(BEN),
}

either_slash = pytest.mark.parametrize("slash", ["", "/"])
each_route = pytest.mark.parametrize(
    ("method", "path", "body", "statuses"),
    ROUTES,
    ids=[f"{route[0]} {route[1]}" for route in ROUTES],
)


@pytest.fixture
def dara(now: int) -> str:
    """Make a club in which only amira knows dara; return dara's profile id."""
    profile_id, *_ = [join(one, now=now) for one in (DARA, AMIRA, BEN, ERIN)]
    connect(AMIRA, profile_id, now=now)
    return profile_id


def named(dara: str, sent: Any) -> Any:
    """Return a path or body with dara's profile id in its place."""
    if isinstance(sent, dict):
        return {name: named(dara, value) for name, value in sent.items()}
    return sent and sent.replace("{dara}", dara)


@either_slash
@pytest.mark.parametrize(("number", "who"), list(enumerate(CALLERS)))
@each_route
def test_interactions_route_serves_whom_it_is_for(
    dara: str,
    method: str,
    path: str,
    body: Any,
    statuses: tuple[int, ...],
    number: int,
    who: str,
    slash: str,
) -> None:
    response = send(
        CALLERS[who](), method, named(dara, path) + slash, named(dara, body)
    )

    assert response.status_code == statuses[number]
    assert response["Content-Type"] in ("application/json", "text/csv; charset=utf-8")


@pytest.mark.parametrize(
    "nobody", WITHOUT_VALID_TOKEN.values(), ids=WITHOUT_VALID_TOKEN
)
@each_route
def test_interactions_route_without_a_valid_token_is_unauthorized(
    dara: str,
    method: str,
    path: str,
    body: Any,
    statuses: tuple[int, ...],
    nobody: Callable[[], APIClient],
) -> None:
    response = send(nobody(), method, named(dara, path), named(dara, body))

    assert response.status_code == 401
    assert response.json() == {"message": "Unauthorized"}
    assert len(connections_of(dara)) == len(wall_entries()) == 1


@pytest.mark.parametrize("who", [CHLOE, ERIN, BEN])
@pytest.mark.parametrize(
    "path",
    [
        "/interactions/journal",
        "/interactions/journal/export",
        "/interactions/journal/export?format=vcard",
    ],
)
def test_journal_of_one_person_is_shown_to_nobody_else(
    dara: str, path: str, who: str
) -> None:
    response = caller(who).get(path)

    told = response.content.decode()
    assert "Okafor" not in told and dara not in told
    assert AMIRA not in told and DARA not in told


@pytest.mark.parametrize("who", [CHLOE, ERIN, BEN])
def test_disconnect_by_others_leaves_the_connection(dara: str, who: str) -> None:
    send(caller(who), "POST", "/interactions/disconnect", {"profileID": dara})

    assert len(connections_of(dara)) == 1


@pytest.mark.parametrize("path", ["/interactions", "/interactions/disconnect"])
def test_interactions_route_in_a_session_without_csrf_token_writes_nothing(
    dara: str, path: str
) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(SessionUser(email=AMIRA))

    response = send(client, "POST", path, {"profileID": dara})

    assert response.status_code == 403
    assert response.json() == {"message": "CSRF Failed: CSRF cookie not set."}
    assert len(connections_of(dara)) == 1


@either_slash
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/interactions/search"),
        ("GET", "/interactions/quests"),
        ("GET", "/interactions/quests/SillyPandasDeny"),
    ],
)
def test_route_of_the_former_backend_that_is_gone_is_unknown(
    method: str, path: str, slash: str
) -> None:
    response = send(caller(BEN), method, path + slash, {} if method == "POST" else None)

    assert response.status_code == 403
    assert response.json() == {"message": "Missing Authentication Token"}


@either_slash
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/interactions"),
        ("PUT", "/interactions"),
        ("POST", "/interactions/journal"),
        ("DELETE", "/interactions/journal/SillyPandasDeny"),
        ("POST", "/interactions/journal/export"),
        ("GET", "/interactions/disconnect"),
    ],
)
def test_interactions_route_with_another_method_is_refused(
    method: str, path: str, slash: str
) -> None:
    response = send(caller(BEN), method, path + slash)

    assert response.status_code == 405
    assert response.json() == {"message": f'Method "{method}" not allowed.'}
