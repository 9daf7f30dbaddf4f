"""Quests on the wall: who completed one, once, and nobody who does not show."""

import asyncio
import json
from functools import partial
from typing import Any

import pytest

from biztech.tests.callers import AMIRA, BEN, CHLOE, change_row, store_profile
from companion.quests.definitions import Counts, Quest
from companion.quests.services import define_quests, note_connection
from companion.quests.wall import MOST, latest_milestones, milestones
from core.dynamo.rows import store_rows
from events.models import Event
from interactions.services import connect
from interactions.tests.people import join
from interactions.tests.wall.fakes import Frame, entry, settled
from interactions.tests.wall.screens import Screen, log, screen, tap
from interactions.wall import controls
from interactions.wall.additions import Evening
from interactions.wall.graph import Meeting
from interactions.wall.live import hub_here
from interactions.wall.log import Entry
from interactions.wall.state import State
from profiles.models import Profile

WALL = "gala-2026"
PEOPLE = ("Amira", "Bo", "Chloe", "Dan", "Eli")
TWO = Quest(Counts.CONNECTIONS, 2)


@pytest.fixture
def gala() -> None:
    """Store the event, whose quest is two connections, and people."""
    store_rows(Event.of({"id": "gala", "year": 2026, "ename": "Gala"}))
    define_quests("gala", 2026, [TWO], actor=BEN, now=5)
    for name in PEOPLE:
        store_profile(name, fname=name)


def switch_on() -> None:
    controls.add(WALL, code="milestones", actor=BEN, now=10)


def evening_of(*entries: Entry, hidden: str = "") -> Evening:
    """Return an evening on whose wall one person is not shown."""
    return Evening(
        state=State(event=WALL, current=WALL),
        entries=entries,
        shown=[
            Meeting(entry=each, one={"id": each.one}, other={"id": each.other})
            for each in entries
            if hidden not in (each.one, each.other)
        ],
        ids={},
    )


def reached(evening: Evening, *quests: Quest) -> list[tuple[str, str, int]]:
    return [
        (each.profile_id, each.quest.id, each.at)
        for each in milestones(evening, quests)
    ]


def test_quest_is_completed_once_by_the_connection_that_reaches_it() -> None:
    evening = evening_of(
        entry("Amira", "Bo", at=1),
        entry("Bo", "Amira", at=2),
        entry("Chloe", "Amira", at=3),
        entry("Amira", "Dan", at=4),
        entry("Dan", "Amira", at=5),
    )

    assert reached(evening, TWO) == [("Amira", "new_connections_2", 3)]


def test_one_connection_may_complete_quests_of_both_and_several_of_one() -> None:
    evening = evening_of(entry("Amira", "Bo", at=1), entry("Bo", "Chloe", at=2))
    one, two = Quest(Counts.CONNECTIONS, 1), TWO

    assert reached(evening, one, two) == [
        ("Amira", "new_connections_1", 1),
        ("Bo", "new_connections_1", 1),
        ("Bo", "new_connections_2", 2),
        ("Chloe", "new_connections_1", 2),
    ]


@pytest.mark.usefixtures("gala")
def test_companies_count_once_each_as_they_are_shown() -> None:
    for name, company in (("Bo", "Acme"), ("Chloe", "ACME "), ("Dan", "Globex")):
        store_profile(name, fname=name, company=company)
    hides = Profile.find(*Profile.key("Eli"))
    assert hides is not None
    off: Any = {"M": {"fname": {"BOOL": True}, "company": {"BOOL": False}}}
    change_row(hides, Profile.viewable_map.set(off), Profile.company.set("Initech"))
    evening = evening_of(
        entry("Amira", "Bo", at=1),
        entry("Amira", "Chloe", at=2),
        entry("Amira", "Eli", at=3),
        entry("Amira", "Dan", at=4),
    )

    found = reached(evening, Quest(Counts.COMPANIES, 2))

    assert found == [("Amira", "unique_companies_talked_to", 4)]


@pytest.mark.usefixtures("gala")
def test_recommended_people_count_where_the_client_told_of_them(now: int) -> None:
    amira, bo, dan, eli = (
        join(email, now=now) for email in (AMIRA, BEN, CHLOE, "eli@example.org")
    )
    for other in (bo, dan, eli):
        connect(AMIRA, other, now=now, event=WALL)
    tell = partial(note_connection, AMIRA, event_id="gala", year=2026)
    evening = evening_of(
        entry(amira, bo, at=1), entry(dan, amira, at=2), entry(amira, eli, at=3)
    )
    recommended = Quest(Counts.RECOMMENDED, 2)

    tell(bo, recommended=True)
    tell(dan, recommended=False)
    assert reached(evening, recommended) == []
    tell(eli, recommended=True)

    found = reached(evening, recommended)
    assert found == [(amira, "recommended_connections", 3)]
    define_quests("gala", 2026, [recommended], actor=BEN, now=now)
    (told,) = latest_milestones(evening)
    assert told["words"] == "first 2 recommended connections"
    assert "@" not in json.dumps(told)


