"""The demo club's events: over, on, to come and being prepared, and who comes."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from biztech.demo.club import DemoClub, Row
from core.clock import DAY, HOUR, MINUTE, moment
from core.email import is_exec_email
from events.models import Feedback, Registration, event_key, event_of
from events.services.seats import HOLD_FOR

_SEED = 1997
_LAST_OF_EVERY_MONTH = 28

# So many in a hundred people marked favourites; some only where older clients did.
_FAVOURING = 0.3
_ONLY_LEGACY = 0.3

_WORKSHOP: Row = {
    "questionId": "workshop",
    "type": "WORKSHOP_SELECTION",
    "label": "Which workshop do you want?",
    "required": True,
    "choices": "Prototyping,Pitching,Data for beginners",
    "participantCap": "40,40,60",
}
_HOPE: Row = {
    "questionId": "hope",
    "type": "TEXT",
    "label": "What do you hope to take home?",
    "required": False,
    "choices": "",
    "charLimit": 300,
}
_HOPES = (
    "Somebody to build with.",
    "One good idea.",
    "To find out whether this is for me.",
    "",
)
_RATING = {
    "questionId": "overall-rating",
    "type": "LINEAR_SCALE",
    "label": "Overall, how would you rate this event?",
    "required": True,
    "scaleMin": 1,
    "scaleMax": 10,
    "scaleMinLabel": "Poor",
    "scaleMaxLabel": "Excellent",
}
_LIKED: Row = {
    "questionId": "liked",
    "type": "CHECKBOXES",
    "label": "What did you like?",
    "required": False,
    "choices": "The people,The talks,The food,The place",
}
_AGAIN = {
    "questionId": "again",
    "type": "LONG_TEXT",
    "label": "What should we do again, and what not?",
    "required": False,
}
_OPINIONS = (
    "More time to talk between the sessions, please.",
    "The workshop was the best part.",
    "Start on time.",
    "I met three people whom I will write to.",
    "",
)
_RATINGS = {6: 2, 7: 6, 8: 14, 9: 12, 10: 8, 4: 1}

_REVIEWS = {
    "registered": "reviewing",
    "incomplete": "reviewing",
    "accepted": "accepted",
    "acceptedPending": "accepted",
    "acceptedComplete": "accepted",
    "checkedIn": "accepted",
    "rejected": "rejected",
}


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """An event as the club plans it; ``begins`` counts days from now.

    ``statuses`` are how many people stand where, in the order of their registering.
    """

    event_id: str
    name: str
    description: str
    place: str
    begins: int
    days: int
    capacity: int
    prices: dict[str, int]
    statuses: dict[str, int] = field(default_factory=dict)
    questions: tuple[Row, ...] = ()
    by_application: bool = False
    is_draft: bool = False
    feedbacks: int = 0


_PLANS = (
    _Plan(
        event_id="kickstart",
        name="Kickstart",
        description="A weekend of building something with people you have never met.",
        place="AMS Student Nest",
        begins=-36,
        days=2,
        capacity=76,
        prices={"members": 8, "nonMembers": 15},
        statuses={"checkedIn": 64, "registered": 12, "cancelled": 8, "waitlist": 6},
        questions=(_WORKSHOP, _HOPE),
        feedbacks=43,
    ),
    _Plan(
        event_id="blueprint",
        name="Blueprint",
        description="The yearly conference on technology and business.",
        place="UBC Robson Square",
        begins=-1,
        days=3,
        capacity=200,
        prices={"members": 20, "nonMembers": 30},
        statuses={
            "checkedIn": 44,
            "acceptedComplete": 24,
            "acceptedPending": 8,
            "accepted": 7,
            "registered": 9,
            "incomplete": 5,
            "cancelled": 3,
            "rejected": 10,
        },
        questions=(_HOPE,),
        by_application=True,
    ),
    _Plan(
        event_id="hello-hacks",
        name="Hello Hacks",
        description="A first hackathon, for people who have never been to one.",
        place="Henry Angus Building",
        begins=12,
        days=1,
        capacity=40,
        prices={"members": 0, "nonMembers": 0},
        statuses={"registered": 40, "waitlist": 7, "cancelled": 4},
        questions=(_HOPE,),
    ),
    _Plan(
        event_id="founders-dinner",
        name="Founders' Dinner",
        description="Twenty-four seats, six founders, one long table.",
        place="Sage Bistro",
        begins=24,
        days=1,
        capacity=24,
        prices={"members": 35},
        statuses={"registered": 9, "incomplete": 2, "cancelled": 1},
    ),
    _Plan(
        event_id="showcase",
        name="Showcase",
        description="What the teams of the year have built.",
        place="To be found",
        begins=75,
        days=1,
        capacity=150,
        prices={"members": 0, "nonMembers": 5},
        is_draft=True,
    ),
)


def add_events(club: DemoClub) -> None:
    """Add the events, their registrations and feedback, and some users' favourites."""
    chance = random.Random(_SEED)
    for plan in _PLANS:
        event = _event(plan, now=club.now)
        club.events.append(event)
        statuses = [s for s, count in plan.statuses.items() for _ in range(count)]
        people = sorted(club.users if "nonMembers" in plan.prices else club.members)
        for status, email in zip(
            statuses, chance.sample(people, len(statuses)), strict=True
        ):
            row = _registration(club, plan, event, email, status, chance)
            club.registrations.append(row)
        for number in range(plan.feedbacks):
            club.feedback.append(_feedback(event, number, chance))
    _mark_favourites(club, chance)


