"""The room of voters: who may open its page, what execs do there, how it is undone."""

import re
from typing import Any

import pytest

from biztech.dashboard.companion.subjects import tiles_of
from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, CHLOE, ben, visitor
from companion.voting.models import VotingRoom
from companion.voting.queries import find_room
from companion.voting.services import give_sticker, run, score_team
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Event, Team
from events.tests.rows import store_event

ROOM = "productx;2025"
PAGE = "/admin/companion/productx/2025/voting/"
ROOMS = "/admin/companion/rooms/"
POSTS = {
    "run/": {"event": "end"},
    "team/": {"team": "Pandas"},
    "release/": {"released": "yes"},
}


@pytest.fixture(autouse=True)
def voted(now: int) -> None:
    """Store an event with two teams, of which one was given something."""
    store_event(id="productx", year=2025, ename="ProductX")
    for name in ("Otters", "Pandas"):
        store_rows(Team.of({"id": name, "eventID;year": ROOM, "teamName": name}))
    run(ROOM, "changeTeam", team="Otters", actor=BEN, now=now)
    run(ROOM, "start", actor=BEN, now=now + 1)
    for sticker, who in (("heart", AMIRA), ("heart", CHLOE), ("golden", AMIRA)):
        give_sticker(ROOM, who, sticker)
    score_team(ROOM, AMIRA, {"design": 4})


def room() -> VotingRoom:
    found = find_room(ROOM)
    assert found
    return found


def press(where: str, **sent: str) -> Any:
    return ben().post(f"{PAGE}{where}", sent, follow=True)


@pytest.mark.parametrize("where", ["", *POSTS])
def test_room_is_for_execs_alone(where: str) -> None:
    method = "post" if where else "get"

    codes = [
        getattr(visitor(who), method)(f"{PAGE}{where}", POSTS.get(where)).status_code
        for who in (None, AMIRA, CHLOE)
    ]

    assert codes == [302, 403, 403]
    assert (room().is_voting, room().team) == (True, "Otters")
    assert not room().is_released


def test_page_counts_what_teams_were_given_and_by_nobody_named() -> None:
    answer = ben().get(PAGE)

    assert [
        (line.name, line.total, line.stickers, line.scores)
        for line in answer.context["lines"]
    ] == [("Otters", 3, "golden 1, heart 2", 1), ("Pandas", 0, "", 0)]
    assert AMIRA not in answer.text


def test_page_of_an_event_without_votes_says_what_to_do() -> None:
    store_event()

    answer = ben().get("/admin/companion/gala/2026/voting/")

    assert "Choose the team that is voted on below." in answer.text
    assert answer.context["lines"] == []


def test_voting_is_closed_and_opened_again_by_undo() -> None:
    answer = press("run/", event="end")

    assert "Voting is closed now." in answer.text
    assert not room().is_voting
    act = history(ROOM, limit=1)[0]
    assert (act.act, act.actor) == ("close voting", BEN)

    offered = re.search(r'name="act_id" value="([^"]+)"', answer.text)
    assert offered and offered.group(1) == act.act_id
    undo = {"subject": ROOM, "act_id": act.act_id, "back": PAGE}
    undone = ben().post("/admin/events/undo/", undo, follow=True)
    assert undone.redirect_chain == [(PAGE, 302)]
    assert room().is_voting


def test_closing_twice_says_that_it_was_so() -> None:
    press("run/", event="end")

    assert "It was so already." in press("run/", event="end").text
    assert len(history(ROOM)) == 3


def test_results_are_not_released_without_being_shown_first() -> None:
    press("run/", event="release")

    assert not room().is_released


def test_another_team_is_voted_on() -> None:
    answer = press("team/", team="Pandas")

    assert "Pandas is voted on now." in answer.text
    assert room().team == "Pandas"


@pytest.mark.parametrize("team", ["", "x" * 101])
def test_team_without_a_good_name_changes_nothing(team: str) -> None:
    answer = press("team/", team=team)

    assert "team" in answer.context["form"].errors
    assert room().team == "Otters"


def test_release_says_who_reads_what_and_is_taken_back() -> None:
    shown = ben().get(f"{PAGE}release/")
    assert "Otters: 3 stickers, 1 score" in shown.text
    assert not room().is_released

    press("release/", released="yes")
    assert room().is_released
    assert "Only execs read the results." in ben().get(f"{PAGE}release/").text

    press("release/", released="no")
    assert not room().is_released


def test_tile_says_how_the_room_is_run() -> None:
    tiles = {tile.title: tile for tile in tiles_of(Event.get("productx", 2025))}

    assert tiles["Voting"].figure == (
        "Open",
        "Otters is voted on. Results are for execs alone.",
    )


@pytest.fixture
def others() -> None:
    """Store a room of no event, a former socket, and a vote in the room."""
    store_rows(
        VotingRoom.of({"connectionID": "a/b & c", "teamName": "Yaks"}),
        VotingRoom.of({"connectionID": "abc", "role": "voter"}),
    )
    run("a/b & c", "start", actor=BEN, now=1)
    give_sticker("a/b & c", AMIRA, "heart")


@pytest.mark.usefixtures("others")
def test_rooms_of_no_event_are_listed_and_run_like_others() -> None:
    assert ROOMS in ben().get("/admin/companion/?choose=yes").text
    ((found, link),) = ben().get(ROOMS).context["rooms"]
    assert (found.id, found.is_voting) == ("a/b & c", True)

    answer = ben().get(link)
    assert [(line.name, line.total) for line in answer.context["lines"]] == [
        ("Yaks", 1)
    ]
    urls = answer.context["urls"]
    answer = ben().post(urls["run"], {"event": "end"}, follow=True)
    assert answer.redirect_chain == [(link, 302)]
    assert "Voting is closed now." in answer.text
    assert "Yaks: 1 sticker" in ben().get(urls["release"]).text
    ben().post(urls["team"], {"team": "Bees"})
    ben().post(urls["release"], {"released": "yes"})
    row = find_room("a/b & c")
    assert row
    assert (row.is_voting, row.team, row.is_released) == (False, "Bees", True)


def test_page_says_that_all_rooms_are_of_events() -> None:
    answer = ben().get(ROOMS)

    assert answer.context["rooms"] == []
    assert "Each room of voters belongs to an event" in answer.text


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize("where", ["rooms/", "room/", *(f"room/{to}" for to in POSTS)])
def test_rooms_of_no_event_are_for_execs_alone(where: str) -> None:
    address = f"/admin/companion/{where}?room=a%2Fb%20%26%20c"
    method = "get" if where in ("rooms/", "room/") else "post"

    codes = [
        getattr(visitor(who), method)(address).status_code for who in (None, AMIRA)
    ]

    assert codes == [302, 403]
    row = find_room("a/b & c")
    assert row and row.is_voting


@pytest.mark.parametrize("room_id", ["", "nowhere", "abc"])
def test_room_that_is_not_there_is_not_shown(room_id: str, others: None) -> None:
    answer = ben().get("/admin/companion/room/", {"room": room_id})

    assert answer.status_code == 404
