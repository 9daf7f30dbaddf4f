"""Teams: who may do what to them, and that both sides always say the same."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from rest_framework.test import APIClient

from biztech.tests.at_once import (
    at_once,
    at_once_in_two_processes,
    just_before_the_commit,
)
from biztech.tests.callers import AMIRA, BEN, CHLOE, anonymous, caller, send
from companion.teams.errors import InTeamAlready, TeamFull
from companion.teams.services import (
    count_answers,
    give_points,
    join_team,
    leave_team,
    make_team,
    move_member,
    rename_team,
)
from core.audit.acts import CommonAct
from core.audit.edits import Recorded
from core.audit.errors import UndoRefused
from core.audit.models import Act
from core.audit.reversal import undo
from core.audit.trail import AuditEntry, record
from core.doctor.examining import examine
from core.dynamo.rows import remove_rows, store_rows
from core.dynamo.transactions import write_transaction
from events.models import Event, Registration, Team
from events.services.moving import Wanted, delete_registration, move_registration
from events.services.readdressing import readdressed_registrations
from events.statuses import Status
from events.tests.stored import store_event

GALA = ("gala", 2026)
KEY = "gala;2026"
DAN = "dan@example.org"
OF_GALA = {"eventID": "gala", "year": 2026}
MINE = {**OF_GALA, "user_id": AMIRA}
CALLERS: list[Callable[[], APIClient]] = [
    anonymous,
    *(partial(caller, who) for who in (CHLOE, DAN, AMIRA, BEN)),
]
# Method, path, body; then the answer to anonymous, a stranger, another member of the
# team, whom it is about, an exec.
ROUTES = [
    (
        "POST",
        "/team/make",
        {**OF_GALA, "team_name": "New", "memberIDs": [CHLOE]},
        (401, 200, 403, 403, 200),
    ),
    (
        "POST",
        "/team/join",
        {**OF_GALA, "memberID": CHLOE, "teamID": "t1"},
        (401, 200, 403, 403, 200),
    ),
    (
        "POST",
        "/team/leave",
        {**OF_GALA, "memberID": AMIRA},
        (401, 403, 403, 200, 200),
    ),
    ("GET", "/team/gala/2026", None, (401, 200, 200, 200, 200)),
    ("POST", "/team/getTeamFromUserID", MINE, (401, 403, 403, 200, 200)),
    (
        "POST",
        "/team/changeTeamName",
        {**MINE, "team_name": "B"},
        (401, 403, 200, 200, 200),
    ),
    (
        "POST",
        "/team/changeName/",
        {**MINE, "team_name": "B"},
        (401, 403, 200, 200, 200),
    ),
    ("PUT", "/team/points", {**MINE, "change_points": 5}, (401, 403, 403, 403, 200)),
    (
        "PUT",
        "/team/updatePoints",
        {**MINE, "change_points": 5},
        (401, 403, 403, 403, 200),
    ),
    (
        "PUT",
        "/team/addQuestions",
        {**MINE, "answered_questions": ["Q1"], "points": 5},
        (401, 403, 403, 403, 200),
    ),
]


def store_registered(email: str, **values: Any) -> None:
    row = {"id": email, "eventID;year": KEY, "registrationStatus": "checkedIn"}
    store_rows(Registration.of({**row, "fname": email[:3].title(), **values}))


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store an event with a team of amira and dan, and chloe who is in none."""
    store_event(*GALA, teamSize=3)
    for email in (AMIRA, DAN):
        store_registered(email, teamID="t1", points=7)
    store_registered(CHLOE)
    store_rows(team_row("t1", [AMIRA, DAN]))


def team_row(team_id: str, members: list[str]) -> Team:
    row = {"id": team_id, "eventID;year": KEY, "teamName": "A", "points": 20}
    return Team.of({**row, "memberIDs": members, "secretOfOthers": "kept"})


def members(team_id: str = "t1") -> list[str]:
    """Return who is in a team, as both sides say."""
    listed = Team.get(team_id, KEY).members
    rows = Registration.by_event.query(KEY)
    assert sorted(listed) == sorted(str(row.id) for row in rows if row.team == team_id)
    return listed


