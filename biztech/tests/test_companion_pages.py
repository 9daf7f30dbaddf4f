"""Each page of the club's client gets the fields that it reads, and no address."""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.urls import resolve

from biztech.tests.callers import anonymous, caller, send
from biztech.tests.companion_pages import PAGES, store_what_pages_show
from biztech.tests.wiping import WrittenRows
from companion.credits.tests.test_credits import ROUTES as CREDITS
from companion.investments.tests.test_investments import ROUTES as INVESTMENTS
from companion.judging.tests.test_api import ROUTES as JUDGING
from companion.quests.tests.test_quests import ROUTES as QUESTS
from companion.quizzes.tests.test_quizzes import ROUTES as QUIZZES
from companion.teams.tests.test_teams import ROUTES as TEAMS
from companion.voting.tests.test_voting import ROUTES as VOTING

ZOE = "zoe@example.org"
ASKS = [ask for asks in PAGES.values() for ask in asks]


@pytest.fixture
def club(now: int) -> None:
    """Store what every page has something to show of."""
    store_what_pages_show(now)


def fields(answer: Any, path: list[str]) -> Iterator[Any]:
    """Yield what is at a path of an answer."""
    match path:
        case []:
            yield answer
        case ["[]", *rest]:
            for each in answer:
                yield from fields(each, rest)
        case ["*", *rest]:
            for each in answer.values():
                yield from fields(each, rest)
        case [name, *rest]:
            yield from fields(answer[name], rest)


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("page", PAGES)
def test_page_is_answered_with_the_fields_that_it_reads(page: str) -> None:
    for ask in PAGES[page]:
        client = caller(ask.who) if ask.who else anonymous()
        answer = send(client, ask.method, ask.path, ask.body)

        assert answer.status_code in (200, 201), (ask.path, answer.content)
        for path in ask.reads.split():
            found = list(fields(answer.json(), path.split(".")))
            assert found and None not in found, (ask.path, path)


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("who", ["", ZOE], ids=["anonymous", "a stranger"])
def test_no_answer_tells_a_stranger_an_address(who: str) -> None:
    client = caller(who) if who else anonymous()
    told = {}
    for ask in ASKS:
        answer = send(client, ask.method, ask.path, ask.body).content.decode()
        sent = f"{unquote(ask.path)} {json.dumps(ask.body)} {who}"
        addresses = re.findall(r"[\w.+-]+@[\w.-]+", answer)
        told[ask.method, ask.path] = {each for each in addresses if each not in sent}

    assert {where: found for where, found in told.items() if found} == {}


@pytest.mark.usefixtures("club")
def test_reading_writes_nothing(written_rows: WrittenRows) -> None:
    before = len(written_rows)

    for ask in ASKS:
        if ask.method == "GET":
            client = caller(ask.who) if ask.who else anonymous()
            assert client.get(ask.path).status_code == 200

    assert len(written_rows) == before


Route = tuple[str, str]


def routes_of_the_companion() -> set[Route]:
    """Return each address and method, as the subjects declare them."""
    urls = sorted(Path(settings.BASE_DIR, "companion").glob("*/api/urls.py"))
    found = {
        (str(pattern.pattern), method)
        for path in urls
        for pattern in import_module(
            f"companion.{path.parent.parent.name}.api.urls"
        ).urlpatterns
        for method in pattern.callback.actions.keys() - {"head"}
    }
    assert len(urls) == 9 and all(route.endswith("/?$") for route, _ in found)
    return found


def route_of(method: str, path: str) -> Route:
    found = resolve(unquote(path.partition("?")[0]))
    return found.route, method.lower()


def test_every_route_is_asked_by_a_page() -> None:
    assert {route_of(each.method, each.path) for each in ASKS} == (
        routes_of_the_companion()
    )


def test_every_route_is_tried_by_all_callers() -> None:
    tried = [*CREDITS, *INVESTMENTS, *JUDGING, *QUESTS, *QUIZZES, *TEAMS]
    methods_and_paths = [(method, path) for method, path, *_ in tried]
    methods_and_paths += [("GET", path) for path in VOTING]
    # These have one route, and a test of it.
    methods_and_paths += [
        ("POST", "/qrscan"),
        ("GET", "/profiles/recommendations/self"),
    ]

    assert {route_of(*each) for each in methods_and_paths} == routes_of_the_companion()
