"""Quests: progress follows from who met whom, whatever clients say."""

from functools import partial
from typing import Any

import pytest

from accounts.models import User
from biztech.tests.at_once import at_once
from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    anonymous,
    caller,
    send,
    store_member,
    store_profile,
)
from companion.quests import queries
from companion.quests.definitions import Counts, Quest
from companion.quests.errors import QuestRefused, QuestTwice, TooManyQuests
from companion.quests.models import StoredQuests
from companion.quests.queries import everybody, own_progress, standings
from companion.quests.services import define_quests, readdressed_quests
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.rows import remove_rows, store_rows
from core.dynamo.transactions import write_transaction
from core.errors import Refused
from core.exports.kinds import export_named
from events.models import Event
from events.queries import required_event
from interactions.models import Connection
from interactions.services import connect
from memberships.directory.keeping import directory
from memberships.tests.test_directory import held_up

OWN = "/quests/gala/2026"
ALL = "/quests/event/gala/2026"
MINE, HERS = "SillyPandasDeny", "CalmOttersSing"
KIOSK = f"/quests/kiosk/gala/2026/{MINE}"
NUDGE = {"type": "connection", "argument": {"profileId": HERS}}
DAY_OF_IT = {"startDate": "2026-11-20T18:00:00Z", "endDate": "2026-11-20T22:00:00Z"}
DURING = 1_795_202_000_000
GALA: dict[str, Any] = {"id": "gala", "year": 2026, "ename": "Gala", **DAY_OF_IT}
THREE = [
    Quest(Counts.CONNECTIONS, 2),
    Quest(Counts.RECOMMENDED, 1),
    Quest(Counts.COMPANIES, 2),
]


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store the event, and two members."""
    store_rows(Event.of(GALA))
    for email, profile_id in ((AMIRA, MINE), (CHLOE, HERS)):
        store_member(email, profileID=profile_id)
        store_profile(profile_id, fname="Somebody")


def meet(other: str, *, at: int = DURING, **row: Any) -> None:
    """Store amira's side of having met somebody."""
    partition, sort_key = Connection.key(MINE, other)
    key = {"compositeID": partition, "type": sort_key, "connectionID": other}
    store_rows(Connection.of({**key, "createdAt": at, **row}))


def reached(email: str = AMIRA) -> dict[str, int]:
    """Return how far somebody is with each quest."""
    found = own_progress(email, "gala", 2026)
    return {quest: each["progress"] for quest, each in found.items()}


def define(*quests: Quest) -> None:
    """Give the event these quests."""
    define_quests("gala", 2026, quests, actor=BEN, now=5)


# Then the answer to anonymous, another member, the owner, an exec.
ROUTES = [
    ("GET", OWN, None, 401, 200, 200, 200),
    ("PATCH", OWN, {"type": "connection", "argument": {"x": 1}}, 401, 200, 200, 200),
    ("GET", ALL, None, 401, 403, 403, 200),
    ("GET", KIOSK, None, 200, 200, 200, 200),
]


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_route_serves_whom_it_is_for(route: tuple[Any, ...], number: int) -> None:
    method, path, body, *statuses = route
    meet(HERS, wallEvent="gala-2026")
    client = anonymous() if number == 0 else caller((CHLOE, AMIRA, BEN)[number - 1])

    response = send(client, method, path, body)

    assert response.status_code == statuses[number]
    # Whose progress it is, execs alone read.
    assert (AMIRA in response.content.decode()) is (path == ALL and number == 3)
    assert StoredQuests.count() == 0


