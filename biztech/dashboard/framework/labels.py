"""Stored names and values as people read them."""

from typing import Any

from django.utils.timezone import localtime

from core.clock import moment
from memberships.facts import FACTS

_TIMES = {
    "clearedAt",
    "createdAt",
    "hiddenAt",
    "pausedAt",
    "replacedAt",
    "replayAt",
    "updatedAt",
}
LABELS = {
    "id": "E-mail",
    **{
        name: fact.label
        for fact in FACTS.values()
        for name in (fact.user, fact.member, fact.profile)
        if name
    },
    "isMember": "Flagged as member",
    "admin": "Admin flag",
    "cardCount": "Cards written",
    "cardNumber": "Card number",
    "profileID": "Profile",
    "keptProfileID": "Kept profile",
    "profileType": "Profile type",
    "description": "About",
    "hobby1": "Hobby 1",
    "hobby2": "Hobby 2",
    "funQuestion1": "Fun question 1",
    "funQuestion2": "Fun question 2",
    "linkedIn": "LinkedIn",
    "additionalLink": "Link",
    "profilePictureURL": "Picture",
    "company": "Company",
    "position": "Position",
    "role": "Role",
    "title": "Title",
    "name": "Name",
    "links": "Links",
    "email": "E-mail",
    "eventID;year": "Event",
    "companyProfileID": "Profile of the company",
    "companyProfilePictureURL": "Picture of the company",
    "delegateProfileIDs": "Profiles of its people",
    "viewableMap": "Shown publicly",
    "favedEventsID": "Favourite events",
    "favedEventsID;year": "Favourite events, with year",
    "registrationStatus": "Registration",
    "attention": "Asks for attention",
    "problem": "What is wrong",
    "decision": "Decision",
    "hiddenAt": "Hidden since",
    "replacedAt": "Replaced since",
    "replacedBy": "Replaced by",
    "eventId": "Event",
    "hidden": "Hidden people",
    "clearedAt": "Cleared up to",
    "pausedAt": "Paused since",
    "message": "Message",
    "replayAt": "Time lapse since",
    "replayMs": "Length of the time lapse, in ms",
    "createdAt": "Created",
    "updatedAt": "Last change",
}


def label_of(name: str) -> str:
    """Return the users' word for a stored name; an unknown one speaks for itself."""
    return LABELS.get(name, name)


def shown(name: str, value: Any) -> str:
    """Return the value of an attribute as a person reads it."""
    if name in _TIMES and isinstance(value, int) and value > 0:
        return f"{localtime(moment(value)):%Y-%m-%d %H:%M}"
    if name == "viewableMap" and isinstance(value, dict):
        visible = [label_of(str(field)) for field, on in value.items() if on is True]
        return ", ".join(sorted(visible)) or "no field"
    return _plain(value)


def _plain(value: Any) -> str:
    match value:
        case None:
            return "not set"
        case "" | []:
            return "empty"
        case bool():
            return "Yes" if value else "No"
        case list():
            return ", ".join(_plain(inner) for inner in value)
        case dict():
            return ", ".join(
                f"{name}: {_plain(inner)}" for name, inner in value.items()
            )
    return str(value)
