"""What the doctor repairs: all of it, once, also when it is killed, and taken back."""

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings

from biztech.tests.sick_records import DORA, EMIL, EXEC, SICK, Club
from biztech.tests.test_doctor import doctor, found
from companion.credits.models import Balance
from core.audit.trail import history
from core.clock import HOUR, now_ms
from core.doctor.invariants import invariants
from core.dynamo.base import Entity
from core.plans.deciding import ask_to_undo
from core.plans.models import Plan, Stage
from core.plans.queries import plans, steps_of, told_counts
from core.plans.tests.plan_runs import (
    applied,
    killed_after,
    last_line,
    planned,
    states,
)
from core.plans.working import work_on
from events.models import Registration, Team
from memberships.models import DiscordAccount, Member
from memberships.people import person
from memberships.tests.people import everything
from profiles.models import QR, Profile

MENDED = [each.code for each in invariants() if each.repair]
# Undo brings back no connection with somebody who is not there.
FINAL = ["connection-without-profile", "connection-doubled"]
LEFT = [each.code for each in invariants() if not each.repair]


@pytest.fixture
def club() -> Club:
    """Return a club whose records are as the services write them."""
    return Club(at=now_ms() - 2 * HOUR)


def stored() -> dict[str, list[dict[str, object]]]:
    """Return every row that a repair may touch."""
    more: tuple[type[Entity], ...] = (Balance, QR, Registration, Team)
    rows = {
        model.__name__: sorted(
            (row.plain() for row in model.read_all()), key=lambda row: str(row["id"])
        )
        for model in more
    }
    accounts = [row.plain() for row in DiscordAccount.query(DiscordAccount.PARTITION)]
    return {**everything(), **rows, "DiscordAccount": accounts}


def undone(plan: Plan) -> Plan:
    ask_to_undo(plan.plan_id, actor=EXEC, now=now_ms())
    return work_on(plan.plan_id)


@pytest.mark.parametrize("code", MENDED)
def test_each_kind_of_damage_is_repaired_and_the_repair_undone(
    club: Club, code: str
) -> None:
    damage, _ = SICK[code]
    damage(club)
    sick = stored()

    plan = planned("doctor")
    assert stored() == sick
    assert told_counts(plan) == {"repaired": {"planned": len(states(plan))}}
    plan = applied(plan)

    assert set(states(plan)) == {"applied"}
    assert found() == []
    healed = stored()
    assert set(states(undone(plan))) == {"kept" if code in FINAL else "undone"}
    assert stored() == (healed if code in FINAL else sick)


@pytest.mark.parametrize("code", LEFT)
def test_what_a_person_has_to_decide_is_told_and_left(club: Club, code: str) -> None:
    damage, _ = SICK[code]
    damage(club)
    sick = stored()

    plan = applied(planned("doctor"))

    assert set(told_counts(plan)) == {"by-hand"}
    assert stored() == sick


def test_damage_of_one_person_is_repaired_in_one_act(club: Club) -> None:
    club.edit_user(isMember="false", year=3)
    club.edit_member(topics="AI,Fintech", prevMember="true", profileID=None)

    plan = applied(planned("doctor"))

    (step,) = steps_of(plan.plan_id)
    assert (step.subject, step.state) == (DORA, "applied")
    assert history(DORA)[0].act == "repair"
    dora = person(DORA)
    assert dora.user and dora.member and dora.profile
    assert (dora.user.plain()["isMember"], dora.user.year) == (True, "3rd Year")
    assert dora.member.plain()["topics"] == ["AI", "Fintech"]
    assert dora.member.plain()["prevMember"] is True
    assert dora.profile.profile_id == club.ids[DORA]
    assert found() == []


def test_plan_of_one_kind_leaves_the_others(club: Club) -> None:
    club.edit_user(admin=True)
    club.edit_member(topics="AI")

    doctor("apply", "--only", "topics-as-text")

    assert [one.code for one in found()] == ["admin-flag-contradicts-domain"]


def test_whose_profile_it_is_decides_a_person(club: Club) -> None:
    club.edit(Member, *Member.key(EXEC), firstName="Emil", profileID=club.ids[EMIL])

    plan = planned("doctor", {"only": "profile-shared"})

    assert told_counts(plan) == {"by-hand": {"noted": 2}}


def test_paid_membership_is_not_cleared_away(club: Club) -> None:
    damage, payer = SICK["paid-not-member"]
    damage(club)

    plan = applied(planned("doctor"))

    (step,) = steps_of(plan.plan_id)
    assert (step.subject, step.outcome) == (payer, "by-hand")
    user = person(payer).user
    assert user and user.is_member


def test_toggles_show_the_name_and_nothing_else(club: Club) -> None:
    club.edit_profile(viewableMap=None)

    applied(planned("doctor"))

    shown = Profile.get(*Profile.key(club.ids[DORA])).plain()["viewableMap"]
    assert {name for name, on in shown.items() if on} == {
        "profileType",
        "fname",
        "lname",
    }


def test_command_shows_then_applies_then_takes_back(club: Club) -> None:
    club.edit_user(isMember=False)

    shown, status = doctor("plan")
    assert status == 0
    (plan,) = plans()
    assert f"doctor apply --plan {plan.plan_id}" in shown
    assert [one.code for one in found()] == ["member-not-flagged"]

    done, status = doctor("apply", "--plan", plan.plan_id, "--json")
    assert status == 0
    assert last_line(done)["counts"] == {"repaired": {"applied": 1}}
    assert found() == []

    said, _ = doctor("undo", plan.plan_id)
    assert said.splitlines()[-1].startswith("doctor undone: ")
    assert [one.code for one in found()] == ["member-not-flagged"]


def test_repair_of_records_that_changed_since_is_refused(club: Club) -> None:
    club.edit_member(topics="AI")
    plan = planned("doctor")
    club.edit_member(topics="Robots")

    said, status = doctor("apply", "--plan", plan.plan_id)

    assert status == 1
    assert "The member record changed (topics)" in said
    assert Member.get(*Member.key(DORA)).topics == "Robots"


@pytest.mark.other_process
def test_repairs_killed_in_the_middle_go_on_to_the_same_end(club: Club) -> None:
    for code in ("admin-flag-contradicts-domain", "partner-without-code"):
        SICK[code][0](club)
    club.edit(Member, *Member.key(EMIL), topics="AI")
    club.edit(Member, *Member.key(EXEC), year=4)
    plan = planned("doctor")
    assert len(states(plan)) == 4

    killed_after(2, plan, "doctor", "apply", "--plan", plan.plan_id)
    assert sorted(states(plan)) == ["applied", "applied", "planned", "planned"]
    doctor("apply", "--plan", plan.plan_id)

    assert set(states(plan)) == {"applied"}
    assert found() == []
    assert len(history(EMIL)) == 2


def test_demo_club_is_repaired_and_the_second_run_is_silent(
    settings: Settings,
) -> None:
    settings.DEBUG = True
    call_command("seed_demo", stdout=StringIO())

    plan = applied(planned("doctor"))

    assert plan.stage == Stage.APPLIED
    assert set(states(plan)) == {"applied"}
    assert doctor("check", "--json") == ('{"findings": []}\n', 0)
    assert told_counts(planned("doctor")) == {}
