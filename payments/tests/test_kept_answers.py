"""Of a checkout that others opened only allowed answers are kept and shown."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from biztech.dashboard.framework.tests.visitors import ben
from biztech.tests.wiping import writes
from core.dynamo.client import counted_calls, shared_client
from core.dynamo.rows import store_rows
from memberships.people import person
from payments.ledger import account_of
from payments.models import Payment
from payments.services.checkout_results import result_of
from payments.services.decisions import attach, retry
from payments.services.reconciliation import heal
from payments.tests.checkouts import paid, shown
from payments.tests.people import AMIRA, METADATA
from payments.tests.stripe_posts import event_body, post

CANARY = "c4n4ry-hunter2"
SECRET: dict[str, Any] = {
    "password": CANARY,
    "success_url": "https://example.org",
    "x": CANARY,
}


def ledger() -> str:
    """Return all that is in the ledger and the audit, as one text."""
    client = shared_client()
    names = [
        name for name in client.list_tables()["TableNames"] if "LocalStripe" not in name
    ]
    return json.dumps([client.scan(TableName=name)["Items"] for name in names])


def by_webhook() -> None:
    post(event_body(metadata={**METADATA, **SECRET}))


def by_refund() -> None:
    session = shown(paid(**SECRET))
    charge = {"id": "ch_1", "payment_intent": session["payment_intent"]["id"]}
    body = json.loads(event_body(kind="charge.refunded"))
    amounts = {"amount": 1500, "amount_refunded": 500}
    post(json.dumps({**body, "data": {"object": {**charge, **amounts}}}))


def by_return() -> None:
    result_of(paid(**SECRET), now=1)


def by_reconciliation() -> None:
    heal(shown(paid(**SECRET)), actor="ben", now=1)


def by_retry() -> None:
    session_id = paid(cents=1000, **SECRET)
    result_of(session_id, now=1)
    retry(session_id, actor="ben", now=2)


def by_attaching() -> None:
    session_id = paid(email="", **SECRET)
    result_of(session_id, now=1)
    attach(session_id, email=AMIRA, payment_type="Member", actor="ben", now=2)


@pytest.mark.parametrize(
    "comes_in",
    [by_webhook, by_refund, by_return, by_reconciliation, by_retry, by_attaching],
)
def test_only_allowed_answers_are_kept_wherever_a_payment_comes_in(
    comes_in: Callable[[], None],
) -> None:
    comes_in()

    (payment,) = (row for row in Payment.read_all() if row.sk == "payment")
    assert person(AMIRA).is_member is True
    assert payment.metadata["fname"] == "Amira"
    assert set(SECRET) & set(payment.metadata) == set()
    assert CANARY not in ledger()


def stored(session_id: str, **metadata: Any) -> None:
    """Store a payment as an earlier version of ours did."""
    store_rows(
        Payment.of(
            {
                "id": session_id,
                "sk": "payment",
                "month": "2026-11",
                "state": "paid",
                "email": AMIRA,
                "paid": 1500,
                "attention": "unmatched",
                "metadata": metadata,
                "createdAt": 1_795_170_000_000,
                "revision": 3,
            }
        )
    )


def test_dashboard_shows_allowed_answers_of_older_rows_only() -> None:
    stored("cs_test_1", **METADATA, **SECRET)

    page = ben().get("/admin/memberships/payment/cs_test_1/change/")

    assert "<dt>First name</dt><dd>Amira</dd>" in page.text
    assert CANARY not in page.text


def test_attaching_an_older_row_keeps_no_more_of_it() -> None:
    session_id = paid(email="")
    stored(session_id, **METADATA, **SECRET)

    attach(session_id, email=AMIRA, payment_type="Member", actor="ben", now=2)

    assert CANARY not in ledger()


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("clean_payments", *arguments, stdout=said, stderr=StringIO())
    return said.getvalue().splitlines()


def test_cleaning_tells_first_and_writes_nothing() -> None:
    stored("cs_test_1", **METADATA, **SECRET)
    stored("cs_test_2", fname="Dora", password=CANARY)
    stored("cs_test_3", **METADATA)

    with counted_calls() as calls:
        said = run()

    assert [line.split() for line in said] == [
        ["Attribute", "Payments"],
        ["'password'", "2"],
        ["'success_url'", "1"],
        ["'x'", "1"],
        [],
        ["Would", "clean", "2", "payments."],
    ]
    assert not any(writes(call) for call in calls)


def test_cleaning_takes_out_what_is_no_answer_and_nothing_else() -> None:
    stored("cs_test_1", **METADATA, **SECRET)
    stored("cs_test_2", **METADATA)
    before = account_of("cs_test_1").payment
    untouched = account_of("cs_test_2").payment

    said = run("--apply")

    after = account_of("cs_test_1").payment
    again = account_of("cs_test_2").payment
    assert before and after and untouched and again
    changed = {"metadata": METADATA, "revision": 4}
    changed["updatedAt"] = after.plain()["updatedAt"]
    assert after.plain() == {**before.plain(), **changed}
    assert again.wire == untouched.wire
    assert said[-1] == "Cleaned 1 payment."
    assert CANARY not in ledger()
    assert CANARY not in "".join(said)


def test_cleaning_again_finds_nothing() -> None:
    stored("cs_test_1", **METADATA, **SECRET)
    run("--apply")

    assert run("--apply") == ["Cleaned 0 payments."]
