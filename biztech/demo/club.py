"""Who is in the demo club: 300 people, 220 of them members, some of whom met."""

import random
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from biztech.demo import sample_values
from companion.credits.models import Balance, CreditEntry, Prize
from companion.investments.models import Investment
from companion.judging.models import Judge, JudgeFeedback
from companion.quizzes.models import Quiz
from companion.scanning.models import Scan
from companion.voting.models import Sticker, VotingRoom
from core.clock import DAY
from core.dynamo.wire import from_item
from core.email import EXEC_DOMAIN
from events.models import Event, Feedback, Registration, Team
from interactions.models import Connection, LiveConnection
from memberships.facts import MembershipFacts
from memberships.models import Member
from payments.models import AppliedEvent, Payment
from profiles.ids import draw_profile_id
from profiles.models import QR, Profile
from profiles.services import new_profile

DEMO_EXEC = f"ada.exec@{EXEC_DOMAIN}"

PEOPLE = 300
MEMBERS = 220
EXECS = 8
CONNECTIONS = 160

# The newest of the members joined within the week, so that the dashboard has news.
NEW_THIS_WEEK = 14
OLDEST_DAYS = 80

_SEED = 2026

Row = dict[str, Any]


@dataclass
class DemoClub:
    """Rows by their key, as plain values; ``broken`` says what is wrong with whom."""

    now: int
    users: dict[str, Row] = field(default_factory=dict)
    members: dict[str, Row] = field(default_factory=dict)
    profiles: dict[str, Row] = field(default_factory=dict)
    connections: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    registrations: list[Row] = field(default_factory=list)
    teams: list[Row] = field(default_factory=list)
    feedback: list[Row] = field(default_factory=list)
    codes: list[Row] = field(default_factory=list)
    scans: list[Row] = field(default_factory=list)
    judges: list[Row] = field(default_factory=list)
    judged: list[Row] = field(default_factory=list)
    investments: list[Row] = field(default_factory=list)
    prizes: list[Row] = field(default_factory=list)
    credit_entries: list[Row] = field(default_factory=list)
    balances: list[Row] = field(default_factory=list)
    wall: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    payment_events: list[Row] = field(default_factory=list)
    quizzes: list[Row] = field(default_factory=list)
    voting: list[Row] = field(default_factory=list)
    stickers: list[Row] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)

    def entities(self) -> dict[type[Any], list[Any]]:
        """Return the rows as entities; users last, for they say that all is there."""
        return {
            Profile: [Profile.of(row) for row in self.profiles.values()],
            Connection: [Connection.of(row) for row in self.connections],
            Event: [Event.of(row) for row in self.events],
            Registration: [Registration.of(row) for row in self.registrations],
            Team: [Team.of(row) for row in self.teams],
            Feedback: [Feedback.of(row) for row in self.feedback],
            Judge: [Judge.of(row) for row in self.judges],
            JudgeFeedback: [JudgeFeedback.of(row) for row in self.judged],
            Investment: [Investment.of(row) for row in self.investments],
            Prize: [Prize.of(row) for row in self.prizes],
            CreditEntry: [CreditEntry.of(row) for row in self.credit_entries],
            Balance: [Balance.of(row) for row in self.balances],
            LiveConnection: [LiveConnection.of(row) for row in self.wall],
            QR: [QR.of(row) for row in self.codes],
            Scan: [Scan.of(row) for row in self.scans],
            Quiz: [Quiz.of(row) for row in self.quizzes],
            VotingRoom: [VotingRoom.of(row) for row in self.voting],
            Sticker: [Sticker.of(row) for row in self.stickers],
            Payment: [Payment.of(row) for row in self.payments],
            AppliedEvent: [AppliedEvent.of(row) for row in self.payment_events],
            Member: [Member.of(row) for row in self.members.values()],
            User: [User.of(row) for row in self.users.values()],
        }


def healthy_club(*, now: int) -> DemoClub:
    """Return the club before anything in it is broken."""
    chance = random.Random(_SEED)
    club = DemoClub(now=now)
    for number, facts in enumerate(_people(chance)):
        if number < MEMBERS:
            _join(club, facts, chance, joined=_joined(number, now=now, chance=chance))
        else:
            joined = now - chance.randrange(8 * DAY, OLDEST_DAYS * DAY)
            club.users[facts.email] = _user(facts, is_member=False, at=joined)
    _connect(club, chance)
    return club