def undone(act: Act | None, now: int) -> None:
    assert act is not None
    undo(act.subject, act.act_id, actor=BEN, now=now)


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_route_serves_whom_it_is_for(route: tuple[Any, ...], number: int) -> None:
    method, path, body, statuses = route

    response = send(CALLERS[number](), method, path, body)

    assert response.status_code == statuses[number]
    # Who is in a team is for its members and execs.
    assert number > 1 or path == "/team/join" or DAN not in response.content.decode()


def test_lists_tell_strangers_no_names() -> None:
    store_rows(Team.of({**team_row("t1", [AMIRA]).plain(), "memberNames": ["Amira"]}))

    (told,) = caller(CHLOE).get("/team/gala/2026").json()
    (whole,) = caller(BEN).get("/team/gala/2026").json()

    assert told == {"id": "t1", "eventID;year": KEY, "teamName": "A", "points": 20}
    assert (whole["memberIDs"], whole["memberNames"]) == ([AMIRA], ["Amira"])


@pytest.mark.parametrize(
    ("path", "body", "status", "message"),
    [
        ("make", {"team_name": "N", "memberIDs": []}, 406, "name somebody"),
        ("make", {"memberIDs": [CHLOE]}, 406, "'team_name' is missing"),
        ("make", {"team_name": "N"}, 406, "'memberIDs' is missing"),
        ("make", {"team_name": "N", "memberIDs": ["x@y.org"]}, 403, "not registered"),
        ("make", {"team_name": "N", "memberIDs": ["late@y.org"]}, 403, "not checked"),
        ("make", {"team_name": "N", "memberIDs": [AMIRA]}, 409, "already registered"),
        (
            "make",
            {"team_name": "N", "memberIDs": [f"{n}@y.org" for n in range(4)]},
            409,
            "at most 3",
        ),
        ("join", {"memberID": CHLOE, "teamID": "t9"}, 404, "Team not found"),
        ("join", {"memberID": AMIRA, "teamID": "t1"}, 409, "already registered"),
        ("join", {"memberID": CHLOE}, 406, "'teamID' is missing"),
        ("leave", {"memberID": CHLOE}, 409, "User is not in a team"),
        ("leave", {"memberID": "x@y.org"}, 404, "not registered"),
        ("getTeamFromUserID", {"user_id": CHLOE}, 404, "Team not found"),
        ("getTeamFromUserID", {}, 406, "'user_id' is missing"),
        ("changeName", {"user_id": CHLOE, "team_name": "N"}, 404, "not associated"),
    ],
)
def test_refusals_are_flat_and_change_nothing(
    path: str, body: dict[str, Any], status: int, message: str
) -> None:
    store_registered("late@y.org", registrationStatus="registered")

    response = send(caller(BEN), "POST", f"/team/{path}", {**OF_GALA, **body})

    assert response.status_code == status
    assert message in response.json()["message"]
    assert members() == [AMIRA, DAN]
    assert Team.count() == 1


def test_team_is_made_joined_read_and_left() -> None:
    body = {**OF_GALA, "team_name": "New", "memberIDs": [CHLOE]}
    made = send(caller(CHLOE), "POST", "/team/make", body).json()["response"]
    assert (made["teamName"], made["memberIDs"], made["eventID;year"]) == (
        "New",
        [CHLOE],
        KEY,
    )
    send(caller(AMIRA), "POST", "/team/leave", {**OF_GALA, "memberID": AMIRA})
    assert Registration.get(AMIRA, KEY).plain()["teamID"] == ""

    body = {**OF_GALA, "memberID": AMIRA, "teamID": made["id"]}
    joined = send(caller(AMIRA), "POST", "/team/join", body).json()
    mine = send(caller(AMIRA), "POST", "/team/getTeamFromUserID", MINE).json()

    assert (joined["teamName"], joined["memberIDs"]) == ("New", [CHLOE, AMIRA])
    assert mine["response"]["memberNames"] == ["Chl", "Ami"]
    assert (members(), members(made["id"])) == ([DAN], [CHLOE, AMIRA])


