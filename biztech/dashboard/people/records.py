"""A person on one page: three records side by side, and where they disagree."""

from dataclasses import dataclass

from django.urls import reverse

from biztech.dashboard.framework.labels import label_of, shown
from core.audit.wording import field_labels
from core.dynamo.base import Entity
from memberships.facts import FACTS
from memberships.people import Person

# Attributes that say the same in two records, by the names they have there.
_SAME = tuple(
    (fact.user, fact.member, fact.profile) for fact in FACTS.values() if fact.compared
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One attribute of a record as people read it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One of the three records; without lines it does not exist."""

    title: str
    link: str
    missing: str
    lines: list[Line]
    # Where the record has a page of its own.
    page: str = ""


def records_of(person: Person) -> list[Record]:
    """Return user, member and profile, each with all of its attributes."""
    profile, linked = person.profile, person.member and person.member.profile_id
    no_profile = "No profile."
    if linked and not profile:
        no_profile = f"Profile {linked} is linked but does not exist."
    return [
        Record(
            title="User",
            link="Linked by e-mail" if person.member else "No member record to link to",
            missing="No user record: this person has no account.",
            lines=_lines(person.user, _differences(person, 0)),
        ),
        Record(
            title="Member",
            link=f"Linked to profile {linked}" if linked else "Linked to no profile",
            missing="No member record: not a member this year.",
            lines=_lines(person.member, _differences(person, 1)),
        ),
        Record(
            title="Profile",
            link="Hidden from everyone" if profile and profile.hidden_at else "Public",
            missing=no_profile,
            lines=_lines(profile, _differences(person, 2)),
            page=_profile_page(profile.profile_id) if profile else "",
        ),
    ]


def _profile_page(profile_id: str) -> str:
    return reverse("admin:profiles_profile_change", args=[profile_id])


def _lines(row: Entity | None, notes: dict[str, str]) -> list[Line]:
    stored = row.plain() if row else {}
    known = [name for name in field_labels() if name in stored]
    others = sorted(stored.keys() - known)
    return [
        Line(
            label=label_of(name),
            value=shown(name, stored[name]),
            note=notes.get(name, ""),
        )
        for name in [*known, *others]
    ]


def _differences(person: Person, position: int) -> dict[str, str]:
    """Return, by attribute, which other record says something else."""
    rows = (person.user, person.member, person.profile)
    stored = [row.plain() if row else {} for row in rows]
    notes = {}
    for names in _SAME:
        mine = names[position]
        value = stored[position].get(mine)
        for other, title in enumerate(("user", "member", "profile")):
            theirs = stored[other].get(names[other])
            if value and theirs and str(theirs) != str(value):
                notes[mine] = f"differs from the {title} record"
    return notes
