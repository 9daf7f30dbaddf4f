from typing import Any, NoReturn

import pytest
from botocore.exceptions import ConnectionClosedError
from django.http import HttpRequest

from biztech.dashboard.framework import home
from biztech.dashboard.framework.charts import Bar
from biztech.dashboard.framework.home import Chart, Figure, Tile, home_context
from biztech.dashboard.framework.request_cache import cached_on


def unreadable(request: HttpRequest) -> NoReturn:
    raise ConnectionClosedError(endpoint_url="http://nowhere")


def readable(request: HttpRequest) -> Figure:
    return Figure(number=3, sentence="things", link="/things/")


@pytest.fixture(autouse=True)
def no_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "_tiles", [])
    monkeypatch.setattr(home, "_charts", [])


def shown(**context: Any) -> dict[str, Any]:
    return home_context(HttpRequest(), context)


def test_home_tile_that_fails_is_unavailable_and_others_stay() -> None:
    home.register(
        Tile(title="Broken", order=2, read=unreadable),
        Tile(title="Whole", order=1, read=readable),
    )

    tiles = shown()["tiles"]

    assert [(tile.title, figure) for tile, figure in tiles] == [
        ("Whole", Figure(number=3, sentence="things", link="/things/")),
        ("Broken", None),
    ]


def test_home_chart_that_fails_is_unavailable() -> None:
    home.register(Chart(title="Broken", order=1, read=unreadable))

    (chart,) = shown()["charts"]

    assert (chart.title, chart.bars) == ("Broken", None)


def test_home_chart_draws_what_its_table_says() -> None:
    bars = [Bar(label="Arts", number=2, link="/arts/")]
    home.register(Chart(title="Faculties", order=1, read=lambda _: bars))

    (chart,) = shown()["charts"]

    assert chart.bars == bars
    assert '"labels": ["Arts"]' in chart.drawing
    assert '"data": [2]' in chart.drawing


def test_home_part_with_a_mistake_is_not_hidden() -> None:
    def mistaken(request: HttpRequest) -> NoReturn:
        raise KeyError

    home.register(Tile(title="Mistaken", order=1, read=mistaken))

    with pytest.raises(KeyError):
        shown()


def test_once_reads_one_time_and_keeps_a_failure() -> None:
    request, reads = HttpRequest(), []

    def read() -> str:
        reads.append("read")
        return "found"

    def fail() -> NoReturn:
        reads.append("failed")
        raise KeyError

    answers = [cached_on(request, "a", read), cached_on(request, "a", read)]
    for _ in range(2):
        with pytest.raises(KeyError):
            cached_on(request, "b", fail)

    assert answers == ["found", "found"]
    assert reads == ["read", "failed"]
