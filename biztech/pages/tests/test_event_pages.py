"""The pages of events: what is listed, who may register, whose ticket is shown."""

import re
from typing import Any

import pytest
from django.test import Client

from biztech.tests.callers import AMIRA, BEN, CHLOE
from core.clock import DAY, HOUR, moment, now_ms
from core.identity.tests.signing_in import signed_in
from core.mail.models import OutgoingMail
from events.models import Event, Feedback, Registration
from events.services.moving import Wanted, move_registration
from events.services.registering import Application, register
from events.statuses import Status
from events.tests.rows import store_event
from events.tickets import address_of, issue
from payments.models import Payment
from tools.stripe import play

GALA = ("gala", 2026)
PAGE = "/event/gala/2026/"
ASKED = [
    {"questionId": "why", "type": "TEXT", "label": "Why?", "required": True},
    {
        "questionId": "w",
        "type": "WORKSHOP_SELECTION",
        "label": "Workshop",
        "choices": "Rust,Go",
        "participantCap": "1,9",
        "required": False,
    },
]
FORM = {"email": "Amira@Student.UBC.ca", "fname": "Amira", "lname": "Kay"}


def iso(ms: int) -> str:
    return f"{moment(ms):%Y-%m-%dT%H:%M:%S.000Z}"


def coming(event_id: str = "gala", *, days: int = 7, **values: Any) -> Event:
    """Store an event that begins in some days."""
    begins = now_ms() + days * DAY
    dates = {"startDate": iso(begins), "endDate": iso(begins + 3 * HOUR)}
    stored = {"id": event_id, "ename": event_id.title(), "deadline": None, **dates}
    return store_event(**{**stored, **values})


def browser(email: str | None = None) -> Client:
    return signed_in(email) if email else Client()


def fill_in(client: Client | None = None, **values: Any) -> Any:
    return (client or browser()).post(PAGE, {**FORM, **values})


def registration(email: str = AMIRA) -> Registration:
    row = Registration.find(*Registration.key(email, *GALA), consistent=True)
    assert row
    return row


def ticket(email: str = AMIRA) -> str:
    return f"/event/ticket/{issue(email, *GALA)}"


def apply(email: str = AMIRA, **values: Any) -> None:
    application = Application(email=email, event_id="gala", year=2026, **values)
    register(application, actor=email, by_exec=False, now=now_ms())


@pytest.mark.parametrize("address", ["/event", "/event/"])
def test_list_shows_what_is_published(address: str) -> None:
    coming("soon")
    coming("gone", days=-7)
    coming("draft", isPublished=False)
    coming("kept", isArchived=True)
    text = browser().get(address).text
    assert [name in text for name in ("Soon", "Gone", "Draft", "Kept")] == [
        True,
        True,
        False,
        False,
    ]
    assert text.index("Soon") < text.index("Earlier") < text.index("Gone")


@pytest.mark.parametrize(
    "path",
    ["/event/gala/2025/", "/event/ticket/BT1:AAAA", ticket("nobody@ubc.ca")],
    ids=["event", "ticket", "ticket of nobody"],
)
def test_what_there_is_not(path: str) -> None:
    coming()
    answer = browser().get(path)
    assert answer.status_code == 404
    assert "There is no such event or ticket" in answer.text


def test_free_place_leads_to_the_ticket() -> None:
    coming(registrationQuestions=ASKED)
    answer = fill_in(q0="To learn", q1="Rust", diet="Vegan")
    assert answer["Location"] == f"{ticket()}?registered=registered"
    row = registration()
    assert (row.status, row.answers) == ("registered", {"why": "To learn", "w": "Rust"})
    assert row.basic_information == {"fname": "Amira", "lname": "Kay", "diet": "Vegan"}
    page = browser().get(ticket())
    assert "You are registered" in page.text
    assert "<svg" in page.text
    assert address_of(issue(AMIRA, *GALA)).endswith(ticket())
    assert browser().get(f"{ticket()}/calendar.ics").content.startswith(b"BEGIN:VCAL")
    assert [mail.kind for mail in OutgoingMail.read_all()] == ["registered"]