def _people(chance: random.Random) -> list[MembershipFacts]:
    firsts, lasts = sample_values.FIRST_NAMES.split(), sample_values.LAST_NAMES.split()
    names = [(first, last) for first in firsts for last in lasts]
    chosen = chance.sample(names, PEOPLE)
    people = [MembershipFacts(email=DEMO_EXEC, **_facts("Ada", "Exec", chance))]
    for number, (first, last) in enumerate(chosen[1:], start=1):
        facts = _facts(first, last, chance)
        domain = "student.ubc.ca" if facts["education"] == "UBC" else "example.org"
        if number < EXECS:
            domain = EXEC_DOMAIN
        email = f"{first}.{last}@{domain}".lower()
        people.append(MembershipFacts(email=email, **facts))
    return people


def _facts(first: str, last: str, chance: random.Random) -> dict[str, Any]:
    def one(values: Any, weights: Any = None) -> Any:
        return chance.choices(values, weights)[0]

    faculty = one(tuple(sample_values.MAJORS), sample_values.FACULTY_WEIGHTS)
    return {
        "first_name": first,
        "last_name": last,
        "education": one(sample_values.EDUCATIONS, sample_values.EDUCATION_WEIGHTS),
        "student_number": str(chance.randrange(10_000_000, 99_999_999)),
        "pronouns": one(sample_values.PRONOUNS, sample_values.PRONOUN_WEIGHTS),
        "year": one(sample_values.YEARS, sample_values.YEAR_WEIGHTS),
        "faculty": faculty,
        "major": one(sample_values.MAJORS[faculty]),
        "diet": one(sample_values.DIETS, sample_values.DIET_WEIGHTS),
        "heard_from": one(sample_values.HEARD_FROM),
        "topics": chance.sample(sample_values.TOPICS, chance.randrange(4)),
        "international": chance.random() < 0.2,
        "previous_member": chance.random() < 0.3,
    }


def _joined(number: int, *, now: int, chance: random.Random) -> int:
    """Return when a member joined: the last numbers this week, all others before."""
    if number >= MEMBERS - NEW_THIS_WEEK:
        return now - chance.randrange(1, 6 * DAY)
    return now - chance.randrange(8 * DAY, OLDEST_DAYS * DAY)


def _join(
    club: DemoClub, facts: MembershipFacts, chance: random.Random, *, joined: int
) -> None:
    profile_id = draw_profile_id(choose=chance.choice)
    while profile_id in club.profiles:
        profile_id = draw_profile_id(choose=chance.choice)
    member = {
        "id": facts.email,
        **facts.for_member(None),
        "cardCount": int(chance.random() < 0.4),
        "profileID": profile_id,
        "createdAt": joined,
        "updatedAt": joined,
    }
    profile = new_profile(profile_id, member=member, is_exec=facts.is_exec, now=joined)
    club.users[facts.email] = _user(facts, is_member=True, at=joined)
    club.members[facts.email] = member
    club.profiles[profile_id] = from_item(profile.after or {})


def _user(facts: MembershipFacts, *, is_member: bool, at: int) -> Row:
    return {
        "id": facts.email,
        **facts.for_user(),
        "isMember": is_member,
        "admin": facts.is_exec,
        "createdAt": at,
        "updatedAt": at,
    }


def _connect(club: DemoClub, chance: random.Random) -> None:
    ids = list(club.profiles)
    pairs: set[tuple[str, str]] = set()
    while len(pairs) < CONNECTIONS:
        one, other = sorted(chance.sample(ids, 2))
        pairs.add((one, other))
    for one, other in sorted(pairs):
        at = club.now - chance.randrange(1, 7 * DAY)
        club.connections.append(_side(club, one, other, at=at))
        club.connections.append(_side(club, other, one, at=at))


def _side(club: DemoClub, owner_id: str, other_id: str, *, at: int) -> Row:
    owner, sort_key = Connection.key(owner_id, other_id)
    other = club.profiles[other_id]
    return {
        "compositeID": owner,
        "type": sort_key,
        "connectionID": other_id,
        "connectionType": other["profileType"],
        "connectionName": f"{other['fname']} {other['lname']}",
        "connectionMajor": other["major"],
        "connectionYear": other["year"],
        "fname": other["fname"],
        "lname": other["lname"],
        "pronouns": other["pronouns"],
        "major": other["major"],
        "year": other["year"],
        "createdAt": at,
    }
