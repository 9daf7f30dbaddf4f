"""The person's answers as a Checkout Session carries them: texts, nothing empty.

What is sent, kept and shown of a payment is decided here and nowhere else.
Source: contract sections 3.3 and 3.4.
"""

from collections.abc import Mapping
from typing import Any

from core.email import normalise_email
from memberships.facts import MembershipFacts

# What may travel to Stripe, and is read of what comes back: other systems of the
# club open checkouts too. No password, no address to go to, no price.
ALLOWED = (
    "paymentType",
    "email",
    "fname",
    "lname",
    "education",
    "student_number",
    "pronouns",
    "year",
    "faculty",
    "major",
    "international",
    "prev_member",
    "diet",
    "topics",
    "referral",
    "heard_from",
    "heardFromSpecify",
    "university",
    "high_school",
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
    topics = [topic.strip() for topic in metadata.get("topics", "").split(",")]
    return MembershipFacts(
        email=normalise_email(metadata.get("email")),
        first_name=metadata.get("fname"),
        last_name=metadata.get("lname"),
        student_number=metadata.get("student_number"),
        education=metadata.get("education"),
        pronouns=metadata.get("pronouns"),
        year=metadata.get("year"),
        faculty=metadata.get("faculty"),
        major=metadata.get("major"),
        diet=metadata.get("diet"),
        heard_from=metadata.get("heard_from") or metadata.get("referral"),
        heard_from_specify=metadata.get("heardFromSpecify"),
        topics=[topic for topic in topics if topic],
        international=metadata.get("international") == "true",
        previous_member=metadata.get("prev_member") == "true",
        university=metadata.get("university"),
        high_school=metadata.get("high_school"),
    )


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | float():
            return str(value).strip()
        case list():
            return ",".join(str(part).strip() for part in value)
    return ""
