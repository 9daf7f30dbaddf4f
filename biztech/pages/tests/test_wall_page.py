"""The wall's page and its code, as the server makes them."""

import json
import re

import pytest
from pytest_django import Settings

from biztech.tests.callers import anonymous
from biztech.tests.test_serve import free_port
from core.dynamo.rows import store_rows
from events.models import Event


def facts_of(page: str) -> dict[str, object]:
    found = re.search(r'<script id="facts"[^>]*>(.*?)</script>', page)
    assert found
    facts: dict[str, object] = json.loads(found[1])
    return facts


@pytest.mark.parametrize("path", ["/wall", "/wall/"])
def test_wall_page_is_open_to_everybody(path: str) -> None:
    response = anonymous().get(path)

    assert response.status_code == 200
    assert facts_of(response.content.decode()) == {
        "socket": "/ws/wall/",
        "events": [],
        "simulation": False,
    }


def test_wall_page_forbids_every_script_but_its_own() -> None:
    policy = anonymous().get("/wall/")["Content-Security-Policy"]

    # The directives come in any order.
    directives = {part.strip() for part in policy.split(";")}
    assert {"script-src 'self'", "default-src 'self'"} <= directives


def test_wall_page_offers_published_events_the_latest_first() -> None:
    for event_id, year, begins, published in (
        ("kickstart", 2025, "2025-10-11T17:00:00.000Z", True),
        ("blueprint", 2026, "2026-11-20T17:00:00.000Z", True),
        ("secret", 2027, "2027-01-20T17:00:00.000Z", False),
    ):
        store_rows(
            Event.of(
                {
                    "id": event_id,
                    "year": year,
                    "ename": event_id.title(),
                    "startDate": begins,
                    "isPublished": published,
                }
            )
        )

    facts = facts_of(anonymous().get("/wall/").content.decode())

    assert facts["events"] == [
        {"id": "blueprint-2026", "name": "Blueprint 2026"},
        {"id": "kickstart-2025", "name": "Kickstart 2025"},
    ]


def test_wall_page_asks_for_the_events_once_a_minute(
    database_calls: list[str],
) -> None:
    anonymous().get("/wall/")
    database_calls.clear()

    anonymous().get("/wall/")

    assert database_calls == []


def test_wall_page_opens_while_the_cache_is_away(settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        }
    }

    assert anonymous().get("/wall/").status_code == 200


def test_wall_page_offers_made_up_people_in_development(settings: Settings) -> None:
    settings.DEBUG = True

    facts = facts_of(anonymous().get("/wall/").content.decode())

    assert facts["simulation"] is True


def test_join_code_is_a_drawing_of_the_address(settings: Settings) -> None:
    settings.WALL_JOIN_URL = "https://app.ubcbiztech.com/join"
    first = anonymous().get("/wall/qr.svg")
    settings.WALL_JOIN_URL = "https://app.ubcbiztech.com/elsewhere"
    second = anonymous().get("/wall/qr.svg")

    assert first.status_code == 200
    assert first["Content-Type"] == "image/svg+xml"
    assert first.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<svg ')
    assert first.content != second.content


def test_wall_page_names_where_to_join(settings: Settings) -> None:
    settings.WALL_JOIN_URL = "https://app.ubcbiztech.com/"

    page = anonymous().get("/wall/").content.decode()

    assert "Scan, or open <span>app.ubcbiztech.com</span>" in page
