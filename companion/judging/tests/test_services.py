"""Judging is decided by people, recorded, undone, and goes along with an address."""

from functools import partial

import pytest

from biztech.tests.at_once import at_once, just_before_the_commit
from biztech.tests.callers import BEN, CHLOE
from companion.judging.errors import (
    AllHaveJudged,
    AlreadyJudged,
    JudgeUnknown,
    NotAPartner,
    TeamUnknown,
    TooManyJudges,
)
from companion.judging.models import Judge, JudgeFeedback, Panel
from companion.judging.queries import (
    MOST_JUDGES,
    count_judges,
    current_round,
    feedback_by,
    find_judge,
    find_team,
    is_released,
    judges_of,
)
from companion.judging.services import (
    appoint,
    assign,
    dismiss,
    give_feedback,
    set_release,
    set_round,
)
from companion.judging.services.readdressing import readdressed_judges
from companion.judging.standings import standings
from companion.judging.tests.panels import (
    EVENT_ID,
    JO,
    KEY,
    KIM,
    OTTERS,
    PANDAS,
    SCORES,
    YEAR,
    store_hackathon,
    store_partner,
)
from core.audit.edits import Edited
from core.audit.errors import UndoRefused
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.rows import remove_rows, store_rows
from events.models import Team

LEE = "lee@acme.example"


@pytest.fixture(autouse=True)
def hackathon() -> None:
    """Store the hackathon."""
    store_hackathon()


def judge(who: str, team: str, mark: int, *, now: int) -> None:
    scores = dict.fromkeys(SCORES, mark)
    give_feedback(who, team, KEY, scores=scores, texts={}, now=now)


def test_round_is_set_once_and_undone(now: int) -> None:
    assert set_round("1", actor=BEN, now=now).act is None
    first = set_round("2", actor=BEN, now=now).act
    again = set_round("2", actor=BEN, now=now).act
    assert first is not None and again is None

    undo("round", first.act_id, actor=BEN, now=now)

    assert current_round() == "1"


def test_release_is_done_once_and_undone(now: int) -> None:
    released = set_release(EVENT_ID, YEAR, released=True, actor=BEN, now=now).act
    assert released is not None and is_released(KEY)
    assert set_release(EVENT_ID, YEAR, released=True, actor=BEN, now=now).act is None

    undo(KEY, released.act_id, actor=BEN, now=now)

    assert not is_released(KEY)


def test_partner_is_made_a_judge_and_dismissed(now: int) -> None:
    store_partner(LEE)
    made = appoint(LEE, KEY, actor=BEN, now=now)
    assert made.act is not None and appoint(LEE, KEY, actor=BEN, now=now).act is None
    assert [str(each.id) for each in judges_of(KEY)] == [JO, KIM, LEE]

    gone = dismiss(LEE, KEY, actor=BEN, now=now).act
    assert gone is not None and find_judge(LEE) is None
    undo(LEE, gone.act_id, actor=BEN, now=now)

    assert find_judge(LEE) is not None
    with pytest.raises(JudgeUnknown):
        dismiss(CHLOE, KEY, actor=BEN, now=now)


@pytest.mark.parametrize("who", [CHLOE, LEE])
def test_who_did_not_come_as_a_partner_is_no_judge(who: str, now: int) -> None:
    store_partner(LEE, registrationStatus="registered")

    with pytest.raises(NotAPartner):
        appoint(who, KEY, actor=BEN, now=now)


def test_assignment_is_recorded_with_its_judge_and_undone(now: int) -> None:
    team = find_team(OTTERS)
    assert team is not None
    (act,) = assign(team, [JO], actor=BEN, now=now).acts
    assert assign(team, [JO], actor=BEN, now=now).acts == []

    undo(JO, act.act_id, actor=BEN, now=now)

    row = find_judge(JO)
    assert row is not None and row.team is None


def test_round_that_moves_while_judges_speak_leaves_one_answer_each(now: int) -> None:
    def speak() -> None:
        judge(JO, OTTERS, 3, now=now)

    def move() -> None:
        set_round("2", actor=BEN, now=now)

    answers = at_once(speak, move, speak, speak)

    rounds = [row.round for row in feedback_by(JO)]
    refused = [each for each in answers if isinstance(each, AlreadyJudged)]
    assert len(rounds) == len(set(rounds)) == 3 - len(refused)


