"""The Connect button: who presses it, before and after signing in, once and twice."""

from typing import Any

import pytest
import requests
from django.test import Client, override_settings

from biztech.tests.callers import store_member, store_profile
from core.identity.links import one_time_link
from core.identity.tests.issuer import CLIENT_ID, running_pool
from core.identity.tests.signing_in import is_in, signed_in
from interactions.queries import connections_of
from interactions.tests.people import AMIRA, BEN, CHLOE, DARA, join, wall_entries
from interactions.wall.names import current_event

PANDAS = "SillyPandasDeny"
PAGE = f"/profile/{PANDAS}"
CONNECT = f"{PAGE}/connect"


@pytest.fixture(autouse=True)
def _amira() -> None:
    store_member(AMIRA, profileID=PANDAS, firstName="Amira")
    store_profile(PANDAS, fname="Amira", lname="Haddad", profileType="ATTENDEE")


def press(client: Client, address: str = CONNECT) -> Any:
    """Open the page and press its button, as a browser does."""
    client.get(address.removesuffix("/connect"))
    token = client.cookies["csrftoken"].value
    return client.post(address, {"csrfmiddlewaretoken": token})


def browser(email: str | None = None) -> Client:
    """Return a browser that a real server would take seriously."""
    client = signed_in(email) if email else Client()
    client.handler.enforce_csrf_checks = True
    return client


def sign_in(client: Client, email: str, onward: str) -> Any:
    """Sign in with a link; return the answer to the page that it led to."""
    link = one_time_link(email).removeprefix("http://localhost:8000")
    return client.get(client.get(link, {"next": onward})["Location"])


def met() -> list[str]:
    return [row.other_id for row in connections_of(PANDAS)]


@pytest.mark.parametrize("address", [CONNECT, f"{CONNECT}/"])
def test_press_by_a_member_connects(
    address: str, now: int, database_calls: list[str]
) -> None:
    dara = join(DARA, now=now)
    client = signed_in(DARA)
    # Which event is on by the calendar is looked up beforehand, once a minute.
    current_event(now=now)
    database_calls.clear()

    answer = client.post(address)

    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?connected=now")
    assert database_calls == ["GetItem", "TransactGetItems", "TransactWriteItems"]
    assert met() == [dara]
    assert len(wall_entries()) == 1
    page = client.get(answer["Location"]).text
    assert "You are connected with Amira." in page


def test_press_twice_connects_once_and_says_so(now: int) -> None:
    dara = join(DARA, now=now)
    client = browser(DARA)

    answers = [press(client), client.post(CONNECT), press(client)]

    assert [answer.get("Location") for answer in answers] == [
        f"{PAGE}?connected=now",
        None,
        f"{PAGE}?connected=before",
    ]
    assert answers[1].status_code == 403
    assert met() == [dara]
    assert len(wall_entries()) == 1
    assert "were connected already" in client.get(answers[2]["Location"]).text


def test_press_by_an_exec_who_is_a_member_connects(now: int) -> None:
    ben = join(BEN, now=now)

    press(browser(BEN))

    assert met() == [ben]


def test_press_by_the_owner_leads_to_the_own_page() -> None:
    answer = browser(AMIRA).get(CONNECT)
    client = signed_in(AMIRA)

    pressed = client.post(CONNECT)

    assert (answer["Location"], pressed["Location"]) == (PAGE, PAGE)
    assert met() == []


def test_press_without_a_membership_leads_to_one() -> None:
    answer = press(browser(CHLOE))

    assert answer.status_code == 403
    assert "You are not a member yet" in answer.text
    assert 'href="/membership"' in answer.text
    assert AMIRA not in answer.text
    assert met() == []


def test_press_by_a_member_without_a_profile_says_so() -> None:
    store_member(DARA)

    answer = press(browser(DARA))

    assert answer.status_code == 403
    assert "You have no profile yet" in answer.text
    assert met() == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"hiddenAt": 1}, "Nobody is here"),
        ({"hiddenAt": 1, "replacedAt": 1}, "This card was replaced"),
    ],
)
def test_press_for_somebody_who_is_gone_says_what_to_do(
    values: dict[str, Any], sentence: str, now: int
) -> None:
    join(DARA, now=now)
    store_profile(PANDAS, **values)

    answer = signed_in(DARA).post(CONNECT)

    assert answer.status_code == 404
    assert sentence in answer.text
    assert met() == []


