"""What an exec decides: once, by one of several, and whole after a crash."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.audit.trail import history
from core.dynamo.client import listening
from core.errors import InvalidEmail, NotFound
from memberships.errors import ReasonMissing
from memberships.people import person
from payments.errors import (
    CountedAlready,
    NotAttachable,
    NothingToDecide,
    NothingToRevoke,
    UnknownAtStripe,
)
from payments.gateway import fetched_session
from payments.ledger import account_of, waiting_for_attention
from payments.models import Payment
from payments.services.decisions import attach, keep, retry, revoke
from payments.services.reconciliation import heal
from payments.services.webhooks import apply_event
from payments.stripe_objects import CheckoutSession
from payments.tests.checkouts import paid, shown
from payments.tests.people import AMIRA, charge
from payments.tests.storm import Crash
from tools.stripe import play

BEN = "ben@ubcbiztech.com"
DORA = "dora@ubc.ca"

Decide = Callable[[str], object]


def told(**changes: Any) -> str:
    """Have a checkout paid, and the ledger told of it; return its id."""
    session_id = paid(**changes)
    heal(shown(session_id), actor=BEN, now=1)
    return session_id


def refunded() -> str:
    session_id = told()
    play.refund(session_id, now=2)
    heal(shown(session_id), actor=BEN, now=2)
    return session_id


def payment(session_id: str) -> Payment:
    found = account_of(session_id).payment
    assert found
    return found


def closed(session_id: str) -> tuple[str | None, str | None]:
    found = payment(session_id)
    return found.attention, found.decision


def test_keep_leaves_the_member_and_closes_the_question(now: int) -> None:
    session_id = refunded()

    act = keep(session_id, actor=BEN, now=now)

    assert closed(session_id) == (None, "keep")
    assert person(AMIRA).is_member is True
    assert (act.act, act.actor, act.subject) == ("keep after payment", BEN, AMIRA)
    assert history(AMIRA)[0].wire == act.wire
    assert waiting_for_attention() == []


def test_revoke_takes_the_membership_and_closes_the_question(now: int) -> None:
    session_id = refunded()

    act = revoke(session_id, reason="Refunded.", actor=BEN, now=now)

    assert closed(session_id) == (None, "revoke")
    assert person(AMIRA).is_member is False
    assert (act.act, act.actor, act.subject) == ("revoke after payment", BEN, AMIRA)
    acts = {known.act: known.wire for known in history(AMIRA)}
    assert sorted(acts) == ["payment", "revoke", "revoke after payment"]
    assert acts[act.act] == act.wire


def test_revoke_without_a_reason_changes_nothing(now: int) -> None:
    session_id = refunded()

    with pytest.raises(ReasonMissing):
        revoke(session_id, reason=" ", actor=BEN, now=now)

    assert closed(session_id) == ("refunded", None)
    assert person(AMIRA).is_member is True


@pytest.mark.parametrize(
    "changes",
    [
        {"paymentType": "Event", "eventID": "gala", "year": "2026"},
        {"email": ""},
    ],
)
def test_revoke_of_what_is_no_membership_is_refused(
    now: int, changes: dict[str, Any]
) -> None:
    session_id = told(**changes)

    with pytest.raises(NothingToRevoke):
        revoke(session_id, reason="Refunded.", actor=BEN, now=now)


def test_revoke_that_crashed_in_between_is_completed_by_repeating_it(
    now: int,
) -> None:
    session_id = refunded()
    writes: list[str] = []

    def crash_at_second(operation: str, _: Any) -> None:
        if operation == "TransactWriteItems":
            writes.append(operation)
            if len(writes) == 2:
                raise Crash

    with pytest.raises(Crash), listening(crash_at_second):
        revoke(session_id, reason="Refunded.", actor=BEN, now=now)
    assert person(AMIRA).is_member is False
    assert closed(session_id) == ("refunded", None)

    revoke(session_id, reason="Refunded.", actor=BEN, now=now)
    assert closed(session_id) == (None, "revoke")


DECISIONS: list[Decide] = [
    lambda one: keep(one, actor=BEN, now=9),
    lambda one: revoke(one, reason="Refunded.", actor=BEN, now=9),
    lambda one: retry(one, actor=BEN, now=9),
    lambda one: attach(one, email=DORA, payment_type="Member", actor=BEN, now=9),
]


@pytest.mark.parametrize("decide", DECISIONS)
def test_decision_about_what_has_been_decided_is_refused(decide: Decide) -> None:
    session_id = refunded()
    keep(session_id, actor=BEN, now=3)

    with pytest.raises(NothingToDecide):
        decide(session_id)

    assert closed(session_id) == (None, "keep")


@pytest.mark.parametrize("decide", DECISIONS)
def test_decision_about_an_unknown_payment_is_refused(decide: Decide) -> None:
    with pytest.raises(NotFound):
        decide("cs_test_nope")


def test_two_execs_at_once_decide_once(now: int) -> None:
    session_id = refunded()

    def decide(_: int) -> str:
        try:
            keep(session_id, actor=BEN, now=now)
        except NothingToDecide:
            return "too late"
        return "kept"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(decide, range(8)))

    assert sorted(outcomes) == ["kept"] + ["too late"] * 7
    assert [act.act for act in history(AMIRA)] == ["keep after payment", "payment"]


def test_payment_that_is_attached_meanwhile_stays_that_persons(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = told(email="")
    asking = "payments.services.decisions.fetched_session"

    def attached_meanwhile(session_id: str) -> CheckoutSession:
        monkeypatch.setattr(asking, fetched_session)
        attach(session_id, email=DORA, payment_type="Member", actor=BEN, now=now)
        return fetched_session(session_id)

    monkeypatch.setattr(asking, attached_meanwhile)

    with pytest.raises(NothingToDecide):
        attach(session_id, email=AMIRA, payment_type="Member", actor=BEN, now=now)
    assert payment(session_id).email == payment(session_id).answers["email"] == DORA


def test_retry_accepts_the_amount_that_was_paid(now: int) -> None:
    session_id = told(cents=1000)

    settled = retry(session_id, actor=BEN, now=now)

    assert settled.outcome == "fulfilled"
    assert closed(session_id) == (None, "accept-amount")
    assert person(AMIRA).is_member is True
    assert history(AMIRA)[0].actor == BEN
    assert settled.act and settled.act.wire == history(AMIRA)[0].wire


def test_retry_that_crashed_in_between_is_completed_by_a_reconciliation(
    now: int,
) -> None:
    session_id = told(cents=1000)
    writes: list[str] = []

    def crash_at_second(operation: str, _: Any) -> None:
        if operation == "TransactWriteItems":
            writes.append(operation)
            if len(writes) == 2:
                raise Crash

    with pytest.raises(Crash), listening(crash_at_second):
        retry(session_id, actor=BEN, now=now)
    assert closed(session_id) == ("wrong-amount", "accept-amount")

    heal(shown(session_id), actor=BEN, now=now)
    assert person(AMIRA).is_member is True
    assert closed(session_id) == (None, "accept-amount")


@pytest.mark.parametrize("decide", DECISIONS[2:])
def test_payment_that_counted_is_neither_retried_nor_attached(decide: Decide) -> None:
    session_id = refunded()

    with pytest.raises(CountedAlready):
        decide(session_id)

    assert closed(session_id) == ("refunded", None)
    assert person(DORA).is_member is False


@pytest.mark.parametrize("decide", DECISIONS[2:])
def test_charge_without_a_checkout_is_neither_retried_nor_attached(
    now: int, decide: Decide
) -> None:
    apply_event(charge("evt_1", refunded=500), now=now)

    with pytest.raises(UnknownAtStripe):
        decide("pi_1")

    assert closed("pi_1") == ("unmatched", None)


def test_attach_settles_the_payment_for_that_person(now: int) -> None:
    session_id = told(email="")

    settled = attach(
        session_id, email=DORA, payment_type="UserMember", actor=BEN, now=now
    )

    assert settled.outcome == "fulfilled"
    assert closed(session_id) == (None, None)
    dora = person(DORA)
    assert dora.is_member is True
    assert dora.name == "Amira Kay"
    assert payment(session_id).invitation == "sent"


def test_attach_to_a_member_asks_for_a_refund(now: int) -> None:
    told()
    session_id = told(email="")

    attach(session_id, email=AMIRA, payment_type="Member", actor=BEN, now=now)

    assert closed(session_id) == ("paid-twice", None)


def test_attach_for_an_unknown_purpose_or_to_nobody_changes_nothing(now: int) -> None:
    session_id = told(email="")

    with pytest.raises(NotAttachable):
        attach(session_id, email=DORA, payment_type="Gift", actor=BEN, now=now)
    with pytest.raises(InvalidEmail):
        attach(session_id, email="dora", payment_type="Member", actor=BEN, now=now)

    assert closed(session_id) == ("unmatched", None)
    assert payment(session_id).email is None
