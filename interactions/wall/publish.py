"""Telling the hubs what happened, after it is in the database.

Best effort: nothing in here raises or waits, whatever state the network is in. A hub
that is not told finds out by itself.
"""

import logging
from collections.abc import Callable

from core.dynamo.base import Entity, Key
from interactions.models import LiveConnection
from interactions.wall.events import ControlChanged, ProfileChanged, Tapped, WallEvent
from interactions.wall.log import entry_of
from profiles.models import PROFILE, Profile, profile_id_of

logger = logging.getLogger("interactions.wall")

# Takes an event of the wall somewhere, and returns at once.
Carrier = Callable[[WallEvent], object]
_carriers: list[Carrier] = []


def carry_with(carrier: Carrier) -> Callable[[], None]:
    """Give all events of the wall to ``carrier`` from now on; return how to stop."""
    _carriers.append(carrier)
    return lambda: _carriers.remove(carrier)


def publish_connection(row: LiveConnection) -> None:
    """Tell that two people met; ``row`` is in the log."""
    if entry := entry_of(row):
        _publish(Tapped(str(row.event), entry))


def publish_control(event: str) -> None:
    """Tell that somebody changed how the wall of that event is run.

    ``WallControl.CURRENT`` stands for a change of the event that is on.
    """
    _publish(ControlChanged(event))


def publish_profile(profile_id: str) -> None:
    """Tell that a person may want to be seen differently, or not at all."""
    _publish(ProfileChanged(profile_id))


def publish_row(model: type[Entity], key: Key) -> None:
    """Tell of a row that was written, if it is somebody's profile."""
    partition, sort_key = key
    if model.base_name() == Profile.base_name() and sort_key == PROFILE:
        publish_profile(profile_id_of(partition))


def _publish(wall_event: WallEvent) -> None:
    for carrier in tuple(_carriers):
        try:
            carrier(wall_event)
        except Exception as failure:  # noqa: BLE001 - what happened stays happened
            logger.warning("wall.untold error=%s", type(failure).__name__)