@pytest.mark.parametrize("email", [None, AMIRA, DARA, CHLOE, BEN])
def test_press_without_csrf_token_is_refused(email: str | None, now: int) -> None:
    join(DARA, now=now)
    join(BEN, now=now)

    answer = browser(email).post(CONNECT)

    assert answer.status_code == 403
    assert "This form is too old" in answer.text
    assert met() == []


@pytest.mark.parametrize("email", [None, AMIRA, DARA, CHLOE, BEN])
def test_link_to_connect_connects_nobody(email: str | None, now: int) -> None:
    join(DARA, now=now)
    join(BEN, now=now)
    client = signed_in(email) if email else Client()

    answer = client.get(CONNECT)

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert met() == []


def test_press_before_signing_in_connects_right_after(now: int) -> None:
    dara = join(DARA, now=now)
    client = browser()

    pressed = press(client)
    arrived = sign_in(client, DARA, CONNECT)

    assert pressed["Location"] == f"/sign-in/?next=%2Fprofile%2F{PANDAS}%2Fconnect"
    assert arrived["Location"] == f"{PAGE}?connected=now"
    assert met() == [dara]
    assert "You are connected with Amira." in client.get(arrived["Location"]).text


def test_press_before_signing_in_on_the_development_form_connects(now: int) -> None:
    dara = join(DARA, now=now)
    client = Client()

    page = client.post(CONNECT, follow=True)
    client.post("/sign-in/dev/", {"email": DARA, "next": CONNECT}, follow=True)

    assert f'name="next" value="{CONNECT}"' in page.text
    assert met() == [dara]


def test_press_before_signing_in_at_the_provider_connects(now: int) -> None:
    dara = join(DARA, now=now)
    client = browser()
    with (
        running_pool() as pool,
        override_settings(
            LOCAL_IDENTITY=False,
            COGNITO_USER_POOL_ID="us-west-2_Club",
            COGNITO_CLIENT_ID=CLIENT_ID,
            COGNITO_ISSUER=pool.url,
        ),
    ):
        pool.next_claims = {"email": DARA}
        press(client)
        provider = client.get("/sign-in/start/", {"next": CONNECT})["Location"]
        back = requests.get(provider, allow_redirects=False, timeout=5)
        path = back.headers["Location"].removeprefix("http://testserver")

        answer = client.get(client.get(path)["Location"])

    assert answer["Location"] == f"{PAGE}?connected=now"
    assert met() == [dara]


def test_press_before_signing_in_counts_once(now: int) -> None:
    join(DARA, now=now)
    client = browser()
    press(client)
    sign_in(client, DARA, CONNECT)

    answer = client.get(CONNECT)

    assert answer["Location"] == PAGE


def test_press_before_signing_in_counts_for_that_profile_alone(now: int) -> None:
    other = join(BEN, now=now)
    join(DARA, now=now)
    client = browser()
    press(client)

    arrived = sign_in(client, DARA, f"/profile/{other}/connect")

    assert arrived["Location"] == f"/profile/{other}"
    assert connections_of(other) == []
    assert met() == []


def test_press_in_a_session_planted_elsewhere_is_forgotten(now: int) -> None:
    join(DARA, now=now)
    attacker, victim = browser(), browser()
    press(attacker)
    victim.get("/profile/nobody")
    victim.cookies["sessionid"] = attacker.cookies["sessionid"].value

    arrived = sign_in(victim, DARA, CONNECT)

    assert arrived["Location"] == PAGE
    assert is_in(victim)
    assert met() == []


def test_press_before_signing_in_without_a_membership_leads_to_one() -> None:
    client = browser()
    press(client)

    arrived = sign_in(client, CHLOE, CONNECT)

    assert arrived.status_code == 403
    assert "You are not a member yet" in arrived.text
    assert met() == []


def test_members_session_writes_through_the_api_with_csrf_token_only(now: int) -> None:
    dara = join(DARA, now=now)
    client = browser(DARA)
    client.get(PAGE)
    token = client.cookies["csrftoken"].value
    body = {"hobby1": "Sailing"}

    bare = client.patch("/profiles/user/", body, content_type="application/json")
    sent = client.patch(
        "/profiles/user/",
        body,
        content_type="application/json",
        headers={"x-csrftoken": token},
    )

    assert (bare.status_code, sent.status_code) == (403, 200)
    assert "Sailing" in client.get(f"/profile/{dara}").text
    assert client.get("/members/").status_code == 403
