"""Erasing a person: nothing of her remains, and all that is others' stays as it is."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from biztech.tests.callers import change_row
from core.audit.models import Piece
from core.audit.pending_work import pending_work
from core.audit.trail import changes_in, history
from core.clock import now_ms
from core.identity.services import end_sessions_of
from core.mail.tests.conftest import queue_mail
from core.plans.deciding import ask_to_apply, ask_to_undo
from core.plans.errors import NoUndo
from core.plans.models import Plan, Stage
from core.plans.queries import required_plan, steps_of
from core.plans.tests.plan_runs import (
    applied,
    killed_after,
    planned,
    states,
)
from core.plans.working import work_on
from core.privacy.erasing import ERASE
from core.privacy.errors import NothingHeld
from core.privacy.exporting import everything_held
from core.privacy.subjects import DataSubject
from core.privacy.tests.everywhere import (
    NOOR,
    OMAR,
    PARTNER_ID,
    QUIXOTE,
    Club,
    a_club,
    pictures,
    whole_database,
)
from events.services.moving import (
    Wanted,
    delete_registration,
    move_registration,
)
from events.statuses import Status
from events.tests.rows import GALA, NOW, assert_counts_are_true, seats, sign_up
from interactions.queries import connections_of
from interactions.services import connect
from payments.models import Payment
from profiles.models import Profile
from profiles.pictures.stores import picture_store
from profiles.queries import find_profile

PSEUDONYM = DataSubject(QUIXOTE).pseudonym


@pytest.fixture
def club() -> Club:
    return a_club()


def erased() -> Plan:
    return applied(planned(ERASE, {"email": QUIXOTE}))


def left_of(club: Club) -> list[str]:
    """Return where something of her is still to be found, copies included."""
    found = [
        f"{table} {key} {mark}"
        for table, rows in whole_database().items()
        for key, row in rows.items()
        for mark in club.marks
        if mark.lower() in row.lower()
    ]
    for piece in Piece.scan(Piece.content.exists()):
        if piece.is_first:
            copies = str([c.to_json() for c in changes_in(piece.whole_series())])
            found += [f"copy {piece.key_of()} {m}" for m in club.marks if m in copies]
    return found


def test_plan_shows_what_would_go_and_changes_nothing(club: Club) -> None:
    before = whole_database()

    plan = planned(ERASE, {"email": QUIXOTE})

    after = whole_database()
    del before["biztechPlans"], after["biztechPlans"]
    del before["biztechAudit"], after["biztechAudit"]
    assert after == before
    assert plan.stage == Stage.READY
    told = {(step.outcome, step.sentence) for step in steps_of(plan.plan_id)}
    assert ("removed", "Account: 1 row of biztechUsers.") in told
    assert ("removed", "Memberships: 2 rows of biztechMembers.") in told
    assert any(s.startswith("Payments: 2 rows of biz") for o, s in told if o == "kept")
    assert all(step.subject == PSEUDONYM for step in steps_of(plan.plan_id))


def test_nothing_of_her_remains(club: Club) -> None:
    keys = pictures()

    plan = erased()

    assert {*states(plan)} == {"applied", "noted"}
    assert left_of(club) == []
    store = picture_store()
    assert store
    assert [str(file.key.profile_id) for file in store.files()] == ["SomebodyElse"]
    assert all(store.state_of(key) is None for key in keys)
    assert pending_work() == []
    with pytest.raises(NothingHeld):
        everything_held(QUIXOTE, now=now_ms())


def test_rows_of_others_stay_as_they_are(club: Club) -> None:
    before = whole_database()

    erased()

    after = whole_database()
    for table in before.keys() - {"biztechAudit", "biztechPlans"}:
        for key, row in before[table].items():
            if key not in after[table]:
                assert any(mark.lower() in row.lower() for mark in club.marks)
            elif after[table][key] != row and "seats" not in key:
                assert any(m in row for m in club.marks), (table, key)
    met = [row.other_id for row in connections_of(club.omar)]
    assert met == []  # Noor is gone, too.
    assert history(OMAR)
    assert_counts_are_true()
    assert seats().taken == 1


def test_history_moves_to_the_pseudonym_with_the_receipt(club: Club) -> None:
    acts = len(history(QUIXOTE, limit=500))

    plan = erased()

    assert history(QUIXOTE) == []
    moved = [a for a in history(PSEUDONYM, limit=500) if a.batch != plan.plan_id]
    assert len(moved) == acts
    for act in moved:
        assert not act.undo_until and not act.notes and not act.reason
        assert all(c["row"] == [] for c in json.loads(act.changes))
    (receipt,) = (a for a in history(PSEUDONYM, limit=500) if a.sk == plan.plan_id)
    told = json.loads(receipt.notes)["receipt"]
    users = [each for each in told if each.get("table") == "biztechUsers"]
    assert users == [
        {
            "what": "Account",
            "table": "biztechUsers",
            "rows": 1,
            "outcome": "removed",
            "state": "applied",
        }
    ]
    (hers,) = (act for act in history(NOOR) if act.act == "revoke")
    assert hers.actor == PSEUDONYM and hers.reason == f"met {PSEUDONYM}"


def test_payments_are_kept_without_a_name(club: Club) -> None:
    erased()

    payment = Payment.get(*Payment.key("cs_1"))
    assert (payment.email, payment.paid, payment.state) == (PSEUDONYM, 1500, "paid")
    assert payment.answers == {} and not payment.success_url
    attached = Payment.get(*Payment.key("cs_3"))
    assert attached.email == OMAR and attached.answers == {}
    others = Payment.get(*Payment.key("cs_2"))
    assert others.email == OMAR and others.answers["fname"] == "Omar"


def test_plan_tells_nobody_whom_it_was_about(club: Club) -> None:
    plan = erased()

    assert required_plan(plan.plan_id).parameters == "{}"
    assert all(step.content is None for step in steps_of(plan.plan_id))
    with pytest.raises(NoUndo):
        ask_to_undo(plan.plan_id, actor=OMAR, now=now_ms())


def test_other_plans_about_her_do_nothing_any_more(club: Club) -> None:
    earlier = planned(ERASE, {"email": QUIXOTE})

    erased()

    assert {*states(applied(earlier))} == {"refused", "noted"}
    assert left_of(club) == []


def test_erasing_twice_finds_nobody(club: Club) -> None:
    erased()
    before = whole_database()["biztechUsers"]

    again = planned(ERASE, {"email": QUIXOTE})

    assert again.stage == Stage.REFUSED
    assert whole_database()["biztechUsers"] == before
    assert again.failure == NothingHeld().message
    assert left_of(club) == []


def test_row_that_goes_does_so_whatever_it_holds_by_then(club: Club) -> None:
    plan = planned(ERASE, {"email": QUIXOTE})
    profile = find_profile(club.quixote)
    assert profile
    change_row(profile, Profile.pronouns.set("they"))
    cancel = Wanted(status=Status.CANCELLED)
    move_registration(QUIXOTE, *GALA, cancel, actor=QUIXOTE, by_exec=False, now=NOW + 1)
    end_sessions_of(QUIXOTE, now=now_ms())

    plan = applied(plan)

    assert "refused" not in states(plan)
    assert find_profile(club.quixote) is None
    assert_counts_are_true()


def test_what_came_since_the_preview_is_erased_too(club: Club) -> None:
    plan = planned(ERASE, {"email": QUIXOTE})
    change_row(Payment.get(*Payment.key("cs_1")), Payment.refunded.set(5))
    queue_mail(now=NOW + 5, to=QUIXOTE)
    delete_registration(QUIXOTE, *GALA, actor=QUIXOTE, by_exec=False, now=NOW + 1)
    sign_up(QUIXOTE, now=NOW + 2)

    plan = applied(plan)

    assert states(plan).count("refused") == 1
    assert left_of(club) == []
    payment = Payment.get(*Payment.key("cs_1"))
    assert (payment.refunded, payment.email) == (5, PSEUDONYM)
    assert_counts_are_true()


def test_who_meets_her_meanwhile_keeps_nothing(club: Club) -> None:
    plan = planned(ERASE, {"email": QUIXOTE})
    connect(OMAR, PARTNER_ID, now=NOW, event="wall")

    applied(plan)

    assert left_of(club) == []


@pytest.mark.other_process
@pytest.mark.parametrize(
    ("steps", "work"),
    [(0, "working.apply_step"), (4, "working.apply_step"), (0, "working._end")],
)
def test_killed_erasure_is_completed(club: Club, steps: int, work: str) -> None:
    plan = planned(ERASE, {"email": QUIXOTE})
    command = ("erase_person", "--apply", "--plan", plan.plan_id)
    killed_after(steps, plan, *command, work=work)
    assert bool(left_of(club)) is (work != "working._end")

    plan = work_on(plan.plan_id)

    assert plan.stage == Stage.APPLIED
    assert left_of(club) == []
    receipts = [a for a in history(PSEUDONYM, limit=500) if a.sk == plan.plan_id]
    assert "Account" in receipts[0].notes


def test_picture_that_does_not_go_holds_up_the_end(club: Club, folder: Path) -> None:
    (key, _) = pictures()
    plan = planned(ERASE, {"email": QUIXOTE})
    stuck = folder / "shown" / str(replace(key, at=9))
    stuck.mkdir()
    ask_to_apply(plan.plan_id)

    with pytest.raises(OSError, match=r"9\.jpg"):
        work_on(plan.plan_id)

    assert required_plan(plan.plan_id).stage == Stage.APPLYING
    stuck.rmdir()
    assert work_on(plan.plan_id).stage == Stage.APPLIED
    assert left_of(club) == []
    store = picture_store()
    assert store and len(list(store.files())) == 1


def test_command_erases_and_says_what_it_did(club: Club) -> None:
    out = StringIO()

    call_command("erase_person", QUIXOTE, apply=True, stdout=out)

    text = out.getvalue()
    assert QUIXOTE not in text and PSEUDONYM in text
    assert "For others to erase" in text and "--undo" not in text
    assert text.splitlines()[-1].startswith("erase applied: ")
    assert left_of(club) == []


@pytest.mark.parametrize(
    ("email", "reason", "said"),
    [
        ("nobody@example.org", "", "Nothing is held"),
        ("no address", "", "Invalid email"),
        (QUIXOTE, f"asked by {QUIXOTE}", "must not name"),
    ],
)
def test_command_refuses(email: str, reason: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("erase_person", email, reason=reason, stdout=StringIO())


def test_command_wants_a_person() -> None:
    with pytest.raises(CommandError, match="Name the person"):
        call_command("erase_person", stdout=StringIO())
