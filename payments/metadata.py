"""The person's answers as a Checkout Session carries them: texts, nothing empty.

What is sent, kept and shown of a payment is decided here and nowhere else.
Source: contract sections 3.3 and 3.4.
"""

from collections.abc import Mapping
from typing import Any

from core.email import normalize_email
from memberships.facts import FACTS, Fact, Kind, MembershipFacts

# What may travel to Stripe, and is read of what comes back: other systems of the
# club open checkouts too. No password, no address to go to, no price.
ALLOWED = (
    "paymentType",
    "email",
    *(name for fact in FACTS.values() for name in fact.payment),
    "eventID",
)

# Stripe's limit of one value.
_LONGEST = 500


def metadata_of(told: Any) -> dict[str, str]:
    """Return the allowed answers among what a request, Stripe or a row says."""
    if not isinstance(told, Mapping):
        return {}
    texts = {name: _text(told[name]) for name in ALLOWED if name in told}
    return {name: text[:_LONGEST] for name, text in texts.items() if text}


def facts_of(metadata: Mapping[str, str]) -> MembershipFacts:
    """Return the facts that a session's metadata holds.

    Raises ``InvalidEmail`` when it names nobody.
    """
    known = {name: _answer(fact, metadata) for name, fact in FACTS.items()}
    return MembershipFacts(email=normalize_email(metadata.get("email")), **known)


def _answer(fact: Fact, metadata: Mapping[str, str]) -> Any:
    told = next((metadata[name] for name in fact.payment if metadata.get(name)), None)
    match fact.kind:
        case Kind.FLAG:
            return told == "true"
        case Kind.TOPICS:
            topics = [topic.strip() for topic in (told or "").split(",")]
            return [topic for topic in topics if topic]
    return told


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return str(value).strip()
        case list():
            return ",".join(str(part).strip() for part in value)
    return ""
