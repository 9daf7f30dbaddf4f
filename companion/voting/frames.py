"""The texts that voters and execs are sent. Source: contract-companion section 10."""

import json
from collections.abc import Iterable
from typing import Any

from companion.voting.models import Score, Sticker, VotingRoom
from core.errors import Invalid, Malformed, NotFound, Refused

_OK = 200


def synced(room: VotingRoom, stickers: Iterable[Sticker] | None) -> str:
    """Return how a room is run, to a voter with what they gave while it is open."""
    said: dict[str, Any] = {"isVoting": bool(room.is_voting), "teamName": room.team}
    if stickers is not None:
        given = map(sticker_facts, stickers) if room.is_voting else ()
        said["stickers"] = list(given)
    return _text("sync", data=said)


def state(**changed: Any) -> str:
    """Return what of a room has changed."""
    return _text("state", data=changed)


def sticker(row: Sticker) -> str:
    """Return what somebody gave."""
    more = {"teamName": row.team, "userID": row.voter, "roomID": row.room}
    return _text("sticker", data={**more, **sticker_facts(row)})


def score_stored() -> str:
    """Return that a score is kept."""
    return _text("score", message="Stored score")


def score(row: Score) -> str:
    """Return what somebody made of a team."""
    more = {"teamName": row.team, "userID": row.voter, "roomID": row.room}
    return _text("score", data={**more, "score": row.score})


def sticker_facts(row: Sticker) -> dict[str, Any]:
    """Return which sticker, how often, and how often at most."""
    return {
        "stickerName": row.sticker,
        "count": int(row.given or 0),
        "limit": int(row.limit or 0),
    }


def missing(name: str, message: dict[str, Any]) -> str:
    """Return that a message lacks something."""
    said = f"'{name}' is missing from the request body"
    return _text("error", status=406, message=said, data=json.dumps(message))


def refused(refusal: Refused) -> str:
    """Return that something is not done, and why."""
    by_kind = ((Malformed, 400), (Invalid, 406), (NotFound, 404))
    status = next((code for kind, code in by_kind if isinstance(refusal, kind)), 400)
    return _text("error", status=status, message=refusal.message)


def error(status: int, message: str) -> str:
    """Return that something is not done."""
    return _text("error", status=status, message=message)


def _text(action: str, *, status: int = _OK, **facts: Any) -> str:
    return json.dumps({"status": status, "action": action, **facts})
