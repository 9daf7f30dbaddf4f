"""Voting with stickers.

* ``bizSockets``: key ``connectionID`` = a room's id, such as ``productx;2025``. Sockets
  themselves are nowhere but in the hub. Question: how a room is run.
* ``bizStickers``: key ``teamName`` and ``userID#stickerName``, which ends with the room
  (ours); indexes ``stickerName``, ``userID``, and ``room-query`` (ours) by ``roomID``.
  A row whose ``teamName`` is ``GOLDEN#<room>`` says that somebody gave their golden
  sticker. Questions: what somebody gave a team, or gave at all; what a team, or a room,
  was given.
* ``bizScores``: key ``teamName`` and ``userID``, which ends with the room (ours);
  indexes, both ours, ``room-query`` by ``roomID`` and ``voter-query`` by ``voterID``.
"""

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import AsStored, Flag, Text, Whole
from core.dynamo.base import Binding, Entity, Key

_SEPARATOR = "#"


class RoleIndex(GlobalSecondaryIndex[Any]):
    """Sockets by role, as the former service kept them."""

    class Meta:
        index_name = "role"
        projection = AllProjection()

    role = UnicodeAttribute(hash_key=True)


class VotingRoom(Entity):
    """How one room is run: which team is voted on, and whether it is now."""

    class Meta(Binding):
        base_name = "bizSockets"

    id = UnicodeAttribute(hash_key=True, attr_name="connectionID")
    is_voting = Flag(attr_name="isVoting", null=True)
    team = Text(attr_name="teamName", null=True)
    # Of rows that are no room: a socket, as the former service kept them.
    role = Text(null=True)
    # Ours: everybody who is signed in reads the results.
    is_released = Flag(attr_name="isReleased", null=True)
    by_role = RoleIndex()


class StickerIndex(GlobalSecondaryIndex[Any]):
    """Stickers by name."""

    class Meta:
        index_name = "stickerName"
        projection = AllProjection()

    sticker = UnicodeAttribute(hash_key=True, attr_name="stickerName")


class VoterIndex(GlobalSecondaryIndex[Any]):
    """Stickers by who gave them."""

    class Meta:
        index_name = "userID"
        projection = AllProjection()

    voter = UnicodeAttribute(hash_key=True, attr_name="userID")


class StickersOfRoomIndex(GlobalSecondaryIndex[Any]):
    """Stickers by room."""

    class Meta:
        index_name = "room-query"
        projection = AllProjection()

    room = UnicodeAttribute(hash_key=True, attr_name="roomID")


class Sticker(Entity):
    """How often one person gave one team one sticker in one room."""

    class Meta(Binding):
        base_name = "bizStickers"

    team = UnicodeAttribute(hash_key=True, attr_name="teamName")
    voter_and_sticker = UnicodeAttribute(range_key=True, attr_name="userID#stickerName")
    sticker = Text(attr_name="stickerName", null=True)
    voter = Text(attr_name="userID", null=True)
    room = Text(attr_name="roomID", null=True)
    given = Whole(attr_name="count", null=True)
    limit = Whole(null=True)
    by_sticker = StickerIndex()
    by_voter = VoterIndex()
    by_room = StickersOfRoomIndex()

    @staticmethod
    def key(room: str, team: str, voter: str, sticker: str) -> Key:
        """Return the key of what somebody gave a team in a room."""
        return team, _SEPARATOR.join((voter, sticker, room))

    @staticmethod
    def golden_key(room: str, voter: str) -> Key:
        """Return the key of the row that says that somebody's golden one is given."""
        return f"GOLDEN{_SEPARATOR}{room}", voter


class ScoresOfRoomIndex(GlobalSecondaryIndex[Any]):
    """Scores by room."""

    class Meta:
        index_name = "room-query"
        projection = AllProjection()

    room = UnicodeAttribute(hash_key=True, attr_name="roomID")


class ScoresOfVoterIndex(GlobalSecondaryIndex[Any]):
    """Scores by who gave them."""

    class Meta:
        index_name = "voter-query"
        projection = AllProjection()

    voter = UnicodeAttribute(hash_key=True, attr_name="voterID")


class Score(Entity):
    """What one person made of one team in one room."""

    class Meta(Binding):
        base_name = "bizScores"

    team = UnicodeAttribute(hash_key=True, attr_name="teamName")
    voter_and_room = UnicodeAttribute(range_key=True, attr_name="userID")
    # Ours, as the key holds the room too.
    voter = Text(attr_name="voterID", null=True)
    room = Text(attr_name="roomID", null=True)
    score = AsStored(null=True)
    by_room = ScoresOfRoomIndex()
    by_voter = ScoresOfVoterIndex()

    @staticmethod
    def key(room: str, team: str, voter: str) -> Key:
        """Return the key of what somebody made of a team in a room."""
        return team, _SEPARATOR.join((voter, room))
