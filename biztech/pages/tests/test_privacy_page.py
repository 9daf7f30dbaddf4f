"""The page on which people ask for their data: their own, after signing in."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client

from core.audit.trail import history
from core.clock import now_ms
from core.identity.tests.signing_in import signed_in
from core.privacy.errors import NotHandedOver, OwnRequest
from core.privacy.models import DOWNLOAD_FOR, MOST_DOWNLOADS, Wish
from core.privacy.requests import all_requests, answer, ask, hand_over, take_download
from interactions.tests.people import AMIRA, BEN, CHLOE
from memberships.tests.people import make_member

PAGE = "/privacy/"
DOWNLOAD = "/privacy/download"


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
        assert reply["Location"] == "/sign-in/?next=%2Fprivacy"

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


@pytest.fixture
def handed_over() -> None:
    """Have an exec say that Amira may download her data."""
    make_member(AMIRA)
    make_member(CHLOE)
    ask(AMIRA, Wish.EXPORT, now=now_ms())
    hand_over(AMIRA, actor=BEN, now=now_ms())


@pytest.mark.usefixtures("handed_over")
def test_what_was_handed_over_is_downloaded_by_whoever_asked() -> None:
    client = signed_in(AMIRA)
    assert "Download my data" in client.get(PAGE).text

    reply: Any = client.post(DOWNLOAD)

    assert "no-store" in reply["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(reply.streaming_content)))
    told = json.loads(archive.read("everything.json"))
    assert told["email"] == AMIRA
    act = history(AMIRA)[0]
    assert (act.act, act.actor) == ("download own data", AMIRA)


@pytest.mark.usefixtures("handed_over")
@pytest.mark.parametrize("email", [CHLOE, BEN])
def test_others_have_nothing_to_download(email: str) -> None:
    client = signed_in(email)

    reply = client.post(DOWNLOAD, {"email": AMIRA})

    assert reply.status_code == 403
    assert "There is nothing to download" in reply.text
    assert "Download my data" not in client.get(PAGE).text
    assert "download own data" not in {act.act for act in history(AMIRA)}


@pytest.mark.usefixtures("handed_over")
def test_strangers_sign_in_before_they_download() -> None:
    assert Client().post(DOWNLOAD)["Location"] == "/sign-in/?next=%2Fprivacy"
    assert signed_in(AMIRA).get(DOWNLOAD).status_code == 405
    client = signed_in(AMIRA)
    client.handler.enforce_csrf_checks = True
    assert client.post(DOWNLOAD).status_code == 403


@pytest.mark.parametrize("settled", [False, True])
def test_nothing_is_downloaded_that_no_exec_handed_over(settled: bool) -> None:
    ask(AMIRA, Wish.EXPORT, now=now_ms())
    if settled:
        answer(AMIRA, Wish.EXPORT, actor=BEN, now=now_ms())

    assert signed_in(AMIRA).post(DOWNLOAD).status_code == 403


def test_download_is_for_a_week_and_a_few_times(now: int) -> None:
    ask(AMIRA, Wish.EXPORT, now=now)
    hand_over(AMIRA, actor=BEN, now=now)

    with pytest.raises(NotHandedOver):
        take_download(AMIRA, now=now + DOWNLOAD_FOR)
    for _ in range(MOST_DOWNLOADS):
        take_download(AMIRA, now=now + DOWNLOAD_FOR - 1)
    with pytest.raises(NotHandedOver):
        take_download(AMIRA, now=now + 1)
    ask(AMIRA, Wish.EXPORT, now=now + 2)
    with pytest.raises(NotHandedOver):
        take_download(AMIRA, now=now + 3)


def test_exec_hands_nothing_over_to_themself(now: int) -> None:
    ask(BEN, Wish.EXPORT, now=now)

    with pytest.raises(OwnRequest):
        hand_over(BEN, actor=BEN, now=now)

    assert asked() == [(BEN, "export")]