@pytest.mark.parametrize(
    ("event", "values", "sentence"),
    [
        ({}, {"email": "nobody"}, "not an e-mail address"),
        ({}, {"fname": ""}, "This field is required"),
        ({"registrationQuestions": ASKED}, {}, "This field is required"),
        ({"pricing": {"members": 5}}, {}, "for members only"),
        ({"nonBizTechAllowed": False}, {}, "people with an account"),
        ({"isPublished": False}, {}, "does not take registrations yet"),
        ({"deadline": "2026-01-01T00:00:00.000Z"}, {}, "has closed"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_written(
    event: dict[str, Any], values: dict[str, Any], sentence: str
) -> None:
    coming(**event)
    answer = fill_in(**values)
    assert sentence in answer.text
    assert Registration.find(*Registration.key(AMIRA, *GALA)) is None


def test_full_choice_is_not_offered() -> None:
    coming(registrationQuestions=ASKED)
    apply(CHLOE, answers={"why": "x", "w": "Rust"})
    text = browser().get(PAGE).text
    assert "Full: Rust." in text
    assert '<option value="Rust">' not in text
    assert "is not one of the available choices" in fill_in(q0="x", q1="Rust").text


def test_full_event_leads_to_the_waitlist() -> None:
    coming(capac=1)
    apply(CHLOE)
    assert "You can join the waitlist" in browser().get(PAGE).text
    assert fill_in()["Location"].endswith("?registered=waitlist")
    page = browser().get(ticket())
    assert "You are on the waitlist" in page.text
    assert "<svg" not in page.text.partition("</h1>")[2]


def test_place_with_a_price_leads_to_the_checkout() -> None:
    coming(pricing={"members": 10, "nonMembers": 12.5})
    answer = fill_in()
    assert re.match(
        r"http://localhost:8000/_local/stripe/checkout/", answer["Location"]
    )
    assert registration().status == "incomplete"
    (payment,) = (row for row in Payment.read_all() if row.sk == "payment")
    assert (payment.payment_type, payment.expected) == ("Event", 1250)
    assert "Pay now" in browser().get(ticket()).text
    assert browser().post(f"{ticket()}/pay").status_code == 302


def test_who_comes_back_from_the_checkout_has_paid_even_if_the_event_is_late() -> None:
    coming(pricing={"members": 10, "nonMembers": 12.5})
    address = fill_in()["Location"]
    session_id = address.rstrip("/").rpartition("/")[2]
    back = f"{ticket()}?paid={session_id}"
    assert "Your payment is on its way" in browser().get(back).text
    play.hold_webhooks(session_id, now=now_ms())
    play.pay(session_id, now=now_ms())
    assert "You are registered" in browser().get(back).text
    assert registration().status == "registered"
    assert "Pay now" not in browser().get(f"{ticket()}?paid=cs_test_unknown123").text


def test_registered_before_is_shown_nothing() -> None:
    coming()
    apply()
    answer = fill_in()
    assert answer.status_code == 409
    assert "registered already" in answer.text
    assert issue(AMIRA, *GALA) not in answer.text


def test_stranger_who_brings_somebody_back_is_shown_no_ticket() -> None:
    coming()
    apply()
    move_registration(
        AMIRA,
        *GALA,
        Wanted(status=Status.CANCELLED),
        actor=AMIRA,
        by_exec=False,
        now=now_ms(),
    )
    assert fill_in()["Location"] == f"{PAGE[:-1]}?registered=registered"
    assert "your mail" not in browser().get(PAGE).text


def test_owner_who_is_signed_in_finds_the_ticket() -> None:
    coming()
    apply()
    assert ticket() in browser(AMIRA).get(PAGE).text
    for other in (None, CHLOE, BEN):
        assert issue(AMIRA, *GALA) not in browser(other).get(PAGE).text


def test_ticket_cancels_after_a_question() -> None:
    coming()
    apply()
    asked = browser().get(f"{ticket()}?cancel=1")
    assert "Cancel your registration?" in asked.text
    assert registration().status == "registered"
    assert browser().post(f"{ticket()}/cancel")["Location"] == ticket()
    assert registration().status == "cancelled"
    assert "is cancelled" in browser().get(ticket()).text
    assert browser().post(f"{ticket()}/confirm").status_code == 409


def test_ticket_confirms_who_is_accepted() -> None:
    coming(isApplicationBased=True)
    apply()
    assert "We have your application" in browser().get(ticket()).text
    wanted = Wanted(status=Status.ACCEPTED)
    move_registration(AMIRA, *GALA, wanted, actor=BEN, by_exec=True, now=now_ms())
    assert "I am coming" in browser().get(ticket()).text
    browser().post(f"{ticket()}/confirm")
    assert registration().status == "acceptedComplete"


@pytest.mark.parametrize("act", ["pay", "confirm", "cancel"])
def test_acts_are_pressed_and_come_from_our_own_page(act: str) -> None:
    coming()
    apply()
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(f"{ticket()}/{act}").status_code == 405
    assert strict.post(f"{ticket()}/{act}").status_code == 403
    assert registration().status == "registered"


def test_page_asks_for_two_reads(database_calls: list[str]) -> None:
    coming()
    apply()
    database_calls.clear()
    browser().get(PAGE)
    assert database_calls == ["GetItem", "GetItem"]


RATED = {"q0": "9", "nonce": "once"}


def give_feedback(**values: Any) -> Any:
    return browser().post(f"{PAGE}feedback/", {**RATED, **values})


@pytest.mark.parametrize("address", ["feedback", "feedback/", "feedback/partner"])
def test_form_that_is_not_open_says_so(address: str) -> None:
    coming()
    assert "not open yet" in browser().get(f"{PAGE}{address}").text
    give_feedback()
    assert list(Feedback.read_all()) == []


def test_feedback_is_kept_once() -> None:
    coming(attendeeFeedbackEnabled=True)
    assert "Overall, how would you rate" in browser().get(f"{PAGE}feedback").text
    answers = [give_feedback(respondentName="Amira") for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [
        f"{PAGE}feedback/?thanks=1"
    ] * 2
    (row,) = Feedback.read_all()
    assert row.responses == {"overall-rating": 9}
    assert row.respondent_name == "Amira"
    assert "Thank you" in browser().get(f"{PAGE}feedback/?thanks=1").text


def test_feedback_without_a_rating_is_asked_again() -> None:
    coming(attendeeFeedbackEnabled=True)
    assert "This field is required" in give_feedback(q0="").text
    assert browser().get(f"{PAGE}feedback/stranger").status_code == 404
    assert list(Feedback.read_all()) == []


def test_who_was_there_is_asked() -> None:
    coming(attendeeFeedbackEnabled=True)
    apply()
    assert "what you thought" not in browser().get(ticket()).text
    wanted = Wanted(status=Status.CHECKED_IN)
    move_registration(AMIRA, *GALA, wanted, actor=BEN, by_exec=True, now=now_ms())
    assert "what you thought" in browser().get(ticket()).text
