"""The payment routes: asking for a checkout, and what Stripe reports of it."""

import logging
from typing import Any

import stripe
from django.http import HttpRequest
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.bodies import BodyTooLarge
from core.clock import now_ms
from core.dynamo.transactions import Stale
from core.identity.authentication import BearerAuthentication
from core.serving.limits import API
from core.throttling import CHECKOUT
from payments.api.descriptions import (
    described_cancel,
    described_checkout,
    described_webhook,
)
from payments.api.serializers import CheckoutSerializer
from payments.errors import DeliverAgain, UnidentifiedPayment
from payments.gateway import verified_event
from payments.prices import EVENT
from payments.services.orders import open_checkout
from payments.services.webhooks import apply_event
from payments.stripe_objects import StripeEvent, answers_in

logger = logging.getLogger("biztech.payments")


class CheckoutView(APIView):
    """Opens a checkout for a membership or for an event."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = CHECKOUT

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.Serializer[Any]:
        """Return the body; the browsable form asks for it too."""
        return CheckoutSerializer(*args, **kwargs)

    @described_checkout
    def post(self, request: Request) -> Response:
        """Answer the checkout's address, as a bare JSON text."""
        body = CheckoutSerializer(data=request.data)
        body.is_valid(raise_exception=True)
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
            raise BodyTooLarge
        return verified_event(body, raw.headers.get("Stripe-Signature", ""))


class WebhookView(StripeView):
    """Applies what Stripe reports, once."""

    @described_webhook
    def post(self, request: Request) -> Response:
        """Answer 200 to whatever needs no other delivery."""
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

    @described_cancel
    def post(self, request: Request) -> Response:
        """Answer as documented: event payments only."""
        if answers_in(self.event(request).subject).get("paymentType") != EVENT:
            raise UnidentifiedPayment
        return Response({"message": "Cancel webhook disabled", "response": {}})
