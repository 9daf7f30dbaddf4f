"""A screen's end: what it is answered, what it may not do, and who knows of it."""

import asyncio
import json
from typing import Any

import pytest

from biztech.tests.callers import change_row, store_profile
from core.clock import now_ms
from core.dynamo.rows import store_rows
from core.serving.places import Places
from interactions.api.consumers import WallConsumer
from interactions.models import WallSocket
from interactions.tests.wall.screens import Screen, log, screen, tap
from interactions.wall import limits, screens
from interactions.wall.audience import News
from interactions.wall.live import clear_screens_away, hub_here
from profiles.models import Profile

EVENT = "blueprint-2026"


@pytest.fixture(autouse=True)
def people() -> None:
    """Fill the hall."""
    store_profile("Amira", fname="Amira", lname="Haddad", major="Statistics", year=3)
    store_profile("Ben", fname="Ben")


@pytest.mark.parametrize("path", ["/ws/wall/", "/ws/wall", "/"])
def test_screen_sees_taps_at_every_address(path: str) -> None:
    async def evening() -> None:
        async with screen(path) as wall:
            await wall.say(action="subscribe", eventId="DEFAULT")
            if path != "/":
                assert (await wall.frame())["type"] == "snapshot"
            assert await wall.is_quiet()
            row = await tap("Amira", "Ben")
            assert await wall.frame() == {
                "type": "connection",
                "createdAt": row.created_at,
                "from": {
                    "id": "Amira",
                    "name": "Amira Haddad",
                    "avatar": "",
                    "major": "Statistics",
                    "year": 3,
                },
                "to": {
                    "id": "Ben",
                    "name": "Ben",
                    "avatar": "",
                    "major": "",
                    "year": "",
                },
                "seq": row.sequence,
            }
            assert await wall.is_quiet()

    asyncio.run(evening())


def test_names_come_from_the_profiles_and_never_from_the_log() -> None:
    profile = Profile.find(*Profile.key("Amira"))
    assert profile is not None
    hidden: Any = {"M": {"fname": {"BOOL": True}, "major": {"BOOL": True}}}
    change_row(profile, Profile.viewable_map.set(hidden))
    log("Amira", "Ben", event=EVENT)
    log("Amira", "Gone", event=EVENT)

    async def evening() -> None:
        async with screen() as wall:
            answer = await wall.subscribe(EVENT)
            assert [list(node.values()) for node in answer["nodes"]] == [
                ["Amira", "Amira", "", "Statistics", ""],
                ["Ben", "Ben", "", "", ""],
            ]
            assert "As it was" not in json.dumps(answer)

    asyncio.run(evening())


def test_screen_that_was_cut_off_gets_what_it_missed() -> None:
    async def evening() -> None:
        async with screen() as wall:
            await tap("Amira", "Ben")
            before = await wall.subscribe()
        missed = await tap("Ben", "Amira")

        async with screen() as wall:
            answer = await wall.subscribe(
                since=before["seq"], seen=[before["seq"]], epoch=before["epoch"]
            )
            told = [one["seq"] for one in answer["connections"]]
            assert (answer["type"], told) == ("missed", [missed.sequence])

    asyncio.run(evening())


def test_every_alias_shows_the_same_wall() -> None:
    log("Amira", "Ben", event=EVENT)

    async def evening() -> None:
        async with screen() as wall:
            for alias in ("blueprint;2026", "blueprint#2026", EVENT):
                answer = await wall.subscribe(alias)
                assert (answer["eventId"], len(answer["links"])) == (EVENT, 1)

    asyncio.run(evening())


def test_unknown_event_is_refused_and_the_wall_stays() -> None:
    async def evening() -> None:
        async with screen() as wall:
            await wall.subscribe()
            assert await wall.subscribe("nowhere") == {
                "type": "error",
                "code": "unknown_event",
                "message": "There is no event 'nowhere' to show.",
            }
            await tap("Amira", "Ben")
            assert (await wall.frame())["type"] == "connection"
            assert list(hub_here().rooms) == ["DEFAULT"]

    asyncio.run(evening())


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"action": "tap"}', '{"action": ["subscribe"]}']
)
def test_message_that_makes_no_sense_is_answered_with_a_sentence(text: str) -> None:
    async def evening() -> None:
        async with screen() as wall:
            await wall.send(text)
            assert await wall.frame() == {
                "type": "error",
                "code": "unreadable",
                "message": "Send a JSON object with an action: subscribe or ping.",
            }

    asyncio.run(evening())


@pytest.mark.parametrize(
    "odd",
    [
        {"eventId": 7},
        {"eventId": ["DEFAULT"]},
        {"since": 7, "seen": "x", "epoch": "1"},
        {"since": "x", "seen": [1, None], "epoch": True},
        {"userId": "somebody", "screen": {"kind": "kiosk"}},
    ],
)
def test_odd_wish_is_answered_all_the_same(odd: dict[str, Any]) -> None:
    async def evening() -> None:
        async with screen() as wall:
            await wall.say(**{"action": "subscribe", "eventId": "", **odd})
            assert (await wall.frame())["type"] in ("snapshot", "error")

    asyncio.run(evening())


def test_message_nested_too_deep_is_answered_and_leaves_no_screen_behind() -> None:
    async def evening() -> None:
        async with screen() as wall:
            await wall.send("[" * 4000)
            assert (await wall.frame())["code"] == "unreadable"
        assert hub_here().viewers == 0

    asyncio.run(evening())


def test_message_above_the_cap_closes_the_socket() -> None:
    async def evening() -> None:
        async with screen() as wall:
            await wall.send(" " * 4097)
            assert await wall.output() == {
                "type": "websocket.close",
                "code": 1009,
                "reason": "message too big",
            }

    asyncio.run(evening())


