"""The next membership year: prepared, switched to, and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import User
from biztech.dashboard.framework.tests.visitors import ben, visitor
from core import membership_year as year_of_the_club
from core.audit.changes import RowChange
from core.clock import DAY
from core.dynamo.base import of_year
from core.dynamo.registry import table_named
from core.dynamo.tables import create_tables
from core.membership_year import membership_year
from core.plans.deciding import ask_to_apply, ask_to_undo
from core.plans.models import Plan, PlannedStep, Stage
from core.plans.queries import required_plan, steps_of, told_counts
from core.plans.tests.plan_runs import (
    EXEC,
    applied,
    killed_after,
    last_line,
    planned,
    states,
)
from core.plans.working import work_on
from memberships import years
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.people import person
from memberships.queries import named_year
from memberships.services import grant_membership
from memberships.tests.people import (
    AMIRA,
    AMIRAS_FACTS,
    BEN,
    everything,
    make_member,
    meet,
    store,
)

CHLOE = "chloe@example.org"

Next = of_year(Member, 2027)


@pytest.fixture(autouse=True)
def looks_for_the_year() -> Iterator[None]:
    """Go by the club's rows, as every process does but those of other tests."""
    year_of_the_club.pin(None)
    year_of_the_club.forget()
    yield
    year_of_the_club.pin(None)


def roll_over(now: int, **parameters: object) -> Plan:
    return planned("rollover", {"to": 2027, "people": "execs", **parameters}, now=now)


def test_year_changes_in_all_records_and_without_a_restart(now: int) -> None:
    grant_membership(AMIRAS_FACTS, actor=BEN, now=1)
    bens, amiras = make_member(BEN), person(AMIRA).profile
    assert amiras
    meet(bens, amiras.profile_id)

    plan = roll_over(now, grace="2027-10-15")
    assert membership_year() == 2026
    assert told_counts(plan) == {
        "carried": {"planned": 1},
        "left": {"planned": 1},
        "switch": {"planned": 1},
    }
    plan = applied(plan)

    assert plan.stage == Stage.APPLIED
    assert membership_year() == 2027
    ben, amira = person(BEN), person(AMIRA)
    assert ben.is_member
    assert ben.profile
    assert ben.profile.profile_id == bens
    assert ben.member
    assert ben.member.created_at == now
    assert not amira.is_member
    assert amira.profile
    assert amira.profile.profile_id == amiras.profile_id
    renewed = grant_membership(MembershipFacts(email=AMIRA), actor=BEN, now=now + 1)
    assert renewed.profile_id == amiras.profile_id
    assert of_year(Member, 2026).find(*Member.key(AMIRA))


def test_rolling_over_can_be_taken_back(now: int) -> None:
    make_member(AMIRA)
    make_member(BEN)
    before = everything()
    plan = applied(roll_over(now))

    ask_to_undo(plan.plan_id, actor=EXEC, now=now)
    work_on(plan.plan_id)

    assert membership_year() == 2026
    assert everything() == before
    assert Next.find(*Member.key(BEN)) is None


def test_listed_people_go_along(now: int) -> None:
    make_member(AMIRA)
    make_member(BEN)
    listed = f"\ufeff{AMIRA.upper()}\n\n {CHLOE}\n".encode()

    plan = planned("rollover", {"to": 2027, "people": "listed"}, file=listed, now=now)

    said = {step.subject: (step.outcome, step.sentence) for step in _steps(plan)}
    assert said[AMIRA][0] == "carried"
    assert said[BEN][0] == "left"
    assert said[CHLOE] == (
        "unknown",
        "Is no member of 2026; grant a membership instead.",
    )


def test_again_takes_up_who_joined_the_old_year_late(now: int) -> None:
    make_member(BEN)
    applied(roll_over(now))
    year_of_the_club.pin(2026)
    late = make_member("late@ubcbiztech.com")
    year_of_the_club.pin(2027)

    plan = applied(roll_over(now))

    assert told_counts(plan) == {"there": {"noted": 1}, "carried": {"applied": 1}}
    found = person("late@ubcbiztech.com").profile
    assert found
    assert found.profile_id == late


def test_who_has_not_renewed_is_a_member_no_more_after_the_grace(now: int) -> None:
    make_member(AMIRA)
    make_member(BEN)
    applied(roll_over(now, grace="2026-12-01"))

    early = planned("lapse", now=now)
    assert early.stage == Stage.REFUSED
    assert early.failure == "People may renew until 2026-12-01; try again after that."
    plan = applied(planned("lapse", now=now + 30 * DAY))

    assert [step.subject for step in _steps(plan)] == [AMIRA]
    assert not _user(AMIRA).is_member
    assert _user(BEN).is_member
    assert not person(AMIRA).problems


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "'to' must be a year, such as 2027."),
        ({"to": "soon"}, "'to' must be a year, such as 2027."),
        ({"to": 2026}, "'to' must be the year after 2026; 2026 is not, or is over."),
        ({"to": 2207}, "'to' must be the year after 2026; 2207 is not, or is over."),
        ({"to": 2027, "grace": "x"}, "'grace' must be a date, such as 2027-10-15."),
    ],
)
def test_years_that_make_no_sense_are_refused(
    parameters: dict[str, object], sentence: str, now: int
) -> None:
    plan = planned("rollover", parameters, now=now)

    assert (plan.stage, plan.failure) == (Stage.REFUSED, sentence)


