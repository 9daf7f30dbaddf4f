"""Votes: counted once each, bounded, kept apart by room, and moved with an address."""

from functools import partial
from typing import Any

import pytest

from biztech.tests.at_once import at_once
from biztech.tests.callers import AMIRA, BEN, CHLOE, anonymous, caller
from companion.voting.errors import (
    GoldenGiven,
    RoomUnknown,
    ScoreTooLarge,
    StickersUsedUp,
    StickerUnknown,
    VotingClosed,
    VotingEventUnknown,
)
from companion.voting.models import Score, Sticker, VotingRoom
from companion.voting.queries import find_room, given_by, scores_in, stickers_in
from companion.voting.services import (
    give_sticker,
    readdressed_votes,
    run,
    score_team,
)
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Event

ROOM, OTHER = "productx;2025", "kickstart;2025"
ROUTES = [
    f"/{kind}/{what}"
    for kind in ("scores", "stickers")
    for what in ("", ROOM, "team/Otters")
]


@pytest.fixture(autouse=True)
def open_rooms(now: int) -> None:
    """Open voting for the Otters in the rooms of two events."""
    for room in (ROOM, OTHER):
        event_id, year = room.split(";")
        store_rows(Event.of({"id": event_id, "year": int(year)}))
        run(room, "changeTeam", team="Otters", actor=BEN, now=now)
        run(room, "start", actor=BEN, now=now + 1)


def counts(room: str = ROOM) -> dict[tuple[str, str], int]:
    return {
        (str(row.team), str(row.sticker)): int(row.given or 0)
        for row in stickers_in(room)
    }


def test_twenty_at_once_count_five_and_no_more() -> None:
    give = partial(give_sticker, ROOM, AMIRA, "heart")

    answers = at_once(*[give] * 20)

    refused = [each for each in answers if not isinstance(each, Sticker)]
    assert len(refused) == 15
    assert all(isinstance(each, StickersUsedUp) for each in refused), refused
    assert str(refused[0]) == "Used up all 5 stickers"
    assert counts() == {("Otters", "heart"): 5}


def test_golden_sticker_is_given_once_in_each_room(now: int) -> None:
    give_sticker(ROOM, AMIRA, "golden")
    run(ROOM, "changeTeam", team="Pandas", actor=BEN, now=now)

    answers = at_once(*[partial(give_sticker, ROOM, AMIRA, "golden")] * 3)
    give_sticker(OTHER, AMIRA, "golden")
    give_sticker(ROOM, CHLOE, "golden")

    assert all(isinstance(each, GoldenGiven) for each in answers), answers
    assert counts() == {("Otters", "golden"): 1, ("Pandas", "golden"): 1}
    assert counts(OTHER) == {("Otters", "golden"): 1}


def test_everybody_counts_for_themselves() -> None:
    for who in (AMIRA, CHLOE):
        give_sticker(ROOM, who, "star")

    assert [int(row.given or 0) for row in given_by(ROOM, AMIRA)] == [1]
    assert len(stickers_in(ROOM)) == 2


def test_last_score_counts_and_rooms_are_apart() -> None:
    score_team(ROOM, AMIRA, {"design": 1})
    score_team(ROOM, AMIRA, {"design": 4})
    score_team(OTHER, AMIRA, {"design": 2})

    assert [row.score for row in scores_in(ROOM)] == [{"design": 4}]
    assert [row.score for row in scores_in(OTHER)] == [{"design": 2}]


@pytest.mark.parametrize(
    "score", [{}, 5, "x", {"a": None}, {"a": {}}, {"": 1}, {"a": 1e-200}]
)
def test_score_that_is_none_is_not_kept(score: Any) -> None:
    with pytest.raises(ScoreTooLarge):
        score_team(ROOM, AMIRA, score)
    assert list(Score.scan()) == []


def test_closed_room_takes_no_votes(now: int) -> None:
    run(ROOM, "end", actor=BEN, now=now)

    with pytest.raises(VotingClosed):
        give_sticker(ROOM, AMIRA, "heart")
    with pytest.raises(VotingClosed):
        score_team(ROOM, AMIRA, {"design": 1})
    assert list(Sticker.scan()) == []