def test_four_at_once_fill_a_team_and_no_more(now: int) -> None:
    people = [f"{number}@example.org" for number in range(4)]
    for email in people:
        store_registered(email)
    store_rows(team_row("t2", []))

    answers = at_once(
        *[partial(join_team, each, "t2", *GALA, actor=each, now=now) for each in people]
    )

    assert sum(isinstance(each, Recorded) for each in answers) == 3
    assert sum(isinstance(each, TeamFull) for each in answers) == 1
    assert len(members("t2")) == 3


def joins(process: int) -> list[Callable[[], object]]:
    """Return two people's joins of the team, others in each process."""
    people = [f"{process}{number}@example.org" for number in range(2)]
    return [partial(join_team, each, "t1", *GALA, actor=each, now=9) for each in people]


@pytest.mark.other_process
def test_four_of_two_processes_take_the_one_free_place_once() -> None:
    for process in range(2):
        for number in range(2):
            store_registered(f"{process}{number}@example.org")

    answers = at_once_in_two_processes(joins)

    assert answers == ["Recorded", *["TeamFull"] * 3]
    assert len(members()) == 3


def test_nobody_gets_into_two_teams_at_once(now: int) -> None:
    store_rows(team_row("t2", []), team_row("t3", []))
    join = partial(join_team, CHLOE, actor=CHLOE, now=now)
    make = partial(make_team, "Mine", [CHLOE], *GALA, actor=CHLOE, now=now)

    answers = at_once(*[partial(join, each, *GALA) for each in ("t2", "t3")], make)

    assert sum(isinstance(each, Recorded) for each in answers) == 1
    assert sum(isinstance(each, InTeamAlready) for each in answers) == 2
    assert [CHLOE] in [members(str(team.id)) for team in Team.by_event.query(KEY)]


def test_both_sides_agree_after_a_storm(now: int) -> None:
    store_rows(team_row("t2", []))
    who: Any = {"actor": BEN, "now": now}
    calls: list[Callable[[], object]] = [
        partial(join_team, CHLOE, "t1", *GALA, **who),
        partial(leave_team, AMIRA, *GALA, **who),
        partial(move_member, DAN, "t2", *GALA, **who),
        partial(
            move_registration,
            AMIRA,
            *GALA,
            Wanted(status=Status.CANCELLED),
            by_exec=True,
            **who,
        ),
        partial(give_points, "t1", KEY, 5, **who),
        partial(delete_registration, DAN, *GALA, by_exec=True, **who),
    ]

    at_once(*calls)

    assert AMIRA not in members() and DAN not in members() + members("t2")
    assert Team.get("t1", KEY).plain()["points"] == 25


def test_five_at_once_add_all_their_points(now: int) -> None:
    give = partial(give_points, "t1", KEY, 10, actor=BEN, now=now)

    at_once(*[give] * 5)

    assert Team.get("t1", KEY).points == 70


def test_question_counts_once(now: int) -> None:
    for _ in range(2):
        asked = ["Q1", "Q1", "Final Question"]
        count_answers("t1", KEY, asked, points=5, actor=BEN, now=now)

    row = Team.get("t1", KEY)
    assert (row.scans, row.points) == (["Q1", "Final Question"], 30)
    assert row.submission and row.plain()["secretOfOthers"] == "kept"


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.REJECTED])
def test_who_does_not_come_leaves_the_team_until_that_is_undone(
    status: Status, now: int
) -> None:
    wanted = Wanted(status=status)
    store_registered(AMIRA, teamID="t1", registrationStatus="registered")

    moved = move_registration(AMIRA, *GALA, wanted, actor=BEN, by_exec=True, now=now)

    assert members() == [DAN]
    undone(moved.act, now)
    assert members() == [DAN, AMIRA]


def test_deleted_registration_comes_back_into_its_team(now: int) -> None:
    deleted = delete_registration(AMIRA, *GALA, actor=BEN, by_exec=True, now=now)

    assert members() == [DAN]
    undone(deleted.act, now)
    assert members() == [DAN, AMIRA]


