"""The page on which people ask for their data: their own, after signing in."""

from typing import Any

import pytest
from django.test import Client

from core.identity.tests.signing_in import signed_in
from core.privacy.models import Wish
from core.privacy.requests import all_requests, answer
from interactions.tests.people import AMIRA, BEN, CHLOE

PAGE = "/privacy/"


def press(client: Client, do: str, wish: str) -> Any:
    return client.post(PAGE, {"do": do, "wish": wish})


def asked() -> list[tuple[str, str]]:
    return [(each.email, each.wish) for each in all_requests() if each.is_open]


@pytest.mark.parametrize("wish", list(Wish))
@pytest.mark.parametrize("email", [AMIRA, CHLOE, BEN])
def test_whoever_is_signed_in_asks_and_takes_back(email: str, wish: Wish) -> None:
    client = signed_in(email)
    assert "Ask for my data" in client.get(PAGE).text

    for _ in range(2):
        assert press(client, "ask", wish)["Location"] == PAGE.removesuffix("/")

    assert asked() == [(email, wish)]
    assert "Take it back" in client.get(PAGE).text
    press(client, "withdraw", wish)
    assert asked() == []


def test_strangers_sign_in_first_and_ask_for_nobody() -> None:
    for reply in (Client().get(PAGE), press(Client(), "ask", "erase")):
        assert reply["Location"] == "/sign-in/?next=%2Fprivacy%2F"

    assert asked() == []


def test_nobody_asks_for_somebody_else() -> None:
    client = signed_in(CHLOE)

    client.post(PAGE, {"do": "ask", "wish": "erase", "email": AMIRA})

    assert asked() == [(CHLOE, "erase")]
    assert "Take it back" not in signed_in(AMIRA).get(PAGE).text


def test_other_sites_cannot_press_the_button() -> None:
    client = signed_in(AMIRA)
    client.handler.enforce_csrf_checks = True

    assert press(client, "ask", "erase").status_code == 403
    assert asked() == []


def test_page_says_when_it_was_answered(now: int) -> None:
    client = signed_in(AMIRA)
    press(client, "ask", "export")

    answer(AMIRA, Wish.EXPORT, actor=BEN, now=now)

    page = client.get(PAGE).text
    assert "An exec saw to it on 20 November 2026" in page
    assert BEN not in page


@pytest.mark.parametrize(("do", "wish"), [("ask", "x"), ("drop", "erase"), ("", "")])
def test_what_is_no_wish_does_nothing(do: str, wish: str) -> None:
    assert press(signed_in(AMIRA), do, wish).status_code == 302
    assert asked() == []
