"""Stripe itself: the client, and events whose signature is verified."""

import time
from functools import cache

import stripe
from django.conf import settings

from biztech.errors import Malformed, NotFound, Unavailable
from memberships.payments.seen import SessionSeen, StripeEvent, session_seen

# Stripe's own tolerance, which its library applies to the past only.
_TOLERANCE_SECONDS = 300
_TIMEOUT_SECONDS = 10
_LONGEST_SIGNATURE = 2000


class BadSignature(Malformed):
    """The request is not from Stripe, or was changed on its way."""

    code = "bad_signature"

    def __init__(self, reason: str) -> None:
        super().__init__(f"Webhook Error: {reason}")


class UnknownAtStripe(NotFound):
    """Stripe has no checkout under that id."""

    code = "unknown_at_stripe"

    def __init__(self) -> None:
        super().__init__(
            "Stripe knows no checkout of this payment."
            " Grant the membership by hand if it is due, then keep."
        )


class StripeSilent(Unavailable):
    """Stripe does not answer, or not as it should; nothing was changed."""

    code = "stripe_silent"

    def __init__(self) -> None:
        super().__init__("Stripe does not answer right now. Please try again.")


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


def fetched_session(session_id: str) -> SessionSeen:
    """Return a Checkout Session as Stripe shows it now.

    Raises ``UnknownAtStripe`` and ``StripeSilent``.
    """
    try:
        session = stripe_client().v1.checkout.sessions.retrieve(session_id)
    except stripe.InvalidRequestError as error:
        raise UnknownAtStripe from error
    except stripe.StripeError as error:
        raise StripeSilent from error
    return session_seen(session.to_dict())


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
            return StripeEvent(
                id=event["id"],
                type=event["type"],
                created=int(event.get("created") or 0) * 1000,
                subject=event["data"]["object"],
            )
        except stripe.SignatureVerificationError:
            continue
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise BadSignature("the body is no event of Stripe's.") from None
    raise BadSignature("no secret of ours made this signature.")


def _refuse_other_times(signature: str) -> None:
    # Neither can be compared or counted: letters of no signature, endless numbers.
    readable = signature.isascii() and len(signature) <= _LONGEST_SIGNATURE
    for part in signature.split(","):
        name, _, value = part.partition("=")
        if readable and name.strip() == "t" and value.strip().isdecimal():
            if abs(time.time() - int(value)) <= _TOLERANCE_SECONDS:
                return
            raise BadSignature("the signature is too old, or from the future.")
    raise BadSignature("the Stripe-Signature header is missing or unreadable.")
