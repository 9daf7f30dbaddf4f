"""What happened, told to the hub of this process and to those of others."""

import pytest

from biztech.tests.callers import store_connection, store_profile
from interactions.tests.wall.fakes import EVENT, entry
from interactions.wall import publish
from interactions.wall.events import (
    ControlChanged,
    ProfileChanged,
    Sent,
    Tapped,
    Told,
    WallEvent,
    from_text,
    to_text,
)
from interactions.wall.log import new_entry


@pytest.mark.parametrize(
    "wall_event",
    [Tapped(EVENT, entry("A", "B")), ControlChanged(EVENT), Told("a", "b")],
    ids=lambda wall_event: type(wall_event).__name__,
)
def test_event_survives_the_way_as_text(wall_event: Sent) -> None:
    assert from_text(to_text(wall_event)) == wall_event


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '["Tapped", {}]', '["Tapped", {"event": "", "entry": {}}]']
)
def test_text_of_an_unlike_version_is_no_event(text: str) -> None:
    assert from_text(text) is None


def test_carrier_that_fails_keeps_nobody_else_from_being_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError

    told: list[WallEvent] = []
    sent: list[str] = []
    stops = [
        publish.carry_with(fail),
        publish.carry_with(told.append),
        publish.send_with(fail),
        publish.send_with(sent.append),
    ]
    try:
        publish.publish_connection(
            new_entry(EVENT, one={"id": "A"}, other={"id": "B"}, at=1)
        )
        publish.publish_control(EVENT)
    finally:
        for stop in stops:
            stop()
    publish.publish_control(EVENT)

    assert [type(wall_event) for wall_event in told] == [Tapped, ControlChanged]
    assert [from_text(text) for text in sent] == told
    assert caplog.messages.count("wall.untold error=RuntimeError") == 4


def test_event_of_another_process_is_carried_and_not_sent_on() -> None:
    told: list[WallEvent] = []
    sent: list[str] = []
    stops = [publish.carry_with(told.append), publish.send_with(sent.append)]

    publish.hear(to_text(ControlChanged(EVENT)))
    publish.hear("of an unlike version")

    for stop in stops:
        stop()
    assert told == [ControlChanged(EVENT)]
    assert sent == []


def test_written_profile_is_told_to_the_hub_here() -> None:
    told: list[WallEvent] = []
    sent: list[str] = []
    stops = [publish.carry_with(told.append), publish.send_with(sent.append)]

    store_profile("A", fname="Amira")
    store_connection("A", "B")

    for stop in stops:
        stop()
    assert told == [ProfileChanged("A")]
    assert sent == []
