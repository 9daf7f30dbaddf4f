"""What somebody who comes back from a checkout is told, where no event came first."""

from core.dynamo.rows import store_rows
from events.models import Registration, event_key
from payments.services.checkout_results import result_of
from payments.services.reconciliation import heal
from payments.tests.checkouts import paid, shown
from payments.tests.people import AMIRA, store_event
from tools.stripe import play


def test_result_of_a_payment_of_nobody_known_is_being_asked_about(now: int) -> None:
    assert result_of(paid(email=""), now=now).outcome == "asked"


def test_result_of_a_payment_that_was_given_back_says_so(now: int) -> None:
    session_id = paid(cents=100)
    heal(shown(session_id), actor="ben", now=now)
    play.refund(session_id, now=now)
    heal(shown(session_id), actor="ben", now=now)

    assert result_of(session_id, now=now).outcome == "returned"


def test_result_of_a_paid_event_has_a_place(now: int) -> None:
    key = event_key("gala", 2026)
    row = {"id": AMIRA, "eventID;year": key, "registrationStatus": "incomplete"}
    store_rows(Registration.of(row))
    store_event("gala")
    session_id = paid(paymentType="Event", eventID="gala", year="2026")

    result = result_of(session_id, now=now)

    assert (result.outcome, result.profile_id) == ("place", "")
    assert Registration.get(AMIRA, key).status == "registered"