def test_screen_that_asks_too_often_is_closed() -> None:
    async def evening() -> None:
        async with screen() as wall:
            for _ in range(20):
                assert await wall.is_quiet()
            await wall.say(action="ping")
            assert await wall.output() == {
                "type": "websocket.close",
                "code": 4429,
                "reason": "too many messages",
            }

    asyncio.run(evening())


def test_screen_that_does_not_read_is_closed_to_come_back() -> None:
    async def read_until_closed(wall: Screen) -> dict[str, Any]:
        while (done := await wall.output())["type"] == "websocket.send":
            pass
        return done

    async def evening() -> None:
        async with screen() as wall:
            await wall.subscribe()
            (room,) = hub_here().rooms.values()
            texts = (f'{{"type": "test", "number": {n}}}' for n in range(201))
            room.audience.tell(*map(News, texts))
            await room.audience.told()
            assert not room.audience.viewers
            assert await read_until_closed(wall) == {
                "type": "websocket.close",
                "code": 1013,
                "reason": "resync",
            }

    asyncio.run(evening())


def test_screen_that_a_stopping_server_cuts_off_ends_without_an_error() -> None:
    async def evening() -> None:
        accepted = asyncio.Event()
        connected: asyncio.Queue[Any] = asyncio.Queue()
        connected.put_nowait({"type": "websocket.connect"})

        async def send(_: Any) -> None:
            accepted.set()

        application: Any = WallConsumer.as_asgi()
        scope = {"type": "websocket", "path": "/ws/wall/", "headers": []}
        serving = asyncio.create_task(application(scope, connected.get, send))
        await accepted.wait()
        serving.cancel()
        assert await serving is None

    asyncio.run(evening())


@pytest.mark.parametrize("limit", [{"each": 1, "most": 5}, {"each": 5, "most": 1}])
def test_screens_beyond_the_limit_are_sent_away_until_one_leaves(
    monkeypatch: pytest.MonkeyPatch, limit: dict[str, int]
) -> None:
    monkeypatch.setattr(limits, "SCREENS", Places(**limit))

    async def evening() -> None:
        async with screen() as first:
            await first.subscribe()
            async with screen() as second:
                closed = await second.output()
                assert (closed["code"], closed["reason"]) == (1013, "full")
            assert await first.is_quiet()
        async with screen() as third:
            assert await third.is_quiet()

    asyncio.run(evening())


def test_screens_of_one_address_leave_room_for_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "SCREENS", Places(each=1, most=5))

    async def evening() -> None:
        async with screen(address="10.0.0.1"), screen(address="10.0.0.2") as other:
            assert await other.is_quiet()
            async with screen(address="10.0.0.1") as second:
                assert (await second.output())["code"] == 1013

    asyncio.run(evening())


def test_wall_without_a_database_says_so_and_comes_back(settings: Any) -> None:
    async def evening() -> None:
        async with screen() as wall:
            endpoint = settings.DYNAMODB_ENDPOINT
            settings.DYNAMODB_ENDPOINT = "http://127.0.0.1:9"
            assert (await wall.subscribe())["code"] == "unavailable"
            settings.DYNAMODB_ENDPOINT = endpoint
            assert (await wall.subscribe())["type"] == "snapshot"

    asyncio.run(evening())


async def listed(event: str) -> list[tuple[Any, Any]]:
    rows = await asyncio.to_thread(screens.all_screens, now=now_ms())
    return [(row.event, row.screen) for row in rows if row.event == event]


def test_screen_is_listed_while_it_is_there_with_what_it_shows() -> None:
    log("Amira", "Ben", event=EVENT)

    async def evening() -> None:
        async with screen() as wall:
            await wall.subscribe(EVENT, screen="kiosk")
            # Messages are dealt with one after another, so it is listed by then.
            assert await wall.is_quiet()
            assert await listed(EVENT) == [(EVENT, "kiosk")]
            await wall.subscribe("DEFAULT")
            assert await wall.is_quiet()
            assert await listed("DEFAULT") == [("DEFAULT", "kiosk")]
            assert await listed(EVENT) == []
        assert list(WallSocket.read_all()) == []

    asyncio.run(evening())


def test_screens_whose_process_died_are_neither_listed_nor_kept(now: int) -> None:
    screens.put_up("dead", event=EVENT, screen="page", now=now)
    screens.put_up("alive", event=EVENT, screen="page", now=now + 1)
    store_rows(WallSocket.of({"connectionId": "of before", "eventId": EVENT}))
    later = now + 10 * 60_000

    assert [row.connection_id for row in screens.all_screens(now=now)] == [
        "dead",
        "alive",
    ]
    assert screens.renew("alive", event=EVENT, now=later)
    assert not screens.renew("never there", event=EVENT, now=later)
    (row,) = screens.all_screens(now=later)
    assert row.connection_id == "alive"

    assert screens.clear_away(EVENT, now=later) == 2
    assert [row.connection_id for row in WallSocket.read_all()] == ["alive"]


def test_server_clears_away_what_dead_ones_left(now: int) -> None:
    screens.put_up("dead", event="DEFAULT", screen="page", now=now - 10 * 60_000)

    async def evening() -> None:
        async with screen() as wall:
            await wall.subscribe(screen="page")
            assert await wall.is_quiet()
            await clear_screens_away(hub_here())
            (row,) = await asyncio.to_thread(lambda: list(WallSocket.read_all()))
            assert row.connection_id != "dead"

    asyncio.run(evening())
