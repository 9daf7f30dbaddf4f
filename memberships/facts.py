"""What is known of a person when a membership is granted or paid for.

The one table of these facts: each with its name in the three records, in the requests
and payments that carry it, and on the forms that ask for it (contract section 3.4).
Serializers, forms, the command's options, Stripe's metadata and labels come from here,
so that a new fact is one more entry. A fact that is not known is ``None`` and is never
written over one that is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Self

from accounts.models import User
from core.email import is_exec_email
from memberships.choices import (
    DIETS,
    EDUCATION,
    FACULTIES,
    PRONOUNS,
    REFERRALS,
    TOPICS,
    YEARS,
    Choices,
    as_given,
)

# DynamoDB keeps 38 digits of a number; none of a student's is nearly as long.
_LONGEST_NUMBER = 20


class Kind(Enum):
    """What values of a fact look like."""

    TEXT = auto()
    # Digits; the user record keeps them as a number.
    STUDENT_NUMBER = auto()
    # A number or a text such as "3rd Year", stored as given.
    YEAR = auto()
    FLAG = auto()
    # A list of texts, or one text "a,b".
    TOPICS = auto()


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Where one fact is kept, and as what it is asked for; empty where it is not.

    ``user``, ``member`` and ``profile`` are attributes of the three records. ``grant``,
    ``form`` (``POST /members``) and ``payment`` (request and metadata) are names in
    requests: the documented one, then others that are read where it says nothing, as
    ``member`` is where ``form`` does.
    """

    label: str
    kind: Kind = Kind.TEXT
    user: str = ""
    member: str
    profile: str = ""
    grant: tuple[str, ...]
    form: str
    payment: tuple[str, ...]
    # Of the two forms that people fill in, in this table's order.
    asked: bool = True
    required: bool = True
    question: str = ""
    help_text: str = ""
    autocomplete: str = "off"
    choices: Choices = field(default_factory=list)
    initial: str = ""
    # Shown to execs where the records disagree (seed "User, Member & Profile").
    compared: bool = False


def _fact(label: str, **told: Any) -> dict[str, Fact]:
    return {"fact": Fact(label=label, **told)}


