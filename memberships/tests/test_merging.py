"""Two people made one: records, profiles, whom they met, and all the way back."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.models import User
from biztech.tests.callers import change_row
from core.audit.pending_work import pending_work
from core.dynamo.base import attribute, of_year
from core.dynamo.registry import table_named
from core.dynamo.tables import create_tables
from core.mail.models import OutgoingMail
from core.plans.models import Stage
from core.plans.queries import steps_of
from core.plans.tests.plan_runs import (
    applied,
    last_line,
    states,
)
from events.tests.rows import (
    assert_counts_are_true,
    registration,
    seats,
    sign_up,
)
from interactions.errors import CannotConnectWithYourself
from interactions.models import Connection
from interactions.queries import connections_of
from interactions.services import connect, disconnect
from interactions.tests.people import CHLOE, DARA, join, toggle
from memberships.merging.planning import contradictions
from memberships.models import Member
from memberships.people import person
from memberships.services import revoke_membership
from memberships.tests.pairs import (
    OLD,
    all_rows,
    both_members,
    differing,
    merge,
    paid,
    said,
    undone,
)
from memberships.tests.people import AMIRA, BEN, make_member, meet, store
from memberships.years import forget_years, memberships_of
from payments.models import Payment
from profiles.models import Profile
from profiles.queries import find_profile, profile_id_of_member, public_profile


def test_two_members_become_one(now: int) -> None:
    kept, gone = both_members(now)

    plan = applied(merge(now))

    assert plan.stage == Stage.APPLIED
    assert person(OLD).user is None
    assert person(OLD).member is None
    amira = person(AMIRA)
    assert amira.user
    assert amira.user.diet == "Vegan"
    assert amira.user.faculty == "Science"
    assert amira.user.favourites == {"gala", "blueprint"}
    assert amira.is_member
    assert amira.profile
    assert amira.profile.profile_id == kept
    stub = find_profile(gone)
    assert stub
    assert stub.replaced_by == kept
    assert ("chosen", "Faculty: Science stays, Arts goes.") in said(plan)


def test_what_is_kept_beside_the_records_goes_along(now: int) -> None:
    kept, gone = both_members(now)

    plan = applied(merge(now))

    met = {row.other_id for row in connections_of(kept)}
    assert met == {profile_id_of_member(DARA), profile_id_of_member(CHLOE)}
    assert not connections_of(gone)
    assert {row.email for row in Payment.read_all()} == {AMIRA}
    assert registration(AMIRA).status == "registered"
    assert seats().taken == 1
    assert_counts_are_true()
    assert {row.recipient for row in OutgoingMail.read_all()} == {AMIRA}
    assert any("Both paid for a membership of 2026" in text for _, text in said(plan))


def test_undone_everything_is_as_it_was(now: int) -> None:
    both_members(now)
    before = all_rows()

    plan = undone(applied(merge(now)), now)

    assert states(plan)[0] == "undone"
    assert differing(before, all_rows(), but=("Seats",)) == {}
    assert_counts_are_true()
    assert pending_work() == []


def test_card_of_the_profile_that_goes_leads_on(now: int) -> None:
    kept, gone = both_members(now)
    applied(merge(now))

    assert public_profile(gone) == public_profile(kept)
    page = Client().get(f"/profile/{gone}")
    assert (page.status_code, page["Location"]) == (302, f"/profile/{kept}")
    join(BEN, now=1)
    assert connect(BEN, gone, now=now).created
    assert Connection.find(*Connection.key(kept, str(profile_id_of_member(BEN))))
    with pytest.raises(CannotConnectWithYourself):
        connect(AMIRA, gone, now=now)


def test_facts_that_differ_are_as_chosen(now: int) -> None:
    kept, gone = both_members(now)
    names = {each.name: each for each in contradictions(OLD, AMIRA, now=now)}
    assert names["faculty"].sender == ("Arts",)
    assert names["faculty"].into == ("Science",)
    assert names["profile"].sender == (gone,)
    # One person has one address: which of the two an account is of is no choice.
    assert not names.keys() & {"email", "createdAt", "admin", "cardCount"}

    plan = applied(merge(now, faculty="from", profile="from"))

    assert states(plan)[0] == "applied"
    amira = person(AMIRA)
    assert amira.user
    assert amira.member
    assert amira.profile
    assert (amira.user.faculty, amira.member.faculty) == ("Arts", "Arts")
    assert amira.profile.profile_id == gone
    stub = find_profile(kept)
    assert stub
    assert stub.replaced_by == gone


def test_what_one_profile_hides_the_other_one_does_not_show(now: int) -> None:
    kept, gone = join(AMIRA, now=1), join(OLD, now=1)
    row = find_profile(gone)
    assert row
    change_row(row, attribute("hobby1").set("Chess"), attribute("hobby2").set("Go"))
    toggle(gone, hobby1=False)

    applied(merge(now))

    profile = find_profile(kept)
    assert profile
    shown = profile.plain()
    assert (shown["hobby1"], shown["hobby2"]) == ("Chess", "Go")
    assert shown["viewableMap"]["hobby1"] is False
    assert shown["viewableMap"]["hobby2"] is True


def test_address_changes_and_the_profile_stays(now: int) -> None:
    profile_id = make_member(OLD)
    meet(profile_id, join(DARA, now=1))
    paid(OLD, "cs_2")
    before = all_rows()

    plan = applied(merge(now, into=" New@Student.UBC.ca"))

    new = "new@student.ubc.ca"
    told = f"{OLD} is {new} from now on. The profile {profile_id} stays."
    assert said(plan)[0] == ("merged", f"{told} Go along: payments: 1.")
    assert person(OLD).user is None
    assert person(new).is_member
    found = person(new).profile
    assert found
    assert found.wire == dict(before["Profile"])[Profile.key(profile_id)]
    undone(plan, now)
    assert all_rows() == before


def test_memberships_of_other_years_are_united_as_well(now: int) -> None:
    create_tables([replace(table_named(Member.base_name()), year=2025)])
    forget_years()
    former = of_year(Member, 2025)
    join(AMIRA, now=1)
    join(OLD, now=1)
    store(former, id=OLD, firstName="Ami", profileID="OldOne", createdAt=3)
    store(former, id=AMIRA, firstName="Amira", faculty="Science", createdAt=4)

    plan = applied(merge(now))

    assert [year for year, _ in memberships_of(AMIRA)] == [2026, 2025]
    assert memberships_of(OLD) == []
    row = former.get(AMIRA)
    assert (row.first_name, row.faculty, row.created_at) == ("Amira", "Science", 3)
    undone(plan, now)
    assert former.get(OLD).first_name == "Ami"
    assert former.get(AMIRA).created_at == 4


def test_exec_by_the_new_address_is_shown_as_one(now: int) -> None:
    profile_id = make_member(OLD)

    applied(merge(now, into=BEN))

    ben = person(BEN)
    assert ben.user
    assert ben.user.admin
    profile = find_profile(profile_id)
    assert profile
    assert profile.profile_type == "EXEC"


def test_records_under_capitals_are_found(now: int) -> None:
    join(AMIRA, now=1)
    store(User, id="Amira@Student.ubc.ca", diet="Vegan", createdAt=1)

    plan = applied(merge(now, "Amira@Student.ubc.ca"))

    assert states(plan) == ["applied"]
    amira = person(AMIRA)
    assert amira.user
    assert amira.user.diet == "Vegan"
    assert User.find("Amira@Student.ubc.ca") is None


def test_kept_profile_of_a_former_member_is_shown_again(now: int) -> None:
    kept = make_member(OLD)
    revoke_membership(OLD, reason="left", keep_profile=True, actor=BEN, now=now)
    other = make_member(AMIRA)
    before = all_rows()

    plan = applied(merge(now, profile="from"))

    amira = person(AMIRA)
    assert amira.profile
    assert amira.profile.profile_id == kept
    assert not amira.profile.hidden_at
    assert amira.user
    assert amira.user.kept_profile_id is None
    stub = find_profile(other)
    assert stub
    assert stub.replaced_by == kept
    undone(plan, now)
    assert all_rows() == before


@pytest.mark.parametrize(
    ("sender", "into", "choices", "sentence"),
    [
        (AMIRA, AMIRA.upper(), {}, "'from' and 'into' are the same address."),
        (CHLOE, AMIRA, {}, "There is neither a user nor a member record under 'from'."),
        ("nobody", AMIRA, {}, "'from' is not an e-mail address."),
        (AMIRA, "", {}, "'into' is not an e-mail address."),
        (AMIRA, CHLOE, {"major": "from"}, "'choices' names major, in which the two"),
        (OLD, AMIRA, {"faculty": "?"}, "'choices' must say 'from' or 'into' of facul"),
    ],
)
def test_what_makes_no_sense_is_refused(
    sender: str, into: str, choices: dict[str, str], sentence: str, now: int
) -> None:
    join(AMIRA, now=1, faculty="Science")
    join(OLD, now=1, faculty="Arts")

    plan = merge(now, sender, into, **choices)

    assert plan.stage == Stage.REFUSED
    assert plan.failure.startswith(sentence)


def test_profile_that_a_third_member_shares_is_refused(now: int) -> None:
    join(AMIRA, now=1)
    gone = join(OLD, now=1)
    store(Member, id=CHLOE, profileID=gone)

    plan = merge(now)

    assert plan.stage == Stage.REFUSED
    assert "is another member's as well" in plan.failure


def test_two_members_with_one_profile_become_one(now: int) -> None:
    profile_id = join(AMIRA, now=1)
    store(Member, id=OLD, profileID=profile_id, cardCount=1)

    plan = applied(merge(now))

    assert states(plan)[0] == "applied"
    assert person(AMIRA).cards == 1
    assert person(AMIRA).problems == ()


def test_who_changed_since_the_preview_is_left_as_they_are(now: int) -> None:
    both_members(now)
    plan = merge(now)
    change_row(User.get(OLD), User.diet.set("Halal"))
    before = all_rows()

    plan = applied(plan)

    assert states(plan)[0] == "refused"
    assert all_rows() == before
    first = next(steps_of(plan.plan_id))
    assert first.refusal == "Changed since the preview. The user record changed (diet)."


def test_tap_between_preview_and_apply_goes_along_and_back(now: int) -> None:
    kept, gone = join(AMIRA, now=1), join(OLD, now=1)
    dara = join(DARA, now=1)
    plan = merge(now)
    connect(DARA, gone, now=now)

    applied(plan)

    assert Connection.find(*Connection.key(kept, dara))
    assert Connection.find(*Connection.key(dara, kept))
    assert Connection.find(*Connection.key(dara, gone)) is None
    undone(plan, now)
    assert Connection.find(*Connection.key(gone, dara))
    assert Connection.find(*Connection.key(kept, dara)) is None


def test_who_met_many_has_them_all_back(now: int) -> None:
    kept, gone = join(AMIRA, now=1), join(OLD, now=1)
    ids = [join(f"p{number}@example.org", now=1) for number in range(25)]
    for one in ids:
        meet(gone, one)
    for one in ids[:3]:
        meet(kept, one, at=9)
    before = all_rows()
    plan = applied(merge(now))
    mine = Connection.query(f"PROFILE#{kept}", Connection.type.startswith("CONN"))
    assert {row.other_id for row in mine} == set(ids)

    undone(plan, now)

    assert all_rows() == before


def test_connection_that_ended_after_the_merge_stays_ended(now: int) -> None:
    kept, gone = join(AMIRA, now=1), join(OLD, now=1)
    dara, chloe = join(DARA, now=1), join(CHLOE, now=1)
    meet(gone, dara)
    meet(gone, chloe)
    plan = applied(merge(now))
    disconnect(AMIRA, dara, now=now)
    ben = join(BEN, now=1)
    connect(AMIRA, ben, now=now)

    undone(plan, now)

    assert Connection.find(*Connection.key(gone, dara)) is None
    assert Connection.find(*Connection.key(gone, chloe))
    assert Connection.find(*Connection.key(kept, ben))


def test_command_says_what_it_would_do_and_does_it(now: int) -> None:
    both_members(now)
    sign_up(AMIRA)
    out = StringIO()
    call_command("merge_people", OLD, AMIRA, take=["faculty"], stdout=out)
    assert "Faculty: Arts stays, Science goes." in out.getvalue()
    assert "Both are registered for Gala 2026" in out.getvalue()
    assert person(OLD).user

    call_command("merge_people", OLD, AMIRA, apply=True, json=True, stdout=out)

    assert last_line(out.getvalue())["counts"]["merged"] == {"applied": 1}
    assert person(OLD).user is None
    with pytest.raises(CommandError, match="Say who goes"):
        call_command("merge_people", OLD)
    with pytest.raises(CommandError, match="neither a user nor a member"):
        call_command("merge_people", OLD, AMIRA, stdout=out)


def test_command_lists_the_facts_that_may_be_taken(now: int) -> None:
    both_members(now)

    with pytest.raises(CommandError, match=r"They differ in faculty, .*profile\."):
        call_command("merge_people", OLD, AMIRA, take=["diet"], stdout=StringIO())
