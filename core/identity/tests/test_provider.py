"""The whole sign-in at an identity provider, over HTTP."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.test import Client, override_settings

from core.clock import now_ms
from core.identity.queries import sessions_of_execs
from core.identity.sessions import SessionStore
from core.identity.tests.issuer import UserPool
from core.identity.tests.signing_in import is_in

BEN = "ben@ubcbiztech.com"


@pytest.fixture(autouse=True)
def _fresh_attempts() -> None:
    cache.clear()


def start(client: Client, onward: str = "/admin/people/") -> str:
    """Return the address at the provider to which the browser is sent."""
    answer = client.get("/sign-in/start/", {"next": onward})
    assert answer.status_code == 302
    return str(answer["Location"])


def approve(address: str) -> str:
    """Sign in at the provider; return our address that the browser is sent back to."""
    answer = requests.get(address, allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix("http://testserver")


def test_sign_in_page_with_a_pool_leads_to_the_provider(pool: UserPool) -> None:
    answer = Client().get("/sign-in/", {"next": "/admin/people/"})

    assert 'href="/sign-in/start/?next=%2Fadmin%2Fpeople%2F"' in answer.text
    assert "id_email" not in answer.text


def test_start_asks_for_a_code_with_pkce_state_and_nonce(pool: UserPool) -> None:
    address = urlsplit(start(Client()))

    asked = {name: value[0] for name, value in parse_qs(address.query).items()}
    assert (
        f"{address.scheme}://{address.netloc}{address.path}" == f"{pool.url}/authorize"
    )
    assert asked["response_type"] == "code"
    assert asked["client_id"] == "dashboard-client"
    assert asked["scope"] == "openid email"
    assert asked["redirect_uri"] == "http://testserver/sign-in/callback/"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) >= 20
    assert len(asked["nonce"]) >= 20


def test_callback_verified_exec_enters_and_goes_on(pool: UserPool) -> None:
    client = Client()

    answer = client.get(approve(start(client)))

    assert (answer.status_code, answer["Location"]) == (302, "/admin/people/")
    assert is_in(client)
    assert [session.email for session in sessions_of_execs(now=now_ms())] == [BEN]


def test_callback_onward_elsewhere_leads_to_the_dashboard(pool: UserPool) -> None:
    client = Client()

    answer = client.get(approve(start(client, "https://evil.example/")))

    assert answer["Location"] == "/admin/"


def test_callback_replaces_the_session_that_started_it(pool: UserPool) -> None:
    client = Client()
    back = approve(start(client))
    before = client.cookies["sessionid"].value

    client.get(back)

    assert client.cookies["sessionid"].value != before
    assert not is_in_with(before)


def is_in_with(cookie: str) -> bool:
    client = Client()
    client.cookies["sessionid"] = cookie
    return is_in(client)


def test_callback_verified_member_is_told_that_it_is_for_execs(pool: UserPool) -> None:
    pool.next_claims = {"email": "amira@student.ubc.ca"}
    client = Client()
    back = approve(start(client))
    started = client.cookies["sessionid"].value

    answer = client.get(back)

    assert answer.status_code == 403
    assert "The dashboard is for execs" in answer.text
    assert "amira" not in answer.text
    assert not is_in(client)
    assert not SessionStore().exists(started)


def test_callback_verified_member_enters_outside_the_dashboard(pool: UserPool) -> None:
    pool.next_claims = {"email": "amira@student.ubc.ca"}
    client = Client()

    answer = client.get(approve(start(client, "/profile/SillyPandasDeny")))

    assert (answer.status_code, answer["Location"]) == (302, "/profile/SillyPandasDeny")
    assert is_in(client)


def test_callback_verified_member_who_asked_for_nothing_goes_home(
    pool: UserPool,
) -> None:
    pool.next_claims = {"email": "amira@student.ubc.ca"}
    client = Client()

    answer = client.get(approve(start(client, "")))

    assert answer["Location"] == "/profile/"


def test_callback_unverified_member_is_told_to_verify_it(pool: UserPool) -> None:
    pool.next_claims = {"email": "amira@student.ubc.ca", "email_verified": False}
    client = Client()

    answer = client.get(approve(start(client, "/profile/SillyPandasDeny")))

    assert answer.status_code == 403
    assert "not verified yet" in answer.text
    assert not is_in(client)


def test_callback_unverified_exec_address_is_told_to_verify_it(pool: UserPool) -> None:
    pool.next_claims = {"email_verified": False}
    client = Client()

    answer = client.get(approve(start(client)))

    assert answer.status_code == 403
    assert "not verified yet" in answer.text
    assert not is_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"exp": 1_700_000_000},
        {"token_use": "access"},
        {"email": None},
        {"signed_with": "forger"},
    ],
)
def test_callback_wrong_token_lets_nobody_in(
    pool: UserPool, claims: dict[str, Any]
) -> None:
    pool.next_claims = claims
    client = Client()

    answer = client.get(approve(start(client)))

    assert answer.status_code == 403
    assert "You are not signed in" in answer.text
    assert not is_in(client)


def test_callback_without_an_id_token_lets_nobody_in(pool: UserPool) -> None:
    pool.oidc = False
    client = Client()

    answer = client.get(approve(start(client)))

    assert answer.status_code == 403
    assert not is_in(client)


def test_callback_forged_state_is_refused(pool: UserPool) -> None:
    client = Client()
    code = parse_qs(urlsplit(approve(start(client))).query)["code"][0]

    for state in ("forged", ""):
        answer = client.get("/sign-in/callback/", {"code": code, "state": state})

        assert answer.status_code == 403
        assert "Signing in was not completed." in answer.text
    assert not is_in(client)


def test_callback_of_another_browser_is_refused(pool: UserPool) -> None:
    back = approve(start(Client()))
    victim = Client()

    answer = victim.get(back)

    assert answer.status_code == 403
    assert not is_in(victim)


def test_callback_twice_enters_once(pool: UserPool) -> None:
    client = Client()
    back = approve(start(client))
    client.get(back)

    assert Client().get(back).status_code == 403


def test_callback_code_of_another_sign_in_is_refused_by_pkce(pool: UserPool) -> None:
    client, other = Client(), Client()
    stolen = parse_qs(urlsplit(approve(start(other))).query)["code"][0]
    state = parse_qs(urlsplit(approve(start(client))).query)["state"][0]

    answer = client.get("/sign-in/callback/", {"code": stolen, "state": state})

    assert answer.status_code == 403
    assert not is_in(client)


def test_callback_cancelled_at_the_provider_says_what_to_do(pool: UserPool) -> None:
    client = Client()
    start(client)

    answer = client.get(
        "/sign-in/callback/",
        {"error": "access_denied", "error_description": "<b>go to evil.example</b>"},
    )

    assert answer.status_code == 403
    assert "Please start again." in answer.text
    assert "evil.example" not in answer.text


def test_start_with_a_dead_provider_says_to_come_back(pool: UserPool) -> None:
    with override_settings(COGNITO_ISSUER="http://127.0.0.1:9"):
        answer = Client().get("/sign-in/start/")

    assert answer.status_code == 503
    assert "Please try again in a minute." in answer.text


def test_start_many_times_from_one_address_is_slowed_down(pool: UserPool) -> None:
    answers = [Client().get("/sign-in/start/").status_code for _ in range(61)]

    assert answers == [*[302] * 60, 429]


def test_provider_addresses_lead_to_sign_in_where_identity_is_local() -> None:
    for path in ("/sign-in/start/", "/sign-in/callback/"):
        answer = Client().get(path)

        assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
