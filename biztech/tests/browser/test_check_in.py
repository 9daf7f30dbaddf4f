"""The door of an event on a phone: its camera, its search, and bad wifi."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from biztech.dashboard.framework.tests.visitors import ben
from biztech.tests.browser.accessibility import check_the_page, widths
from biztech.tests.live_server import CHROMIUMS, FLAGS, PATIENCE
from core.audit.trail import history
from core.clock import DAY, HOUR, iso_text, now_ms
from events import tickets
from events.services.moving import Wanted, move_registration
from events.statuses import Status
from events.tests.rows import GALA, person, registration, sign_up, store_event

pytestmark = pytest.mark.browser

DOOR = "/admin/events/gala/2026/check-in/"
WHO = person(1)
FRAME = (640, 480)
COME_IN = "Come in, Amira Haddad"


@pytest.fixture(autouse=True)
def gala() -> None:
    """Begin the gala today, with two people registered."""
    now = now_ms()
    store_event(
        startDate=iso_text(now - HOUR), endDate=iso_text(now + HOUR), deadline=None
    )
    sign_up(WHO, now=now - DAY, basic={"fname": "Amira", "lname": "Haddad"})
    sign_up(person(2), now=now - DAY, basic={"fname": "Bo", "lname": "Amari"})


@pytest.fixture
def phone(browser: Browser, server: str, tmp_path: Path) -> Iterator[Browser]:
    """Start a Chromium whose camera sees somebody's ticket."""
    film = tmp_path / "ticket.mjpeg"
    film.write_bytes(_film_of(tickets.issue(WHO, *GALA)))
    chromium = browser.browser_type.launch(
        executable_path=next(filter(None, map(shutil.which, CHROMIUMS))),
        args=[
            *FLAGS,
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    yield chromium
    chromium.close()


def _film_of(text: str) -> bytes:
    """Return a film of one picture, a code in the middle."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=6)
    code = Image.open(drawn).convert("RGB")
    frame = Image.new("RGB", FRAME, "white")
    frame.paste(code, ((FRAME[0] - code.width) // 2, (FRAME[1] - code.height) // 2))
    film = io.BytesIO()
    frame.save(film, "JPEG", quality=90)
    return film.getvalue()


def _open_door(
    chromium: Browser, server: str, width: int = 390, *, scripts: bool = True
) -> Page:
    """Open the door as an exec; with scripts, wait until the list is there."""
    context = chromium.new_context(
        base_url=server,
        viewport={"width": width, "height": 844},
        java_script_enabled=scripts,
    )
    cookie = ben().cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(DOOR)
    if scripts:
        expect(page.get_by_text("0 in, 2 expected, as of")).to_be_visible()
    return page


def _check_in_by_name(page: Page, name: str) -> None:
    page.get_by_placeholder("Name or e-mail").fill(name)
    page.get_by_role("button", name=f"Check in {name}").click()


def _check_ins() -> int:
    return sum(act.act == "check in" for act in history(WHO))


def test_ticket_in_front_of_the_camera_lets_in_and_is_taken_back(
    phone: Browser, server: str
) -> None:
    page = _open_door(phone, server)

    page.get_by_role("button", name="Scan").click()

    expect(page.get_by_role("alert").get_by_text(COME_IN)).to_be_visible()
    assert registration(WHO).status == "checkedIn"
    check_the_page(page)

    page.get_by_role("button", name="Not this person").click()
    expect(page.get_by_text("Taken back. They are as before.")).to_be_visible()
    assert registration(WHO).status == "registered"
    assert _check_ins() == 1
    page.context.close()


@widths
def test_person_is_found_by_name_and_hears_the_second_time(
    browser: Browser, server: str, width: int
) -> None:
    page = _open_door(browser, server, width)
    page.get_by_role("button", name="By name").click()

    page.get_by_placeholder("Name or e-mail").fill("am")
    expect(page.get_by_role("button", name="Check in Bo Amari")).to_be_visible()
    _check_in_by_name(page, "Amira Haddad")
    expect(page.get_by_role("alert").get_by_text(COME_IN)).to_be_visible()
    expect(page.get_by_text("In since")).to_be_visible()

    check_the_page(page)
    page.context.close()


def test_scan_without_net_waits_and_is_sent_once(browser: Browser, server: str) -> None:
    page = _open_door(browser, server)
    page.context.set_offline(True)
    _check_in_by_name(page, "Amira Haddad")

    expect(page.get_by_role("alert").get_by_text(COME_IN)).to_be_visible()
    expect(page.get_by_text("No net: will be sent.")).to_be_visible()
    expect(page.get_by_text("1 scan waits to be sent.")).to_be_visible()
    assert registration(WHO).status == "registered"
    scanned_by = now_ms()

    page.context.set_offline(False)

    expect(page.get_by_text("1 scan waits to be sent.")).to_be_hidden()
    expect(page.get_by_role("alert").get_by_text(COME_IN)).to_be_visible()
    expect(page.get_by_text("No net: will be sent.")).to_be_hidden()
    assert int(registration(WHO).checked_in_at or 0) <= scanned_by
    assert _check_ins() == 1
    page.context.close()


def test_scan_whose_answer_was_lost_is_known_and_sent_again_by_the_next_page(
    phone: Browser, server: str
) -> None:
    page = _open_door(phone, server)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/check-in/scan/", lose_the_answer)
    page.get_by_role("button", name="Scan").click()
    expect(page.get_by_role("alert").get_by_text(COME_IN)).to_be_visible()
    expect(page.get_by_text("1 scan waits to be sent.")).to_be_visible()
    assert registration(WHO).status == "checkedIn"

    page.unroute("**/check-in/scan/")
    page.reload()

    expect(page.locator("[data-scans]").get_by_text(COME_IN)).to_be_visible()
    assert _check_ins() == 1
    page.context.close()


def test_scan_that_was_wrong_is_told_when_it_was_sent(
    browser: Browser, server: str
) -> None:
    page = _open_door(browser, server)
    page.context.set_offline(True)
    _check_in_by_name(page, "Bo Amari")
    expect(page.get_by_text("No net: will be sent.")).to_be_visible()
    _check_in_by_name(page, "Amira Haddad")
    expect(page.get_by_text("2 scans wait to be sent.")).to_be_visible()
    wanted = Wanted(status=Status.CANCELLED)
    move_registration(
        person(2), *GALA, wanted, actor=person(2), by_exec=False, now=now_ms()
    )

    page.context.set_offline(False)

    expect(page.get_by_text("Sent later, scanned at")).to_contain_text(
        "Bo Amari has cancelled."
    )
    expect(page.locator("[data-waiting]")).to_be_hidden()
    assert registration(WHO).status == "checkedIn"

    _check_in_by_name(page, "Bo Amari")
    page.get_by_role("link", name="Put it right").click()
    expect(page.get_by_role("heading", name="Bo Amari")).to_be_visible()
    page.context.close()


def test_page_works_without_scripts(browser: Browser, server: str) -> None:
    page = _open_door(browser, server, scripts=False)
    page.get_by_placeholder("Name or e-mail").fill("amira")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Check in Amira Haddad").click()
    expect(page.get_by_text(COME_IN)).to_be_visible()

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Taken back. They are as before.")).to_be_visible()
    assert _check_ins() == 1
    page.context.close()
