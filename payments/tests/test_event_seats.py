"""Seats of paid events: kept while a checkout lives, then paid for or given on."""

import json
from collections.abc import Iterator

import pytest

from biztech.tests.at_once import at_once
from core.audit.trail import history
from core.clock import HOUR, MINUTE
from core.errors import Refused
from events.errors import ChoiceFull, EventFull
from events.services.checkouts import checkout_of
from events.services.waitlist import release_run_out
from events.statuses import Status
from events.tests.rows import (
    EXEC,
    NOW,
    assert_counts_are_true,
    person,
    registration,
    seats,
    sign_up,
    store_user,
)
from memberships.errors import ReasonMissing
from payments.errors import NoPrice, NothingToPay, NotRegistered
from payments.ledger import payments_of
from payments.services.decisions import keep, retry, revoke
from payments.services.webhooks import apply_event
from payments.stripe_objects import session_named
from payments.tests.box_office import DONE, BoxOffice, payment, reaching, standing
from payments.tests.memory_stripe import MemoryStripe, delivered
from payments.tests.storm import Crash, crashing, overtaken

AMIRA, DORA, ELI = person(1), person(2), person(3)
WORKSHOPS = [
    {
        "questionId": "w",
        "type": "WORKSHOP_SELECTION",
        "label": "Workshop",
        "choices": "Rust,Go",
        "participantCap": "1,1",
    }
]


@pytest.fixture
def accounts() -> Iterator[list[MemoryStripe]]:
    """Let Stripe's library reach an account in memory; check the counts afterwards."""
    known: list[MemoryStripe] = []
    with reaching(known):
        yield known
    assert_counts_are_true()


@pytest.fixture
def office(accounts: list[MemoryStripe]) -> BoxOffice:
    """Return an event with one seat, for which Amira has registered."""
    office = BoxOffice(capacity=1)
    accounts.append(office.stripe)
    assert office.register(AMIRA) is Status.INCOMPLETE
    return office


def lapse(office: BoxOffice) -> None:
    """Let the hold that registering gave run out, and be noticed."""
    office.wait(2 * HOUR)
    release_run_out(office.event, now=office.now)


def test_seat_is_kept_until_the_checkout_is_over_and_a_little_longer(
    office: BoxOffice,
) -> None:
    assert standing(AMIRA) == ("incomplete", 66, False)

    session_id = office.open(AMIRA)

    assert standing(AMIRA) == ("incomplete", 36, True)
    assert payment(session_id).closes_at == NOW + 31 * MINUTE
    assert payment(session_id).success_url == DONE


def test_paying_keeps_the_seat_and_forgets_hold_and_link(office: BoxOffice) -> None:
    office.register(DORA)
    session_id = office.open(AMIRA)

    counted = office.happen(session_id, "pay")

    assert counted.fulfilled_at and counted.attention is None
    assert standing(AMIRA) == ("registered", None, False)
    assert standing(DORA)[0] == "waitlist"
    assert (seats().taken, seats().waiting) == (1, 1)


def test_expired_checkout_frees_the_seat_for_whoever_is_next(office: BoxOffice) -> None:
    office.register(DORA)
    session_id = office.open(AMIRA)
    office.wait(31 * MINUTE)

    office.happen(session_id, "expire")

    assert standing(AMIRA) == ("incomplete", None, False)
    assert standing(DORA) == ("incomplete", 31 + 24 * 60, False)


def test_expiry_that_crashed_before_the_promotion_promotes_when_told_again(
    office: BoxOffice,
) -> None:
    office.register(DORA)
    session_id = office.open(AMIRA)
    office.at_stripe(session_id, "expire")
    (told,) = office.stripe.events()
    with pytest.raises(Crash), crashing("after", 0):
        apply_event(delivered(told), now=office.now)
    assert (standing(AMIRA)[1], standing(DORA)[0]) == (None, "waitlist")

    apply_event(delivered(told), now=office.now)

    assert standing(DORA)[0] == "incomplete"


