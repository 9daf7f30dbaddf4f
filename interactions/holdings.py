"""What meeting people leaves: both sides' journals, and the walls."""

from collections.abc import Iterator

from core.audit.changes import RowChange
from core.privacy.holdings import Holding, hold_nothing, register_holdings
from core.privacy.subjects import DataSubject
from interactions.models import Connection, LiveConnection, WallControl, WallSocket
from interactions.queries import connections_of
from profiles.models import Profile


def _own(whom: DataSubject) -> Iterator[Connection]:
    for profile_id in whom.profile_ids:
        yield from connections_of(profile_id)


def _of_others(whom: DataSubject) -> Iterator[Connection]:
    """Yield how a person stands in the journals of those they met."""
    for profile_id in whom.profile_ids:
        met = Profile.by_type.query(Connection.key("", profile_id)[1])
        keys = [row.key_of() for row in met]
        yield from Connection.find_many(keys).values()


def _logged(whom: DataSubject) -> Iterator[LiveConnection]:
    """Yield a person's entries in the log of all walls; reads it whole."""
    for entry in LiveConnection.scan():
        if whom.profile_ids & {_id_of(entry.one), _id_of(entry.other)}:
            yield entry


def _id_of(side: object) -> str:
    return str(side.get("id", "")) if isinstance(side, dict) else ""


def _walls(whom: DataSubject) -> Iterator[WallControl]:
    for control in WallControl.scan():
        if whom.profile_ids.intersection(control.hidden or ()):
            yield control


def _no_longer_hidden(whom: DataSubject, wall: WallControl) -> Iterator[RowChange]:
    left = set(wall.hidden or ()) - whom.profile_ids
    yield RowChange.edited("wall", wall, {"hidden": left or None})


register_holdings(
    Holding(entity=Connection, words="People met", find=_own),
    Holding(entity=Connection, words="In the journals of people met", find=_of_others),
    Holding(entity=LiveConnection, words="Meetings in the logs of walls", find=_logged),
    Holding(
        entity=WallControl,
        words="Walls on which they are hidden",
        find=_walls,
        told=lambda _, row: {"id": row.id},
        erase=_no_longer_hidden,
        forgotten=frozenset({"hidden"}),
        keeps=frozenset(
            {
                "id",
                "eventId",
                "epoch",
                "clearedAt",
                "pausedAt",
                "message",
                "additions",
                "replayAt",
                "replayMs",
                "updatedAt",
            }
        ),
        kept="How a wall is run is not about one person.",
    ),
)
hold_nothing("Which screens show a wall, whoever watches.", WallSocket)
