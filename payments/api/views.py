"""The payment routes: asking for a checkout, and what Stripe reports of it."""

import logging

from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest
from rest_framework.exceptions import APIException
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import TakesBody
from core.clock import now_ms
from core.dynamo.errors import Stale
from core.errors import BodyTooLarge, NotFound
from core.identity.authentication import BearerAuthentication
from core.openapi import EMAIL, answer, described
from core.serving.limits import API, KB
from core.throttling import CHECKOUT
from events.errors import EventFull
from payments.api.serializers import (
    CancelledSerializer,
    CheckoutSerializer,
    ReceivedSerializer,
)
from payments.errors import (
    BadSignature,
    CheckoutUnavailable,
    DeliverAgain,
    ForeignAddress,
    NotAsSent,
    NothingToPay,
    NotOurs,
    NotRegistered,
    UnidentifiedPayment,
)
from payments.gateway import verified_event
from payments.models import PaymentType
from payments.services.orders import open_checkout
from payments.services.webhooks import apply_event
from payments.stripe_objects import StripeEvent, answers_in

logger = logging.getLogger("biztech.payments")


_SIGNATURE = OpenApiParameter(
    "Stripe-Signature",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="Over the raw body, by one of our secrets, at most 5 minutes old.",
    examples=[OpenApiExample("A signature", value="t=1795176000,v1=5257a869e7ec")],
)
_PAID = {
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
            "metadata": {"paymentType": "OAuthMember", "email": EMAIL},
        }
    },
}
_REPORT = OpenApiRequest(
    OpenApiTypes.OBJECT, examples=[OpenApiExample("A paid membership", _PAID)]
)
# What is refused of any call that Stripe might have made.
_UNTRUSTED = (
    BadSignature("no secret of ours made this signature."),
    NotOurs("this event is of another mode."),
    NotAsSent("type"),
    UnidentifiedPayment(),
)


class CheckoutView(TakesBody):
    """Opens a checkout for a membership or for an event."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = CHECKOUT

    @described(
        "payments_create",
        {
            200: answer(
                str,
                "Where to pay, as a bare JSON text.",
                "https://checkout.stripe.com/c/pay/cs_test_1",
            )
        },
        NotFound.of("event", "nope"),
        ForeignAddress("success_url"),
        NotRegistered,
        NothingToPay("You have a place already. There is nothing to pay."),
        EventFull("Register again to wait for one."),
        CheckoutUnavailable,
        body=CheckoutSerializer,
    )
    def post(self, request: Request) -> Response:
        """Pay for a membership or an event.

        Opens a checkout at Stripe, at our price: for a membership by `education`, for
        an event by whether the payer is a member, with a seat kept until the checkout
        is over. Nothing is asked of Stripe before all else is right. The same request
        within a minute is the same checkout. A password creates the sign-in, and is
        neither kept nor sent on nor repeated. For an address that has an account the
        answers change what it says, and the password counts, only with a token of that
        address; none is needed to pay.
        """
        body = self.sent(request)
        order = body.order(signed_in_as=_signed_in_as(request))
        return Response(open_checkout(order, now=now_ms()))


def _signed_in_as(request: Request) -> str:
    """Return whose token comes with the request; nobody's for one that is wrong.

    Paying needs no token, so an expired one is no reason to turn the payer away.
    """
    try:
        known = BearerAuthentication().authenticate(request)
    except APIException:
        return ""
    return known[0].email if known else ""


class StripeView(APIView):
    """A route that Stripe calls: the signature over the raw body is the authority.

    The body is read before anything could parse it, and nothing limits how often
    Stripe may call; a call that is not signed costs a hash.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()
    renderer_classes = (JSONRenderer,)

    def event(self, request: Request) -> StripeEvent:
        """Return the event that was delivered, or refuse."""
        raw: HttpRequest = request._request
        body = raw.read(API.largest + 1)
        if len(body) > API.largest:
            raise BodyTooLarge(API.largest // KB)
        return verified_event(body, raw.headers.get("Stripe-Signature", ""))


class WebhookView(StripeView):
    """Applies what Stripe reports, once."""

    @described(
        "payments_webhook",
        {200: ReceivedSerializer},
        *_UNTRUSTED,
        DeliverAgain,
        request=_REPORT,
        parameters=[_SIGNATURE],
    )
    def post(self, request: Request) -> Response:
        """What Stripe reports.

        For Stripe alone. Applies an event once, in one transaction with its effect;
        duplicates and other kinds of events are answered 200 too.
        """
        import stripe

        event = self.event(request)
        try:
            settled = apply_event(event, now=now_ms())
        except UnidentifiedPayment as refusal:
            logger.warning("payment.unidentified event=%s", event.id)
            raise refusal from None
        except (Stale, stripe.StripeError) as error:
            logger.warning(
                "payment.postponed event=%s error=%s", event.id, type(error).__name__
            )
            raise DeliverAgain from error
        logger.info(
            "payment.event event=%s type=%s outcome=%s",
            event.id,
            event.type,
            settled.outcome,
        )
        return Response({"received": True, "outcome": settled.outcome})


class CancelView(StripeView):
    """Kept for the endpoint that Stripe was once told of; changes nothing."""

    @described(
        "payments_cancel",
        {200: CancelledSerializer},
        *_UNTRUSTED,
        request=_REPORT,
        parameters=[_SIGNATURE],
    )
    def post(self, request: Request) -> Response:
        """What Stripe once reported of cancelled checkouts.

        For Stripe alone; answers event payments only, and changes nothing.
        """
        answers = answers_in(self.event(request).subject)
        if answers.get("paymentType") != PaymentType.EVENT:
            raise UnidentifiedPayment
        return Response({"message": "Cancel webhook disabled", "response": {}})
