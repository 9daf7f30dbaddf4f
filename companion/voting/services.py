"""Voting: execs run a room, everybody who is signed in votes in it.

A vote counts if voting was open when it came: it does not depend on the room's row in
its own write, on which a whole hall would wait.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from pynamodb.expressions.condition import Condition

from companion.voting import frames
from companion.voting.acts import VotingAct
from companion.voting.errors import (
    GoldenGiven,
    RoomUnknown,
    ScoreTooLarge,
    StickersUsedUp,
    StickerUnknown,
    TeamNameRefused,
    VotingClosed,
    VotingEventUnknown,
)
from companion.voting.models import Score, Sticker, VotingRoom
from companion.voting.queries import GOLDEN, find_room, scores_of, stickers_of
from core.audit.changes import RowChange
from core.audit.edits import Edited
from core.audit.trail import AuditEntry, enact
from core.dynamo.transactions import retry_on_conflict, write_transaction
from core.dynamo.wire import to_item
from core.readdressing import Readdressed
from interactions.wall.publish import publish_text

ROOM = "voting room"
MOST_IN_A_SCORE = 20
LONGEST_TEAM = 200
_LONGEST_TEXT = 200
_LARGEST_NUMBER = 1000
_DECIMALS = 2

_CHANGES: Mapping[str, tuple[VotingAct, Mapping[str, Any]]] = {
    "start": (VotingAct.OPEN, {"isVoting": True}),
    "end": (VotingAct.CLOSE, {"isVoting": False}),
    "release": (VotingAct.RELEASE, {"isReleased": True}),
    "withhold": (VotingAct.WITHHOLD, {"isReleased": False}),
}


def voters(room: str) -> str:
    """Return the channel of everybody in a room."""
    return f"voting:{room}"


def execs(room: str) -> str:
    """Return the channel of the execs in a room."""
    return f"voting:{room}:execs"


def run(room_id: str, event: str, *, team: Any = "", actor: str, now: int) -> Edited:
    """Open or close voting, change the team, let everybody read the results or not.

    ``event`` is "start", "end", "changeTeam", "release" or "withhold". Everybody in the
    room is told. Raises ``RoomUnknown``, ``VotingEventUnknown``, ``TeamNameRefused``.
    """
    if event == "changeTeam":
        if not isinstance(team, str) or not 0 < len(team) <= LONGEST_TEAM:
            raise TeamNameRefused(LONGEST_TEAM)
        kind, values = VotingAct.CHANGE_TEAM, {"teamName": team}
    elif event in _CHANGES:
        kind, values = _CHANGES[event][0], dict(_CHANGES[event][1])
    else:
        raise VotingEventUnknown

    def decide(_: int) -> Edited:
        row = VotingRoom.find(room_id, consistent=True)
        if row is None:
            required_room(room_id)
            named = {"connectionID": room_id, **values}
            change = RowChange.created(ROOM, VotingRoom.of(named))
        else:
            change = RowChange.edited(ROOM, row, values)
        if not change.touched:
            return Edited()
        entry = AuditEntry(
            act=kind, subject=room_id, actor=actor, at=now, changes=[change]
        )
        act = enact(entry)
        return Edited(changed=values, act=act)

    edited = retry_on_conflict(decide)
    if edited.act is not None:
        publish_text(voters(room_id), frames.state(**values))
    return edited


def announce_undone(changes: Sequence[RowChange]) -> None:
    """Tell everybody in a room that something is as it was before."""
    for change in changes:
        if change.model is VotingRoom:
            values = {name: new for name, (_, new) in change.fields().items()}
            publish_text(voters(str(change.key[0])), frames.state(**values))


def give_sticker(room_id: str, voter: str, sticker: str) -> Sticker:
    """Give the team that is voted on one more sticker; execs in the room are told.

    Raises ``RoomUnknown``, ``VotingClosed``, ``StickerUnknown``, ``StickersUsedUp``,
    and ``GoldenGiven`` for a second golden one in the room.
    """
    most = settings.VOTING_STICKERS.get(sticker)
    if most is None:
        raise StickerUnknown
    team = _team_voted_on(room_id)
    key = Sticker.key(room_id, team, voter, sticker)
    named = {"stickerName": sticker, "userID": voter, "roomID": room_id, "limit": most}
    with write_transaction() as writes:
        writes.count(
            Sticker,
            key,
            [
                Sticker.given.add(1),
                Sticker.sticker.set(sticker),
                Sticker.voter.set(voter),
                Sticker.room.set(room_id),
                Sticker.limit.set(most),
            ],
            condition=_fewer_than(most),
            otherwise=StickersUsedUp(most),
        )
        if sticker == GOLDEN:
            golden_team, golden_range = Sticker.golden_key(room_id, voter)
            mark = {"teamName": golden_team, "userID#stickerName": golden_range}
            writes.create(
                Sticker.of({**mark, "userID": voter}), otherwise=GoldenGiven()
            )
    row = Sticker.find(*key, consistent=True) or Sticker.of(
        {"teamName": key[0], "userID#stickerName": key[1], **named, "count": 1}
    )
    publish_text(execs(room_id), frames.sticker(row))
    return row


def score_team(room_id: str, voter: str, score: Any) -> Score:
    """Keep what somebody makes of the team that is voted on; the last word counts.

    Raises ``RoomUnknown``, ``VotingClosed``, ``ScoreTooLarge``.
    """
    if not _is_score(score):
        raise ScoreTooLarge(MOST_IN_A_SCORE)
    team, said = Score.key(room_id, _team_voted_on(room_id), voter)
    row = Score.of(
        {
            "teamName": team,
            "userID": said,
            "voterID": voter,
            "roomID": room_id,
            "score": score,
        }
    )
    with write_transaction() as writes:
        writes.put(row)
    publish_text(execs(room_id), frames.score(row))
    return row


def readdressed_votes(old: str, new: str, now: int) -> Readdressed:
    """Return how votes go to another address; where it voted so, its own stays."""
    found = Readdressed()
    for model, label, rows, name in (
        (Sticker, "sticker", stickers_of, "userID#stickerName"),
        (Score, "score", scores_of, "userID"),
    ):
        there = {row.key_of() for row in rows(new)}
        for row in rows(old):
            found.changes.append(RowChange.removed(label, row))
            key = str(row.key_of()[1]).removeprefix(old)
            named = {"userID": new} if model is Sticker else {"voterID": new}
            item = {**row.wire, **to_item({**named, name: f"{new}{key}"})}
            moved = model.of_item(item)
            if moved.key_of() not in there:
                found.changes.append(RowChange.created(label, moved))
    return found


def required_room(room_id: str) -> VotingRoom:
    """Return how a room is run. Raises ``RoomUnknown``."""
    room = find_room(room_id)
    if room is None:
        raise RoomUnknown
    return room


def _team_voted_on(room_id: str) -> str:
    room = required_room(room_id)
    if not room.is_voting or not room.team:
        raise VotingClosed
    return str(room.team)


def _fewer_than(most: int) -> Condition:
    fewer: Condition = Sticker.given.does_not_exist() | (Sticker.given < most)
    return fewer


def _is_score(score: Any) -> bool:
    return (
        isinstance(score, dict)
        and 0 < len(score) <= MOST_IN_A_SCORE
        and all(name and _is_part(name) for name in score)
        and all(map(_is_part, score.values()))
    )


def _is_part(value: Any) -> bool:
    match value:
        case str():
            return len(value) <= _LONGEST_TEXT
        case bool():
            return True
        case int() | float():
            small = abs(value) <= _LARGEST_NUMBER
            return small and round(value, _DECIMALS) == value
    return False
