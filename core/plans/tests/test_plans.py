"""Plans: shown before, applied once, undone after, whatever happens between."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from biztech.tests.at_once import at_once
from biztech.tests.callers import change_row
from core.audit.changes import RowChange
from core.audit.trail import batch_of, history
from core.clock import DAY, now_ms
from core.dynamo.base import attribute
from core.errors import Invalid
from core.leases import hold
from core.plans.command_line import PlanCommand
from core.plans.deciding import (
    ask_for_plan,
    ask_to_apply,
    ask_to_go_on,
    ask_to_stop,
    ask_to_undo,
)
from core.plans.errors import KindUnknown, NotNow, NoUndo, PlanBusy, PlanUnknown
from core.plans.kinds import Asked, Kind, Step
from core.plans.models import Plan, Stage
from core.plans.queries import open_plans, plans, required_plan, steps_of, told_counts
from core.plans.tests.plan_runs import (
    EXEC,
    applied,
    known,
    last_line,
    only_step,
    planned,
    states,
)
from core.plans.working import LEASE, work_on, work_on_open_plans
from interactions.queries import connections_of
from memberships.acts import MembershipAct
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.people import person
from memberships.services import plan_grant
from memberships.tests.people import AMIRA, BEN, everything, make_member, meet
from memberships.tests.test_revoke import crash_after

NAMES = [f"person{number}@example.org" for number in range(7)]


def _welcome(asked: Asked) -> Iterator[Step]:
    wanted = list(asked.parameters["emails"]) + asked.file.decode().split()
    if not wanted:
        raise Invalid("'emails' names nobody.")
    for email in wanted:
        granted = plan_grant(MembershipFacts(email=email), now=asked.now)
        yield Step(
            subject=email,
            outcome="new" if granted.changes else "member",
            sentence="Becomes a member." if granted.changes else "Is one already.",
            changes=granted.changes,
        )


WELCOME = Kind(
    name="welcome",
    title="Welcome people",
    act=MembershipAct.GRANT,
    outcomes={"new": "New members", "member": "Members already"},
    steps=_welcome,
)


@pytest.fixture(autouse=True)
def kind() -> Iterator[Kind]:
    with known(WELCOME):
        yield WELCOME


def welcome(*emails: str, now: int | None = None) -> Plan:
    return planned("welcome", {"emails": list(emails)}, now=now)


def member() -> Member:
    found = Member.find(*Member.key(AMIRA))
    assert found
    return found


def test_plan_shows_and_changes_nothing(now: int) -> None:
    make_member(AMIRA)
    before = everything()

    plan = welcome(AMIRA, *NAMES[:2], now=now)

    assert everything() == before
    assert plan.stage == Stage.READY
    assert told_counts(plan) == {"new": {"planned": 2}, "member": {"noted": 1}}
    assert (plan.total, plan.done) == (3, 3)
    assert [(step.subject, step.sentence) for step in steps_of(plan.plan_id)] == [
        (AMIRA, "Is one already."),
        (NAMES[0], "Becomes a member."),
        (NAMES[1], "Becomes a member."),
    ]


def test_applying_is_one_act_for_each_person(now: int) -> None:
    plan = applied(welcome(*NAMES, now=now))

    assert plan.stage == Stage.APPLIED
    assert told_counts(plan) == {"new": {"applied": 7}}
    for email in NAMES:
        assert person(email).is_member
        (act,) = history(email)
        assert (act.act, act.batch, act.actor) == ("grant", plan.plan_id, EXEC)
    assert all(step.content is None for step in steps_of(plan.plan_id))


def test_undo_brings_back_what_was(now: int) -> None:
    make_member(AMIRA)
    before = everything()
    plan = applied(welcome(AMIRA, *NAMES, now=now))

    ask_to_undo(plan.plan_id, actor=BEN, now=now)
    plan = work_on(plan.plan_id)

    assert everything() == before
    assert plan.stage == Stage.UNDONE
    assert told_counts(plan)["new"] == {"undone": 7}
    assert history(NAMES[0])[0].actor == BEN


def test_row_that_changed_since_is_refused_alone(now: int) -> None:
    make_member(AMIRA)
    change_row(member(), attribute("profileID").remove())
    plan = welcome(AMIRA, NAMES[0], now=now)
    change_row(member(), attribute("faculty").set("Science"))

    plan = applied(plan)

    assert states(plan) == ["refused", "applied"]
    refused = next(steps_of(plan.plan_id))
    assert refused.refusal == (
        "Changed since the preview. The member record changed (faculty)."
    )
    assert history(AMIRA)[0].act == "grant"


def test_record_that_appeared_since_is_said(now: int) -> None:
    plan = welcome(AMIRA, now=now)
    make_member(AMIRA)

    refusal = only_step(applied(plan)).refusal

    assert "There is a user record by now. There is a member record by now." in refusal


def test_two_plans_on_one_person_apply_once(now: int) -> None:
    first, second = welcome(AMIRA, now=now), welcome(AMIRA, now=now)

    at_once(lambda: applied(first), lambda: applied(second))

    assert sorted(states(first) + states(second)) == ["applied", "refused"]
    assert len(history(AMIRA)) == 1


@pytest.mark.parametrize("commits", range(4))
def test_crash_while_applying_ends_as_without(
    commits: int, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = welcome(*NAMES[:3], now=now)
    ask_to_apply(plan.plan_id)
    crash_after(commits, monkeypatch)
    if commits < 3:
        with pytest.raises(KeyboardInterrupt):
            work_on(plan.plan_id)
    monkeypatch.undo()

    plan = work_on(plan.plan_id)

    assert states(plan) == ["applied"] * 3
    assert [len(history(email)) for email in NAMES[:3]] == [1, 1, 1]


@pytest.mark.parametrize("commits", range(3))
def test_crash_while_undoing_ends_as_without(
    commits: int, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()
    plan = applied(welcome(*NAMES[:3], now=now))
    ask_to_undo(plan.plan_id, actor=EXEC, now=now)
    crash_after(commits, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        work_on(plan.plan_id)
    monkeypatch.undo()

    plan = work_on(plan.plan_id)

    assert states(plan) == ["undone"] * 3
    assert everything() == before


def test_undo_that_nobody_noted_is_not_taken_for_a_refusal(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = applied(welcome(AMIRA, now=now))
    ask_to_undo(plan.plan_id, actor=EXEC, now=now)
    monkeypatch.setattr("core.plans.steps._end", _die)
    with pytest.raises(KeyboardInterrupt):
        work_on(plan.plan_id)
    monkeypatch.undo()

    assert states(work_on(plan.plan_id)) == ["undone"]


def test_crash_while_planning_plans_anew(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = {"emails": [f"{number}@example.org" for number in range(60)]}
    asked = ask_for_plan("welcome", many, actor=EXEC, now=now)
    monkeypatch.setattr("core.plans.working._Work.passed", _die)
    with pytest.raises(KeyboardInterrupt):
        work_on(asked.plan_id)
    monkeypatch.undo()

    plan = work_on(asked.plan_id)

    assert plan.total == len(states(plan)) == 60


def test_work_that_was_halted_goes_on(now: int) -> None:
    plan = welcome(*NAMES, now=now)
    ask_to_apply(plan.plan_id)
    passed: list[str] = []

    work_on(plan.plan_id, advance=passed.append, stop=lambda: len(passed) == 3)
    assert states(plan).count("applied") == 3
    ask_to_stop(plan.plan_id)
    assert work_on(plan.plan_id).stage == Stage.APPLYING
    assert open_plans() == []

    ask_to_go_on(plan.plan_id)
    work_on_open_plans()

    assert required_plan(plan.plan_id).stage == Stage.APPLIED
    assert states(plan) == ["applied"] * 7


def test_halted_plan_can_be_undone_as_far_as_it_got(now: int) -> None:
    before = everything()
    plan = welcome(*NAMES, now=now)
    ask_to_apply(plan.plan_id)
    passed: list[str] = []
    work_on(plan.plan_id, advance=passed.append, stop=lambda: len(passed) == 3)

    with pytest.raises(NotNow):
        ask_to_undo(plan.plan_id, actor=EXEC, now=now)
    ask_to_stop(plan.plan_id)
    ask_to_undo(plan.plan_id, actor=EXEC, now=now)
    work_on(plan.plan_id)

    assert everything() == before
    assert states(plan) == ["undone"] * 3 + ["planned"] * 4


def test_plan_that_somebody_applies_meanwhile_is_applied(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = welcome(AMIRA, now=now)
    reading = "core.plans.deciding.required_plan"

    def applied_just_after(plan_id: str) -> Plan:
        monkeypatch.setattr(reading, required_plan)
        read = required_plan(plan_id)
        applied(plan)
        return read

    monkeypatch.setattr(reading, applied_just_after)

    with pytest.raises(NotNow, match="The plan is applied"):
        ask_to_apply(plan.plan_id)


def test_one_process_works_at_a_time(now: int) -> None:
    plan = welcome(AMIRA, now=now)
    ask_to_apply(plan.plan_id)
    hold(f"plan {plan.plan_id}", holder="other", now=now_ms(), for_ms=LEASE)

    with pytest.raises(PlanBusy):
        work_on(plan.plan_id)
    work_on_open_plans()
    assert states(plan) == ["planned"]


def test_person_with_very_many_rows_takes_several_steps(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.plans.working.MOST_ROWS", 2)
    one = make_member(AMIRA)
    for email in NAMES[:3]:
        meet(one, make_member(email))
    rows = connections_of(one)

    def forget(_: Asked) -> Iterator[Step]:
        removals = [RowChange.removed("connection", row) for row in rows]
        yield Step(subject=AMIRA, outcome="new", sentence="x", changes=removals)

    with known(Kind(**{**vars(WELCOME), "name": "forget", "steps": forget})):
        before = everything()
        plan = applied(planned("forget", now=now))
        assert states(plan) == ["applied"] * 2
        assert connections_of(one) == []
        ask_to_undo(plan.plan_id, actor=EXEC, now=now)
        work_on(plan.plan_id)

    assert everything() == before


def test_plan_that_makes_no_sense_says_so(now: int) -> None:
    plan = welcome(now=now)

    assert (plan.stage, plan.failure) == (Stage.REFUSED, "'emails' names nobody.")
    with pytest.raises(NotNow):
        ask_to_apply(plan.plan_id)


def test_work_that_fails_halts_its_plan_alone(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ask_for_plan("welcome", {}, actor=EXEC, now=now)
    sound = ask_for_plan("welcome", {"emails": [AMIRA]}, actor=EXEC, now=now + 1)

    work_on_open_plans()

    assert required_plan(sound.plan_id).stage == Stage.READY
    failed = required_plan(broken.plan_id)
    assert (failed.stage, failed.failure) == (Stage.PLANNING, "KeyError")
    assert failed.stopped
    assert open_plans() == []


def test_file_is_kept_whole(now: int) -> None:
    names = " ".join(NAMES)

    plan = planned("welcome", {"emails": []}, file=names.encode(), now=now)

    assert [step.subject for step in steps_of(plan.plan_id)] == NAMES


def test_what_is_final_has_no_undo(now: int) -> None:
    with known(Kind(**{**vars(WELCOME), "undoable": False})):
        plan = applied(welcome(AMIRA, now=now))

        with pytest.raises(NoUndo, match="final"):
            ask_to_undo(plan.plan_id, actor=EXEC, now=now)


def test_undo_ends_after_thirty_days(now: int) -> None:
    plan = applied(welcome(AMIRA))

    with pytest.raises(NoUndo, match="30 days"):
        ask_to_undo(plan.plan_id, actor=EXEC, now=int(plan.applied_at or 0) + 31 * DAY)


def test_unknown_plans_and_kinds(now: int) -> None:
    with pytest.raises(PlanUnknown):
        required_plan("nonsense")
    with pytest.raises(KindUnknown):
        ask_for_plan("nonsense", {}, actor=EXEC, now=now)


def test_plans_are_listed_newest_first_and_acts_by_plan(now: int) -> None:
    first, second = welcome(AMIRA, now=now), welcome(BEN, now=now + 1)

    assert [plan.plan_id for plan in plans()] == [second.plan_id, first.plan_id]
    applied(first)
    assert [a.subject for a in batch_of(first.plan_id, now=now_ms())] == [AMIRA]


class _Welcome(PlanCommand):
    kind = "welcome"

    def asked(self, options: object) -> tuple[dict[str, object], bytes]:
        return {"emails": [AMIRA, NAMES[0]]}, b""


def run(**options: object) -> str:
    out = StringIO()
    call_command(_Welcome(stdout=out, stderr=StringIO()), **options)
    return out.getvalue()


def test_command_shows_applies_and_undoes() -> None:
    before = everything()
    shown = run()
    assert everything() == before
    assert "New members" in shown
    assert "Nothing is changed yet." in shown
    plan = plans()[0].plan_id

    assert run(plan=plan, apply=True).endswith(
        "welcome applied: planned 0, noted 0, applied 2, refused 0, undone 0, kept 0.\n"
    )
    assert person(AMIRA).is_member

    assert "welcome undone: " in run(undo=plan)
    assert everything() == before


def test_command_tells_machines_in_one_line() -> None:
    said = last_line(run(apply=True, json=True))

    assert said["stage"] == "applied"
    assert said["counts"] == {"new": {"applied": 2}}


def test_command_says_what_was_refused() -> None:
    run()
    make_member(AMIRA)

    with pytest.raises(SystemExit) as left:
        run(plan=plans()[0].plan_id, apply=True)
    assert left.value.code == 1


def test_command_takes_no_plan_of_another_kind(now: int) -> None:
    with known(Kind(**{**vars(WELCOME), "name": "other"})):
        plan = planned("other", {"emails": [AMIRA]}, now=now)

        with pytest.raises(CommandError, match="another kind"):
            run(plan=plan.plan_id)


def _die(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