def test_ten_connections_at_once_give_ten(now: int) -> None:
    others = [f"Other{number}" for number in range(10)]
    for other in others:
        store_profile(other, fname="Other")

    at_once(
        *(partial(connect, AMIRA, one, now=now, event="gala-2026") for one in others)
    )
    nudges = [
        partial(
            send,
            caller(AMIRA),
            "PATCH",
            OWN,
            {"type": "connection", "argument": {"profileId": one}},
        )
        for one in others
    ]
    answers = at_once(*nudges)

    assert [answer.status_code for answer in answers] == [200] * 10
    told = caller(AMIRA).get(OWN).json()["quests"]
    assert {quest: each["progress"] for quest, each in told.items()} == {
        "new_connections_5": 5,
        "new_connections_10": 10,
        "new_connections_20": 10,
    }
    assert told["new_connections_5"] == {
        "progress": 5,
        "target": 5,
        "startedAt": now,
        "completedAt": now,
        "description": "Make 5 new connections",
    }
    assert told["new_connections_20"]["completedAt"] is None


def test_tap_counts_for_both_in_its_two_calls(
    now: int, database_calls: list[str]
) -> None:
    connect(AMIRA, HERS, now=now, event="gala-2026")

    assert len(database_calls) == 2
    assert reached()["new_connections_5"] == reached(CHLOE)["new_connections_5"] == 1


def test_reading_progress_costs_three_calls(database_calls: list[str]) -> None:
    meet(HERS)
    database_calls.clear()

    reached()

    assert len(database_calls) == 3


def test_meetings_at_other_events_do_not_count() -> None:
    meet("Elsewhere", wallEvent="other-2026")
    meet("Before", at=DURING - 10**9)
    meet("During")
    meet("Here", at=0, wallEvent="gala-2026")

    assert reached()["new_connections_5"] == 2


def test_quest_is_completed_by_the_meeting_that_reached_it() -> None:
    define(*THREE)
    for number in range(3):
        meet(f"Other{number}", at=DURING + number)

    quest = own_progress(AMIRA, "gala", 2026)["new_connections_2"]

    assert (quest["progress"], quest["startedAt"], quest["completedAt"]) == (
        2,
        DURING,
        DURING + 1,
    )


@pytest.mark.parametrize("argument", [{}, {"recommended": True}, {"bidirectional": 1}])
def test_nudge_that_names_nobody_counts_nothing(argument: dict[str, Any]) -> None:
    define(*THREE)
    body = {"type": "connection", "argument": argument}

    answers = [send(caller(AMIRA), "PATCH", OWN, body) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert set(reached().values()) == {0}
    assert StoredQuests.count() == 0


def test_nudge_again_changes_nothing() -> None:
    define(*THREE)
    meet(HERS)
    nudge = {"type": "connection", "argument": {"profileId": HERS, "recommended": True}}

    first, second = (send(caller(AMIRA), "PATCH", OWN, nudge).json() for _ in range(2))

    assert (first["alreadyConnected"], second["alreadyConnected"]) == (False, True)
    assert first["quests"] == second["quests"]
    assert reached()["recommended_connections"] == 1


def test_recommended_people_count_under_their_new_card_too() -> None:
    define(*THREE)
    meet(HERS)
    body = {"type": "connection", "argument": {"profileId": HERS, "recommended": True}}
    send(caller(AMIRA), "PATCH", OWN, body)
    store_profile(HERS, hiddenAt=5, replacedAt=5, replacedBy="NewCardHere")
    store_profile("NewCardHere", fname="Somebody")
    remove_rows(Connection.get(*Connection.key(MINE, HERS)))
    meet("NewCardHere")

    assert reached()["recommended_connections"] == 1


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"argument": {}}, 406, "'type' is missing"),
        ({"type": "connection"}, 406, "'argument' is missing"),
        (
            {"type": "company", "argument": {"company": "Acme"}},
            400,
            "Invalid type: 'company'. Valid types: 'connection'",
        ),
        ({**NUDGE, "argument": {"profileId": "Nobody"}}, 404, "Profile with id"),
        ({**NUDGE, "argument": {"profileId": MINE}}, 400, "yourself"),
        (NUDGE, 404, "You are not connected with this person."),
    ],
)
def test_nudge_without_a_connection_is_refused(
    body: dict[str, Any], status: int, message: str
) -> None:
    response = send(caller(AMIRA), "PATCH", OWN, body)

    assert response.status_code == status
    assert message in response.json()["message"]
    assert StoredQuests.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "/quests/other/2026",
        "/quests/event/other/2026",
        f"/quests/kiosk/other/2026/{MINE}",
    ],
)
def test_unknown_event_is_not_found(path: str) -> None:
    assert caller(BEN).get(path).status_code == 404


