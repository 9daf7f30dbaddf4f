"""Feedback on events: the two forms of each, and what people answer.

Source: contract-events sections 2 and 5.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.clock import moment_in
from core.dynamo.rows import create_row
from core.email import normalize_email
from core.idempotency import id_of
from events.errors import (
    FormClosed,
    FormNotEnabled,
    KeyUsed,
    RespondentRefused,
    UnknownForm,
)
from events.models import Event, Feedback, event_key
from events.queries import required_event
from events.questions import checked_feedback, feedback_form

LONGEST_NAME = 120
LONGEST_NONCE = 200

# What somebody said, and who: two submissions that agree in it are one.
_SAID = ("responses", "respondentName", "respondentEmail")


class FormType(StrEnum):
    """Whom a feedback form is for."""

    ATTENDEE = "attendee"
    PARTNER = "partner"


@dataclass(frozen=True, kw_only=True)
class FeedbackForm:
    """One form of an event, as it is now."""

    event: Event
    type: FormType
    questions: list[dict[str, Any]]
    is_enabled: bool
    is_closed: bool

    @property
    def is_open(self) -> bool:
        """Whether it takes answers."""
        return self.is_enabled and not self.is_closed


def form_type_in(text: str) -> FormType:
    """Return the form that a text names in any letter case, or refuse."""
    try:
        return FormType(text.strip().lower())
    except ValueError:
        raise UnknownForm from None


def form_of(event: Event, form_type: FormType, *, now: int) -> FeedbackForm:
    """Return a form of an event."""
    enabled, questions = {
        FormType.ATTENDEE: (
            event.attendee_feedback_enabled,
            event.attendee_feedback_questions,
        ),
        FormType.PARTNER: (
            event.partner_feedback_enabled,
            event.partner_feedback_questions,
        ),
    }[form_type]
    closes_at = moment_in(event.feedback_deadline)
    return FeedbackForm(
        event=event,
        type=form_type,
        questions=feedback_form(questions),
        is_enabled=bool(enabled),
        is_closed=closes_at is not None and closes_at < now,
    )


def submit_feedback(
    event_id: str,
    year: int,
    form_type: FormType,
    sent: Mapping[str, Any],
    *,
    nonce: str = "",
    now: int,
) -> Feedback:
    """Keep what somebody thought of an event; return its row.

    ``sent`` holds ``responses``, and ``respondentName`` and ``respondentEmail`` where
    somebody says who they are. The same ``nonce`` again returns the row of the first
    time; without one, so does the same of the same address. Raises ``NotFound``,
    ``FormNotEnabled``, ``FormClosed``, ``AnswerRefused``, ``RespondentRefused``,
    ``InvalidEmail``, ``KeyUsed``.
    """
    form = form_of(required_event(event_id, year), form_type, now=now)
    if not form.is_enabled:
        raise FormNotEnabled(form_type)
    if form.is_closed:
        raise FormClosed(form_type)
    said = {
        "responses": checked_feedback(form.questions, sent.get("responses")),
        **_respondent(sent),
    }
    key = Feedback.form_key(event_id, year, form_type)
    feedback = Feedback.of(
        {
            "id": _id(key, nonce, said),
            "eventID": event_id,
            "year": year,
            "formType": form_type,
            "eventIDYear": event_key(event_id, year),
            "eventFormKey": key,
            **said,
            **dict.fromkeys(("submittedAt", "createdAt", "updatedAt"), now),
        }
    )
    try:
        create_row(feedback, otherwise=KeyUsed())
    except KeyUsed:
        return _the_first(feedback)
    return feedback


def _respondent(sent: Mapping[str, Any]) -> dict[str, str]:
    name, email = sent.get("respondentName"), sent.get("respondentEmail")
    told = {}
    if name is not None and not isinstance(name, str):
        raise RespondentRefused("respondentName must be a text.")
    if name and (name := name.strip()):
        if len(name) > LONGEST_NAME:
            raise RespondentRefused(
                f"respondentName has over {LONGEST_NAME} characters."
            )
        told["respondentName"] = name
    if email is not None and (not isinstance(email, str) or email.strip()):
        told["respondentEmail"] = normalize_email(email)
    return told


def _id(form: str, nonce: str, said: Mapping[str, Any]) -> str:
    """Return the id of a submission: the same for what is sent twice.

    Without a nonce, and without an address, two who say the same are two.
    """
    if len(nonce) > LONGEST_NONCE:
        raise RespondentRefused(
            f"The Idempotency-Key has over {LONGEST_NONCE} characters."
        )
    if nonce:
        return id_of(f"{form}\n{nonce}")
    if "respondentEmail" in said:
        whole = json.dumps(said, sort_keys=True)
        return id_of(f"{form}\n\n{whole}")
    return str(uuid.uuid4())


def _the_first(feedback: Feedback) -> Feedback:
    first = Feedback.find(str(feedback.id), consistent=True)
    said = feedback.plain()
    if first is None or any(first.plain().get(n) != said.get(n) for n in _SAID):
        raise KeyUsed
    return first
