"""Telling the hubs what happened, after it is in the database.

Best effort: nothing in here raises or waits, whatever state the network is in. A hub
that is not told finds out by itself.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.dynamo.base import Entity, Key
from interactions.models import LiveConnection
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
from interactions.wall.log import entry_of
from profiles.models import PROFILE, profile_id_of

logger = logging.getLogger("interactions.wall")

# Takes an event of the wall somewhere, and returns at once.
Carrier = Callable[[WallEvent], object]
_carriers: list[Carrier] = []
_senders: list[Callable[[str], object]] = []


def carry_with(carrier: Carrier) -> Callable[[], None]:
    """Give all events of the wall to ``carrier`` from now on; return how to stop.

    Those of other processes, too, as far as this one hears of them.
    """
    _carriers.append(carrier)
    return lambda: _carriers.remove(carrier)


def send_with(sender: Callable[[str], object]) -> Callable[[], None]:
    """Give what other processes are to ``hear`` to ``sender``; return how to stop."""
    _senders.append(sender)
    return lambda: _senders.remove(sender)


def hear(text: str) -> None:
    """Tell the hub here what another process sent."""
    if wall_event := from_text(text):
        _carry(wall_event)


def publish_connection(row: LiveConnection) -> None:
    """Tell that two people met; ``row`` is in the log."""
    if entry := entry_of(row):
        _publish(Tapped(str(row.event), entry))


def publish_control(event: str) -> None:
    """Tell that somebody changed how the wall of that event is run.

    ``WallControl.CURRENT`` stands for a change of the event that is on.
    """
    _publish(ControlChanged(event))


def publish_text(channel: str, text: str) -> None:
    """Tell a text to whoever listens to a channel, in all processes."""
    _publish(Told(channel, text))


def publish_row(_: type[Entity], key: Key) -> None:
    """Tell the hub here of a row of the profiles' table, whichever process wrote it.

    Somebody may want to be seen differently, or not at all.
    """
    partition, sort_key = key
    if sort_key == PROFILE:
        _carry(ProfileChanged(profile_id_of(partition)))


def _publish(wall_event: Sent) -> None:
    _carry(wall_event)
    for send in tuple(_senders):
        with _going_on():
            send(to_text(wall_event))


def _carry(wall_event: WallEvent) -> None:
    for carrier in tuple(_carriers):
        with _going_on():
            carrier(wall_event)


@contextmanager
def _going_on() -> Iterator[None]:
    try:
        yield
    except Exception as failure:  # noqa: BLE001 - what happened stays happened
        logger.warning("wall.untold error=%s", type(failure).__name__)
