"""Whatever is signed, the webhook answers and never fails."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dynamo.rows import store_rows
from events.models import Registration, event_key
from payments.models import Payment
from payments.tests.people import AMIRA, METADATA, session, store_event
from payments.tests.stripe_posts import event_body, post

_CHARGE = {
    "id": "ch_1",
    "object": "charge",
    "payment_intent": "pi_1",
    "amount": 1500,
    "amount_refunded": 500,
    "disputed": False,
}
_DISPUTE = {"id": "du_1", "object": "dispute", "charge": "ch_1", "payment_intent": None}
_PLACE = {
    "paymentType": "Event",
    "email": AMIRA,
    "eventID": "blueprint",
    "year": "2026",
}
_SUBJECTS: list[tuple[str, dict[str, Any]]] = [
    ("checkout.session.completed", session()),
    ("checkout.session.completed", session(metadata=_PLACE)),
    (
        "checkout.session.completed",
        session(payment_status="unpaid", payment_intent={"id": "pi_1", "status": "x"}),
    ),
    ("checkout.session.async_payment_failed", session(payment_status="unpaid")),
    (
        "checkout.session.expired",
        session(status="expired", payment_status="unpaid", metadata=_PLACE),
    ),
    ("charge.refunded", _CHARGE),
    ("charge.dispute.created", _DISPUTE),
    ("customer.created", {"id": "cus_1"}),
]
_ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    10**40,
    float("inf"),
    float("nan"),
    "",
    "paid",
    "9" * 60,
    "x" * 3000,
    "\ud800",
    "\x00",
    "evt/../1",
    [],
    [{}],
    {},
    {"id": 5},
    {"id": {"id": {}}},
]


def events() -> list[dict[str, Any]]:
    """Return an event of each kind as Stripe sends it."""
    return [
        {**json.loads(event_body(kind=kind)), "data": {"object": copy.deepcopy(about)}}
        for kind, about in _SUBJECTS
    ]


def places(of: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the path of everything in an object, the objects in it too."""
    inner = of.items() if isinstance(of, dict) else ()
    return [
        path,
        *(each for name, value in inner for each in places(value, (*path, name))),
    ]


def changed(event: dict[str, Any], path: tuple[str, ...], value: Any) -> Any:
    """Return the event with something else in one place; ``...`` for nothing there."""
    if not path:
        return value
    event = copy.deepcopy(event)
    of: Any = event
    for name in path[:-1]:
        of = of[name]
    if value is ...:
        del of[path[-1]]
    else:
        of[path[-1]] = value
    return event


@st.composite
def odd_events(draw: st.DrawFn) -> Any:
    """Draw an event that is odd in one place or in two."""
    event: Any = draw(st.sampled_from(events()))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(places(event)))
        value = draw(st.sampled_from([*_ODD, *([...] if path else [])]))
        event = changed(event, path, value)
    return event


@given(event=odd_events())
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_signed_event_of_any_shape_is_applied_or_refused(event: Any) -> None:
    response = post(json.dumps(event))

    assert response.status_code in (200, 400)
    assert response.json().get("outcome") or response.json()["message"]


@pytest.mark.parametrize(
    ("kind", "path", "value", "field"),
    [
        (0, ("id",), 5, "id"),
        (0, ("id",), "e" * 3000, "id"),
        (0, ("type",), ["x"], "type"),
        (0, ("created",), "soon", "created"),
        (0, ("created",), 10**30, "created"),
        (0, ("data",), [], "data"),
        (0, ("data", "object"), "cs_1", "object"),
        (0, ("data", "object", "id"), ..., "id"),
        (0, ("data", "object", "id"), {"id": "cs_1"}, "id"),
        (0, ("data", "object", "metadata"), ["email"], "metadata"),
        (0, ("data", "object", "metadata", "email"), {"a": 1}, "metadata"),
        (0, ("data", "object", "payment_status"), ["paid"], "payment_status"),
        (0, ("data", "object", "amount_subtotal"), "1500", "amount_subtotal"),
        (0, ("data", "object", "amount_total"), True, "amount_total"),
        (0, ("data", "object", "amount_total"), -1500, "amount_total"),
        (0, ("data", "object", "currency"), {"cad": 1}, "currency"),
        (0, ("data", "object", "payment_intent"), ["pi_1"], "payment_intent"),
        (0, ("data", "object", "created"), 1e300, "created"),
        (2, ("data", "object", "payment_intent", "status"), ["x"], "status"),
        (5, ("data", "object", "id"), None, "id"),
        (5, ("data", "object", "amount_refunded"), {}, "amount_refunded"),
        (5, ("data", "object", "amount"), float("inf"), "amount"),
        (5, ("data", "object", "disputed"), "no", "disputed"),
        (6, ("data", "object", "charge"), None, "charge"),
        (6, ("data", "object", "charge"), {"id": None}, "id"),
    ],
)
def test_signed_event_that_is_malformed_names_the_field_and_writes_nothing(
    kind: int, path: tuple[str, ...], value: Any, field: str
) -> None:
    response = post(json.dumps(changed(events()[kind], path, value)))

    assert response.status_code == 400
    assert response.json() == {
        "message": f"Webhook Error: '{field}' is not as Stripe sends it."
    }
    assert list(Payment.read_all()) == []


@pytest.mark.parametrize("event_id", ["x" * 500, "\U0001f600" * 500, "a;2025", " "])
@pytest.mark.parametrize("kind", [1, 4])
def test_event_that_nobody_could_have_made_is_nobodys_place(
    kind: int, event_id: str
) -> None:
    store_event()
    store_rows(
        Registration.of({"id": AMIRA, "eventID;year": event_key("blueprint", 2026)})
    )
    path = ("data", "object", "metadata", "eventID")

    response = post(json.dumps(changed(events()[kind], path, event_id)))

    assert response.status_code == 200
    assert [row.status for row in Registration.read_all()] == [None]


def test_student_number_of_any_length_makes_a_member() -> None:
    metadata = {**METADATA, "student_number": "9" * 500}

    response = post(event_body(metadata=metadata))

    assert response.json() == {"received": True, "outcome": "fulfilled"}