def opening(event: Row) -> int:
    """Return when an event begins, in ms."""
    return round(datetime.fromisoformat(event["startDate"]).timestamp() * 1000)


def _event(plan: _Plan, *, now: int) -> Row:
    begins = moment(now).replace(hour=17, minute=0, second=0, microsecond=0)
    begins += timedelta(days=plan.begins)
    # Whose teams take investments is of the year that the setting says.
    years = dict(map(event_of, settings.INVESTMENT_EVENTS))
    year = years.get(plan.event_id, begins.year)
    if begins.year != year:
        begins = begins.replace(year=year, day=min(begins.day, _LAST_OF_EVERY_MONTH))
    ends = begins + timedelta(days=plan.days - 1, hours=8)
    made = now - 60 * DAY
    asks = plan.begins <= 0
    return {
        "id": plan.event_id,
        "year": year,
        "ename": plan.name,
        "description": plan.description,
        "startDate": _iso(begins),
        "endDate": _iso(ends),
        "deadline": _iso(begins - timedelta(days=2)),
        "capac": plan.capacity,
        "elocation": plan.place,
        "pricing": plan.prices,
        "isPublished": not plan.is_draft,
        "isCompleted": ends < moment(now),
        "isApplicationBased": plan.by_application,
        "nonBizTechAllowed": "nonMembers" in plan.prices,
        "registrationQuestions": list(plan.questions),
        "attendeeFeedbackEnabled": asks,
        "attendeeFeedbackQuestions": [_RATING, _LIKED, _AGAIN] if asks else [_RATING],
        "createdAt": made,
        "updatedAt": made,
    }


def _registration(
    club: DemoClub,
    plan: _Plan,
    event: Row,
    email: str,
    status: str,
    chance: random.Random,
) -> Row:
    user = club.users[email]
    opened = opening(event)
    at = min(opened, club.now) - chance.randrange(3 * DAY, 20 * DAY)
    came = status == "checkedIn"
    row: Row = {
        "id": email,
        Registration.event.attr_name: event_key(plan.event_id, event["year"]),
        "registrationStatus": status,
        "basicInformation": _basics(user),
        "dynamicResponses": _answers(plan, chance),
        "isPartner": False,
        "points": chance.randrange(0, 300, 25) if came else 0,
        "fname": user["fname"],
        "studentId": user["studentId"],
        "createdAt": at,
        "updatedAt": at,
    }
    if plan.by_application and status in _REVIEWS:
        row["applicationStatus"] = _REVIEWS[status]
    if came:
        came_at = opened + chance.randrange(-20, 70) * MINUTE
        row["checkedInAt"] = min(came_at, club.now)
    if status == "waitlist":
        row["waitingSince"] = at
    if status == "incomplete" and plan.begins > 0:
        row["holdUntil"] = club.now + HOLD_FOR
    return row


def _answers(plan: _Plan, chance: random.Random) -> Row:
    answers: Row = {}
    for question in plan.questions:
        choices = str(question["choices"]).split(",")
        answers[question["questionId"]] = chance.choice(
            choices if question is _WORKSHOP else _HOPES
        )
    return {key: answer for key, answer in answers.items() if answer}


def _feedback(event: Row, number: int, chance: random.Random) -> Row:
    ended = datetime.fromisoformat(event["endDate"])
    at = round(ended.timestamp() * 1000) + chance.randrange(48) * HOUR
    liked = str(_LIKED["choices"]).split(",")
    (rating,) = chance.choices(tuple(_RATINGS), tuple(_RATINGS.values()))
    opinion = chance.choice(_OPINIONS)
    responses: dict[str, Any] = {
        "overall-rating": rating,
        "liked": sorted(chance.sample(liked, chance.randrange(1, 4))),
    }
    if opinion:
        responses["again"] = opinion
    key = event_key(event["id"], event["year"])
    return {
        "id": f"demo-feedback-{number:03d}",
        "eventID": event["id"],
        "year": event["year"],
        "formType": "attendee",
        "eventIDYear": key,
        "eventFormKey": Feedback.form_key(event["id"], event["year"], "attendee"),
        "responses": responses,
        "submittedAt": at,
        "createdAt": at,
        "updatedAt": at,
    }


def _basics(user: Row) -> Row:
    names = ("fname", "lname", "gender", "year", "faculty", "major", "diet")
    return {name: user[name] for name in names}


def _mark_favourites(club: DemoClub, chance: random.Random) -> None:
    events = {
        row["id"]: event_key(row["id"], row["year"])
        for row in club.events
        if row["isPublished"]
    }
    for email, user in club.users.items():
        if is_exec_email(email) or chance.random() >= _FAVOURING:
            continue
        marked = chance.sample(sorted(events), chance.randint(1, len(events)))
        user["favedEventsID;year"] = {events[event_id] for event_id in marked}
        if chance.random() >= _ONLY_LEGACY:
            user["favedEventsID"] = set(marked)


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