def test_room_without_a_team_takes_no_votes(now: int) -> None:
    store_rows(Event.of({"id": "gala", "year": 2026}))
    run("gala;2026", "start", actor=BEN, now=now)

    with pytest.raises(VotingClosed):
        give_sticker("gala;2026", AMIRA, "heart")


def test_what_there_is_not_is_refused(now: int) -> None:
    with pytest.raises(StickerUnknown):
        give_sticker(ROOM, AMIRA, "x")
    with pytest.raises(VotingEventUnknown):
        run(ROOM, "explode", actor=BEN, now=now)
    for room in ("nowhere", "nowhere;2025", ""):
        with pytest.raises(RoomUnknown):
            run(room, "start", actor=BEN, now=now + 1)


def test_socket_of_the_former_service_is_no_room() -> None:
    store_rows(VotingRoom.of({"connectionID": "abc", "role": "admin"}))

    assert find_room("abc") is None


def test_what_an_exec_does_is_recorded_once_and_undone(now: int) -> None:
    assert run(ROOM, "start", actor=BEN, now=now).act is None
    (opened, _) = history(ROOM)

    undo(ROOM, opened.act_id, actor=BEN, now=now)

    room = find_room(ROOM)
    assert room is not None and not room.is_voting and room.team == "Otters"


@pytest.mark.parametrize("path", ROUTES)
def test_results_are_for_execs_until_they_are_released(path: str, now: int) -> None:
    give_sticker(ROOM, AMIRA, "heart")
    score_team(ROOM, AMIRA, {"design": 4})
    who = [anonymous(), caller(CHLOE), caller(AMIRA), caller(BEN)]
    is_all = path in ("/scores/", "/stickers/")

    before = [client.get(path) for client in who]
    run(ROOM, "release", actor=BEN, now=now)
    after = [client.get(path) for client in who]

    assert [each.status_code for each in before] == [401, 403, 403, 200]
    told = 403 if is_all else 200
    assert [each.status_code for each in after] == [401, told, told, 200]
    assert all(AMIRA not in each.content.decode() for each in after[:3])


def test_results_read_as_clients_know_them() -> None:
    for who in (AMIRA, CHLOE):
        give_sticker(ROOM, who, "heart")
    score_team(ROOM, AMIRA, {"design": 4})
    told = {path: caller(BEN).get(path).json() for path in ROUTES}

    stickers = [{"stickerName": "heart", "count": 2, "limit": 5}]
    scores = [{"teamName": "Otters", "userID": AMIRA, "score": {"design": 4}}]
    assert told["/stickers/team/Otters"] == {
        "message": "Stickers for Otters",
        "data": stickers,
    }
    assert told[f"/stickers/{ROOM}"]["data"] == [
        {"teamName": "Otters", "data": stickers}
    ]
    assert told[f"/scores/{ROOM}"]["data"] == [{"teamName": "Otters", "data": scores}]
    assert told["/scores/"]["message"] == "All scores"
    assert told["/stickers/"]["message"] == "All Stickers"


def test_results_of_an_unknown_room_are_not_found() -> None:
    assert caller(BEN).get("/scores/nowhere").status_code == 404
    assert caller(AMIRA).get("/scores/nowhere").status_code == 403


def test_votes_go_along_with_another_address() -> None:
    give_sticker(ROOM, AMIRA, "golden")
    give_sticker(ROOM, AMIRA, "heart")
    give_sticker(ROOM, CHLOE, "heart")
    score_team(ROOM, AMIRA, {"design": 4})

    along = readdressed_votes(AMIRA, CHLOE, 1)

    kinds = sorted((change.label, change.kind) for change in along.changes)
    assert kinds == [
        ("score", "created"),
        ("score", "removed"),
        ("sticker", "created"),
        ("sticker", "created"),
        ("sticker", "removed"),
        ("sticker", "removed"),
        ("sticker", "removed"),
    ]
    created = [each.key for each in along.changes if each.kind == "created"]
    assert set(created) == {
        Sticker.golden_key(ROOM, CHLOE),
        Sticker.key(ROOM, "Otters", CHLOE, "golden"),
        Score.key(ROOM, "Otters", CHLOE),
    }
