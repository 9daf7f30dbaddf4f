"""The companion's overview: who may see it, which event it is of, what a tile says."""

from typing import NoReturn
from urllib.parse import quote

import pytest
from botocore.exceptions import ConnectionClosedError
from django.http import HttpRequest, HttpResponse

from biztech.dashboard.companion import subjects
from biztech.dashboard.companion.subjects import Subject, SubjectPage, tiles_of
from biztech.dashboard.framework.tests.visitors import AMIRA, CHLOE, ben, visitor
from core.clock import HOUR, moment, now_ms
from events.models import Event
from events.tests.rows import GALA, store_event

CHOICE = "/admin/companion/"
OVERVIEW = "/admin/companion/gala/2026/"


def unreadable(event: Event) -> NoReturn:
    raise ConnectionClosedError(endpoint_url="http://nowhere")


def blank(request: HttpRequest, event: Event) -> HttpResponse:
    return HttpResponse()


@pytest.mark.parametrize("address", [CHOICE, OVERVIEW])
def test_companion_is_for_execs_alone(address: str) -> None:
    store_event()

    stranger = visitor(None).get(address)
    members = [visitor(email).get(address) for email in (AMIRA, CHLOE)]

    assert stranger["Location"] == f"/sign-in/?next={quote(address)}"
    assert [answer.status_code for answer in members] == [403, 403]


def test_companion_opens_at_the_event_that_is_on() -> None:
    now = now_ms()
    begins, ends = (moment(at).isoformat() for at in (now - 1000, now + HOUR))
    store_event(startDate=begins, endDate=ends)

    assert ben().get(CHOICE)["Location"] == OVERVIEW


def test_companion_lets_one_choose_among_events() -> None:
    store_event()

    asked, chosen = ben().get(f"{CHOICE}?choose=yes"), ben().get(OVERVIEW)

    assert asked.context["choices"] == [("Gala 2026", OVERVIEW)]
    assert chosen.context["crumbs"] == [("Companion", f"{CHOICE}?choose=yes")]


def test_companion_of_an_unknown_event_is_not_found() -> None:
    assert ben().get(OVERVIEW).status_code == 404


def test_event_page_leads_to_its_companion() -> None:
    store_event()

    assert (
        f'href="{OVERVIEW}"' in ben().get("/admin/events/gala/2026/").content.decode()
    )


def test_tile_that_cannot_be_read_is_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store_event()
    broken = Subject(
        slug="games", title="Games", order=1, page=blank, figure=unreadable
    )
    monkeypatch.setattr(subjects, "_subjects", [broken])
    monkeypatch.setattr(subjects, "subject_url", lambda _, slug: f"/{slug}/")

    (tile,) = tiles_of(Event.get(*GALA))

    assert (tile.title, tile.figure, tile.link) == ("Games", None, "/games/")


def test_subject_serves_its_page_and_those_beneath_it() -> None:
    games = Subject(
        slug="games",
        title="Games",
        order=1,
        page=blank,
        figure=lambda _: (1, "game."),
        more=(SubjectPage(route="<str:game>/end/", name="end", view=blank),),
    )

    assert [(page.name, page.route) for page in games.pages] == [
        ("companion_games", "companion/<str:event_id>/<int:year>/games/"),
        (
            "companion_games_end",
            "companion/<str:event_id>/<int:year>/games/<str:game>/end/",
        ),
    ]
