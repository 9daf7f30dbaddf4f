"""A voter's end of a room, and an exec's."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from companion.voting import frames, services
from companion.voting.errors import RoomUnknown
from companion.voting.queries import given_by
from core.clock import now_ms
from core.errors import Refused
from core.identity.errors import KeysUnavailable, TokenRefused
from core.identity.tokens import verify
from core.identity.users import ApiUser
from interactions.api.sockets import HubConsumer
from interactions.wall.hub import Hub
from interactions.wall.live import in_thread
from interactions.wall.viewer import Burst

logger = logging.getLogger("companion.voting")

# A browser sets no headers on a websocket: it offers this protocol, and its token.
PROTOCOL = "biztech"

_UNAVAILABLE = "Voting cannot be reached at the moment. Send it again shortly."
_EXECS_ONLY = "unauthorized for this action"

# What a message of each action must say beside it.
_MUST = {
    "sync": (),
    "admin": ("event",),
    "sticker": ("stickerName",),
    "score": ("score",),
}


class VotingConsumer(HubConsumer):
    """Lets one person vote in a room, or run it; who they are, their token says."""

    person: ApiUser
    room: str

    async def connect(self) -> None:
        """Let in whoever has a valid token, to a room that there is."""
        person = await in_thread(_person_of, self.scope)
        if person is None:
            await self.close()
            return
        query = parse_qs(self.scope.get("query_string", b"").decode("utf-8", "replace"))
        self.person, self.room = person, query.get("roomID", [""])[0]
        if not await in_thread(_is_room, self.room):
            await self._answer_unknown()
            return
        offered = self.scope.get("subprotocols") or ()
        await self.enter(PROTOCOL if PROTOCOL in offered else None)
        if self.hub is not None:
            self.hub.listen(self.viewer, services.voters(self.room))

    async def _answer_unknown(self) -> None:
        """Answer 404 in the place of a socket; to close one before it opens says 403.

        Source: contract-companion section 10, Socket.
        """
        send: Any = self.base_send
        await send(
            {
                "type": "websocket.http.response.start",
                "status": 404,
                "headers": [(b"content-length", b"0")],
            }
        )
        await send({"type": "websocket.http.response.body", "body": b""})

    async def answer(self, hub: Hub, message: dict[str, Any]) -> None:
        """Vote, run the room, or say how it is run."""
        action = message.get("action")
        must = _MUST.get(action) if isinstance(action, str) else None
        if must is None:
            self._say(frames.error(400, "unknown action"))
            return
        lacks = [name for name in must if message.get(name) in (None, "")]
        if lacks:
            self._say(frames.missing(lacks[0], message))
            return
        answers: dict[str, Callable[[], str | None]] = {
            "sync": lambda: self._how_it_is(message),
            "admin": lambda: self._run(message),
            "sticker": lambda: self._give(message),
            "score": lambda: self._score(message),
        }
        if action == "sync" and self._runs(message):
            hub.listen(self.viewer, services.execs(self.room))
        try:
            said = await in_thread(answers[str(action)])
        except Refused as refusal:
            said = frames.refused(refusal)
        except Exception as failure:  # noqa: BLE001 - the voter is told to try again
            logger.warning("voting.failed error=%s", type(failure).__name__)
            said = frames.error(500, _UNAVAILABLE)
        if said:
            self._say(said)

    def _how_it_is(self, message: dict[str, Any]) -> str:
        if message.get("id") == "admin" and not self.person.is_exec:
            return frames.error(403, _EXECS_ONLY)
        room = services.required_room(self.room)
        if self._runs(message):
            return frames.synced(room, None)
        return frames.synced(room, given_by(self.room, self.person.email))

    def _run(self, message: dict[str, Any]) -> str | None:
        if not self.person.is_exec:
            return frames.error(403, _EXECS_ONLY)
        event, team = message["event"], message.get("team")
        if event == "changeTeam" and not team:
            return frames.missing("team", message)
        # Everybody in the room is told, this exec too.
        services.run(
            self.room,
            str(event),
            team=team,
            actor=self.person.email,
            now=now_ms(),
        )
        return None

    def _give(self, message: dict[str, Any]) -> str:
        sticker = str(message["stickerName"])
        return frames.sticker(
            services.give_sticker(self.room, self.person.email, sticker)
        )

    def _score(self, message: dict[str, Any]) -> str:
        services.score_team(self.room, self.person.email, message["score"])
        return frames.score_stored()

    def _runs(self, message: dict[str, Any]) -> bool:
        return self.person.is_exec and message.get("id") == "admin"

    def _say(self, text: str) -> None:
        self.viewer.put(Burst(text))


def _person_of(scope: Any) -> ApiUser | None:
    """Return whose token a socket came with; None without a valid one."""
    headers = {name.lower(): value for name, value in scope.get("headers", ())}
    _, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    match scope.get("subprotocols"):
        case [protocol, str(offered)] if protocol == PROTOCOL:
            token = offered
    try:
        return ApiUser(verify(token.strip()).email)
    except (TokenRefused, KeysUnavailable) as refused:
        logger.info("voting.refused code=%s", refused.code)
        return None


def _is_room(room_id: str) -> bool:
    try:
        services.required_room(room_id)
    except RoomUnknown:
        return False
    return True
