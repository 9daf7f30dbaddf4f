"""What is known of a person when a membership is granted or paid for.

One set of facts, and the documented spelling of each in the three records
(contract section 3.4). A fact that is not known is ``None`` and is never written over
one that is.
"""

from dataclasses import dataclass, replace
from typing import Any, Self

from accounts.models import User
from core.email import is_exec_email

# Where the account has a fact, for those that it may have.
_IN_ACCOUNT = {
    "first_name": ("fname",),
    "last_name": ("lname",),
    "student_number": ("studentId",),
    "education": ("education",),
    "pronouns": ("gender", "pronouns"),
    "year": ("year",),
    "faculty": ("faculty",),
    "major": ("major",),
    "diet": ("diet",),
}

# DynamoDB keeps 38 digits of a number; none of a student's is nearly as long.
_LONGEST_NUMBER = 20


@dataclass(frozen=True, kw_only=True)
class MembershipFacts:
    """The facts about one person; ``email`` is normalised, all others optional."""

    email: str
    first_name: str | None = None
    last_name: str | None = None
    student_number: str | None = None
    education: str | None = None
    pronouns: str | None = None
    year: str | int | None = None
    faculty: str | None = None
    major: str | None = None
    diet: str | None = None
    heard_from: str | None = None
    heard_from_specify: str | None = None
    topics: list[str] | str | None = None
    international: bool | None = None
    previous_member: bool | None = None
    university: str | None = None
    high_school: str | None = None

    @property
    def is_exec(self) -> bool:
        """Whether the address is of the club's own domain."""
        return is_exec_email(self.email)

    def besides(self, user: User | None) -> Self:
        """Return the facts that the account says nothing of."""
        known = user.plain() if user else {}
        silent: dict[str, Any] = {
            fact: None
            for fact, names in _IN_ACCOUNT.items()
            if any(known.get(name) not in (None, "") for name in names)
        }
        return replace(self, **silent)

    def for_user(self) -> dict[str, Any]:
        """Return what the user row is to hold of these facts."""
        return {
            "fname": self.first_name or None,
            "lname": self.last_name or None,
            "education": self.education or None,
            "studentId": _digits_as_number(self.student_number),
            "gender": self.pronouns or None,
            "year": self.year or None,
            "faculty": self.faculty or None,
            "major": self.major or None,
            "diet": self.diet or None,
        }

    def for_member(self, user: User | None) -> dict[str, Any]:
        """Return what a new member row holds; what is missing comes from the user.

        As a grant has always done it, ``education`` is the ``university`` too, and
        the student number and the year are empty rather than absent.
        """
        known = user.plain() if user else {}
        education = self.education or known.get("education")
        return {
            "firstName": self.first_name or known.get("fname"),
            "lastName": self.last_name or known.get("lname"),
            "education": education,
            "university": self.university or education,
            "highSchool": self.high_school,
            "pronouns": self.pronouns or known.get("gender") or known.get("pronouns"),
            "studentNumber": self.student_number or str(known.get("studentId") or ""),
            "faculty": self.faculty or known.get("faculty"),
            "year": self.year or known.get("year") or "",
            "major": self.major or known.get("major"),
            "diet": self.diet or known.get("diet"),
            "heardFrom": self.heard_from,
            "heardFromSpecify": self.heard_from_specify,
            "topics": self.topics,
            "prevMember": bool(self.previous_member),
            "international": bool(self.international),
            "admin": self.is_exec,
            "cardCount": 0,
        }


def _digits_as_number(value: str | None) -> int | str | None:
    """Return a student number as the user row keeps it: digits are a number."""
    if value and value.isdecimal() and len(value) <= _LONGEST_NUMBER:
        return int(value)
    return value or None
