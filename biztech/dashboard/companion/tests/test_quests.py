"""The page of quests: who may see it, what it tells, and how quests are defined."""

from typing import Any

import pytest

from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, CHLOE, ben, visitor
from biztech.tests.callers import store_member, store_profile
from companion.quests.definitions import Counts, Quest, quests_in
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Event
from events.tests.rows import GALA, store_event
from interactions.models import Connection

PAGE = "/admin/companion/gala/2026/quests/"
DEFINE = f"{PAGE}define/"
MINE = "SillyPandasDeny"


def entered(*rows: tuple[str, str, str]) -> dict[str, str]:
    """Return what the form sends."""
    sent = {"quests-TOTAL_FORMS": str(len(rows)), "quests-INITIAL_FORMS": "0"}
    for number, values in enumerate(rows):
        for name, value in zip(
            ("counts", "target", "description"), values, strict=True
        ):
            sent[f"quests-{number}-{name}"] = value
    return sent


def quests() -> tuple[Quest, ...]:
    """Return the quests of the event."""
    return quests_in(Event.get(*GALA).plain())


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store the event."""
    store_event()


@pytest.mark.parametrize(("method", "page"), [("get", PAGE), ("post", DEFINE)])
def test_quests_are_for_execs_alone(method: str, page: str) -> None:
    def status(who: str | None) -> int:
        client: Any = visitor(who)
        return int(getattr(client, method)(page).status_code)

    assert [status(who) for who in (None, AMIRA, CHLOE)] == [302, 403, 403]


def test_page_tells_how_far_people_are() -> None:
    store_member(AMIRA, profileID=MINE)
    store_profile(MINE)
    for number in range(6):
        partition, sort_key = Connection.key(MINE, f"Other{number}")
        key = {"compositeID": partition, "type": sort_key}
        store_rows(Connection.of({**key, "createdAt": 5, "wallEvent": "gala-2026"}))

    context = ben().get(PAGE).context

    (line,) = context["lines"]
    assert (line.who, line.completed) == (AMIRA, 1)
    assert line.told == (
        "Make 5 new connections: 5 of 5; Make 10 new connections: 6 of 10;"
        " Make 20 new connections: 6 of 20"
    )
    assert [(bar.label, bar.number) for bar in context["chart"].bars] == [
        ("Make 5 new connections", 1),
        ("Make 10 new connections", 0),
        ("Make 20 new connections", 0),
    ]


def test_quests_are_defined_and_the_former_ones_come_back() -> None:
    form = entered(
        ("connections", "3", " Say hello "),
        ("companies", "2", ""),
        ("recommended", "", ""),
    )

    ben().post(DEFINE, form)

    assert quests() == (
        Quest(Counts.CONNECTIONS, 3, "Say hello"),
        Quest(Counts.COMPANIES, 2),
    )
    (act,) = history("gala;2026")
    assert act.actor == BEN
    page = ben().get("/admin/events/gala/2026/").content.decode()
    assert "defined the quests of" in page

    ben().post(
        "/admin/events/undo/",
        {"subject": "gala;2026", "act_id": act.act_id, "back": PAGE},
    )

    assert len(quests()) == 3


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("connections", "0", "")], "greater than or equal to 1"),
        ([("stars", "1", "")], "Select a valid choice"),
        ([("connections", "5", ""), ("connections", "5", "")], "is there twice"),
        ([("connections", str(n), "") for n in range(1, 12)], "at most 10"),
    ],
)
def test_form_stays_open_with_what_is_wrong(
    rows: list[tuple[str, str, str]], says: str
) -> None:
    answer = ben().post(DEFINE, entered(*rows))

    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert history("gala;2026") == []


def test_tile_counts_the_quests() -> None:
    tiles = ben().get("/admin/companion/gala/2026/").context["tiles"]

    assert ("Quests", (3, "quests to complete.")) in [
        (tile.title, tile.figure) for tile in tiles
    ]
