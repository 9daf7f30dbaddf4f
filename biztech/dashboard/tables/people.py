"""Whom a row tells of, as links to their pages."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from profiles.models import profile_id_of

MOST_SHOWN = 12

_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PROFILES = ("profileID", "keptProfileID", "companyProfileID", "connectionID")

# A person's name for the link, and its address.
Link = tuple[str, str]


def people_in(row: dict[str, Any]) -> list[Link]:
    """Return the people and profiles that a row names, each once."""
    found = dict.fromkeys([*_people(row), *_profiles(row)])
    return list(found)[:MOST_SHOWN]


def _people(value: Any) -> Iterator[Link]:
    match value:
        case str():
            for address in _ADDRESS.findall(value):
                email = address.lower()
                yield email, reverse("admin:memberships_person_change", args=[email])
        case list():
            for each in value:
                yield from _people(each)
        case dict():
            yield from _people([*value.keys(), *value.values()])


def _profiles(row: dict[str, Any]) -> Iterator[Link]:
    ids = [row.get(name) for name in _PROFILES]
    if isinstance(owner := row.get("compositeID"), str):
        ids.insert(0, profile_id_of(owner))
    for each in ids:
        if isinstance(each, str) and each and "/" not in each:
            address = reverse("admin:profiles_profile_change", args=[each])
            yield f"Profile {each}", address
