"""What Amazon's SES tells of mails, through SNS: which addresses take none any more.

SNS proves itself by ``MAIL_WEBHOOK_SECRET``, which is part of the address that it was
subscribed with; anymail checks it, and confirms the subscription.
"""

from typing import Any

from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailWebhookValidationFailure,
)
from anymail.signals import AnymailTrackingEvent, EventType, tracking
from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
from django.http import HttpRequest, HttpResponse, JsonResponse

from core.clock import now_ms
from core.mail.suppression import Reason, suppress

# What anymail raises for shapes that SNS and SES do not send us.
_ODD = (
    AnymailAPIError,
    AnymailConfigurationError,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)

# A full mailbox, an absence: another mail may arrive.
_FOR_GOOD = "Permanent"
# Somebody took it out of the spam folder.
_NOT_SPAM = "not-spam"


class NotificationsView(AmazonSESTrackingWebhookView):  # type: ignore[misc]  # untyped
    """Takes what SNS posts: 200 for whatever needs no other delivery."""

    # Without a secret nothing is taken at all.
    warn_if_no_basic_auth = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note what is told, or say what is wrong with it."""
        if not self.basic_auth:
            return _refusal(403, "MAIL_WEBHOOK_SECRET is not set.")
        try:
            taken: HttpResponse = super().post(request, *args, **kwargs)
        except AnymailWebhookValidationFailure:
            return _refusal(403, "This does not come from our topic.")
        except _ODD:
            return _refusal(400, "This is not as SNS sends it.")
        return taken


def note(event: AnymailTrackingEvent, **_: Any) -> None:
    """Suppress an address whose mail came back for good, or that complained."""
    reason = _reason(event)
    if reason and event.recipient:
        suppress(event.recipient, reason, now=now_ms())


def _reason(event: AnymailTrackingEvent) -> Reason | None:
    told = event.esp_event
    if event.event_type == EventType.BOUNCED:
        final = told["bounce"].get("bounceType") == _FOR_GOOD
        return Reason.BOUNCED if final else None
    if event.event_type == EventType.COMPLAINED:
        spam = told["complaint"].get("complaintFeedbackType") != _NOT_SPAM
        return Reason.COMPLAINED if spam else None
    return None


def _refusal(status: int, message: str) -> HttpResponse:
    return JsonResponse({"message": message}, status=status)


tracking.connect(note, sender=NotificationsView)
notifications = NotificationsView.as_view()
