"""Reads of voting."""

from collections.abc import Iterable, Iterator

from companion.voting.models import Score, Sticker, VotingRoom
from events.queries import event_named

GOLDEN = "golden"


def find_room(room_id: str) -> VotingRoom | None:
    """Return how a room is run, or None; an event's own room is there unasked."""
    row = VotingRoom.find(room_id, consistent=True)
    if row is not None and row.role is None:
        return row
    if row is None and event_named(room_id):
        return VotingRoom.of({"connectionID": room_id})
    return None


def rooms_of_no_event() -> list[VotingRoom]:
    """Return the rooms that there are beside those of events, by name; for execs."""
    rows = [row for row in VotingRoom.read_all() if not row.role]
    others = [row for row in rows if not event_named(str(row.id))]
    return sorted(others, key=lambda row: str(row.id))


def given_by(room: str, voter: str) -> list[Sticker]:
    """Return what somebody gave in a room; the index may be moments behind."""
    return [row for row in stickers_of(voter) if row.room == room and row.sticker]


def stickers_of(voter: str) -> Iterator[Sticker]:
    """Return all rows that say what somebody gave, the golden one's mark included."""
    return iter(Sticker.by_voter.query(voter))


def scores_of(voter: str) -> Iterator[Score]:
    """Return what somebody made of teams."""
    return iter(Score.by_voter.query(voter))


def stickers_in(room: str) -> list[Sticker]:
    """Return what was given in a room."""
    return _votes(Sticker.by_room.query(room))


def scores_in(room: str) -> list[Score]:
    """Return what people made of the teams of a room."""
    return list(Score.by_room.query(room))


def stickers_for(team: str) -> list[Sticker]:
    """Return what a team was given, in whichever rooms."""
    return _votes(Sticker.query(team))


def scores_for(team: str) -> list[Score]:
    """Return what people made of a team, in whichever rooms."""
    return list(Score.query(team))


def all_stickers() -> list[Sticker]:
    """Return what was given in all rooms; for execs."""
    return _votes(Sticker.read_all())


def all_scores() -> list[Score]:
    """Return all scores; for execs."""
    return list(Score.read_all())


def released(rooms: Iterable[str]) -> set[str]:
    """Return those of some rooms whose results are out."""
    found = VotingRoom.find_many((room, None) for room in rooms if room)
    return {str(row.id) for row in found.values() if row.is_released}


def _votes(rows: Iterable[Sticker]) -> list[Sticker]:
    return [row for row in rows if row.sticker and int(row.given or 0)]
