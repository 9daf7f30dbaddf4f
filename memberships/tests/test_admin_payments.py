"""Payments in the dashboard: listed, found, shown, decided about."""

import re
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
from botocore.exceptions import ConnectionClosedError
from django.test import Client
from pytest_django import Settings

from biztech.admin.tests.visitors import CHLOE, ben, visitor
from biztech.audit.trail import history
from memberships.payments.fulfil import UnidentifiedPayment, settle
from memberships.payments.gateway import stripe_client
from memberships.payments.ledger import account_of
from memberships.payments.models import Payment
from memberships.payments.seen import StripeEvent, session_seen
from memberships.payments.standin import play
from memberships.payments.tests.cast import AMIRA, METADATA, charge, event, seen
from memberships.payments.webhooks import apply_event
from memberships.people import person
from memberships.tests.cast import BEN, make_member

LIST = "/admin/memberships/payment/"
ONE = f"{LIST}cs_test_1/"
PAGE = f"{ONE}change/"
DORA = "dora@student.ubc.ca"


def payment(session_id: str = "cs_test_1") -> Payment:
    found = account_of(session_id).payment
    assert found
    return found


def text_of(browser: Client, address: str = PAGE) -> str:
    return " ".join(browser.get(address).content.decode().split())


def ids_in(address: str) -> list[str]:
    return [line.id for line in ben().get(address).context["payments"]]


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def disputed() -> StripeEvent:
    dispute = {"id": "dp_1", "payment_intent": "pi_1"}
    return StripeEvent(
        id="evt_d", type="charge.dispute.created", created=1, subject=dispute
    )


def unmatched(now: int, **changes: Any) -> None:
    with pytest.raises(UnidentifiedPayment):
        apply_event(event(metadata={"email": AMIRA}, **changes), now=now)


def bought_at_stripe(now: int, *, cents: int, metadata: dict[str, str]) -> str:
    """Open and pay a checkout past our prices; return its id, known to the ledger."""
    session = stripe_client().v1.checkout.sessions.create(
        {
            "mode": "payment",
            "success_url": "http://localhost:8000/membership/welcome",
            "metadata": metadata,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": "cad",
                        "unit_amount": cents,
                        "product_data": {"name": "BizTech Membership"},
                    },
                }
            ],
        }
    )
    shown = play.pay(str(session.id), now=now)
    settle_quietly(shown, now=now)
    return str(session.id)


def settle_quietly(shown: dict[str, Any], *, now: int) -> None:
    with suppress(UnidentifiedPayment):
        settle(session_seen(shown), now=now)


@pytest.mark.parametrize(
    "address",
    [
        LIST,
        f"{LIST}?show=attention",
        PAGE,
        f"{ONE}retry/",
        f"{ONE}attach/",
        f"{ONE}revoke/",
        f"{ONE}keep/",
    ],
)
@pytest.mark.parametrize("email", [None, AMIRA, CHLOE])
def test_payment_page_for_anybody_but_an_exec_leads_to_sign_in(
    address: str, email: str | None
) -> None:
    browser = visitor(email)

    answers = [browser.get(address), browser.post(address)]

    expected = (302, f"/sign-in/?next={quote(address)}")
    assert [(a.status_code, a["Location"]) for a in answers] == [expected, expected]


@pytest.mark.parametrize("address", [LIST, f"{LIST}?show=attention", PAGE])
def test_payment_page_for_an_exec_opens(now: int, address: str) -> None:
    apply_event(event(), now=now)

    assert ben().get(address).status_code == 200


@pytest.mark.parametrize("step", ["change", "retry", "attach", "revoke", "keep"])
def test_unknown_payment_is_not_found(step: str) -> None:
    address = f"{LIST}cs_nothing/{step}/"
    ask = ben().get if step == "change" else ben().post

    assert ask(address).status_code == 404


@pytest.mark.parametrize("step", ["retry", "attach", "keep"])
def test_deciding_by_a_mere_link_is_refused(now: int, step: str) -> None:
    unmatched(now)

    assert ben().get(f"{ONE}{step}/").status_code == 405
    assert payment().attention == "unmatched"


@pytest.mark.parametrize("step", ["retry", "attach", "revoke", "keep"])
def test_deciding_without_a_csrf_token_is_refused(now: int, step: str) -> None:
    unmatched(now)
    browser = ben()
    browser.handler.enforce_csrf_checks = True

    assert browser.post(f"{ONE}{step}/").status_code == 403


