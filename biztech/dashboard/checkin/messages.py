"""What whoever is at the door reads: how good it is, a sentence, and what to do.

The page has the same words for when it is offline; ``{name}``, ``{time}`` and
``{other}`` stand for what differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils import timezone

from biztech.dashboard.events.pages import name_of as event_name
from core.clock import moment, now_ms
from events.models import Registration, event_of
from events.queries import find_event
from events.services.door import ADMITTED, Arrival, Outcome


class Tone(StrEnum):
    """What colour an answer has: come in, look first, do not let in."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Message:
    """An answer, and what lists say of somebody for whom it would be the answer."""

    tone: Tone
    sentence: str
    advice: str = ""
    standing: str = ""


_O, _T = Outcome, Tone

MESSAGES: Mapping[Outcome, Message] = MappingProxyType(
    {
        _O.COME_IN: Message(_T.GOOD, "Come in, {name}", standing="Expected"),
        _O.COME_IN_UNPAID: Message(
            _T.WARN,
            "{name} has not paid",
            "They were accepted and are in now. Have them pay, or take it back.",
            "Expected, has not paid",
        ),
        _O.COME_IN_UNCONFIRMED: Message(
            _T.GOOD,
            "Come in, {name}",
            "They had not confirmed that they come.",
            "Expected, has not confirmed",
        ),
        _O.ALREADY_IN: Message(
            _T.WARN,
            "{name} is in already, since {time}",
            "If this is somebody else, ask for their name and look for it here.",
            "In since {time}",
        ),
        _O.TAKEN_BACK: Message(
            _T.WARN,
            "{name} is not in",
            "Somebody took this check-in back. Scan again if they are here.",
        ),
        _O.UNPAID: Message(
            _T.WARN,
            "{name} has not paid",
            "They are not in. Have them pay on their phone, then scan again.",
            "Has not paid",
        ),
        _O.WAITLIST: Message(
            _T.BAD,
            "{name} is on the waitlist",
            "They are not in. Give them a seat, then scan again.",
            "On the waitlist",
        ),
        _O.UNDER_REVIEW: Message(
            _T.BAD,
            "Nobody has decided about {name}",
            "They applied and are not in. Accept them, then scan again.",
            "Not decided",
        ),
        _O.CANCELLED: Message(
            _T.BAD,
            "{name} has cancelled",
            "They are not in. Register them again, then scan again.",
            "Cancelled",
        ),
        _O.REJECTED: Message(
            _T.BAD,
            "{name} was not accepted",
            "They are not in. Accept them, then scan again.",
            "Not accepted",
        ),
        _O.UNCLEAR: Message(
            _T.BAD,
            "Nobody knows whether {name} may come in",
            "They are not in. Put their status right, then scan again.",
            "Unclear",
        ),
        _O.FULL: Message(
            _T.BAD,
            "No seat for {name}",
            "Theirs was not kept, and all are taken. Go over capacity for them, then"
            " scan again.",
        ),
        _O.NOT_REGISTERED: Message(
            _T.BAD,
            "Not registered",
            "Look for them by name: they may have used another address. Or add them.",
        ),
        _O.OTHER_EVENT: Message(
            _T.BAD,
            "Ticket of another event",
            "It is for {other}. Look for them by name.",
        ),
        _O.NO_TICKET: Message(
            _T.BAD, "No such ticket", "Not a code of ours. Look for them by name."
        ),
    }
)

# While there is no net: of whom the page knows nothing.
NOT_ON_THE_LIST = Message(
    _T.WARN,
    "Not on the list of {time}",
    "There is no net to ask. Let them say their name, and look for it here.",
)

CHECK_THE_NAME = (
    "This is an old ticket, which anybody can make: check the name on a card of theirs."
)


def answer_to(arrival: Arrival) -> dict[str, Any]:
    """Return what a scan is answered: a colour, what to say and what to do."""
    message, row = MESSAGES[arrival.outcome], arrival.registration
    tone, advice = message.tone, message.advice
    if arrival.is_unverified and arrival.outcome in ADMITTED:
        tone = Tone.WARN
        advice = f"{CHECK_THE_NAME} {advice}".strip()
    named = _named(arrival)
    return {
        "outcome": arrival.outcome,
        "tone": tone,
        "name": named["name"],
        "sentence": message.sentence.format(**named),
        "advice": advice.format(**named),
        "email": str(row.id) if row else "",
        "checkedInAt": row.checked_in_at if row else None,
        "actId": arrival.act.act_id if arrival.act else "",
        "link": _where_to_help(arrival),
    }


def _where_to_help(arrival: Arrival) -> str:
    """Return the page where an exec can put right what keeps somebody out."""
    row, ticket = arrival.registration, arrival.ticket
    if row is not None and arrival.outcome not in ADMITTED | {Outcome.ALREADY_IN}:
        event_id, year = event_of(str(row.event))
        return reverse("admin:event_registration", args=[event_id, year, row.id])
    if ticket is not None and arrival.outcome is Outcome.NOT_REGISTERED:
        return reverse("admin:event_door", args=[ticket.event_id, ticket.year])
    return ""


def standing_of(outcome: Outcome, registration: Registration) -> str:
    """Return how somebody stands with the event, in a few words."""
    return MESSAGES[outcome].standing.format(time=time_of(registration.checked_in_at))


def name_of(registration: Registration) -> str:
    """Return what to call somebody; who gave no name has an address."""
    return registration.full_name or str(registration.id)


def time_of(ms: float | None) -> str:
    """Return a moment as people at the door say it: with the day, if not today."""
    if ms is None:
        return "before"
    said = timezone.localtime(moment(int(ms)))
    today = timezone.localdate(moment(now_ms()))
    return f"{said:%H:%M}" if said.date() == today else f"{said:%b %-d, %H:%M}"


def _named(arrival: Arrival) -> dict[str, str]:
    row = arrival.registration
    return {
        "name": name_of(row) if row else "",
        "time": time_of(row.checked_in_at if row else None),
        "other": _other_event(arrival),
    }


def _other_event(arrival: Arrival) -> str:
    ticket = arrival.ticket
    if arrival.outcome is not Outcome.OTHER_EVENT or ticket is None:
        return ""
    event = find_event(ticket.event_id, ticket.year)
    name = event_name(event) if event else ticket.event_id
    return f"{name} {ticket.year}"