@dataclass(frozen=True, kw_only=True)
class MembershipFacts:
    """The facts about one person; ``email`` is normalized, all others optional."""

    email: str
    first_name: str | None = field(
        default=None,
        metadata=_fact(
            "First name",
            user="fname",
            member="firstName",
            profile="fname",
            grant=("firstName", "fname"),
            form="first_name",
            payment=("fname",),
            autocomplete="given-name",
            compared=True,
        ),
    )
    last_name: str | None = field(
        default=None,
        metadata=_fact(
            "Last name",
            user="lname",
            member="lastName",
            profile="lname",
            grant=("lastName", "lname"),
            form="last_name",
            payment=("lname",),
            autocomplete="family-name",
            compared=True,
        ),
    )
    pronouns: str | None = field(
        default=None,
        metadata=_fact(
            "Pronouns",
            user="gender",
            member="pronouns",
            profile="pronouns",
            grant=("pronouns",),
            form="pronouns",
            payment=("pronouns",),
            choices=as_given(PRONOUNS),
            compared=True,
        ),
    )
    education: str | None = field(
        default=None,
        metadata=_fact(
            "Education",
            user="education",
            member="education",
            grant=("education",),
            form="education",
            payment=("education",),
            choices=EDUCATION,
        ),
    )
    student_number: str | None = field(
        default=None,
        metadata=_fact(
            "Student number",
            kind=Kind.STUDENT_NUMBER,
            user="studentId",
            member="studentNumber",
            grant=("studentNumber",),
            form="student_number",
            payment=("student_number",),
            required=False,
            help_text="Eight digits; UBC students only.",
        ),
    )
    year: str | int | None = field(
        default=None,
        metadata=_fact(
            "Level of study",
            kind=Kind.YEAR,
            user="year",
            member="year",
            profile="year",
            grant=("levelOfStudy", "year"),
            form="year",
            payment=("year",),
            choices=as_given(YEARS),
            compared=True,
        ),
    )
    faculty: str | None = field(
        default=None,
        metadata=_fact(
            "Faculty",
            user="faculty",
            member="faculty",
            grant=("faculty",),
            form="faculty",
            payment=("faculty",),
            choices=as_given(FACULTIES),
            compared=True,
        ),
    )
    major: str | None = field(
        default=None,
        metadata=_fact(
            "Major",
            user="major",
            member="major",
            profile="major",
            grant=("major",),
            form="major",
            payment=("major",),
            compared=True,
        ),
    )
    international: bool | None = field(
        default=None,
        metadata=_fact(
            "International student",
            kind=Kind.FLAG,
            member="international",
            grant=("internationalStudent",),
            form="international",
            payment=("international",),
            question="Are you an international student?",
        ),
    )
    previous_member: bool | None = field(
        default=None,
        metadata=_fact(
            "Member in an earlier year",
            kind=Kind.FLAG,
            member="prevMember",
            grant=("previousMember",),
            form="prev_member",
            payment=("prev_member",),
            question="Were you a member in an earlier year?",
        ),
    )
    diet: str | None = field(
        default=None,
        metadata=_fact(
            "Dietary restrictions",
            user="diet",
            member="diet",
            grant=("dietaryRestrictions",),
            form="diet",
            payment=("diet",),
            choices=as_given(DIETS),
            initial="None",
        ),
    )
    heard_from: str | None = field(
        default=None,
        metadata=_fact(
            "How they heard of the club",
            member="heardFrom",
            grant=("referral",),
            form="heard_from",
            payment=("heard_from", "referral"),
            question="How did you hear of us?",
            choices=as_given(REFERRALS),
        ),
    )
    topics: list[str] | str | None = field(
        default=None,
        metadata=_fact(
            "Topics of interest",
            kind=Kind.TOPICS,
            member="topics",
            grant=("topics",),
            form="topics",
            payment=("topics",),
            required=False,
            question="What interests you?",
            choices=as_given(TOPICS),
        ),
    )
    heard_from_specify: str | None = field(
        default=None,
        metadata=_fact(
            "How they heard of the club, in their words",
            member="heardFromSpecify",
            grant=("heardFromSpecify",),
            form="heardFromSpecify",
            payment=("heardFromSpecify",),
            asked=False,
        ),
    )
    university: str | None = field(
        default=None,
        metadata=_fact(
            "University",
            member="university",
            grant=("university",),
            form="university",
            payment=("university",),
            asked=False,
        ),
    )
    high_school: str | None = field(
        default=None,
        metadata=_fact(
            "High school",
            member="highSchool",
            grant=("highSchool",),
            form="high_school",
            payment=("high_school",),
            asked=False,
        ),
    )

    @property
    def is_exec(self) -> bool:
        """Whether the address is of the club's own domain."""
        return is_exec_email(self.email)

    def besides(self, user: User | None) -> Self:
        """Return the facts that the account says nothing of."""
        known = _known_of(user)
        silent: dict[str, Any] = {
            name: None
            for name, fact in FACTS.items()
            if fact.user and known.get(fact.user) not in (None, "")
        }
        return replace(self, **silent)

    def for_user(self) -> dict[str, Any]:
        """Return what the user row is to hold of these facts."""
        return {
            fact.user: _for_user(fact, getattr(self, name))
            for name, fact in FACTS.items()
            if fact.user
        }

    def for_member(self, user: User | None) -> dict[str, Any]:
        """Return what a new member row holds; what is missing comes from the user.

        As a grant has always done it, ``education`` is the ``university`` too, and
        the student number and the year are empty rather than absent.
        """
        known = _known_of(user)
        values = {
            fact.member: _for_member(fact, getattr(self, name), known.get(fact.user))
            for name, fact in FACTS.items()
        }
        values["university"] = values["university"] or values["education"]
        return {**values, "admin": self.is_exec, "cardCount": 0}


FACTS: Mapping[str, Fact] = MappingProxyType(
    {each.name: each.metadata["fact"] for each in fields(MembershipFacts)[1:]}
)

# What a profile copies when it is made: its own attribute, and the member record's.
COPIED: Mapping[str, str] = MappingProxyType(
    {fact.profile: fact.member for fact in FACTS.values() if fact.profile}
)


def _known_of(user: User | None) -> dict[str, Any]:
    """Return what the account says, pronouns under either of their names."""
    known = user.plain() if user else {}
    return {**known, "gender": known.get("gender") or known.get("pronouns")}


def _for_user(fact: Fact, value: Any) -> Any:
    if fact.kind is Kind.STUDENT_NUMBER and value and value.isdecimal():
        return int(value) if len(value) <= _LONGEST_NUMBER else value
    return value or None


def _for_member(fact: Fact, value: Any, of_user: Any) -> Any:
    match fact.kind:
        case Kind.FLAG:
            return bool(value)
        case Kind.TOPICS:
            return value
        case Kind.STUDENT_NUMBER:
            return value or str(of_user or "")
        case Kind.YEAR:
            return value or of_user or ""
    return value or of_user