def test_who_waits_gets_the_seat_however_often_a_checkout_is_opened(
    office: BoxOffice,
) -> None:
    office.open(AMIRA)
    for _ in range(3):
        office.wait(20 * MINUTE)
        office.open(AMIRA)
    held = standing(AMIRA)[1]
    assert held == 60 + 36
    office.register(DORA)

    office.wait(30 * MINUTE)
    office.open(AMIRA)

    assert standing(AMIRA)[1] == held
    office.wait(10 * MINUTE)
    with pytest.raises(EventFull, match="Register again to wait for one"):
        office.open(AMIRA)
    release_run_out(office.event, now=office.now)
    assert standing(DORA)[0] == "incomplete"
    assert office.register(AMIRA) is Status.WAITLIST


def test_day_that_the_line_was_promised_outlives_a_checkout(office: BoxOffice) -> None:
    office.register(DORA)
    office.register(ELI)
    lapse(office)
    assert standing(DORA) == ("incomplete", (2 + 24) * 60, False)

    session_id = office.open(DORA)
    assert standing(DORA) == ("incomplete", (2 + 24) * 60, True)
    office.wait(31 * MINUTE)
    office.happen(session_id, "expire")

    assert standing(DORA) == ("incomplete", (2 + 24) * 60, False)


def test_checkout_of_a_full_event_is_refused_before_stripe_is_asked(
    office: BoxOffice,
) -> None:
    lapse(office)
    office.register(DORA)

    with pytest.raises(EventFull, match="Register again to wait for one"):
        office.open(AMIRA)

    assert office.stripe.sessions() == []
    assert payments_of(AMIRA) == []


def test_seat_that_went_while_stripe_was_asked_is_nobodys_twice(
    office: BoxOffice,
) -> None:
    lapse(office)

    with pytest.raises(EventFull), overtaken(lambda: office.register(DORA)):
        office.open(AMIRA)

    assert standing(AMIRA) == ("incomplete", None, False)
    assert [one.state for one in payments_of(AMIRA)] == ["open"]


def test_many_who_lapsed_open_checkouts_at_once_for_one_seat(
    accounts: list[MemoryStripe],
) -> None:
    office = BoxOffice(capacity=6)
    accounts.append(office.stripe)
    everybody = [person(number) for number in range(6)]
    for email in everybody:
        office.register(email)
    lapse(office)
    office.make_room(1)

    answers = at_once(*(lambda one=one: office.open(one) for one in everybody))

    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert seats().taken == 1


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (Status.CANCELLED, NotRegistered),
        (Status.REGISTERED, NothingToPay),
        (Status.REJECTED, NothingToPay),
    ],
)
def test_nothing_is_paid_for_by_who_has_no_payment_to_make(
    office: BoxOffice, status: Status, refusal: type[Refused]
) -> None:
    office.move(AMIRA, status)

    with pytest.raises(refusal):
        office.open(AMIRA)


def test_who_waits_has_nothing_to_pay_yet(office: BoxOffice) -> None:
    assert office.register(DORA) is Status.WAITLIST

    with pytest.raises(NothingToPay, match="when a seat is yours"):
        office.open(DORA)


def test_address_of_the_club_pays_nothing(office: BoxOffice) -> None:
    office.make_room(2)
    office.register(EXEC)
    office.move(EXEC, Status.CANCELLED)
    office.move(EXEC, Status.INCOMPLETE)

    with pytest.raises(NoPrice):
        office.open(EXEC)


def test_application_is_paid_for_once_it_is_accepted(
    accounts: list[MemoryStripe],
) -> None:
    office = BoxOffice(capacity=1, isApplicationBased=True)
    accounts.append(office.stripe)
    office.register(AMIRA)
    with pytest.raises(NothingToPay, match="once your application is accepted"):
        office.open(AMIRA)
    office.move(AMIRA, Status.ACCEPTED)

    session_id = office.open(AMIRA)

    assert standing(AMIRA) == ("accepted", 36, True)
    office.happen(session_id, "pay")
    assert standing(AMIRA) == ("acceptedComplete", None, False)


def test_choice_that_is_full_meanwhile_is_named(accounts: list[MemoryStripe]) -> None:
    office = BoxOffice(capacity=5, registrationQuestions=WORKSHOPS)
    accounts.append(office.stripe)
    sign_up(AMIRA, answers={"w": "Rust"})
    lapse(office)
    sign_up(DORA, now=office.now, answers={"w": "Rust"})

    with pytest.raises(ChoiceFull, match="'Rust' is full"):
        office.open(AMIRA)


