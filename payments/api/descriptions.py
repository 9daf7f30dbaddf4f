"""How the payment routes are described to their callers, with literal examples."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from core.openapi import MALFORMED, answer, body_example, refusal
from payments.api.serializers import (
    CancelledSerializer,
    CheckoutSerializer,
    ReceivedSerializer,
)
from payments.errors import CheckoutUnavailable, NotRegistered

_EMAIL = "amira@student.ubc.ca"
_SITE = "https://app.ubcbiztech.com"

_SIGNATURE = OpenApiParameter(
    "Stripe-Signature",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="Over the raw body, by one of our secrets, at most 5 minutes old.",
    examples=[OpenApiExample("A signature", value="t=1795176000,v1=5257a869e7ec")],
)
_EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "checkout.session.completed",
    "created": 1795176000,
    "livemode": False,
    "data": {
        "object": {
            "id": "cs_test_1",
            "object": "checkout.session",
            "status": "complete",
            "payment_status": "paid",
            "amount_subtotal": 1500,
            "amount_total": 1500,
            "currency": "cad",
            "metadata": {"paymentType": "OAuthMember", "email": _EMAIL},
        }
    },
}
_BAD_SIGNATURE = refusal(
    "The signature is missing, wrong, old or from the future; the event is not as"
    " Stripe sends it, of the other mode than our key or of a connected account; or"
    " the payment says neither whose it is nor what for.",
    "Webhook Error: no secret of ours made this signature.",
)

described_checkout = extend_schema(
    operation_id="payments_create",
    summary="Pay for a membership or an event",
    description=(
        "Opens a checkout at Stripe, at our price: for a membership by `education`, for"
        " an event by whether the payer is a member. Nothing is asked of Stripe before"
        " all else is right. The same request within a minute is the same checkout. A"
        " password creates the sign-in, and is neither kept nor sent on nor repeated."
        " For an address that has an account the answers change what it says, and the"
        " password counts, only with a token of that address; none is needed to pay."
    ),
    request=CheckoutSerializer,
    examples=[
        body_example(
            "A membership",
            {
                "paymentName": "BizTech Membership",
                "paymentType": "OAuthMember",
                "success_url": f"{_SITE}/membership/success",
                "cancel_url": f"{_SITE}/membership",
                "email": _EMAIL,
                "fname": "Amira",
                "lname": "Haddad",
                "education": "UBC",
                "student_number": "12345678",
                "pronouns": "She/Her/Hers",
                "year": "3rd Year",
                "faculty": "Science",
                "major": "Statistics",
                "international": False,
                "prev_member": True,
                "diet": "None",
                "referral": "Instagram",
                "topics": "Cyber Security,E-Commerce",
            },
        ),
        body_example(
            "An event",
            {
                "paymentType": "Event",
                "success_url": f"{_SITE}/event/blueprint/2026/register/success",
                "email": _EMAIL,
                "fname": "Amira",
                "eventID": "blueprint",
                "year": 2026,
            },
        ),
    ],
    responses={
        200: answer(
            OpenApiTypes.STR,
            "Where to pay, as a bare JSON text.",
            name="A checkout",
            value="https://checkout.stripe.com/c/pay/cs_test_1",
        ),
        400: MALFORMED,
        404: refusal(
            "There is no such event.",
            "event with id 'nope' could not be found."
            " Make sure you have provided the correct id.",
            name="No such event",
        ),
        406: refusal(
            "Something in the body is missing or wrong.",
            "'success_url' must be an address of the club's own site.",
        ),
        409: refusal(
            "There is no registration for that event.", NotRegistered().message
        ),
        503: refusal(
            "Stripe, or the provider of sign-ins, does not answer.",
            CheckoutUnavailable().message,
        ),
    },
)

described_webhook = extend_schema(
    operation_id="payments_webhook",
    summary="What Stripe reports",
    description=(
        "For Stripe alone. Applies an event once, in one transaction with its effect;"
        " duplicates and other kinds of events are answered 200 too."
    ),
    request=OpenApiTypes.OBJECT,
    parameters=[_SIGNATURE],
    examples=[body_example("A paid membership", _EVENT)],
    responses={
        200: answer(
            ReceivedSerializer,
            "Nothing more is to do for this event.",
            name="Applied",
            value={"received": True, "outcome": "fulfilled"},
        ),
        400: _BAD_SIGNATURE,
        503: refusal(
            "Stripe or the database does not answer; deliver again.",
            "Not applied yet. Please deliver this event again.",
        ),
    },
)

described_cancel = extend_schema(
    operation_id="payments_cancel",
    summary="What Stripe once reported of cancelled checkouts",
    description="For Stripe alone; changes nothing.",
    request=OpenApiTypes.OBJECT,
    parameters=[_SIGNATURE],
    examples=[body_example("A checkout", _EVENT)],
    responses={
        200: answer(
            CancelledSerializer,
            "An event's checkout.",
            name="Of an event",
            value={"message": "Cancel webhook disabled", "response": {}},
        ),
        400: _BAD_SIGNATURE,
    },
)
