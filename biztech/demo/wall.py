"""What the live wall of the demo club's event holds: the connections of the week."""

import random

from biztech.demo.club import DemoClub, Row
from companion.quests.definitions import Counts, Quest
from interactions.models import Connection, LiveConnection
from interactions.wall.log import new_entry
from interactions.wall.names import wall_name
from profiles.policy import face

_SEED = 2048
_EVENT = "blueprint"
# Some of so few connections complete these.
_QUESTS = (1, 3, 5)


def fill_the_wall(club: DemoClub) -> None:
    """Log each connection on the wall of the event that is on, and give it quests."""
    chance = random.Random(_SEED)
    (event,) = (row for row in club.events if row["id"] == _EVENT)
    wall = wall_name(event["id"], event["year"])
    event["quests"] = [Quest(Counts.CONNECTIONS, few).stored() for few in _QUESTS]
    sequences: dict[frozenset[str], str] = {}
    for row in club.connections:
        owner_id, other_id = Connection.of(row).owner_id, row["connectionID"]
        pair = frozenset({owner_id, other_id})
        if pair not in sequences:
            entry = _entry(club, wall, owner_id, row, chance)
            sequences[pair] = entry["sk"]
            club.wall.append(entry)
        row |= {"wallEvent": wall, "wallSequence": sequences[pair]}


def _entry(
    club: DemoClub, wall: str, owner_id: str, row: Row, chance: random.Random
) -> Row:
    at = row["createdAt"]
    one, other = (
        face(profile_id, club.profiles[profile_id]) or {"id": profile_id}
        for profile_id in (owner_id, row["connectionID"])
    )
    entry = new_entry(wall, one=one, other=other, at=at).plain()
    # The same at every run.
    sequence = f"{LiveConnection.from_moment(at)}#{chance.getrandbits(64):016x}"
    return {**entry, "sk": sequence}
