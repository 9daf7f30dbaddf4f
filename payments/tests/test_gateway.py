"""The signature of a webhook, by which alone its body is believed."""

import json
import time
from typing import Any

import pytest
import stripe

from core.errors import Malformed
from payments.errors import BadSignature, NotOurs
from payments.gateway import verified_event, webhook_secrets
from payments.tests.stripe_posts import event_body, signature


@pytest.mark.parametrize(
    ("given", "secrets"),
    [
        ("whsec_a", ["whsec_a"]),
        (" whsec_a , whsec_b,", ["whsec_a", "whsec_b"]),
    ],
)
def test_secrets_are_a_list_while_one_is_replaced(
    settings: Any, given: str, secrets: list[str]
) -> None:
    settings.STRIPE_WEBHOOK_SECRET = given

    assert webhook_secrets() == secrets


def test_without_a_secret_nothing_is_believed(settings: Any) -> None:
    body = event_body()
    header = signature(body, secret="whsec_any")
    settings.LOCAL_PAYMENTS = False

    assert webhook_secrets() == []
    with pytest.raises(BadSignature, match="no secret of ours"):
        verified_event(body.encode(), header)


@pytest.mark.parametrize("secret", ["whsec_new", "whsec_old"])
def test_event_signed_with_any_of_the_secrets_is_read(
    settings: Any, secret: str
) -> None:
    settings.STRIPE_WEBHOOK_SECRET = "whsec_new,whsec_old"
    body = event_body("evt_7", "charge.refunded")

    event = verified_event(body.encode(), signature(body, secret=secret))

    assert (event.id, event.type) == ("evt_7", "charge.refunded")
    assert (event.created, event.subject["id"]) == (1_795_170_000_000, "cs_test_1")


def test_header_with_other_schemes_and_signatures_beside_ours_is_read() -> None:
    body = event_body()
    when, ours = signature(body).split(",")

    header = f"{when},v1={'0' * 64},v0=abc,{ours}"

    assert verified_event(body.encode(), header).id == "evt_1"


@pytest.mark.parametrize(
    ("age", "accepted"),
    [(0, True), (290, True), (-290, True), (310, False), (-310, False)],
)
def test_signature_counts_for_five_minutes_into_past_and_future(
    age: int, accepted: bool
) -> None:
    body = event_body()
    header = signature(body, age=age)

    if accepted:
        assert verified_event(body.encode(), header).id == "evt_1"
        return
    with pytest.raises(BadSignature, match="too old, or from the future"):
        verified_event(body.encode(), header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=",
        "nonsense",
        "t=soon,v1=abc",
        "t=-1,v1=abc",
        "t=NOW",
        "t=NOW,v1",
        "t=NOW,v1=",
        "t=NOW,v1=é",
        "T=NOW,v1=abc",
        f"v1=abc,{'t=' + '9' * 5000}",
        f"t=NOW,v1={'a' * 5000}",
    ],
)
def test_header_of_any_other_shape_is_a_bad_signature(header: str) -> None:
    made_now = header.replace("NOW", str(int(time.time())))

    with pytest.raises(BadSignature):
        verified_event(event_body().encode(), made_now)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        '"event"',
        "{}",
        "{",
        '{"id": "evt_1", "type": "x"}',
        '{"id": "evt_1", "type": "x", "data": {}}',
        '{"id": "evt_1", "type": "x", "data": {"object": {}}, "created": "soon"}',
        '{"id": "evt_1", "type": "x", "data": {"object": {}}, "created": 1}',
        '{"id": "evt_1", "object": "v2.core.event"}',
        '{"id": "\\ud800"}',
    ],
)
def test_body_that_is_no_event_is_refused_though_it_is_signed(body: str) -> None:
    with pytest.raises(Malformed, match=r"no event of Stripe's|is not as Stripe sends"):
        verified_event(body.encode(), signature(body))


def test_body_that_is_no_text_is_refused() -> None:
    with pytest.raises(BadSignature):
        verified_event(b"\xff\xfe", signature("{}"))


def test_body_changed_by_a_single_letter_is_refused() -> None:
    body = event_body()
    header = signature(body)
    changed = json.dumps(json.loads(body)).replace("evt_1", "evt_2")

    with pytest.raises(BadSignature, match="no secret of ours"):
        verified_event(changed.encode(), header)
    assert stripe.Webhook.construct_event(body, header, webhook_secrets()[0]).id


@pytest.mark.parametrize(
    ("key", "livemode", "words"),
    [
        ("", True, "the event is of live mode, our key of test mode"),
        ("sk_test_x", True, "the event is of live mode, our key of test mode"),
        ("rk_live_x", False, "the event is of test mode, our key of live mode"),
        ("sk_live_x", False, "the event is of test mode, our key of live mode"),
    ],
)
def test_event_of_the_other_mode_is_refused(
    settings: Any, key: str, livemode: bool, words: str
) -> None:
    settings.STRIPE_SECRET_KEY = key
    settings.STRIPE_WEBHOOK_SECRET = "whsec_x"
    body = json.dumps({**json.loads(event_body()), "livemode": livemode})

    with pytest.raises(NotOurs, match=words):
        verified_event(body.encode(), signature(body))


@pytest.mark.parametrize("key", ["sk_live_x", "rk_live_x"])
def test_event_of_live_mode_is_read_with_a_live_key(settings: Any, key: str) -> None:
    settings.STRIPE_SECRET_KEY = key
    settings.STRIPE_WEBHOOK_SECRET = "whsec_x"
    body = json.dumps({**json.loads(event_body()), "livemode": True})

    assert verified_event(body.encode(), signature(body)).id == "evt_1"