@pytest.mark.usefixtures("gala")
def test_who_is_not_on_the_wall_counts_and_is_not_told() -> None:
    hidden = evening_of(
        entry("Amira", "Bo", at=1),
        entry("Bo", "Chloe", at=2),
        entry("Chloe", "Dan", at=3),
        hidden="Bo",
    )

    told = latest_milestones(hidden)

    assert told == [
        {
            "id": "Chloe",
            "quest": "new_connections_2",
            "words": "first 2 connections",
            "at": 3,
        }
    ]


@pytest.mark.usefixtures("gala")
def test_the_latest_few_are_told_the_newest_first() -> None:
    many = [
        entry(f"P{n}", other, at=10 * n + k, mark=other)
        for n in range(MOST + 2)
        for k, other in enumerate((f"X{n}", f"Y{n}"))
    ]

    told = latest_milestones(evening_of(*many))

    assert [each["id"] for each in told] == [f"P{n}" for n in range(MOST + 1, 1, -1)]


@pytest.mark.parametrize(
    ("quest", "words"),
    [
        (Quest(Counts.CONNECTIONS, 10), "first 10 connections"),
        (Quest(Counts.CONNECTIONS, 1), "first connection"),
        (Quest(Counts.COMPANIES, 3), "first 3 companies"),
        (Quest(Counts.COMPANIES, 1), "first company"),
        (Quest(Counts.CONNECTIONS, 3, "Meet three strangers"), "Meet three strangers"),
    ],
)
def test_completed_quest_is_said_in_words(quest: Quest, words: str) -> None:
    assert quest.completed == words


def test_wall_without_an_event_has_no_milestones() -> None:
    on_no_event = evening_of(entry("Amira", "Bo"), entry("Amira", "Chloe", mark="b"))

    for name in ("DEFAULT", "nowhere-2026"):
        state = State(event=name, current=name)
        evening = Evening(
            state=state,
            entries=on_no_event.entries,
            shown=on_no_event.shown,
            ids={},
        )
        assert latest_milestones(evening) == []


async def milestones_told(wall: Screen) -> list[Frame]:
    """Wait for the next frame of what is beside the connections."""
    frame = await wall.next("additions")
    told: list[Frame] = frame["additions"]["milestones"]
    return told


@pytest.mark.usefixtures("gala")
def test_screen_is_told_of_a_milestone_after_the_connection_once() -> None:
    log("Amira", "Bo", event=WALL)
    switch_on()

    async def evening() -> None:
        hub_here()._pause_beside = 0
        async with screen() as wall:
            await wall.subscribe(WALL)
            assert await milestones_told(wall) == []
            row = await tap("Amira", "Chloe", event=WALL)
            assert (await wall.frame())["type"] == "connection"
            assert await milestones_told(wall) == [
                {
                    "id": "Amira",
                    "quest": "new_connections_2",
                    "words": "first 2 connections",
                    "at": row.created_at,
                }
            ]
            await tap("Amira", "Dan", event=WALL)
            assert (await wall.frame())["type"] == "connection"
            await settled(hub_here())
            assert await wall.is_quiet()
        async with screen("/") as old:
            await old.say(action="subscribe", eventId=WALL)
            for _ in range(3):
                assert (await old.frame())["type"] == "connection"
            await settled(hub_here())
            assert await old.is_quiet()

    asyncio.run(evening())


@pytest.mark.usefixtures("gala")
def test_tap_that_completes_a_quest_costs_its_two_calls(
    now: int, database_calls: list[str]
) -> None:
    recommended = Quest(Counts.RECOMMENDED, 2)
    define_quests("gala", 2026, [TWO, recommended], actor=BEN, now=now)
    switch_on()
    join(AMIRA, now=now)
    ids = [join(email, now=now) for email in (BEN, CHLOE)]
    connect(AMIRA, ids[0], now=now, event=WALL)
    database_calls.clear()

    connect(AMIRA, ids[1], now=now, event=WALL)

    assert database_calls == ["TransactGetItems", "TransactWriteItems"]


@pytest.mark.usefixtures("gala")
def test_wall_tells_no_milestone_before_an_exec_switches_them_on() -> None:
    log("Amira", "Bo", event=WALL)
    log("Amira", "Chloe", event=WALL)

    async def evening() -> None:
        hub_here()._pause_beside = 0
        async with screen() as wall:
            await wall.subscribe(WALL)
            assert await wall.is_quiet()
            await asyncio.to_thread(switch_on)
            assert (await wall.frame())["type"] == "state"
            (told,) = await milestones_told(wall)
            assert told["id"] == "Amira"

    asyncio.run(evening())


@pytest.mark.usefixtures("gala")
def test_a_process_that_starts_anew_tells_the_same() -> None:
    log("Amira", "Bo", event=WALL)
    log("Amira", "Chloe", event=WALL)
    switch_on()

    async def evening() -> list[Frame]:
        hub_here()._pause_beside = 0
        async with screen() as wall:
            await wall.subscribe(WALL)
            return await milestones_told(wall)

    first, second = asyncio.run(evening()), asyncio.run(evening())
    assert first == second
    assert "@" not in json.dumps(first)
