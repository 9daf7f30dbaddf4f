"""What an event may hold: each attribute checked, and as rows keep it.

Names are those of rows and clients. Source: contract-events sections 1, 2 and 5.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from core.clock import iso_text, moment_in
from events.errors import EventFieldMissing, EventFieldRefused
from events.questions import parse_feedback_questions, parse_questions

LONGEST_SLUG = 100
LONGEST_LINE = 500
LONGEST_TEXT = 20_000
LONGEST_NAME = 100
MOST_PARTS = 50
LARGEST_CAPACITY = 100_000
LARGEST_PRICE = 10_000
LARGEST_TEAM = 30
FIRST_YEAR, LAST_YEAR = 2000, 2999
# The end of that year, in ms.
_END = 32_503_680_000_000
_HALF_TURN = 180

# Of these the key is made, or the services write them.
NOT_EDITED = frozenset({"id", "year", "createdAt", "updatedAt"})

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WEB_ADDRESS = re.compile(r"https?://[^\s]+", re.IGNORECASE)

Check = Callable[[str, Any], Any]


def checked_key(values: Mapping[str, Any]) -> tuple[str, int]:
    """Return the id and the year of an event that is to be; the id is in addresses.

    Raises ``EventFieldMissing`` and ``EventFieldRefused``.
    """
    event_id, year = _present("id", values), checked_year(_present("year", values))
    if not isinstance(event_id, str) or not _SLUG.fullmatch(event_id):
        raise EventFieldRefused(
            "id", "use lower-case letters, digits and single hyphens between them."
        )
    if len(event_id) > LONGEST_SLUG:
        raise EventFieldRefused("id", f"use at most {LONGEST_SLUG} characters.")
    return event_id, year


def checked_year(year: Any) -> int:
    """Return the year of an event that is to be, or refuse it."""
    if not _is_whole(year) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise EventFieldRefused("year", "expected a year of four digits, as a number.")
    return int(year)


def checked_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes of an event as rows keep them; None for one to remove.

    Those that make the key, and those that services write, are left out. A name that
    nobody knows is kept with a text, a number, a boolean or a list. Raises
    ``EventFieldRefused`` and ``QuestionRefused``.
    """
    return {
        name: _CHECKS.get(name, _unknown)(name, value)
        for name, value in values.items()
        if name not in NOT_EDITED
    }


def require_capacity(values: Mapping[str, Any]) -> None:
    """Refuse a new event that does not say how many people there is room for."""
    _present("capac", values)


def refuse_backwards(values: Mapping[str, Any]) -> None:
    """Refuse an event that ends before it begins."""
    begins, ends = (moment_in(values.get(name)) for name in ("startDate", "endDate"))
    if begins is not None and ends is not None and ends < begins:
        raise EventFieldRefused("endDate", "the event would end before it begins.")


def _present(name: str, values: Mapping[str, Any]) -> Any:
    value = values.get(name)
    if value is None or value == "":
        raise EventFieldMissing(name)
    return value


def _line(name: str, value: Any) -> str | None:
    return _text_up_to(LONGEST_LINE, name, value)


def _text(name: str, value: Any) -> str | None:
    return _text_up_to(LONGEST_TEXT, name, value)


def _text_up_to(most: int, name: str, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value.strip()) > most:
        raise EventFieldRefused(name, f"expected a text of at most {most} characters.")
    return value.strip()


def _web_address(name: str, value: Any) -> str | None:
    address = _line(name, value)
    if address and not _WEB_ADDRESS.fullmatch(address):
        raise EventFieldRefused(
            name, "expected an address that begins with https:// or http://."
        )
    return address


def _date(name: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    at = moment_in(value) if isinstance(value, str) else None
    if at is None or not 0 <= at < _END:
        raise EventFieldRefused(
            name, "expected a date and time such as 2026-11-20T18:00:00Z."
        )
    return iso_text(at)


def _flag(name: str, value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise EventFieldRefused(name, "expected true or false.")
    return value


def _capacity(name: str, value: Any) -> int:
    if not _is_whole(value) or not 0 <= value <= LARGEST_CAPACITY:
        raise EventFieldRefused(
            name, f"expected a whole number from 0 to {LARGEST_CAPACITY}."
        )
    return int(value)


def _team_size(name: str, value: Any) -> int | None:
    if value is None:
        return None
    if not _is_whole(value) or not 1 <= value <= LARGEST_TEAM:
        raise EventFieldRefused(
            name, f"expected a whole number from 1 to {LARGEST_TEAM}."
        )
    return int(value)


def _degrees(name: str, value: Any) -> float | int | None:
    if value is not None and (not _is_number(value) or abs(value) > _HALF_TURN):
        raise EventFieldRefused(name, "expected a number of degrees.")
    number: float | int | None = value
    return number


def _pricing(name: str, value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise EventFieldRefused(name, 'expected {"members": 5, "nonMembers": 10}.')
    prices = {
        who: _price(f"{name}.{who}", value[who])
        for who in ("members", "nonMembers")
        if value.get(who) is not None
    }
    if "nonMembers" in prices and "members" not in prices:
        raise EventFieldMissing(f"{name}.members")
    return prices


def _price(name: str, value: Any) -> float | int:
    if not _is_number(value) or not 0 <= value <= LARGEST_PRICE:
        raise EventFieldRefused(
            name, f"expected dollars, a number from 0 to {LARGEST_PRICE}."
        )
    price: float | int = round(value, 2)
    if price != value:
        raise EventFieldRefused(name, "expected at most two decimals.")
    return price


def _questions(name: str, value: Any) -> list[dict[str, Any]] | None:
    return None if value is None else parse_questions(value, name=name)


def _feedback_questions(name: str, value: Any) -> list[dict[str, Any]]:
    return parse_feedback_questions([] if value is None else value, name=name)


def _unknown(name: str, value: Any) -> Any:
    if not name or len(name) > LONGEST_NAME:
        raise EventFieldRefused(name[:LONGEST_NAME], "the name is empty or too long.")
    if isinstance(value, list) and len(value) <= MOST_PARTS:
        return [_scalar(name, each) for each in value]
    return _scalar(name, value)


def _scalar(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return _line(name, value)
    if isinstance(value, dict | list):
        raise EventFieldRefused(
            name,
            f"expected a text, a number, a boolean, or a list of at most {MOST_PARTS}"
            " of them.",
        )
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return _is_number(value) and value == int(value)


_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "ename": _line,
        "description": _text,
        "partnerDescription": _text,
        "elocation": _line,
        "imageUrl": _web_address,
        "facebookUrl": _web_address,
        "feedback": _web_address,
        "startDate": _date,
        "endDate": _date,
        "deadline": _date,
        "feedbackDeadline": _date,
        "capac": _capacity,
        "pricing": _pricing,
        "latitude": _degrees,
        "longitude": _degrees,
        "isPublished": _flag,
        "isCompleted": _flag,
        "isArchived": _flag,
        "isApplicationBased": _flag,
        "nonBizTechAllowed": _flag,
        "teamsEnabled": _flag,
        "teamSize": _team_size,
        "attendeeFeedbackEnabled": _flag,
        "partnerFeedbackEnabled": _flag,
        "registrationQuestions": _questions,
        "partnerRegistrationQuestions": _questions,
        "registrationQuestionsAlternate": _questions,
        "attendeeFeedbackQuestions": _feedback_questions,
        "partnerFeedbackQuestions": _feedback_questions,
    }
)
