"""Running a wall: one recorded write for each act, seen by every screen."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from biztech.tests.callers import BEN, anonymous, store_profile
from core.audit.reversal import undo
from core.audit.trail import history
from core.clock import now_ms
from core.errors import Refused
from interactions.models import WallControl
from interactions.services import connect, disconnect
from interactions.tests.people import AMIRA, join
from interactions.tests.wall.screens import log, screen, tap
from interactions.wall import controls
from interactions.wall.state import read_state
from memberships.services import revoke_membership
from profiles.services import edit_own_profile

EVENT = "blueprint-2026"
AT_NOON: Any = {"actor": BEN, "now": 1_795_176_000_000}


@pytest.fixture(autouse=True)
def people() -> None:
    """Fill the hall."""
    for name in ("Amira", "Ben", "Dara"):
        store_profile(name, fname=name)


def row_of(event: str = EVENT) -> dict[str, Any] | None:
    row = WallControl.find(*WallControl.key(event), consistent=True)
    return row.plain() if row else None


def test_act_is_one_recorded_write_with_an_epoch(
    now: int, database_calls: list[str]
) -> None:
    act = controls.pause(EVENT, **AT_NOON)

    assert database_calls == ["GetItem", "TransactWriteItems"]
    assert row_of() == {"id": EVENT, "pausedAt": now, "epoch": now, "updatedAt": now}
    (recorded,) = history(EVENT)
    assert act is not None
    assert (recorded.act_id, recorded.act, recorded.actor) == (
        act.act_id,
        "pause wall",
        BEN,
    )


def test_act_that_changes_nothing_writes_nothing(now: int) -> None:
    controls.pause(EVENT, **AT_NOON)
    controls.say(EVENT, message="Welcome", **AT_NOON)
    controls.hide(EVENT, profile_id="Ben", **AT_NOON)
    before = row_of()

    assert controls.pause(EVENT, **AT_NOON) is None
    assert controls.say(EVENT, message=" Welcome ", **AT_NOON) is None
    assert controls.hide(EVENT, profile_id="Ben", **AT_NOON) is None
    assert controls.show_again(EVENT, profile_id="Dara", **AT_NOON) is None
    assert controls.stop_replay(EVENT, **AT_NOON) is None
    assert controls.go_on("kickstart-2026", **AT_NOON) is None

    assert row_of() == before
    assert row_of("kickstart-2026") is None
    assert len(history(EVENT)) == 3


def test_every_act_has_its_own_epoch_though_the_clock_stands_still(now: int) -> None:
    for act in (controls.pause, controls.go_on, controls.clear, controls.pause):
        act(EVENT, **AT_NOON)

    state = read_state(EVENT, now=now)
    assert (state.epoch, state.paused_at, state.cleared_at) == (now + 3, now, now)


def test_person_who_is_shown_again_leaves_no_trace(now: int) -> None:
    controls.hide(EVENT, profile_id="Ben", reason="asked for it", **AT_NOON)
    controls.hide(EVENT, profile_id="Dara", **AT_NOON)
    assert read_state(EVENT, now=now).hidden == {"Ben", "Dara"}

    controls.show_again(EVENT, profile_id="Ben", **AT_NOON)
    controls.show_again(EVENT, profile_id="Dara", **AT_NOON)

    assert row_of() == {"id": EVENT, "epoch": now + 3, "updatedAt": now}
    (hiding,) = [act for act in history(EVENT) if act.reason]
    assert (hiding.act, hiding.reason) == ("hide from wall", "asked for it")
    assert json.loads(hiding.notes) == {"profileID": "Ben"}


def test_what_is_beside_the_connections_is_switched_on_off_and_back(now: int) -> None:
    def on() -> set[str]:
        return {*read_state(EVENT, now=now).additions}

    controls.add(EVENT, code="teams", **AT_NOON)
    controls.add(EVENT, code="milestones", **AT_NOON)
    assert controls.add(EVENT, code="teams", **AT_NOON) is None
    assert on() == {"teams", "milestones"}
    off = controls.drop(EVENT, code="milestones", **AT_NOON)
    assert off is not None
    assert on() == {"teams"}
    undo(EVENT, off.act_id, actor=BEN, now=now)
    assert on() == {"teams", "milestones"}

    for code in ("teams", "milestones"):
        controls.drop(EVENT, code=code, **AT_NOON)
    assert controls.drop(EVENT, code="teams", **AT_NOON) is None
    assert "additions" not in (row_of() or {})


def test_operators_at_once_lose_none_of_their_acts(now: int) -> None:
    names = [f"Person{number}" for number in range(12)]

    with ThreadPoolExecutor(len(names)) as pool:
        acts = list(
            pool.map(
                lambda name: controls.hide(EVENT, profile_id=name, **AT_NOON), names
            )
        )

    state = read_state(EVENT, now=now)
    assert all(acts)
    assert (state.hidden, state.epoch) == (frozenset(names), now + 11)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            lambda: controls.say(EVENT, message="x" * 281, **AT_NOON),
            "'message' is too long for the wall: use at most 280 characters.",
        ),
        (
            lambda: controls.add(EVENT, code="fireworks", **AT_NOON),
            "'code' is unknown: choose from what the page of the wall lists.",
        ),
        (
            lambda: controls.replay(EVENT, takes=4_999, **AT_NOON),
            "'takes' is out of range: let the replay take 5 to 600 seconds.",
        ),
        (
            lambda: controls.replay(EVENT, takes=60_000, **AT_NOON),
            "Nobody has met at this event yet, so there is no replay.",
        ),
    ],
    ids=["message", "addition", "length", "nothing"],
)
def test_act_that_cannot_be_is_refused_and_not_recorded(
    act: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        act()

    assert refused.value.message == sentence
    assert (row_of(), history(EVENT)) == (None, [])


def test_hidden_person_is_back_after_an_undo(now: int) -> None:
    act = controls.hide(EVENT, profile_id="Ben", **AT_NOON)
    assert act is not None

    undo(EVENT, act.act_id, actor=BEN, now=now + 1)

    assert read_state(EVENT, now=now).hidden == frozenset()


def graph(event: str = EVENT) -> list[tuple[str, str]]:
    answer = anonymous().get("/interactions/wall", {"eventId": event}).json()
    return [(link["source"], link["target"]) for link in answer["links"]]


def test_hidden_person_is_gone_from_screens_and_snapshots(now: int) -> None:
    async def evening() -> None:
        async with screen() as wall:
            await tap("Amira", "Ben", event=EVENT)
            await tap("Amira", "Dara", event=EVENT)
            answer = await wall.subscribe(EVENT)
            assert len(answer["links"]) == 2

            await asyncio.to_thread(
                controls.hide, EVENT, profile_id="Ben", actor=BEN, now=now_ms()
            )

            snapshot = await wall.next("snapshot")
            assert [node["id"] for node in snapshot["nodes"]] == ["Amira", "Dara"]
            assert (await wall.frame())["epoch"] == snapshot["epoch"]
            await tap("Ben", "Dara", event=EVENT)
            assert await wall.is_quiet()
            again = await wall.subscribe(
                EVENT, since=answer["seq"], epoch=answer["epoch"]
            )
            assert (again["type"], len(again["links"])) == ("snapshot", 1)

    asyncio.run(evening())
    assert graph() == [("Amira", "Dara")]


def test_paused_wall_catches_up_when_it_goes_on() -> None:
    async def evening() -> None:
        async with screen() as wall:
            await tap("Amira", "Ben", event=EVENT)
            await wall.subscribe(EVENT)
            await asyncio.to_thread(controls.pause, EVENT, actor=BEN, now=now_ms())
            assert (await wall.next("state"))["paused"] is True
            await tap("Amira", "Dara", event=EVENT, at=now_ms() + 1)
            assert await wall.is_quiet()
            assert await asyncio.to_thread(graph) == [("Amira", "Ben")]

            await asyncio.to_thread(controls.go_on, EVENT, actor=BEN, now=now_ms())

            snapshot = await wall.next("snapshot")
            assert (snapshot["paused"], len(snapshot["links"])) == (False, 2)

    asyncio.run(evening())


def test_cleared_wall_starts_anew_and_the_log_keeps_everything() -> None:
    at = now_ms()

    async def evening() -> None:
        async with screen() as wall:
            await tap("Amira", "Ben", event=EVENT, at=at)
            await wall.subscribe(EVENT)
            act = await asyncio.to_thread(controls.clear, EVENT, actor=BEN, now=at)
            assert (await wall.next("snapshot"))["links"] == []
            await tap("Amira", "Dara", event=EVENT, at=at + 1)
            assert (await wall.next("connection"))["to"]["id"] == "Dara"
            assert await asyncio.to_thread(graph) == [("Amira", "Dara")]

            assert act is not None
            await asyncio.to_thread(undo, EVENT, act.act_id, actor=BEN, now=at)
            assert len((await wall.next("snapshot"))["links"]) == 2

    asyncio.run(evening())


def test_message_and_replay_reach_the_screens() -> None:
    at = now_ms()

    async def evening() -> None:
        async with screen() as wall:
            await tap("Amira", "Ben", event=EVENT, at=at)
            await wall.subscribe(EVENT)

            await asyncio.to_thread(
                controls.say, EVENT, message="Pizza is here", actor=BEN, now=at
            )
            assert (await wall.next("state"))["message"] == "Pizza is here"
            await asyncio.to_thread(
                controls.replay, EVENT, takes=60_000, actor=BEN, now=at
            )
            assert (await wall.next("state"))["replay"] == {"at": at, "ms": 60_000}
            await asyncio.to_thread(controls.stop_replay, EVENT, actor=BEN, now=at)
            assert (await wall.next("state"))["replay"] is None

    asyncio.run(evening())


def test_switched_event_takes_the_default_wall_along() -> None:
    async def evening() -> None:
        async with screen() as follower, screen() as loyal:
            log("Amira", "Ben", event="kickstart-2026")
            log("Amira", "Ben", event=EVENT)
            assert (await follower.subscribe("DEFAULT"))["eventId"] == "DEFAULT"
            assert (await loyal.subscribe(EVENT))["eventId"] == EVENT

            await asyncio.to_thread(
                controls.switch_event, "kickstart;2026", actor=BEN, now=now_ms()
            )

            assert (await follower.next("state"))["current"] == "kickstart-2026"
            assert (await follower.next("snapshot"))["eventId"] == "kickstart-2026"
            told = await loyal.next("state")
            assert (told["eventId"], told["current"]) == (EVENT, "kickstart-2026")

    asyncio.run(evening())


def test_disconnected_people_are_taken_off_the_screens(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)

    async def evening() -> None:
        async with screen() as wall:
            await wall.subscribe()
            await asyncio.to_thread(connect, AMIRA, ben, now=now_ms())
            assert (await wall.next("connection"))["from"]["id"] == amira

            await asyncio.to_thread(disconnect, AMIRA, ben, now=now_ms())

            assert (await wall.next("snapshot"))["links"] == []

    asyncio.run(evening())


def test_member_who_hides_something_is_seen_so_at_once(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)

    async def evening() -> None:
        async with screen() as wall:
            await tap(amira, ben, event=EVENT)
            answer = await wall.subscribe(EVENT)
            assert answer["nodes"][0]["major"] == "Statistics"

            await asyncio.to_thread(
                edit_own_profile, AMIRA, {}, toggles={"major": False}, now=now
            )

            assert (await wall.next("snapshot"))["nodes"][0]["major"] == ""

    asyncio.run(evening())


def test_member_who_leaves_is_gone_from_the_screens_at_once(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)

    async def evening() -> None:
        async with screen() as wall:
            await tap(amira, ben, event=EVENT)
            await wall.subscribe(EVENT)

            await asyncio.to_thread(
                revoke_membership,
                AMIRA,
                reason="asked for it",
                keep_profile=True,
                actor=BEN,
                now=now,
            )

            assert (await wall.next("snapshot"))["nodes"] == []

    asyncio.run(evening())