def test_feedback_is_of_the_round_that_began_meanwhile(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    begin = partial(set_round, "2", actor=BEN, now=now)
    just_before_the_commit(monkeypatch, begin)

    judge(JO, OTTERS, 3, now=now)

    assert [row.round for row in feedback_by(JO)] == ["2"]


def test_nothing_is_said_of_a_team_that_went_meanwhile(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    just_before_the_commit(monkeypatch, lambda: remove_rows(Team.get(OTTERS, KEY)))

    with pytest.raises(TeamUnknown):
        judge(JO, OTTERS, 3, now=now)
    assert feedback_by(JO) == []


def test_judge_who_scored_the_team_meanwhile_is_not_sent_to_it(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    team = find_team(OTTERS)
    assert team is not None
    just_before_the_commit(monkeypatch, lambda: judge(JO, OTTERS, 3, now=now))

    with pytest.raises(AllHaveJudged):
        assign(team, [JO], actor=BEN, now=now)
    assert Judge.get(JO).team is None


def test_partner_who_cancels_meanwhile_is_not_made_a_judge(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    store_partner(LEE)
    cancel = partial(store_partner, LEE, registrationStatus="cancelled")
    just_before_the_commit(monkeypatch, cancel)

    with pytest.raises(NotAPartner):
        appoint(LEE, KEY, actor=BEN, now=now)
    assert find_judge(LEE) is None


def test_strict_and_mild_judges_count_alike(now: int) -> None:
    judge(JO, OTTERS, 2, now=now)
    judge(JO, PANDAS, 1, now=now)
    judge(KIM, OTTERS, 4, now=now)
    judge(KIM, PANDAS, 5, now=now)

    found = standings(JudgeFeedback.scan())

    # They contradict each other, so both teams are where everybody is; ids decide.
    assert [(each.team, each.score) for each in found] == [(OTTERS, 0), (PANDAS, 0)]
    assert list(found[0].marks) == [JO, KIM]


def test_judge_who_gives_everybody_the_same_moves_nobody(now: int) -> None:
    judge(JO, OTTERS, 5, now=now)
    judge(JO, PANDAS, 5, now=now)

    assert [each.score for each in standings(JudgeFeedback.scan())] == [0, 0]


def test_scores_are_compared_within_event_and_round(now: int) -> None:
    judge(JO, OTTERS, 5, now=now)
    set_round("2", actor=BEN, now=now)
    judge(JO, PANDAS, 1, now=now)
    old = {"id": JO, "teamID;round": "x;1", "teamID": "x", "scores": {"metric1": 1}}
    low = {**old, "teamID;round": "y;1", "teamID": "y", "eventID;year": "gala;2026"}
    store_rows(
        JudgeFeedback.of(old),
        JudgeFeedback.of({**low, "scores": dict.fromkeys(SCORES, 1)}),
    )

    found = {(each.team, each.round): each.score for each in standings(_all())}

    assert found == {(OTTERS, "1"): 0, (PANDAS, "2"): 0, ("y", "1"): 0}


@pytest.mark.parametrize("mark", ["5", None, True, [5], {"a": 5}])
def test_feedback_whose_scores_are_no_numbers_counts_for_nobody(
    mark: object, now: int
) -> None:
    judge(JO, OTTERS, 5, now=now)
    scores = {**dict.fromkeys(SCORES, 1), "metric3": mark}
    row = {"id": JO, "teamID;round": f"{PANDAS};1", "teamID": PANDAS, "scores": scores}
    store_rows(JudgeFeedback.of({**row, "eventID;year": KEY}))

    assert [each.team for each in standings(_all())] == [OTTERS]


def test_judge_goes_along_with_another_address(now: int) -> None:
    judge(JO, OTTERS, 5, now=now)
    judge(JO, PANDAS, 4, now=now)
    judge(KIM, PANDAS, 3, now=now)

    along = readdressed_judges(JO, KIM, now)

    kinds = sorted(
        (change.label, change.kind, change.key[0]) for change in along.changes
    )
    assert kinds == [
        ("judge", "removed", JO),
        ("judge feedback", "created", KIM),
        ("judge feedback", "removed", JO),
        ("judge feedback", "removed", JO),
    ]
    assert len(along.remarks) == 1
    moved = readdressed_judges(JO, LEE, now)
    assert sum(change.model is Judge for change in moved.changes) == 2


def test_history_of_a_judge_tells_what_they_judged(now: int) -> None:
    judge(JO, OTTERS, 5, now=now)

    (act,) = history(JO)

    assert (act.act, act.actor) == ("judge team", JO)


def _all() -> list[JudgeFeedback]:
    return list(JudgeFeedback.scan())


def fill_the_panel(less: int) -> None:
    """Have as many judges as there can be, less some."""
    for number in range(MOST_JUDGES - len(judges_of(KEY)) - less):
        row = {"id": f"j{number}@acme.example", "eventID;year": KEY}
        store_rows(Judge.of(row))


def test_four_at_once_make_no_judge_too_many(now: int) -> None:
    fill_the_panel(less=1)
    partners = [f"p{number}@acme.example" for number in range(4)]
    for email in partners:
        store_partner(email)

    answers = at_once(
        *(partial(appoint, email, KEY, actor=BEN, now=now) for email in partners)
    )

    assert sum(isinstance(each, TooManyJudges) for each in answers) == 3
    assert sum(isinstance(each, Edited) for each in answers) == 1
    assert count_judges(KEY) == MOST_JUDGES


def test_dismissal_makes_room_and_its_undo_waits_for_some(now: int) -> None:
    fill_the_panel(less=0)
    store_partner(LEE)
    with pytest.raises(TooManyJudges):
        appoint(LEE, KEY, actor=BEN, now=now)

    gone = dismiss(JO, KEY, actor=BEN, now=now).act
    assert appoint(LEE, KEY, actor=BEN, now=now).act is not None

    assert gone is not None
    with pytest.raises(UndoRefused, match="30 judges at most"):
        undo(JO, gone.act_id, actor=BEN, now=now + 1)
    dismiss(KIM, KEY, actor=BEN, now=now)
    undo(JO, gone.act_id, actor=BEN, now=now + 1)
    assert count_judges(KEY) == MOST_JUDGES


def test_judge_of_another_event_leaves_room_there(now: int) -> None:
    store_partner(LEE)
    store_partner(LEE, **{"eventID;year": "other;2025"})
    appoint(LEE, "other;2025", actor=BEN, now=now)

    appoint(LEE, KEY, actor=BEN, now=now)

    counted = [int(Panel.get(*Panel.key(each)).judges) for each in (KEY, "other;2025")]
    assert counted == [3, 0]
