"""Stripe itself: the client, and events whose signature is verified."""

import json
import time
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

from payments.errors import (
    BadSignature,
    NotAsSent,
    NotOurs,
    StripeSilent,
    UnknownAtStripe,
)
from payments.mode import is_live
from payments.stripe_objects import (
    CheckoutSession,
    StripeEvent,
    flag,
    parse_event,
    parse_session,
)

if TYPE_CHECKING:
    # Loaded when Stripe is first asked or tells something.
    import stripe

# Stripe's own tolerance, which its library applies to the past only.
_TOLERANCE_SECONDS = 300
_TIMEOUT_SECONDS = 10
_LONGEST_SIGNATURE = 2000

_NO_EVENT = "the body is no event of Stripe's."


def stripe_client() -> "stripe.StripeClient":
    """Return the client for the key and version that settings name."""
    return _client(
        settings.STRIPE_SECRET_KEY,
        settings.STRIPE_API_BASE,
        settings.STRIPE_API_VERSION,
    )


@cache
def _client(key: str, base: str, version: str) -> "stripe.StripeClient":
    import stripe

    if settings.LOCAL_PAYMENTS and not base:
        transport = import_string(settings.LOCAL_STRIPE_TRANSPORT)
        return stripe.StripeClient(
            "sk_test_local", http_client=transport(), stripe_version=version
        )
    return stripe.StripeClient(
        key or "sk_test_local",
        base_addresses={"api": base} if base else {},
        http_client=stripe.RequestsClient(timeout=_TIMEOUT_SECONDS),
        stripe_version=version,
        max_network_retries=2,
    )


def fetched_session(session_id: str) -> CheckoutSession:
    """Return a Checkout Session as Stripe shows it now.

    Raises ``UnknownAtStripe`` and ``StripeSilent``.
    """
    import stripe

    try:
        session = stripe_client().v1.checkout.sessions.retrieve(session_id)
    except stripe.InvalidRequestError as error:
        raise UnknownAtStripe from error
    except stripe.StripeError as error:
        raise StripeSilent from error
    try:
        return parse_session(session.to_dict())
    except NotAsSent as error:
        raise StripeSilent from error


def webhook_secrets() -> list[str]:
    """Return the secrets that may have signed an event, the current one first."""
    given = [
        secret.strip()
        for secret in settings.STRIPE_WEBHOOK_SECRET.split(",")
        if secret.strip()
    ]
    if settings.LOCAL_PAYMENTS and not given:
        return [import_string(settings.LOCAL_STRIPE_SIGNER)()]
    return given


def verified_event(body: bytes, signature: str) -> StripeEvent:
    """Return the event of a webhook request, or raise ``BadSignature``.

    Any of the configured secrets may have signed it; a signature dated more than five
    minutes away, into the past or the future, is refused. So is, as ``NotAsSent`` or
    ``NotOurs``, an event that is signed and is none, or none that concerns us.
    """
    _refuse_other_times(signature)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise BadSignature(_NO_EVENT) from None
    if not any(_made(secret, text, signature) for secret in webhook_secrets()):
        raise BadSignature("no secret of ours made this signature.")
    event = _parsed(text)
    parsed = parse_event(event)
    _refuse_others(event)
    return parsed


def _made(secret: str, text: str, signature: str) -> bool:
    import stripe

    try:
        stripe.WebhookSignature.verify_header(
            text, signature, secret, tolerance=_TOLERANCE_SECONDS
        )
    except stripe.SignatureVerificationError:
        return False
    return True


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        event = json.loads(text)
        # Half of a surrogate pair is JSON, and can be neither stored nor answered.
        json.dumps(event, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadSignature(_NO_EVENT) from None
    if not isinstance(event, Mapping):
        raise BadSignature(_NO_EVENT)
    return event


def _refuse_others(event: Mapping[str, Any]) -> None:
    if event.get("account"):
        raise NotOurs("the event is of a connected account, which is not for us.")
    if event.get("livemode") is None:
        raise NotAsSent("livemode")
    ours, its = is_live(), flag(event, "livemode")
    if its != ours:
        modes = {True: "live mode", False: "test mode"}
        raise NotOurs(f"the event is of {modes[its]}, our key of {modes[ours]}.")


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