def test_list_that_is_none_is_refused(now: int) -> None:
    plan = planned(
        "rollover", {"to": 2027, "people": "listed"}, file=b"a@b.org\nx", now=now
    )

    assert plan.failure == "Line 2 of the list is no e-mail address."


def test_records_of_last_year_are_undone_in_their_own_table(now: int) -> None:
    make_member(AMIRA)
    row = Member.find(*Member.key(AMIRA))
    assert row
    change = RowChange.from_json(RowChange.removed("member", row).to_json())
    applied(roll_over(now))

    back = RowChange.from_json(change.to_json())

    assert back.model.Meta.table_name == "biztechMembers2026"
    other = RowChange.created("member", Next.of({"id": AMIRA}))
    assert other.to_json()["year"] == 2027


def test_unreadable_year_is_the_one_that_was_known(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    applied(roll_over(now))
    assert membership_year() == 2027
    monkeypatch.setattr(
        year_of_the_club._remembered,
        "_reader",
        lambda: 1 / 0,
    )
    year_of_the_club.forget()

    assert membership_year() == 2027


def test_command_shows_and_applies(now: int, tmp_path: Path) -> None:
    make_member(AMIRA)
    file = tmp_path / "people.txt"
    file.write_text(AMIRA)

    shown = command(to=2027, carry=str(file))
    assert "Go along" in shown
    assert named_year() is None
    said = last_line(command(to=2027, carry=str(file), apply=True, json=True))

    assert said["counts"]["carried"] == {"applied": 1}
    assert named_year() == 2027
    assert "lapse ready" in command(end_grace=True)


def test_command_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="rollover --to 2027"):
        command()
    with pytest.raises(CommandError, match="cannot be read"):
        command(to=2027, carry=str(tmp_path / "nothing"))
    with pytest.raises(CommandError, match="must be the year after 2026"):
        command(to=2020)


@pytest.mark.other_process
def test_killed_in_the_middle_it_ends_as_without(now: int) -> None:
    for number in range(4):
        make_member(f"exec{number}@ubcbiztech.com")
    plan = roll_over(now)
    ask_to_apply(plan.plan_id)
    # Made here, so that it goes with the test.
    create_tables([replace(table_named("biztechMembers"), year=2027)])

    killed_after(2, plan, "rollover", "--apply", "--plan", plan.plan_id)
    assert states(plan).count("applied") == 2
    work_on(plan.plan_id)

    assert states(plan) == ["applied"] * 5
    assert required_plan(plan.plan_id).stage == Stage.APPLIED
    assert membership_year() == 2027


def command(**options: object) -> str:
    out = StringIO()
    call_command("rollover", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def _steps(plan: Plan) -> list[PlannedStep]:
    return list(steps_of(plan.plan_id))


def _user(email: str) -> User:
    found = User.find(*User.key(email))
    assert found
    return found


def test_memberships_are_told_over_the_years_and_renewed(now: int) -> None:
    grant_membership(AMIRAS_FACTS, actor=BEN, now=1)
    make_member(BEN)
    applied(roll_over(now))
    years.forget_years()

    assert [year for year, _ in years.memberships_of(BEN)] == [2027, 2026]
    assert [year for year, _ in years.memberships_of(AMIRA)] == [2026]
    assert [
        (each.year, each.members, each.stayed, each.of)
        for each in years.counted_years()
    ] == [(2026, 2, 0, None), (2027, 1, 1, 2026)]
    page = ben().get(f"/admin/memberships/person/{AMIRA}/change/").content.decode()
    assert "Renew for 2027" in page
    kept = person(AMIRA).profile
    renewed = f"/admin/memberships/person/{AMIRA}/renew/"

    assert "Renewed for 2027." in ben().post(renewed, follow=True).content.decode()

    amira = person(AMIRA)
    assert amira.member
    assert kept
    assert amira.member.profile_id == kept.profile_id
    assert (amira.member.faculty, amira.member.prev_member) == ("Science", True)
    again = ben().post(renewed, follow=True).content.decode()
    assert "is a member of 2027 already." in again
    shown = ben().get("/admin/plans/year/").content.decode()
    assert "2026 to 2027" in shown


def test_oldest_memberships_are_found_as_well() -> None:
    create_tables([replace(table_named(Member.base_name()), year=2014)])
    years.forget_years()
    store(of_year(Member, 2014), id=AMIRA)

    assert [year for year, _ in years.memberships_of(AMIRA)] == [2014]


def test_who_was_no_member_before_has_nothing_to_renew() -> None:
    make_member(AMIRA)
    address = f"/admin/memberships/person/{AMIRA}/renew/"

    page = ben().post(address, follow=True).content.decode()

    assert "There is no earlier membership to renew." in page
    assert visitor(AMIRA).post(address).status_code == 403
    assert visitor(None).post(address).status_code == 302
