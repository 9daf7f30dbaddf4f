"""Partners, companies and an event for tests."""

from typing import Any

from core.dynamo.rows import store_rows
from events.models import Event, Registration
from profiles.facts import CompanyFacts, PartnerFacts
from profiles.models import QR, Profile
from profiles.services import create_company, create_partner

PAT = "pat@acme.example"
ANYBODY = "anonymous"


def store_event(event_id: str = "blueprint", year: int = 2026) -> None:
    """Put an event, as its own service does."""
    store_rows(Event.of({"id": event_id, "year": year}))


def partner_facts(**changed: Any) -> PartnerFacts:
    """Return what is told of pat, a recruiter at the event."""
    facts = {
        "email": PAT,
        "event_id": "blueprint",
        "year": 2026,
        "fname": "Pat",
        "lname": "Lee",
        "company": "Acme",
        "role": "Recruiter",
    }
    return PartnerFacts(**{**facts, **changed})


def company_facts(**changed: Any) -> CompanyFacts:
    """Return what is told of a company at the event."""
    facts = {
        "name": "Acme Inc.",
        "description": "Makes everything.",
        "picture": "https://acme.example/logo.png",
        "event_id": "blueprint",
        "year": 2026,
    }
    return CompanyFacts(**{**facts, **changed})


def new_partner(*, now: int, **changed: Any) -> str:
    """Create a partner and return the profile's id."""
    created = create_partner(partner_facts(**changed), actor=ANYBODY, now=now)
    profile_id: str = created.profile["profileID"]
    return profile_id


def new_company(*, now: int, **changed: Any) -> str:
    """Create a company and return its id."""
    created = create_company(company_facts(**changed), actor=ANYBODY, now=now)
    company_id: str = created.profile["profileID"]
    return company_id


def profile_row(profile_id: str) -> dict[str, Any]:
    """Return a profile's row as it is stored."""
    return Profile.get(*Profile.key(profile_id)).plain()


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Return every profile, code and registration, in a fixed order."""
    return {
        model.__name__: [
            row.plain()
            for row in sorted(model.read_all(), key=lambda row: row.key_of())
        ]
        for model in (Profile, QR, Registration)
    }