def too_late(office: BoxOffice) -> str:
    """Have Amira's seat go to Dora before her money is told of; return the session."""
    session_id = office.open(AMIRA)
    office.at_stripe(session_id, "pay")
    lapse(office)
    assert office.register(DORA) is Status.INCOMPLETE
    return session_id


def test_money_that_came_too_late_is_a_task_and_no_seat(office: BoxOffice) -> None:
    session_id = too_late(office)

    office.deliver()

    late = payment(session_id)
    assert (late.attention, late.problem) == ("registration-closed", "Gala is full")
    assert late.fulfilled_at is None
    assert standing(AMIRA)[0] == "incomplete"
    assert seats().taken == 1
    assert office.happen(session_id, "refund").decision == "refunded"


def test_money_that_came_late_takes_a_seat_that_is_free(office: BoxOffice) -> None:
    session_id = office.open(AMIRA)
    office.at_stripe(session_id, "pay")
    lapse(office)

    office.deliver()

    assert standing(AMIRA) == ("registered", None, False)
    assert seats().taken == 1


def test_retry_gives_a_place_once_a_seat_is_free(office: BoxOffice) -> None:
    session_id = too_late(office)
    office.deliver()
    retry(session_id, actor=EXEC, now=office.now)
    assert payment(session_id).problem == "Gala is full"
    office.move(DORA, Status.CANCELLED)

    retry(session_id, actor=EXEC, now=office.now)

    assert standing(AMIRA)[0] == "registered"
    assert payment(session_id).attention is None


def test_exec_gives_a_place_over_capacity_by_saying_so(office: BoxOffice) -> None:
    session_id = too_late(office)
    office.deliver()

    settled = retry(session_id, actor=EXEC, now=office.now, over_capacity=True)

    assert settled.outcome == "fulfilled"
    assert settled.act and json.loads(settled.act.notes or "{}")["overCapacity"]
    assert (seats().taken, seats().free) == (2, -1)
    assert standing(AMIRA)[0] == "registered"


def test_seat_that_went_while_money_was_counted_is_nobodys_twice(
    office: BoxOffice,
) -> None:
    session_id = office.open(AMIRA)
    office.at_stripe(session_id, "pay")
    lapse(office)

    with overtaken(lambda: office.register(DORA)):
        office.deliver()

    assert payment(session_id).problem == "Gala is full"
    assert seats().taken == 1


def test_cancelling_while_money_is_counted_is_a_task(office: BoxOffice) -> None:
    session_id = office.open(AMIRA)

    with overtaken(lambda: office.move(AMIRA, Status.CANCELLED)):
        asks = office.happen(session_id, "pay")

    assert (asks.attention, asks.problem) == (
        "registration-closed",
        "registration is cancelled",
    )
    assert standing(AMIRA)[0] == "cancelled"


def test_paid_twice_is_one_seat_and_a_task(office: BoxOffice) -> None:
    first = office.open(AMIRA)
    office.wait(2 * MINUTE)
    second = office.open(AMIRA)
    for session_id in (first, second):
        office.at_stripe(session_id, "pay")

    office.deliver()

    asked = {payment(one).attention for one in (first, second)}
    assert asked == {None, "paid-twice"}
    assert seats().taken == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_crash_while_money_is_counted_is_made_good_by_the_next_delivery(
    office: BoxOffice, when: str
) -> None:
    session_id = office.open(AMIRA)
    office.at_stripe(session_id, "pay")
    (told,) = office.stripe.events()
    with pytest.raises(Crash), crashing(when, 0):
        apply_event(delivered(told), now=office.now)

    for _ in range(2):
        apply_event(delivered(told), now=office.now)

    assert standing(AMIRA) == ("registered", None, False)
    assert [act.act for act in history(AMIRA)].count("payment") == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_crash_while_a_checkout_is_opened_is_made_good_by_the_next_click(
    office: BoxOffice, when: str
) -> None:
    with pytest.raises(Crash), crashing(when, 0):
        office.open(AMIRA)

    session_id = office.open(AMIRA)

    assert len(office.stripe.sessions()) == 1
    assert standing(AMIRA) == ("incomplete", 36, True)
    assert payment(session_id).state == "open"


