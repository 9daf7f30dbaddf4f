"""The console of the live wall: who may, and by which requests."""

from urllib.parse import quote

import pytest
from django.test import Client

from biztech.dashboard.framework.tests.visitors import AMIRA, CHLOE, ben, visitor
from biztech.dashboard.wall.tests.console import EVENT, WALL, fill_hall, operate
from core.audit.trail import history

PAGES = (WALL, f"{WALL}now/", f"{WALL}people/", f"{WALL}clear/")
ACTS = tuple(
    f"{WALL}{act}/"
    for act in (
        "pause",
        "go-on",
        "say",
        "take-away",
        "hide",
        "show",
        "add",
        "drop",
        "replay",
        "stop",
        "clear",
        "bring-back",
        "switch",
        "undo",
    )
)


@pytest.fixture(autouse=True)
def evening() -> None:
    """Fill the hall: two events, three people, two meetings at the one that is on."""
    fill_hall()


@pytest.mark.parametrize("address", [*PAGES, *ACTS])
def test_console_leads_a_stranger_to_sign_in(address: str) -> None:
    stranger = visitor(None)

    answers = [stranger.get(address), stranger.post(address, {"wall": EVENT})]

    expected = (302, f"/sign-in/?next={quote(address)}")
    assert [(a.status_code, a["Location"]) for a in answers] == [expected, expected]
    assert len(history(EVENT)) == 1


@pytest.mark.parametrize("address", [*PAGES, *ACTS])
@pytest.mark.parametrize("email", [AMIRA, CHLOE])
def test_console_is_refused_to_whoever_is_no_exec(address: str, email: str) -> None:
    member = visitor(email)

    answers = [member.get(address), member.post(address, {"wall": EVENT})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert len(history(EVENT)) == 1


@pytest.mark.parametrize("address", PAGES)
def test_page_of_the_console_opens_for_an_exec(address: str) -> None:
    assert ben().get(address).status_code == 200


@pytest.mark.parametrize("address", ACTS)
def test_act_without_its_token_is_refused(address: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = ben().cookies

    assert browser.post(address, {"wall": EVENT}).status_code == 403
    assert len(history(EVENT)) == 1


@pytest.mark.parametrize("address", [a for a in ACTS if a != f"{WALL}clear/"])
def test_act_is_never_done_by_a_link(address: str) -> None:
    assert ben().get(address).status_code == 405


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("event", ["nowhere", "current", "blueprint-1999"])
def test_console_of_an_unknown_event_is_not_found(address: str, event: str) -> None:
    assert ben().get(f"{address}?event={event}").status_code == 404
    assert operate("pause", wall=event).status_code == 404
