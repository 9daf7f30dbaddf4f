"""The judging routes: who may call them, what they refuse, what clients read."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from rest_framework.test import APIClient

from biztech.tests.at_once import at_once, just_before_the_commit
from biztech.tests.callers import BEN, CHLOE, anonymous, caller, send
from companion.judging.models import Judge, JudgeFeedback
from companion.judging.services import appoint, set_release, set_round
from companion.judging.tests.panels import (
    DAN,
    EVENT_ID,
    JO,
    KIM,
    OTTERS,
    PANDAS,
    SCORES,
    YEAR,
    said,
    store_hackathon,
    store_partner,
)
from core.dynamo.rows import remove_rows, store_rows
from events.models import Team

FEEDBACK = "/team/judge/feedback"
RELEASE = {"eventID": EVENT_ID, "year": YEAR, "released": True}
CALLERS: list[Callable[[], APIClient]] = [
    anonymous,
    *(partial(caller, who) for who in (CHLOE, DAN, JO, BEN)),
]
EDIT = {"teamID": OTTERS, "judgeID": JO, "round": "1", "feedback": {}}
# Then the answer to anonymous, a stranger, a member of the team, the judge, an exec.
ROUTES: list[tuple[Any, ...]] = [
    ("GET", "/team/round", None, 401, 200, 200, 200, 200),
    ("PUT", "/team/round/2", None, 401, 403, 403, 403, 200),
    ("GET", f"/team/judge/currentTeamID/{JO}", None, 401, 403, 403, 200, 200),
    (
        "PUT",
        f"/team/judge/currentTeam/{OTTERS}",
        {"judgeIDs": [KIM]},
        401,
        403,
        200,
        403,
        200,
    ),
    ("POST", FEEDBACK, said(team=PANDAS), 401, 403, 403, 200, 403),
    ("PUT", FEEDBACK, EDIT, 401, 403, 403, 200, 403),
    ("GET", f"{FEEDBACK}/{JO}", None, 401, 403, 403, 200, 200),
    ("GET", f"/team/feedback/{OTTERS}", None, 401, 403, 200, 403, 200),
    ("GET", "/team/scores-all", None, 401, 403, 403, 403, 200),
    ("PUT", "/team/release", RELEASE, 401, 403, 403, 403, 200),
]


@pytest.fixture(autouse=True)
def hackathon() -> None:
    """Store the hackathon."""
    store_hackathon()


def give(judge: str = JO, **values: Any) -> Any:
    return send(caller(judge), "POST", FEEDBACK, said(judge, **values))


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_route_serves_whom_it_is_for(
    route: tuple[Any, ...], number: int, now: int
) -> None:
    method, path, body, *statuses = route
    store_rows(Judge.of({**Judge.get(JO).plain(), "currentTeam": OTTERS}))
    give()
    set_release(EVENT_ID, YEAR, released=True, actor=BEN, now=now)

    response = send(CALLERS[number](), method, path, body)

    assert response.status_code == statuses[number]
    assert response.status_code == 200 or "Bold" not in response.content.decode()


def test_members_read_nothing_before_the_release(now: int) -> None:
    give()

    before = caller(DAN).get(f"/team/feedback/{OTTERS}")
    set_release(EVENT_ID, YEAR, released=True, actor=BEN, now=now)
    after = caller(DAN).get(f"/team/feedback/{OTTERS}").json()["scores"]
    set_release(EVENT_ID, YEAR, released=False, actor=BEN, now=now)

    assert before.status_code == 403 and "Bold" not in before.content.decode()
    (one,) = after["1"]
    assert one == {
        "judgeID": JO,
        "judgeName": "Jo",
        "scores": SCORES,
        "feedback": {"idea": "Bold."},
        "createdAt": one["createdAt"],
        "teamName": "Otters",
    }
    assert caller(DAN).get(f"/team/feedback/{OTTERS}").status_code == 403


@pytest.mark.parametrize(
    ("values", "status", "message"),
    [
        ({"scores": {**SCORES, "metric2": 999}}, 406, "metric2"),
        ({"scores": {**SCORES, "metric2": 2.5}}, 406, "metric2"),
        ({"scores": {**SCORES, "metric2": -1}}, 406, "metric2"),
        ({"scores": {**SCORES, "metric2": 0}}, 400, "invalid scores object"),
        ({"scores": "good"}, 400, "invalid scores object"),
        ({"teamID": ""}, 406, "'teamID' is missing"),
        ({"year": "2025"}, 406, "expected type 'number'"),
        ({"feedback": {"idea": "x" * 2001}}, 406, "feedback"),
        ({"feedback": {str(each): "" for each in range(21)}}, 406, "feedback"),
        ({"teamID": "nobody's"}, 404, "Team not found"),
        ({"eventID": "gala"}, 409, "not a judge"),
        ({"judgeID": KIM}, 403, "unauthorized"),
    ],
)
def test_bad_feedback_is_refused_and_not_kept(
    values: dict[str, Any], status: int, message: str
) -> None:
    response = give(**values)

    assert response.status_code == status
    assert message in response.json()["message"]
    assert list(JudgeFeedback.scan()) == []


def test_judges_of_any_event_are_heard(now: int) -> None:
    gala = {"eventID;year": "gala;2026"}
    store_partner(KIM, **gala)
    store_rows(Team.of({**gala, "id": "t-gala", "teamName": "Gala"}))
    appoint(KIM, "gala;2026", actor=BEN, now=now)

    heard = give(KIM, team="t-gala", eventID="gala", year=2026)

    assert heard.status_code == 200
    assert heard.json()["newFeedback"]["eventID;year"] == "gala;2026"
    assert give(KIM).status_code == 409


@pytest.mark.parametrize(
    "values", [{"isPartner": False}, {"registrationStatus": "registered"}]
)
def test_only_partners_who_are_there_are_judges(values: dict[str, Any]) -> None:
    store_partner(JO, **values)

    assert (give().status_code, give().json()) == (409, {"message": "not a judge"})


def test_partner_whom_no_exec_made_a_judge_is_none() -> None:
    remove_rows(Judge.get(JO))

    assert give().status_code == 409


def test_feedback_is_given_once_however_often_it_is_sent() -> None:
    answers = at_once(*[give] * 5)

    assert sorted(each.status_code for each in answers) == [200] + [409] * 4
    refused = next(each.json() for each in answers if each.status_code == 409)
    assert refused["existingFeedback"]["scores"] == SCORES
    assert len(list(JudgeFeedback.scan())) == 1


def test_next_round_takes_feedback_anew(now: int) -> None:
    give()
    set_round("2", actor=BEN, now=now)

    assert give().json()["newFeedback"]["teamID;round"] == f"{OTTERS};2"
    told = caller(JO).get(f"{FEEDBACK}/{JO}").json()["scores"]
    assert {name: len(rows) for name, rows in told.items()} == {"1": 1, "2": 1}
    assert told["2"][0]["teamID"] == OTTERS


def test_judge_without_feedback_reads_none() -> None:
    assert caller(KIM).get(f"{FEEDBACK}/{KIM}").json()["scores"] == {}


def test_feedback_is_changed_but_not_signed_by_others() -> None:
    give()
    body = {**EDIT, "judgeName": "Evil", "createdAt": "1970", "eventID": "gala"}

    changed = send(caller(JO), "PUT", FEEDBACK, {**body, "feedback": {"idea": "Meh."}})

    row = changed.json()["updatedFeedback"]
    assert (changed.status_code, row["feedback"]) == (200, {"idea": "Meh."})
    assert (row["judgeName"], row["scores"]) == ("Jo", SCORES)
    assert row["eventID;year"] == f"{EVENT_ID};{YEAR}" and row["createdAt"] > "2"


@pytest.mark.parametrize("gone", ["dismissed", "cancelled", "at another event"])
def test_feedback_is_not_changed_by_who_is_no_judge_any_more(
    gone: str, monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    give()
    end: Callable[[], object] = {
        "dismissed": lambda: remove_rows(Judge.get(JO)),
        "cancelled": lambda: store_partner(JO, registrationStatus="cancelled"),
        "at another event": lambda: store_rows(
            Judge.of({"id": JO, "eventID;year": "gala;2026"})
        ),
    }[gone]
    just_before_the_commit(monkeypatch, end)

    body = {**EDIT, "feedback": {"idea": "Meh."}}
    answers = [send(caller(JO), "PUT", FEEDBACK, body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].json() == {"message": "not a judge"}
    (row,) = JudgeFeedback.scan()
    assert row.texts == {"idea": "Bold."}


def test_feedback_that_was_never_given_is_not_found() -> None:
    assert send(caller(JO), "PUT", FEEDBACK, EDIT).status_code == 404


def test_round_begins_at_one_and_is_set_without_a_row() -> None:
    assert caller(JO).get("/team/round").json() == {"round": "1"}

    answer = send(caller(BEN), "PUT", "/team/round/finals")

    assert answer.json() == {
        "message": "successfully updated round",
        "round": "finals",
    }
    assert caller(JO).get("/team/round").json() == {"round": "finals"}
    assert send(caller(BEN), "PUT", "/team/round/1;2").status_code == 406


def test_judges_are_sent_to_a_team_by_its_member() -> None:
    give(KIM)
    body = {"judgeIDs": [JO.upper(), KIM, CHLOE]}

    answer = send(caller(DAN), "PUT", f"/team/judge/currentTeam/{OTTERS}", body)

    assert answer.json()["response"] == {
        "updatedJudges": [JO],
        "newTeamID": OTTERS,
        "judges": {JO: "updated", KIM: "already scored", CHLOE: "not a judge"},
    }
    told = caller(JO).get(f"/team/judge/currentTeamID/{JO}").json()
    assert told["currentTeamID"] == OTTERS and told["currentTeamName"] == "Otters"
    assert told["judgeName"] == "Jo"


def test_judges_who_have_all_scored_a_team_stay() -> None:
    give()

    answer = send(
        caller(DAN), "PUT", f"/team/judge/currentTeam/{OTTERS}", {"judgeIDs": [JO]}
    )

    assert (answer.status_code, answer.json()["data"]) == (409, [JO])


@pytest.mark.parametrize("who", [KIM, CHLOE])
def test_judge_at_no_team_is_not_found(who: str) -> None:
    assert caller(BEN).get(f"/team/judge/currentTeamID/{who}").status_code == 404


def test_standings_are_z_scores_of_each_judge() -> None:
    low = dict.fromkeys(SCORES, 2)
    give()
    give(team=PANDAS, scores=low)

    told = caller(BEN).get(f"/team/scores-all?eventID={EVENT_ID}&year={YEAR}").json()
    everything = caller(BEN).get("/team/scores-all").json()

    assert told == everything
    assert [each["teamID"] for each in told] == [f"{OTTERS};1", f"{PANDAS};1"]
    # Both are one deviation from the mean, but for metric5, where both have 2.
    assert [round(each["zScoreWeighted"], 9) for each in told] == [0.9, -0.9]
    assert told[0]["judges"] == [JO]
    assert told[0]["originalResponses"] == [{"judge": JO, **SCORES}]
