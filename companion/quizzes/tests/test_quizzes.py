"""Career types: who answers for whom, who sees what, and where answers go."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest
from rest_framework.test import APIClient

from biztech.tests.at_once import at_once, just_before_the_commit
from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    anonymous,
    caller,
    change_row,
    send,
    store_member,
    store_profile,
)
from companion.quizzes.models import Quiz
from companion.quizzes.queries import quizzes_of
from companion.quizzes.services import answer_quiz
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.rows import store_rows
from core.errors import NotFound
from core.plans.tests.plan_runs import applied
from core.privacy.holdings import holdings
from core.privacy.subjects import DataSubject
from memberships.services import replace_card
from memberships.tests.pairs import both_members, merge, undone
from profiles.models import Profile
from profiles.policy import NO_NAME
from profiles.queries import find_profile

EVENT = "blueprint;2026"
HERS, CHLOES = "SillyPandasDeny", "CalmOttersSing"
SCORES = {"domain": [1, 2], "mode": [5], "environment": {"a": 4, "b": 4}, "focus": [9]}
BODY = {"id": HERS, **SCORES}
CALLERS: list[Callable[[], APIClient]] = [
    anonymous,
    *(partial(caller, who) for who in (CHLOE, AMIRA, BEN)),
]
# Method, path, body; then the answer to anonymous, a stranger, the owner, an exec.
ROUTES = [
    ("POST", "/quizzes/upload", BODY, 401, 403, 200, 200),
    ("GET", f"/quizzes/report/{HERS}", None, 200, 200, 200, 200),
    ("GET", f"/quizzes/{quote(EVENT)}", None, 401, 403, 403, 200),
    ("GET", f"/quizzes/aggregate/{quote(EVENT)}", None, 200, 200, 200, 200),
    ("GET", "/quizzes/perMbti/TMFL", None, 401, 200, 200, 200),
    ("POST", "/quizzes/wrapped", {"mbti": "TMFL"}, 200, 200, 200, 200),
]


@pytest.fixture
def club() -> None:
    """Store amira, who answered before, and chloe, who did not."""
    for email, profile_id in ((AMIRA, HERS), (CHLOE, CHLOES)):
        store_member(email, profileID=profile_id)
        store_profile(profile_id, fname="Amira", lname="Haddad", mbti="TMFL")
    store_rows(answers(HERS))


def answers(profile_id: str, **values: Any) -> Quiz:
    averages = dict.fromkeys(("domainAvg", "modeAvg", "environmentAvg", "focusAvg"), 2)
    row = {"id": profile_id, "eventID;year": EVENT, **averages, "mbti": "TMFL"}
    return Quiz.of({**row, "fname": "Former", "lname": "Name", **values})


def answer(profile_id: str, now: int, event: str = EVENT) -> None:
    answer_quiz(profile_id, SCORES, event=event, subject=AMIRA, actor=AMIRA, now=now)


def events_of(profile_id: str) -> list[str]:
    return [row.event for row in quizzes_of(profile_id) if not row.superseded_by]


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_route_serves_whom_it_is_for(route: tuple[Any, ...], number: int) -> None:
    method, path, body, *statuses = route

    response = send(CALLERS[number](), method, path, body)

    assert response.status_code == statuses[number]
    assert AMIRA not in response.content.decode()


@pytest.mark.usefixtures("club")
def test_answers_and_type_are_written_together() -> None:
    said = send(caller(AMIRA), "POST", "/quizzes/upload", BODY)

    row, profile = Quiz.get(HERS, EVENT).plain(), find_profile(HERS)
    assert said.json() == {"message": "Upload successful"}
    assert (row["domainAvg"], row["environmentAvg"]) == (1.5, 4)
    assert (row["fname"], row["mbti"]) == ("Amira", "TDFH")
    assert profile is not None and profile.plain()["mbti"] == "TDFH"


@pytest.mark.usefixtures("club")
def test_answers_are_for_the_event_that_is_named() -> None:
    gala = {"event": "gala;2026"}

    send(caller(AMIRA), "POST", "/quizzes/upload", {**BODY, **gala})
    told = send(anonymous(), "POST", "/quizzes/wrapped", {"mbti": "TDFH", **gala})

    assert events_of(HERS) == [EVENT, "gala;2026"]
    assert told.json() == {"totalResponses": 1, "totalWithMbtiCount": 1}


def test_answers_beyond_what_one_call_reads_are_among_them() -> None:
    long = "x" * 300_000
    store_rows(*(answers(f"P{number}", padding=long) for number in range(5)))

    summary = anonymous().get(f"/quizzes/aggregate/{quote(EVENT)}").json()["data"]
    of_type = caller(BEN).get("/quizzes/perMbti/TMFL").json()["mbtiQuizzes-TMFL"]

    assert (summary["totalResponses"], len(of_type)) == (5, 5)
    assert len(caller(BEN).get(f"/quizzes/{quote(EVENT)}").json()) == 5


@pytest.mark.usefixtures("club")
def test_answers_are_taken_back_together(now: int) -> None:
    answer(HERS, now)
    (act,) = history(AMIRA)

    undo(AMIRA, act.act_id, actor=BEN, now=now)

    profile = find_profile(HERS)
    assert Quiz.get(HERS, EVENT).mbti == "TMFL"
    assert profile is not None and profile.plain()["mbti"] == "TMFL"


BAD = [
    [],
    {},
    [11],
    [-1],
    [True],
    ["3"],
    [None],
    5,
    "5",
    [1] * 101,
    {"a": [1]},
]


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("scores", BAD, ids=repr)
def test_bad_scores_write_nothing(scores: Any) -> None:
    body = {**BODY, "mode": scores}

    said = send(caller(AMIRA), "POST", "/quizzes/upload", body)

    assert said.status_code == 406
    assert said.json()["message"] == "Invalid scores"
    assert said.json()["data"]["mode"] == scores
    assert Quiz.get(HERS, EVENT).fname == "Former"


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("name", BODY)
def test_missing_value_is_named(name: str) -> None:
    body = {key: value for key, value in BODY.items() if key != name}

    said = send(caller(AMIRA), "POST", "/quizzes/upload", body)

    assert said.status_code == 406
    assert said.json()["message"] == f"'{name}' is missing from the request body"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "'mbti' is missing from the request body"),
        ({"mbti": 5}, "expected type 'string'"),
        ({"mbti": "TMFL", "event": 5}, "expected type 'string'"),
    ],
)
def test_type_to_be_counted_is_asked_for(body: dict[str, Any], message: str) -> None:
    said = send(anonymous(), "POST", "/quizzes/wrapped", body)

    assert said.status_code == 406
    assert message in said.json()["message"]


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("state", ["hiddenAt", "replacedAt", "nobody"])
def test_profile_that_is_not_there_keeps_no_answers(state: str) -> None:
    if state == "nobody":
        asked = "KindFoxesWait"
    else:
        asked = CHLOES
        store_profile(CHLOES, **{state: 5})

    said = send(caller(BEN), "POST", "/quizzes/upload", {**BODY, "id": asked})

    assert (said.status_code, quizzes_of(asked)) == (404, [])


@pytest.mark.usefixtures("club")
def test_profile_hidden_at_the_same_moment_keeps_no_answers(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = Profile(*Profile.key(CHLOES))
    hide = partial(change_row, profile, Profile.hidden_at.set(now))
    just_before_the_commit(monkeypatch, hide)

    with pytest.raises(NotFound):
        answer(CHLOES, now)

    assert quizzes_of(CHLOES) == []


@pytest.mark.usefixtures("club")
def test_answers_sent_at_once_are_kept_once(now: int) -> None:
    at_once(*[partial(answer, CHLOES, now)] * 4)

    (row,), profile = quizzes_of(CHLOES), find_profile(CHLOES)
    assert profile is not None and profile.plain()["mbti"] == row.mbti == "TDFH"


@pytest.mark.usefixtures("club")
def test_report_tells_the_name_as_it_is_shown_now() -> None:
    public = anonymous().get(f"/quizzes/report/{HERS}").json()["data"]
    own = caller(AMIRA).get(f"/quizzes/report/{HERS}").json()["data"]

    assert (public["fname"], public["mbti"], public["focusAvg"]) == ("Amira", "TMFL", 2)
    assert own["fname"] == "Former"


@pytest.mark.usefixtures("club")
def test_hidden_names_are_marked_and_never_empty() -> None:
    shown = {"viewableMap": {"fname": True, "mbti": True}}
    store_profile(HERS, fname="Amira", lname="Haddad", mbti="TMFL", **shown)
    store_rows(answers(CHLOES, lname=None))

    public = anonymous().get(f"/quizzes/report/{HERS}").json()["data"]
    rows = caller(CHLOE).get("/quizzes/perMbti/TMFL").json()["mbtiQuizzes-TMFL"]

    names = {(row["id"], row["fname"], row["lname"]) for row in rows}
    assert names == {(HERS, "Amira", NO_NAME), (CHLOES, "Former", NO_NAME)}
    assert public["lname"] == NO_NAME


HIDING: dict[str, dict[str, Any]] = {
    "the type": {"viewableMap": {"fname": True, "mbti": False}},
    "everything": {"viewableMap": {}},
    "themselves": {"hiddenAt": 5},
}


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("hidden", HIDING)
def test_who_hides_is_left_out_whole(hidden: str) -> None:
    store_profile(HERS, fname="Amira", mbti="TMFL", **HIDING[hidden])

    report = anonymous().get(f"/quizzes/report/{HERS}")
    others = caller(CHLOE).get("/quizzes/perMbti/TMFL").json()
    own = caller(AMIRA).get("/quizzes/perMbti/TMFL").json()
    execs = caller(BEN).get("/quizzes/perMbti/TMFL").json()

    assert report.status_code == 404
    assert report.json()["message"] == "Quiz report not found"
    assert others == {"mbtiQuizzes-TMFL": []}
    assert [row["id"] for row in own["mbtiQuizzes-TMFL"]] == [HERS]
    assert [row["id"] for row in execs["mbtiQuizzes-TMFL"]] == [HERS]


@pytest.mark.usefixtures("club")
def test_who_was_never_asked_shows_the_type() -> None:
    store_profile(HERS, fname="Amira", mbti="TMFL", viewableMap={"fname": True})

    assert anonymous().get(f"/quizzes/report/{HERS}").status_code == 200
    assert anonymous().get(f"/profiles/profile/{HERS}").json()["mbti"] == "TMFL"


@pytest.mark.usefixtures("club")
def test_event_is_told_together() -> None:
    store_rows(answers(CHLOES, mbti="BDSH", modeAvg=5), answers("Other", mbti="BDSH"))

    told = anonymous().get(f"/quizzes/aggregate/{quote(EVENT)}").json()
    wrapped = send(anonymous(), "POST", "/quizzes/wrapped", {"mbti": "BDSH"}).json()

    assert told["message"] == "Aggregate report generated"
    assert told["data"]["totalResponses"] == 3
    assert told["data"]["averages"]["modeAvg"] == 3
    assert told["data"]["mbtiCount"] == {"TMFL": 1, "BDSH": 2}
    assert wrapped == {"totalResponses": 3, "totalWithMbtiCount": 2}


def test_event_without_answers_is_told_as_that() -> None:
    assert anonymous().get("/quizzes/aggregate/gala%3B2026").json() == {
        "message": "No quiz data found",
        "data": {"totalResponses": 0, "averages": None, "mbtiCount": {}},
    }


def test_answers_follow_a_lost_card_and_come_back(now: int) -> None:
    hers, _ = both_members(now)
    answer(hers, now)

    lost = replace_card(AMIRA, lost_id=hers, reason="lost", actor=BEN, now=now)
    new_id = lost.new_id
    moved = events_of(hers), events_of(new_id)
    assert lost.act is not None
    undo(AMIRA, lost.act.act_id, actor=BEN, now=now)

    assert moved == ([], [EVENT])
    assert (events_of(hers), events_of(new_id)) == ([EVENT], [])


def test_answers_follow_a_merge_and_are_parted_again(now: int) -> None:
    kept, gone = both_members(now)
    answer(kept, now)
    answer(gone, now)
    answer(gone, now, "gala;2026")

    plan = applied(merge(now))
    merged = events_of(kept), events_of(gone)
    told = anonymous().get(f"/quizzes/aggregate/{quote(EVENT)}").json()
    undone(plan, now)

    assert merged == ([EVENT, "gala;2026"], [])
    assert told["data"]["totalResponses"] == 1
    assert (events_of(kept), events_of(gone)) == ([EVENT], [EVENT, "gala;2026"])
    assert all(not row.moved_from for row in quizzes_of(gone))


@pytest.mark.usefixtures("club")
def test_answers_are_among_what_is_held_of_a_person() -> None:
    (held,) = (each for each in holdings() if each.entity is Quiz)

    found = list(held.find(DataSubject(AMIRA, frozenset({HERS}))))

    assert [row.key_of() for row in found] == [(HERS, EVENT)]