def test_who_joins_while_being_cancelled_is_in_no_team(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    def join() -> None:
        store_registered(CHLOE, registrationStatus="registered", teamID="t1")
        store_rows(team_row("t1", [AMIRA, DAN, CHLOE]))

    store_registered(CHLOE, registrationStatus="registered")
    just_before_the_commit(monkeypatch, join)

    wanted = Wanted(status=Status.CANCELLED)
    move_registration(CHLOE, *GALA, wanted, actor=BEN, by_exec=True, now=now)

    assert members() == [AMIRA, DAN]


def test_acts_on_members_are_undone_also_after_others_came(now: int) -> None:
    store_rows(team_row("t2", []))
    joined = join_team(CHLOE, "t1", *GALA, actor=CHLOE, now=now)
    moved = move_member(DAN, "t2", *GALA, actor=BEN, now=now + 1)
    left = leave_team(AMIRA, *GALA, actor=AMIRA, now=now + 2)
    assert (members(), members("t2")) == ([CHLOE], [DAN])

    for recorded in (left, moved, joined):
        undone(recorded.act, now + 3)

    assert (sorted(members()), members("t2")) == ([AMIRA, DAN], [])


def test_team_that_others_joined_stays(now: int) -> None:
    made = make_team("New", [CHLOE], *GALA, actor=CHLOE, now=now)
    team_id = made.row["id"]
    move_member(DAN, team_id, *GALA, actor=BEN, now=now)

    with pytest.raises(UndoRefused, match="memberIDs"):
        undone(made.act, now)

    move_member(DAN, "t1", *GALA, actor=BEN, now=now)
    undone(made.act, now)
    assert Team.find(team_id, KEY) is None
    assert not Registration.get(CHLOE, KEY).team


def test_nobody_comes_back_into_a_full_or_missing_team(now: int) -> None:
    left = leave_team(AMIRA, *GALA, actor=AMIRA, now=now)
    store_registered("4@example.org", teamID="t1")
    store_registered(CHLOE, teamID="t1")
    store_rows(team_row("t1", [DAN, CHLOE, "4@example.org"]))

    with pytest.raises(UndoRefused, match="full since"):
        undone(left.act, now)
    remove_rows(Team.get("t1", KEY))
    with pytest.raises(UndoRefused, match="gone since"):
        undone(left.act, now)


def test_name_and_points_are_undone(now: int) -> None:
    renamed = rename_team("t1", KEY, "B", actor=AMIRA, now=now)
    given = give_points("t1", KEY, -5, actor=BEN, now=now)
    row = Team.get("t1", KEY)
    assert (row.name, row.points) == ("B", 15)

    undone(given.act, now)
    undone(renamed.act, now)

    row = Team.get("t1", KEY)
    assert (row.name, row.points) == ("A", 20)


def test_member_goes_along_with_another_address(now: int) -> None:
    new = "amira@example.org"
    changes = readdressed_registrations(AMIRA, new, now, {}).changes
    entry = AuditEntry(
        act=CommonAct.EDIT, subject=new, actor=BEN, at=now, changes=changes
    )
    with write_transaction() as writes:
        for change in changes:
            change.apply(writes)
        act = record(writes, entry)

    assert members() == [DAN, new]
    undone(act, now)
    assert members() == [DAN, AMIRA]


def test_team_size_of_an_event_is_checked() -> None:
    edit = partial(send, caller(BEN), "PATCH", "/events/gala/2026")

    assert edit({"teamSize": 0}).status_code == 406
    assert edit({"teamSize": 5}).status_code == 200
    assert Event.get("gala", "2026").team_size == 5


def test_team_that_lists_others_is_found_and_mended(now: int) -> None:
    store_rows(team_row("t1", [AMIRA, CHLOE]))

    (found,) = [each for each in examine(now=now) if each.code == "team-one-sided"]

    assert (found.subject, found.at) == (KEY, "t1")
