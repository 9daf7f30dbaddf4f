"""Names on the wall: whoever is named is named wholly, on screens of any width."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import widths
from companion.quests.definitions import Counts, Quest
from companion.quests.services import define_quests
from core.clock import now_ms
from core.dynamo.rows import store_rows
from events.models import Event, Team
from interactions.tests.browser.evening import BEN, Evening, expect_totals, open_wall
from interactions.wall import controls
from interactions.wall.names import forget_events

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

LONG = "Bartholomew-Maximilian-Alexander Featherstonehaugh-Cholmondeley-Marjoribanks"
GUESTS = [
    f"{start}{end} Ravenscroftby"
    for start in ("Al", "Ber", "Cor", "Dan", "El", "Fin", "Gus", "Har")
    for end in ("a", "ette", "ine", "o", "ius")
]
TEAMS = ("Quiet Otters", "The Exceedingly Silly Pandas of Vancouver", "Brave Bees")

# What the picture's names cover, in pixels: they alone are copied in their own size.
_NOTE_NAMES = """
const draw = CanvasRenderingContext2D.prototype.drawImage;
globalThis.painted = [];
CanvasRenderingContext2D.prototype.drawImage = function (image, ...place) {
    if (place.length === 2 && this.canvas.isConnected) {
        const [left, top] = place;
        const [right, bottom] = [left + image.width, top + image.height];
        painted.push({ left, top, right, bottom });
    }
    draw.call(this, image, ...place);
};
"""
_PAINTED_OUTSIDE = """() => painted.filter(({ left, top, right, bottom }) =>
    left < 0 || top < 0 || right > innerWidth || bottom > innerHeight)"""
# How much of each name is seen, whatever cuts it off.
_SEEN = """async () => {
    const names = [...document.querySelectorAll(
        ".board .name, .ticker li, .spotlight b, .toasts li")];
    const found = await new Promise((resolve) => {
        const observer = new IntersectionObserver(resolve);
        names.forEach((name) => observer.observe(name));
    });
    return found.filter(({ intersectionRatio }) => intersectionRatio > 0).map(
        ({ target, intersectionRatio }) => ({
            name: target.textContent,
            whole: intersectionRatio > 0.99 && target.scrollWidth <= target.clientWidth,
        }));
}"""


@pytest.fixture
def evening() -> Evening:
    """Begin an evening of forty people and one with a very long name."""
    store_rows(
        Event.of({"id": "gala", "year": 2026, "ename": "Gala"}),
        *(
            Team.of({"id": name, "eventID;year": "gala;2026", "teamName": name})
            for name in TEAMS
        ),
    )
    forget_events()
    define_quests("gala", 2026, [Quest(Counts.CONNECTIONS, 2)], actor=BEN, now=now_ms())
    controls.switch_event("gala-2026", actor=BEN, now=now_ms())
    for code in ("milestones", "teams"):
        controls.add("gala-2026", code=code, actor=BEN, now=now_ms())
    evening = Evening(*GUESTS, LONG)
    for one, other in zip(GUESTS, [*GUESTS[3:], *GUESTS[:3]], strict=True):
        evening.meet(one, other)
    return evening


@widths
def test_every_name_on_the_wall_is_seen_wholly(
    open_page: OpenPage, evening: Evening, width: int
) -> None:
    page = open_page(width, signed_in=False)
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(_NOTE_NAMES)
    open_wall(page)
    expect_totals(page, people=40, connections=40)
    # With the teams come the quests that were completed before.
    expect(page.locator("#best-teams .name").first).to_be_visible()

    evening.meet(LONG, GUESTS[0])
    evening.meet(LONG, GUESTS[1])
    quest = page.locator("#toasts .quest").filter(has_text=LONG)
    expect(quest).to_be_visible()
    expect(page.locator("#leaders .name").first).to_be_visible()
    seen: list[dict[str, Any]] = page.evaluate(_SEEN)

    assert len(seen) > 6
    assert [each for each in seen if not each["whole"]] == []
    assert page.evaluate("painted.length") > 0
    assert page.evaluate(_PAINTED_OUTSIDE) == []
