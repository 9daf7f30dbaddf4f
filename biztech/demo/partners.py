"""The demo club's sponsors, and what its members wrote on their profiles."""

import random
from dataclasses import dataclass

from biztech.demo import sample_values
from biztech.demo.club import DEMO_EXEC, DemoClub, Row
from core.clock import DAY
from events.models import event_key
from profiles.models import QR, Profile
from profiles.policy import everything_visible
from profiles.services import COMPANY, PARTNER
from profiles.services.rows import OWNERS_FIELDS

_SEED = 1984
_EVENT = "blueprint"

# So many in a hundred members wrote something, and so many hide something of it.
_WRITING = 0.6
_HIDING = 0.25


@dataclass(frozen=True, kw_only=True)
class _Sponsor:
    """A company, and who comes from it: first name, last name, role."""

    company_id: str
    name: str
    description: str
    link: str
    people: tuple[tuple[str, str, str], ...]


_SPONSORS = (
    _Sponsor(
        company_id="cedarlinesystems",
        name="Cedarline Systems",
        description="Plans routes for trucks that run on electricity.",
        link="https://cedarline.example.org",
        people=(
            ("Imogen", "Tideswell", "Recruiter"),
            ("Anselm", "Wolfberry", "Software Engineer"),
        ),
    ),
    _Sponsor(
        company_id="harbourfoxlabs",
        name="Harbourfox Labs",
        description="Tells small shops what to order before they run out.",
        link="https://harbourfox.example.org",
        people=(("Petra", "Snowmarsh", "Head of Product"),),
    ),
)


def add_partners(club: DemoClub) -> None:
    """Add companies, the people they send, and their codes for the coming event."""
    (event,) = (row for row in club.events if row["id"] == _EVENT)
    made = club.now - 20 * DAY
    for sponsor in _SPONSORS:
        delegates = []
        for first, last, role in sponsor.people:
            profile_id = f"{first}{last}{sponsor.company_id[:4].capitalize()}"
            email = f"{first}.{last}@example.org".lower()
            person = {
                "email": email,
                "fname": first,
                "lname": last,
                "company": sponsor.name,
                "role": role,
                "position": role,
                "title": role,
                "companyProfileID": sponsor.company_id,
                "companyProfilePictureURL": "",
            }
            delegates.append(profile_id)
            _plant(club, profile_id, PARTNER, person, event, at=made)
            _code(club, profile_id, "NFC_ATTENDEE", {"email": email}, event)
        company = {
            "name": sponsor.name,
            "fname": sponsor.name,
            "lname": "",
            "company": sponsor.name,
            "description": sponsor.description,
            "links": [sponsor.link],
            "delegateProfileIDs": delegates,
        }
        _plant(club, sponsor.company_id, COMPANY, company, event, at=made)
        told = {"companyId": sponsor.company_id}
        _code(club, sponsor.company_id, "NFC_COMPANY", told, event)


def fill_in_profiles(club: DemoClub) -> None:
    """Let members write about themselves, and hide some of it again."""
    chance = random.Random(_SEED)
    exec_id = club.members[DEMO_EXEC]["profileID"]
    for profile_id in sorted(club.profiles):
        row = club.profiles[profile_id]
        if profile_id != exec_id and chance.random() > _WRITING:
            continue
        hobbies = chance.sample(sample_values.HOBBIES, 2)
        address = f"{row['fname']}-{row['lname']}".lower()
        row |= {
            "hobby1": hobbies[0],
            "hobby2": hobbies[1],
            "funQuestion1": chance.choice(sample_values.ICE_BREAKERS),
            "linkedIn": f"https://www.linkedin.com/in/{address}-example",
            "description": chance.choice(sample_values.ABOUT),
        }
        if chance.random() < _HIDING:
            hidden = chance.choice(("hobby2", "linkedIn", "major", "pronouns"))
            row["viewableMap"] = {**row["viewableMap"], hidden: False}


def _plant(
    club: DemoClub, profile_id: str, kind: str, values: Row, event: Row, *, at: int
) -> None:
    partition, sort_key = Profile.key(profile_id)
    club.profiles[profile_id] = {
        "compositeID": partition,
        "type": sort_key,
        "profileID": profile_id,
        "profileType": kind,
        **dict.fromkeys(OWNERS_FIELDS, ""),
        **values,
        Profile.event.attr_name: event_key(event["id"], event["year"]),
        "viewableMap": everything_visible(partner=True),
        "createdAt": at,
        "updatedAt": at,
    }


def _code(
    club: DemoClub, qr_id: str, kind: str, told: dict[str, str], event: Row
) -> None:
    known, of_event = QR.key(qr_id, event["id"], event["year"])
    club.codes.append(
        {
            "id": known,
            QR.event.attr_name: of_event,
            "type": kind,
            "isUnlimitedScans": True,
            "data": told,
        }
    )
