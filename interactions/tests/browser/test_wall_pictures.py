"""Faces on the wall: real uploads, pictures from elsewhere, and pictures that fail."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from core.identity.local import issue_token
from interactions.tests.browser.evening import Evening, expect_totals, open_wall

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

# Nothing else on the wall has it.
MAGENTA = (230, 0, 230)
ELSEWHERE = "https://pictures.example.org"
# Of a face in the picture, which is a disc of at least so many pixels.
ENOUGH_PIXELS = 60
FARTHEST = 40


@pytest.fixture
def evening() -> Evening:
    """Begin an evening at which three people have met."""
    evening = Evening()
    evening.meet("Amira Kay", "Dara Okafor")
    evening.meet("Amira Kay", "Eli Fox")
    return evening


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Return a page for which pictures elsewhere are there, or are none."""
    page = open_page(signed_in=False)
    page.context.route(f"{ELSEWHERE}/**", _answer_elsewhere)
    return page


def test_uploaded_picture_is_a_face_everywhere(page: Page, evening: Evening) -> None:
    open_wall(page, "/wall/?join=0")
    expect_totals(page, people=3, connections=2)
    expect(in_leaderboard(page, "Amira Kay")).to_have_text("AK")
    assert magenta_pixels(page) == 0

    upload(page, "amira@student.ubc.ca", in_magenta())

    picture = in_leaderboard(page, "Amira Kay").locator("img")
    expect(picture).to_have_attribute("src", re.compile("/pictures/.*/thumbnail/"))
    expect(picture).to_have_js_property("naturalWidth", 256)
    expect(details_of(page, "Amira Kay").locator("img")).to_have_js_property(
        "naturalWidth", 256
    )
    expect_magenta_on_the_picture(page)


@pytest.mark.usefixtures("evening")
def test_picture_from_elsewhere_is_shown_without_its_consent_to_be_read(
    page: Page,
) -> None:
    save(page, "dara@student.ubc.ca", f"{ELSEWHERE}/dara.png")

    open_wall(page, "/wall/?join=0")

    face = in_leaderboard(page, "Dara Okafor").locator("img")
    expect(face).to_have_js_property("naturalWidth", 300)
    expect(details_of(page, "Dara Okafor").locator("img")).to_be_visible()
    expect_magenta_on_the_picture(page)


@pytest.mark.usefixtures("evening")
def test_broken_picture_leaves_the_initials(page: Page) -> None:
    save(page, "eli@student.ubc.ca", f"{ELSEWHERE}/broken.png")
    save(page, "dara@student.ubc.ca", f"{ELSEWHERE}/dara.png")

    with page.expect_request(f"{ELSEWHERE}/broken.png"):
        open_wall(page, "/wall/?join=0")

    expect(in_leaderboard(page, "Dara Okafor").locator("img")).to_be_visible()
    for face in (in_leaderboard(page, "Eli Fox"), details_of(page, "Eli Fox")):
        expect(face).to_have_text("EF")
        expect(face.locator("img")).to_have_count(0)
    expect_magenta_on_the_picture(page)


def in_leaderboard(page: Page, name: str) -> Locator:
    return page.locator("#leaders li").filter(has_text=name).locator(".face")


def details_of(page: Page, name: str) -> Locator:
    page.get_by_role("combobox", name="Find a person").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(name)
    return page.locator("#person-face")


def expect_magenta_on_the_picture(page: Page) -> None:
    """Wait until the graph itself shows a face that is a magenta disc."""
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    found = 0
    for _ in range(50):
        found = magenta_pixels(page)
        if found >= ENOUGH_PIXELS:
            return
        page.wait_for_timeout(200)
    pytest.fail(f"Only {found} pixels of the picture are magenta.")


def magenta_pixels(page: Page) -> int:
    """Count them on the graph, the faces in front of it left out."""
    shown = page.locator("#picture canvas").first.screenshot(
        style="#board, #ticker, .stage, .panel { visibility: hidden !important; }"
    )
    image = Image.open(io.BytesIO(shown)).convert("RGB")
    return sum(
        count
        for count, colour in image.getcolors(image.width * image.height) or []
        if isinstance(colour, tuple)
        and all(abs(a - b) < FARTHEST for a, b in zip(colour, MAGENTA, strict=True))
    )


def in_magenta(side: int = 300) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (side, side), MAGENTA).save(content, "PNG")
    return content.getvalue()


def upload(page: Page, email: str, content: bytes) -> None:
    """Upload a picture as the web client does, and save its address."""
    offer = ask(
        page,
        "POST",
        "/profiles/profile-pic-upload-url",
        email,
        {"fileType": "image/png", "fileName": "me.png", "prefix": "optimized"},
    )
    answer = page.request.put(
        offer["uploadUrl"], data=content, headers={"Content-Type": "image/png"}
    )
    assert answer.ok
    save(page, email, offer["publicUrl"])


def save(page: Page, email: str, address: str) -> None:
    ask(page, "PATCH", "/profiles/user/", email, {"profilePictureURL": address})


def ask(page: Page, method: str, path: str, email: str, body: dict[str, str]) -> Any:
    answer = page.request.fetch(
        path,
        method=method,
        data=body,
        headers={"Authorization": f"Bearer {issue_token(email)}"},
    )
    assert answer.ok, answer.text()
    return answer.json()


def _answer_elsewhere(route: Route) -> None:
    """Answer as another site does that knows nothing of us: no CORS headers."""
    content = b"nothing" if "broken" in route.request.url else in_magenta()
    route.fulfill(status=200, content_type="image/png", body=content)
