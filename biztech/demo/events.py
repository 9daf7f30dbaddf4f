"""The demo club's two events: one that is over and one that is on, and who comes."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from biztech.demo.club import DemoClub, Row
from core.clock import DAY, moment
from core.email import is_exec_email
from events.models import Registration, event_key

_SEED = 1997

# So many in a hundred people marked favourites; some only where older clients did.
_FAVOURING = 0.3
_ONLY_LEGACY = 0.3


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """An event as the club plans it; ``begins`` counts days from now."""

    event_id: str
    name: str
    description: str
    place: str
    begins: int
    days: int
    capacity: int
    prices: tuple[int, int]
    guests: int
    statuses: dict[str, int]
    by_application: bool = False


_PLANS = (
    _Plan(
        event_id="kickstart",
        name="Kickstart",
        description="A weekend of building something with people you have never met.",
        place="AMS Student Nest",
        begins=-36,
        days=2,
        capacity=120,
        prices=(8, 15),
        guests=90,
        statuses={"checkedIn": 72, "registered": 14, "cancelled": 8, "waitlist": 6},
    ),
    _Plan(
        event_id="blueprint",
        name="Blueprint",
        description="The yearly conference on technology and business.",
        place="UBC Robson Square",
        begins=-1,
        days=3,
        capacity=200,
        prices=(20, 30),
        guests=110,
        statuses={
            "checkedIn": 40,
            "acceptedComplete": 22,
            "acceptedPending": 8,
            "accepted": 6,
            "registered": 8,
            "incomplete": 4,
            "waitlist": 4,
            "cancelled": 3,
            "rejected": 5,
        },
        by_application=True,
    ),
)


def add_events(club: DemoClub) -> None:
    """Add both events, their registrations, and the favourites of some users."""
    chance = random.Random(_SEED)
    for plan in _PLANS:
        event = _event(plan, now=club.now)
        club.events.append(event)
        for email in sorted(chance.sample(sorted(club.users), plan.guests)):
            club.registrations.append(_registration(club, plan, event, email, chance))
    _mark_favourites(club, chance)


def _event(plan: _Plan, *, now: int) -> Row:
    begins = moment(now).replace(hour=17, minute=0, second=0, microsecond=0)
    begins += timedelta(days=plan.begins)
    ends = begins + timedelta(days=plan.days - 1, hours=8)
    members, others = plan.prices
    made = now - 60 * DAY
    return {
        "id": plan.event_id,
        "year": begins.year,
        "ename": plan.name,
        "description": plan.description,
        "startDate": _iso(begins),
        "endDate": _iso(ends),
        "deadline": _iso(begins - timedelta(days=2)),
        "capac": plan.capacity,
        "elocation": plan.place,
        "pricing": {"members": members, "nonMembers": others},
        "isPublished": True,
        "isCompleted": ends < moment(now),
        "isApplicationBased": plan.by_application,
        "nonBizTechAllowed": True,
        "createdAt": made,
        "updatedAt": made,
    }


def _registration(
    club: DemoClub, plan: _Plan, event: Row, email: str, chance: random.Random
) -> Row:
    user = club.users[email]
    statuses, weights = tuple(plan.statuses), tuple(plan.statuses.values())
    (status,) = chance.choices(statuses, weights)
    at = club.now + min(plan.begins, 0) * DAY - chance.randrange(3 * DAY, 20 * DAY)
    came = status == "checkedIn"
    return {
        "id": email,
        Registration.event.attr_name: event_key(plan.event_id, event["year"]),
        "registrationStatus": status,
        "basicInformation": _basics(user),
        "dynamicResponses": {},
        "isPartner": False,
        "points": chance.randrange(0, 300, 25) if came else 0,
        "fname": user["fname"],
        "studentId": user["studentId"],
        "createdAt": at,
        "updatedAt": at,
    }


def _basics(user: Row) -> Row:
    names = ("fname", "lname", "gender", "year", "faculty", "major", "diet")
    return {name: user[name] for name in names}


def _mark_favourites(club: DemoClub, chance: random.Random) -> None:
    events = {row["id"]: event_key(row["id"], row["year"]) for row in club.events}
    for email, user in club.users.items():
        if is_exec_email(email) or chance.random() >= _FAVOURING:
            continue
        marked = chance.sample(sorted(events), chance.randint(1, len(events)))
        user["favedEventsID;year"] = {events[event_id] for event_id in marked}
        if chance.random() >= _ONLY_LEGACY:
            user["favedEventsID"] = set(marked)


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