def test_list_shows_who_what_how_much_and_what_came_of_it(now: int) -> None:
    apply_event(event(), now=now)

    page = text_of(ben(), f"{LIST}?month=2026-11")

    assert "Payments of November 2026" in page
    assert "1 payment begun, $15.00 came in." in page
    (row,) = re.findall(r"<tbody.*?<tr.*?>(.*)</tr>", page)
    assert re.sub(r"(<[^>]+>|\s)+", " ", row).strip() == (
        f"{AMIRA} Membership , $15.00, 20 Nov 2026, 02:20 $15.00 Paid"
        " Membership granted 20 Nov 2026, 02:20"
    )


@pytest.mark.parametrize(
    ("changes", "state", "outcome"),
    [
        ({"payment_status": "unpaid"}, "Waiting for the bank", "Nothing yet"),
        (
            {"payment_status": "unpaid", "status": "expired"},
            "Checkout expired",
            "Nothing was paid",
        ),
        (
            {"payment_status": "unpaid", "status": "open"},
            "Checkout open",
            "Waiting for the payer",
        ),
        ({"amount_subtotal": 100}, "Paid", "Not the amount we asked for"),
        ({}, "Paid", "Membership granted"),
    ],
)
def test_list_says_state_and_outcome_in_words(
    now: int, changes: dict[str, Any], state: str, outcome: str
) -> None:
    settle(seen(**changes), now=now)

    (line,) = ben().get(f"{LIST}?month=2026-11").context["payments"]

    assert (line.state, line.outcome) == (state, outcome)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"q={AMIRA}", ["cs_test_1"]),
        ("q=%20Amira@Student.UBC.ca%20", ["cs_test_1"]),
        ("q=cs_test_2", ["cs_test_2"]),
        ("q=pi_2", ["cs_test_2"]),
        ("q=nothing", []),
        (f"q={CHLOE}", []),
        ("show=attention", ["cs_test_2"]),
        ("month=2026-11", ["cs_test_2", "cs_test_1"]),
        ("month=2026-10", []),
    ],
)
def test_list_searched_or_narrowed_shows(
    now: int, query: str, found: list[str]
) -> None:
    settle(seen(), now=now)
    later = {"id": "cs_test_2", "payment_intent": "pi_2", "created": 1_795_170_001}
    other = {**METADATA, "email": DORA}
    settle(seen(**later, metadata=other, amount_subtotal=100), now=now)

    assert ids_in(f"{LIST}?{query}") == found


def test_list_pages_within_a_month_and_on_to_the_next(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memberships.admin.payments.listing.PER_PAGE", 2)
    monkeypatch.setattr("memberships.admin.payments.listing.now_ms", lambda: now)
    for number in range(3):
        settle(seen(id=f"cs_{number}", created=1_795_170_000 + number), now=now)
    settle(seen(id="cs_old", created=1_793_000_000), now=now)
    browser, address, visited = ben(), LIST, []

    for _ in range(3):
        answer = browser.get(address)
        visited.append([line.id for line in answer.context["payments"]])
        address = answer.context["neighbours"].older
    newer = answer.context["neighbours"].newer

    assert visited == [["cs_2", "cs_1"], ["cs_0"], ["cs_old"]]
    assert browser.get(newer).context["month"] == "2026-11"
    assert browser.get(LIST).context["neighbours"].newer == ""


@pytest.mark.parametrize("asked", ["2026-13", "yesterday", "", "٢٠٢٦-11"])
def test_list_of_a_month_that_is_none_shows_this_month(
    now: int, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setattr("memberships.admin.payments.listing.now_ms", lambda: now)

    answer = ben().get(LIST, {"month": asked, "page": "x"})

    assert answer.context["month"] == "2026-11"


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("", ["GetItem", "Query"]),
        ("month=2026-11", ["GetItem", "Query"]),
        (f"q={AMIRA}", ["GetItem", "Query"]),
        ("q=cs_test_1", ["GetItem", "Query"]),
        ("q=pi_1", ["GetItem", "Query", "Query"]),
        ("show=attention", ["GetItem", *["Query"] * 6]),
    ],
)
def test_list_costs_a_fixed_number_of_database_calls(
    now: int, database_calls: list[str], query: str, calls: list[str]
) -> None:
    apply_event(event(), now=now)
    browser = ben()
    database_calls.clear()

    browser.get(f"{LIST}?{query}")

    assert database_calls == calls


