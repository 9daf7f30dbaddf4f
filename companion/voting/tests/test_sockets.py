"""Voting over real sockets: who gets in, what they are sent, what they cannot do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets import Origin, Subprotocol
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from biztech.tests.callers import AMIRA, BEN, CHLOE
from biztech.tests.redis_server import WITHIN, Redis, needs_redis, running_redis
from companion.voting.api.consumers import PROTOCOL
from companion.voting.models import VotingRoom
from companion.voting.queries import find_room, stickers_in
from core.dynamo.rows import store_rows
from core.identity.local import issue_token
from interactions.tests.wall.machines import server

pytestmark = pytest.mark.other_process

ROOM = "productx;2025"
OPEN = {"connectionID": ROOM, "isVoting": True, "teamName": "Otters"}

CHANGE = {"action": "admin", "event": "changeTeam"}

Frame = dict[str, Any]


class Voter:
    """A connected browser."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def say(self, action: str, **more: Any) -> None:
        """Send a message."""
        self.socket.send(json.dumps({"action": action, **more}))

    def next(self, action: str) -> Frame:
        """Return the next frame of an action, passing over others."""
        while (frame := self.read())["action"] != action:
            pass
        return frame

    def read(self) -> Frame:
        """Return the next frame."""
        frame: Frame = json.loads(self.socket.recv(timeout=WITHIN))
        return frame


@contextmanager
def voting(
    address: str, who: str = AMIRA, *, room: str = ROOM, token: str = ""
) -> Iterator[Voter]:
    """Open a socket as a page of the server does."""
    own = Origin(address.replace("ws://", "http://"))
    offered = [Subprotocol(PROTOCOL), Subprotocol(token or issue_token(who))]
    path = f"{address}/ws/voting/?roomID={room}"
    with connect(path, origin=own, subprotocols=offered) as socket:
        yield Voter(socket)


@pytest.fixture(scope="module")
def address(engine: str) -> Iterator[str]:
    """Run one server."""
    with server() as running:
        yield running


@pytest.fixture(autouse=True)
def room() -> None:
    """Store a room in which voting for the Otters is open."""
    store_rows(VotingRoom.of(OPEN))


@pytest.mark.parametrize(
    ("refused", "status"),
    [
        ({"token": "nonsense"}, 403),
        ({"token": issue_token(AMIRA, expires_in=-60)}, 403),
        ({"token": issue_token(AMIRA, verified=False)}, 403),
        ({"room": "nowhere"}, 404),
        ({"room": ""}, 404),
    ],
    ids=["nonsense", "expired", "unverified", "unknown room", "no room"],
)
def test_nobody_gets_in_without_token_and_room(
    address: str, refused: dict[str, str], status: int
) -> None:
    with pytest.raises(InvalidStatus) as told, voting(address, **refused):
        pass

    assert told.value.response.status_code == status


def test_token_may_come_in_a_header(address: str) -> None:
    headers = {"Authorization": f"Bearer {issue_token(AMIRA)}"}
    own = Origin(address.replace("ws://", "http://"))
    path = f"{address}/ws/voting/?roomID={ROOM}"

    with connect(path, origin=own, additional_headers=headers) as socket:
        voter = Voter(socket)
        voter.say("sync")
        assert voter.read()["data"]["teamName"] == "Otters"


def test_voter_gives_stickers_as_themselves_and_execs_see_it(address: str) -> None:
    with voting(address, BEN) as ben, voting(address) as amira:
        ben.say("sync", id="admin", roomID=ROOM)
        assert ben.read() == {
            "status": 200,
            "action": "sync",
            "data": {"isVoting": True, "teamName": "Otters"},
        }

        amira.say("sticker", id=CHLOE, stickerName="heart", roomID="x", limit=999)
        given = amira.read()
        seen = ben.next("sticker")
        amira.say("sync", id=CHLOE)

        assert given == seen
        assert given["data"] == {
            "teamName": "Otters",
            "userID": AMIRA,
            "roomID": ROOM,
            "stickerName": "heart",
            "count": 1,
            "limit": 5,
        }
        assert amira.read()["data"]["stickers"] == [
            {"stickerName": "heart", "count": 1, "limit": 5}
        ]


def test_voters_cannot_run_the_room_nor_see_others_votes(address: str) -> None:
    with voting(address) as amira, voting(address, CHLOE) as chloe:
        for message in ({"action": "sync", "id": "admin"}, {"action": "admin"}):
            amira.say(**message, event="end")
            assert amira.read()["status"] == 403
        chloe.say("sticker", stickerName="heart")
        chloe.read()
        amira.say("score", score={"design": 3})
        assert amira.read() == {
            "status": 200,
            "action": "score",
            "message": "Stored score",
        }

    room = find_room(ROOM)
    assert room is not None and room.is_voting


def test_everybody_is_told_how_the_room_is_run(address: str) -> None:
    with voting(address, BEN) as ben, voting(address) as amira:
        amira.say("sync")
        amira.read()
        ben.say("admin", event="changeTeam", team="Pandas")
        ben.say("admin", event="end")

        for each in (ben, amira):
            told = [each.next("state")["data"] for _ in range(2)]
            assert told == [{"teamName": "Pandas"}, {"isVoting": False}]
        amira.say("sticker", stickerName="heart")
        assert amira.read()["message"] == "voting is not open"
        amira.say("sync")
        data = {"isVoting": False, "teamName": "Pandas", "stickers": []}
        assert amira.read()["data"] == data

    assert stickers_in(ROOM) == []


@pytest.mark.parametrize(
    ("message", "status", "said"),
    [
        ({"action": "dance"}, 400, "unknown action"),
        ({}, 400, "unknown action"),
        ({"action": ["sync"]}, 400, "unknown action"),
        ({"action": "sticker"}, 406, "'stickerName' is missing"),
        ({"action": "sticker", "stickerName": "x"}, 400, "unknown sticker"),
        ({"action": "score"}, 406, "'score' is missing"),
        ({"action": "score", "score": [1]}, 406, "'score' takes an object"),
        ({"action": "admin", "event": "explode"}, 400, "unrecognized event type"),
        (CHANGE, 406, "'team' is missing"),
        ({**CHANGE, "team": "x" * 201}, 406, "at most 200 characters"),
        ({**CHANGE, "team": ["Otters"]}, 406, "'team' takes a text"),
    ],
)
def test_what_cannot_be_done_is_said(
    address: str, message: Frame, status: int, said: str
) -> None:
    with voting(address, BEN) as ben:
        ben.socket.send(json.dumps(message))
        frame = ben.read()

    assert (frame["status"], frame["action"]) == (status, "error")
    assert said in frame["message"]


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """Run a Redis of our own."""
    with running_redis(tmp_path) as running:
        yield running


@needs_redis
def test_votes_reach_execs_at_another_server(redis: Redis) -> None:
    with (
        server(REDIS_URL=redis.url) as here,
        server(REDIS_URL=redis.url) as there,
        voting(here, BEN) as ben,
        voting(there) as amira,
    ):
        ben.say("sync", id="admin")
        ben.read()
        amira.say("sticker", stickerName="star")
        assert ben.next("sticker")["data"]["userID"] == AMIRA
        ben.say("admin", event="end")
        assert amira.next("state")["data"] == {"isVoting": False}
