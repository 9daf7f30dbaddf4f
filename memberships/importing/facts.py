"""What a line of a sheet says of a person, as facts, or why it cannot be taken."""

from typing import Any

from core.email import normalize_email
from core.errors import InvalidEmail
from memberships.errors import InvalidLine
from memberships.facts import FACTS, Fact, Kind, MembershipFacts
from memberships.importing.sheets import Line

_YES = {"yes", "y", "true", "1", "x"}
_NO = {"no", "n", "false", "0"}
_LONGEST_TEXT = 500
_LONGEST_NUMBER = 15


def facts_in(line: Line) -> MembershipFacts:
    """Return the facts of a line, or raise ``InvalidLine`` with what to mend."""
    try:
        email = normalize_email(line.email)
    except InvalidEmail:
        said = f"'{line.email}' is no e-mail address." if line.email else "No e-mail."
        raise InvalidLine(said) from None
    known = {name: _value(FACTS[name], text) for name, text in line.values.items()}
    return MembershipFacts(email=email, **known)


def _value(fact: Fact, text: str) -> Any:
    if len(text) > _LONGEST_TEXT:
        raise InvalidLine(f"{fact.label} is longer than {_LONGEST_TEXT} characters.")
    match fact.kind:
        case Kind.FLAG:
            return _flag(fact, text)
        case Kind.STUDENT_NUMBER:
            return _student_number(fact, text)
        case Kind.TOPICS:
            return [part.strip() for part in text.split(",") if part.strip()]
    return _as_offered(fact, text)


def _flag(fact: Fact, text: str) -> bool:
    said = text.lower()
    if said in _YES or said in _NO:
        return said in _YES
    raise InvalidLine(f"{fact.label}: '{text}' is neither yes nor no.")


def _student_number(fact: Fact, text: str) -> str:
    number = text.replace(" ", "")
    if number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER:
        return number
    raise InvalidLine(f"{fact.label}: '{text}' is no number.")


def _as_offered(fact: Fact, text: str) -> str:
    """Return the choice that the text means, whatever its capitals, or the text."""
    for value, label in fact.choices:
        if text.lower() in (value.lower(), label.lower()):
            return value
    return text