def test_payment_page_shows_amounts_states_events_and_answers(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_9", refunded=500), now=now)

    page = text_of(ben())

    for label, value in (
        ("Asked for", "not known"),
        ("Paid", "$15.00"),
        ("Given back", "$5.00"),
        ("First name", "Amira"),
        ("Heard of us from", "Friends"),
        ("Stripe&#x27;s payment", "pi_1"),
        ("Counted", "20 Nov 2026, 04:00"),
    ):
        assert f"<dt>{label}</dt><dd>{value}</dd>" in page
    assert f'href="/admin/memberships/person/{AMIRA}/change/"' in page
    assert "<strong>Checkout completed</strong>" in page
    assert "<strong>Money given back</strong>" in page
    assert "The money was given back. Revoke the membership, or keep it." in page
    assert "<strong>Stripe</strong> counted a payment of" in page


def test_payment_page_costs_three_database_calls(
    now: int, database_calls: list[str]
) -> None:
    apply_event(event(), now=now)
    browser = ben()
    database_calls.clear()

    browser.get(PAGE)

    assert database_calls == ["GetItem", "Query", "Query"]


def test_payment_page_offers_what_fits_and_nothing_once_closed(now: int) -> None:
    browser = ben()
    settle(seen(amount_subtotal=100), now=now)
    wrong = text_of(browser)
    browser.post(f"{ONE}keep/")
    closed = text_of(browser)

    buttons = [
        re.findall(
            r">(Retry|Accept the amount|Attach|Revoke membership|Keep as it is)<", p
        )
        for p in (wrong, closed)
    ]
    assert buttons == [["Accept the amount", "Keep as it is", "Attach"], []]
    assert "(Asked for $15.00, paid for $1.00.)" in wrong


def test_keep_closes_the_question_and_is_in_the_history(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_9", refunded=1500), now=now)
    browser = ben()

    answer = browser.post(f"{ONE}keep/", follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert said(answer) == ["Closed. Everything stays as it is."]
    assert [payment().attention, payment().decision] == [None, "keep"]
    assert person(AMIRA).is_member
    assert f"<strong>{BEN}</strong> decided to change nothing after a payment of" in (
        text_of(browser)
    )


def test_keep_again_says_that_it_is_done(now: int) -> None:
    unmatched(now)
    browser = ben()
    browser.post(f"{ONE}keep/", follow=True)

    answer = browser.post(f"{ONE}keep/", follow=True)

    assert said(answer) == ["This payment has been dealt with already."]


def test_keep_for_nobody_known_leads_from_the_acts_to_the_payment(now: int) -> None:
    with pytest.raises(UnidentifiedPayment):
        apply_event(event(metadata={}), now=now)
    browser = ben()

    browser.post(f"{ONE}keep/")

    for address in ("/admin/acts/", "/admin/", PAGE):
        assert f'href="{PAGE}">somebody unknown</a>' in text_of(browser, address)


def test_revoke_names_what_goes_asks_why_and_revokes(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_9", refunded=1500), now=now)
    browser = ben()

    before = text_of(browser, f"{ONE}revoke/")
    refused = browser.post(f"{ONE}revoke/", {"reason": " "})
    kept = person(AMIRA).is_member
    answer = browser.post(f"{ONE}revoke/", {"reason": "Refunded"}, follow=True)

    assert f"{AMIRA} will no longer be a member" in before
    assert "Member record removed" in before
    assert "Say why" in refused.content.decode()
    assert kept
    assert said(answer) == [f"{AMIRA} is no longer a member."]
    assert not person(AMIRA).is_member
    assert [payment().attention, payment().decision] == [None, "revoke"]
    acts = [(act.act, act.actor) for act in history(AMIRA)][:2]
    assert sorted(acts) == [("revoke", BEN), ("revoke after payment", BEN)]


def test_revoke_of_somebody_who_is_no_member_only_closes(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(disputed(), now=now)
    browser = ben()
    revoke = f"/admin/memberships/person/{AMIRA}/revoke/"
    browser.post(revoke, {"profile": "remove", "reason": "Left"})

    page = text_of(browser, f"{ONE}revoke/")
    browser.post(f"{ONE}revoke/", {"reason": "Disputed"})

    assert "is not a member any more. Only the question is closed." in page
    assert [payment().attention, payment().decision] == [None, "revoke"]


def test_revoke_without_a_question_changes_nothing(now: int) -> None:
    apply_event(event(), now=now)

    answer = ben().post(f"{ONE}revoke/", {"reason": "x"}, follow=True)

    assert said(answer) == ["There is no membership to decide about any more."]
    assert person(AMIRA).is_member


def test_attach_makes_the_person_a_member(now: int) -> None:
    names = {"fname": "Amira", "education": "UNI"}
    session_id = bought_at_stripe(now, cents=1500, metadata=names)
    browser = ben()

    answer = browser.post(
        f"{LIST}{session_id}/attach/",
        {"email": " Amira@Student.ubc.ca", "payment_type": "OAuthMember"},
        follow=True,
    )

    assert said(answer) == ["Counted. The payment has had its effect now."]
    assert person(AMIRA).name == "Amira"
    assert person(AMIRA).is_member
    assert [payment(session_id).attention, payment(session_id).email] == [None, AMIRA]
    assert [(act.act, act.actor) for act in history(AMIRA)] == [("payment", BEN)]


def test_attach_to_a_member_asks_for_a_refund(now: int) -> None:
    session_id = bought_at_stripe(now, cents=1500, metadata={"fname": "Amira"})
    make_member(AMIRA)

    answer = ben().post(
        f"{LIST}{session_id}/attach/",
        {"email": AMIRA, "payment_type": "Member"},
        follow=True,
    )

    assert "Refund one payment" in said(answer)[0]
    assert payment(session_id).attention == "paid-twice"


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ({"email": "amira", "payment_type": "Member"}, "not an e-mail address"),
        ({"email": AMIRA, "payment_type": ""}, "This field is required."),
        ({"email": AMIRA, "payment_type": "Gift"}, "Select a valid choice."),
        # Without an event's id the payment is for no event.
        ({"email": AMIRA, "payment_type": "Event"}, "Select a valid choice."),
        ({"email": AMIRA, "payment_type": "Member"}, "Stripe knows no checkout"),
    ],
)
def test_attach_refused_keeps_the_form_and_the_question(
    now: int, entered: dict[str, str], error: str
) -> None:
    unmatched(now)

    answer = ben().post(f"{ONE}attach/", entered)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert error in page
    assert f'value="{entered["email"]}"' in page
    assert payment().attention == "unmatched"
    assert not person(AMIRA).is_member


def test_attach_of_what_has_counted_is_refused_in_words(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_9", refunded=1500), now=now)

    answer = ben().post(f"{ONE}attach/", {"email": DORA, "payment_type": "Member"})

    assert "This payment has counted already." in answer.content.decode()
    assert (payment().email, payment().attention) == (AMIRA, "refunded")


def test_retry_accepts_an_amount_that_was_not_ours(now: int) -> None:
    session_id = bought_at_stripe(now, cents=100, metadata=METADATA)
    asked = payment(session_id).attention

    answer = ben().post(f"{LIST}{session_id}/retry/", follow=True)

    assert asked == "wrong-amount"
    assert said(answer) == ["Counted. The payment has had its effect now."]
    assert person(AMIRA).is_member
    assert history(AMIRA)[0].actor == BEN


def test_retry_of_what_is_still_unclear_says_so(now: int) -> None:
    session_id = bought_at_stripe(now, cents=1500, metadata={"email": AMIRA})

    answer = ben().post(f"{LIST}{session_id}/retry/", follow=True)

    assert said(answer) == ["It is still unclear. Attach it to a person."]
    assert payment(session_id).attention == "unmatched"


def test_retry_of_what_stripe_does_not_know_changes_nothing(now: int) -> None:
    unmatched(now)
    before = payment().wire

    answer = ben().post(f"{ONE}retry/", follow=True)

    assert "Stripe knows no checkout of this payment." in said(answer)[0]
    assert payment().wire == before


def test_retry_while_stripe_is_silent_changes_nothing(
    now: int, settings: Settings
) -> None:
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    unmatched(now)

    answer = ben().post(f"{ONE}retry/", follow=True)

    assert said(answer) == ["Stripe does not answer right now. Please try again."]
    assert payment().attention == "unmatched"


def test_person_page_lists_payments_with_state_and_link(now: int) -> None:
    apply_event(event(), now=now)

    page = text_of(ben(), f"/admin/memberships/person/{AMIRA}/change/")

    assert f'href="{PAGE}"' in page
    assert "Membership granted" in page


def test_person_known_by_a_payment_alone_has_a_page(now: int) -> None:
    settle(seen(amount_subtotal=100), now=now)

    answer = ben().get(f"/admin/memberships/person/{AMIRA}/change/")

    assert answer.status_code == 200


def test_home_tiles_count_what_their_lists_show(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memberships.admin.payments.tiles.now_ms", lambda: now)
    settle(seen(), now=now)
    settle(seen(id="cs_test_2", metadata={**METADATA, "email": DORA}), now=now)
    apply_event(charge("evt_9", refunded=1500), now=now)

    tiles = {
        tile.title: figure for tile, figure in ben().get("/admin/").context["tiles"]
    }

    waiting, month = tiles["Payments to decide"], tiles["Payments"]
    assert (waiting.number, month.number) == (1, 2)
    assert month.sentence == "this month; $15.00 came in."
    assert len(ids_in(waiting.link)) == 1
    assert len(ids_in(month.link)) == 2


def test_home_tile_of_payments_that_fails_is_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreadable() -> list[Payment]:
        raise ConnectionClosedError(endpoint_url="http://nowhere")

    monkeypatch.setattr(
        "memberships.admin.payments.tiles.waiting_for_attention", unreadable
    )

    tiles = {
        tile.title: figure for tile, figure in ben().get("/admin/").context["tiles"]
    }

    assert tiles["Payments to decide"] is None
    assert tiles["Payments"].number == 0