@pytest.mark.parametrize("act", ["refund", "dispute"])
def test_revoke_after_a_refund_cancels_and_the_next_moves_up(
    office: BoxOffice, act: str
) -> None:
    office.register(DORA)
    session_id = office.open(AMIRA)
    office.happen(session_id, "pay")
    office.happen(session_id, act)
    with pytest.raises(ReasonMissing):
        revoke(session_id, reason=" ", actor=EXEC, now=office.now)
    with pytest.raises(Crash), crashing("after", 0):
        revoke(session_id, reason="Refunded.", actor=EXEC, now=office.now)

    done = revoke(session_id, reason="Refunded.", actor=EXEC, now=office.now)
    release_run_out(office.event, now=office.now)

    assert (done.act, done.reason) == ("revoke after payment", "Refunded.")
    assert (standing(AMIRA)[0], standing(DORA)[0]) == ("cancelled", "incomplete")
    assert payment(session_id).decision == "revoke"


def test_keep_after_a_refund_leaves_the_place(office: BoxOffice) -> None:
    session_id = office.open(AMIRA)
    office.happen(session_id, "pay")
    assert office.happen(session_id, "refund").attention == "refunded"

    keep(session_id, actor=EXEC, now=office.now)

    assert standing(AMIRA)[0] == "registered"


def link_of(office: BoxOffice, email: str) -> str | None:
    return checkout_of(registration(email), now=office.now)


def test_link_that_is_alive_stays_and_a_dead_one_is_renewed(office: BoxOffice) -> None:
    assert link_of(office, AMIRA) is None
    first = office.open(AMIRA)
    assert session_named(link_of(office, AMIRA) or "") == first
    office.wait(32 * MINUTE)

    second = session_named(link_of(office, AMIRA) or "")

    assert second not in ("", first)
    shown = {one["id"]: one for one in office.stripe.sessions()}
    assert shown[second]["success_url"] == DONE
    assert session_named(registration(AMIRA).checkout_link or "") == second


def test_link_is_made_anew_after_its_checkout_was_forgotten(office: BoxOffice) -> None:
    first = office.open(AMIRA)
    office.wait(31 * MINUTE)
    office.happen(first, "expire")
    assert registration(AMIRA).checkout_link is None

    second = session_named(link_of(office, AMIRA) or "")

    assert second not in ("", first)
    assert standing(AMIRA) == ("incomplete", 31 + 36, True)


def test_link_of_another_service_leads_back_to_the_page_of_the_event(
    office: BoxOffice,
) -> None:
    row = registration(AMIRA)
    row.checkout_link = "https://checkout.stripe.com/c/pay/cs_live_1"

    url = checkout_of(row, now=office.now)

    (shown,) = office.stripe.sessions()
    assert url == shown["url"]
    assert shown["success_url"].endswith("/event/gala/2026")


def test_dead_link_is_not_renewed_for_a_seat_that_somebody_waits_for(
    office: BoxOffice,
) -> None:
    office.open(AMIRA)
    lapse(office)
    office.register(DORA)

    with pytest.raises(EventFull):
        link_of(office, AMIRA)


@pytest.mark.parametrize("act", ["pay", "pay later"])
def test_nobody_is_asked_to_pay_again_while_money_is_on_its_way(
    office: BoxOffice, act: str
) -> None:
    session_id = office.open(AMIRA)
    office.at_stripe(session_id, act)
    lapse(office)
    office.register(DORA)
    office.deliver()

    assert link_of(office, AMIRA) is None


def test_members_price_is_what_the_payment_is_checked_against_before_discounts(
    office: BoxOffice,
) -> None:
    store_user(AMIRA, isMember=True)
    session_id = office.open(AMIRA)
    office.at_stripe(session_id, "type a code")

    counted = office.happen(session_id, "pay")

    assert (counted.expected, counted.paid) == (1000, 500)
    assert counted.attention is None
    assert standing(AMIRA)[0] == "registered"