def test_kiosk_shows_counts_and_no_identity() -> None:
    define(*THREE)
    store_profile("Partner", company="Acme")
    meet("Partner", company="Acme")

    response = anonymous().get(KIOSK)

    assert response.json()["quests"]["unique_companies_talked_to"]["progress"] == 1
    assert response.json()["resolvedUser"] == "profileId"
    text = response.content.decode()
    assert not [
        one for one in (AMIRA, MINE, "Partner", "Acme", "Somebody") if one in text
    ]
    assert StoredQuests.count() == 0


def test_kiosk_knows_neither_strangers_nor_who_is_hidden() -> None:
    store_profile("Hidden", hiddenAt=5)

    answers = [
        anonymous().get(f"/quests/kiosk/gala/2026/{who}")
        for who in ("Nobody", "Hidden")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_companies_count_once_and_are_named_as_they_show_themselves() -> None:
    define(*THREE)
    store_profile("One", company="Acme")
    store_profile("Two", company="ACME")
    store_profile("Shy", company="Secret", viewableMap={})
    for number, (who, company) in enumerate(
        (("One", "Acme"), ("Two", "ACME"), ("Shy", "Secret"))
    ):
        meet(who, at=DURING + number, company=company)

    quest = own_progress(AMIRA, "gala", 2026)["unique_companies_talked_to"]

    assert (quest["progress"], quest["items"]) == (2, ["Acme"])


def test_what_other_services_noted_stays_reached() -> None:
    noted = {"new_connections_5": {"progress": 5, "startedAt": 3, "completedAt": 4}}
    for who, quests in (
        (AMIRA, noted),
        (MINE, {"new_connections_10": {"progress": 99}}),
    ):
        row = {"id": who, "eventID#year": "gala#2026", "quests": quests}
        store_rows(StoredQuests.of(row))

    told = own_progress(AMIRA, "gala", 2026)

    assert reached() == {
        "new_connections_5": 5,
        "new_connections_10": 10,
        "new_connections_20": 0,
    }
    assert told["new_connections_5"]["completedAt"] == 4


def test_execs_read_how_far_everybody_is() -> None:
    meet(HERS, wallEvent="gala-2026")
    meet("Other", wallEvent="gala-2025")
    store_rows(StoredQuests.of({"id": "Kiosk", "eventID#year": "gala#2026"}))
    store_profile("Unlinked")
    partition, sort_key = Connection.key("Unlinked", MINE)
    row = {"compositeID": partition, "type": sort_key, "wallEvent": "gala-2026"}
    store_rows(Connection.of({**row, "createdAt": DURING}))

    rows = caller(BEN).get(ALL).json()["quests"]

    counts = {
        row["userId"]: row["quests"]["new_connections_5"]["progress"] for row in rows
    }
    assert counts == {"Kiosk": 0, "Unlinked": 1, AMIRA: 1}
    assert [row["userId"] for row in rows] == [
        each.who for each in standings(Event.get("gala", "2026"), everybody())
    ]


@pytest.mark.parametrize("meetings", [1, 3])
def test_how_far_everybody_is_costs_two_calls(
    database_calls: list[str], meetings: int
) -> None:
    people = list(everybody())
    for number in range(meetings):
        meet(f"Other{number}", wallEvent="gala-2026")
    event = required_event("gala", 2026)
    database_calls.clear()

    (standing,) = standings(event, people)

    assert standing.progress["new_connections_5"]["progress"] == meetings
    assert database_calls == ["Query", "Query"]


def test_execs_are_told_to_ask_again_until_people_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    directory.forget()
    monkeypatch.setattr(queries, "_PATIENCE", 0)

    with held_up(User):
        answer = caller(BEN).get(ALL)

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_progress_is_exported_by_person_event_and_quest() -> None:
    store_member(AMIRA, profileID=MINE, firstName="Amira", lastName="Kay")
    define(Quest(Counts.CONNECTIONS, 1), Quest(Counts.CONNECTIONS, 9))
    meet(HERS, wallEvent="gala-2026")
    store_rows(StoredQuests.of({"id": "Kiosk", "eventID#year": "gala#2026"}))

    rows = list(export_named("quests").rows())

    told = {
        (row["id"], row["quest"]): (
            row["name"],
            row["profileID"],
            row["eventID"],
            row["year"],
            row["progress"],
            row["done"],
        )
        for row in rows
    }
    hers, nobodys = ("Amira Kay", MINE, "gala", 2026), ("", "Kiosk", "gala", 2026)
    assert told == {
        (AMIRA, "new_connections_1"): (*hers, 1, True),
        (AMIRA, "new_connections_9"): (*hers, 1, False),
        ("Kiosk", "new_connections_1"): (*nobodys, 0, False),
        ("Kiosk", "new_connections_9"): (*nobodys, 0, False),
    }


@pytest.mark.parametrize(
    ("counts", "one", "two"),
    [
        (Counts.CONNECTIONS, "Make 1 new connection", "Make 2 new connections"),
        (
            Counts.RECOMMENDED,
            "Connect with 1 person recommended to you",
            "Connect with 2 people recommended to you",
        ),
        (Counts.COMPANIES, "Talk to 1 company", "Talk to 2 different companies"),
    ],
)
def test_quest_says_what_it_asks_for(counts: Counts, one: str, two: str) -> None:
    assert [Quest(counts, target).words for target in (1, 2)] == [one, two]


def test_defining_quests_is_an_act_that_can_be_undone(now: int) -> None:
    define_quests("gala", 2026, THREE, actor=BEN, now=now)

    assert set(reached()) == {quest.id for quest in THREE}

    undo("gala;2026", history("gala;2026")[0].act_id, actor=BEN, now=now)

    assert set(reached()) == {f"new_connections_{n}" for n in (5, 10, 20)}


@pytest.mark.parametrize(
    ("quests", "refusal"),
    [
        ([THREE[0], THREE[0]], QuestTwice),
        ([Quest(Counts.COMPANIES, 1), Quest(Counts.COMPANIES, 2)], QuestTwice),
        ([Quest(Counts.CONNECTIONS, 0)], QuestRefused),
        ([Quest(Counts.CONNECTIONS, 1, "x" * 201)], QuestRefused),
        ([Quest(Counts.CONNECTIONS, n) for n in range(1, 12)], TooManyQuests),
    ],
)
def test_quests_that_make_no_sense_are_refused(
    quests: list[Quest], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        define(*quests)

    assert "quests" not in Event.get("gala", "2026").plain()


def test_event_may_have_no_quests_and_odd_ones_are_passed_over() -> None:
    define()
    assert reached() == {}

    odd = [
        {"counts": "stars", "target": 1},
        {"counts": "connections", "target": "x"},
        7,
    ]
    store_rows(Event.of({**GALA, "quests": odd}))
    assert reached() == {}


def stored(who: str, **values: Any) -> None:
    """Store what somebody's client told."""
    store_rows(StoredQuests.of({"id": who, "eventID#year": "gala#2026", **values}))


def test_what_is_stored_goes_to_another_address() -> None:
    stored(AMIRA, toldProfiles={"A"}, connectedProfiles=["a"])
    stored(CHLOE, toldProfiles={"B"}, quests={"q": {"progress": 1}})

    changes = readdressed_quests(AMIRA, CHLOE, 5).changes
    with write_transaction() as writes:
        for change in changes:
            change.apply(writes)

    (row,) = StoredQuests.scan()
    assert row.id == CHLOE
    assert row.recorded == {"q": {"progress": 1}}
    assert (row.connected_ids, set(row.told)) == (["a"], {"A", "B"})
