"""Stripe itself: the client, and events whose signature is verified."""

import time
from functools import cache

import stripe
from django.conf import settings

from biztech.errors import Malformed
from memberships.payments.seen import StripeEvent

# Stripe's own tolerance, which its library applies to the past only.
_TOLERANCE_SECONDS = 300
_TIMEOUT_SECONDS = 10


class BadSignature(Malformed):
    """The request is not from Stripe, or was changed on its way."""

    code = "bad_signature"

    def __init__(self, reason: str) -> None:
        super().__init__(f"Webhook Error: {reason}")


def stripe_client() -> stripe.StripeClient:
    """Return the client for the key and version that settings name."""
    return _client(
        settings.STRIPE_SECRET_KEY,
        settings.STRIPE_API_BASE,
        settings.STRIPE_API_VERSION,
    )


@cache
def _client(key: str, base: str, version: str) -> stripe.StripeClient:
    if settings.LOCAL_PAYMENTS and not base:
        from memberships.payments.standin.transport import StandInTransport

        return stripe.StripeClient(
            "sk_test_local", http_client=StandInTransport(), stripe_version=version
        )
    return stripe.StripeClient(
        key or "sk_test_local",
        base_addresses={"api": base} if base else {},
        http_client=stripe.RequestsClient(timeout=_TIMEOUT_SECONDS),
        stripe_version=version,
        max_network_retries=2,
    )


def webhook_secrets() -> list[str]:
    """Return the secrets that may have signed an event, the current one first."""
    given = [
        secret.strip()
        for secret in settings.STRIPE_WEBHOOK_SECRET.split(",")
        if secret.strip()
    ]
    if settings.LOCAL_PAYMENTS and not given:
        from memberships.payments.standin.secret import local_webhook_secret

        return [local_webhook_secret()]
    return given


def verified_event(body: bytes, signature: str) -> StripeEvent:
    """Return the event of a webhook request, or raise ``BadSignature``.

    Any of the configured secrets may have signed it; a signature dated more than five
    minutes away, into the past or the future, is refused.
    """
    _refuse_other_times(signature)
    for secret in webhook_secrets():
        try:
            event = stripe.Webhook.construct_event(
                body, signature, secret, tolerance=_TOLERANCE_SECONDS
            ).to_dict()
        except stripe.SignatureVerificationError:
            continue
        except ValueError:
            raise BadSignature("the body is no event of Stripe's.") from None
        return StripeEvent(
            id=event["id"],
            type=event["type"],
            created=int(event.get("created") or 0) * 1000,
            subject=event["data"]["object"],
        )
    raise BadSignature("no secret of ours made this signature.")


def _refuse_other_times(signature: str) -> None:
    for part in signature.split(","):
        name, _, value = part.partition("=")
        if name.strip() == "t" and value.strip().isdecimal():
            if abs(time.time() - int(value)) <= _TOLERANCE_SECONDS:
                return
            raise BadSignature("the signature is too old, or from the future.")
    raise BadSignature("the Stripe-Signature header is missing or unreadable.")
