"""Partners and companies at an event: their profiles, each with a code to scan."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from core.audit.changes import RowChange, effective
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.errors import Stale
from core.dynamo.transactions import retry_on_conflict, write_transaction
from events.models import event_key
from events.queries import required_event
from profiles.acts import ProfileAct
from profiles.errors import (
    CompanyExists,
    NamelessCompany,
    NotAWebAddress,
    PartnerExists,
    TooLong,
    TooMany,
)
from profiles.facts import CompanyFacts, PartnerFacts
from profiles.ids import draw_profile_id
from profiles.models import QR, Profile
from profiles.policy import everything_visible, web_address
from profiles.services.linking import link_changes, partners_or_refuse
from profiles.services.own import checked_text
from profiles.services.rows import COMPANY, OWNERS_FIELDS, PARTNER

OF_A_PARTNER = "NFC_ATTENDEE"
OF_A_COMPANY = "NFC_COMPANY"

# The name of a company becomes part of a key.
LONGEST_COMPANY_NAME = 200
MOST_LINKS = 20
# With the company each leaves, they fit into one transaction.
MOST_DELEGATES = 40


@dataclass(frozen=True, kw_only=True)
class Created:
    """A new profile and its code, as stored, and the act that made them."""

    profile: dict[str, Any]
    code: dict[str, Any]
    act: Act


def create_partner(facts: PartnerFacts, *, actor: str, now: int) -> Created:
    """Create the profile of a partner, and its code, in one transaction.

    The id follows from the address and the event, so the same call meets itself
    however often and at once it comes: ``PartnerExists``. Raises ``NotFound`` for an
    unknown event, ``TooLong``, ``NotAWebAddress``.
    Source: seed "Profile Sync", Profile Types; contract section 1.3.
    """
    required_event(facts.event_id, facts.year)
    event = event_key(facts.event_id, facts.year)
    values = _partner_values(facts)

    def decide(attempt: int) -> Created:
        profile_id = _partner_id(facts.email, event, attempt)
        profile = _new_profile(profile_id, PARTNER, event, values, now=now)
        code = partner_code(profile_id, facts.event_id, facts.year, facts.email)
        try:
            return _store(
                ProfileAct.CREATE_PARTNER,
                profile_id,
                [profile, code],
                actor=actor,
                now=now,
            )
        except Stale:
            there = Profile.find(*Profile.key(profile_id), consistent=True)
            if there and (there.email, there.event) == (facts.email, event):
                raise PartnerExists(facts.email) from None
            raise

    return retry_on_conflict(decide)


def create_company(facts: CompanyFacts, *, actor: str, now: int) -> Created:
    """Create a company's profile, its code, and the links to its partners, at once.

    Raises ``NotFound`` for an unknown event or partner, ``NotAPartner``,
    ``NamelessCompany``, ``CompanyExists``, ``TooLong``, ``TooMany``,
    ``NotAWebAddress``; nothing is written then.
    Source: seed "Profile Sync", Company Profiles; contract section 1.3.
    """
    company_id = company_id_of(facts.name)
    values = _company_values(facts)
    required_event(facts.event_id, facts.year)
    event = event_key(facts.event_id, facts.year)
    creation = _new_profile(company_id, COMPANY, event, values, now=now)
    told = {"companyId": company_id}
    code = _new_code(company_id, facts.event_id, facts.year, OF_A_COMPANY, told)
    company = Profile.of_item(creation.after or {})

    def decide(_: int) -> Created:
        partners = partners_or_refuse(company.delegates)
        links = effective(link_changes(partners, company, now=now))
        changes = [creation, code, *links]
        taken = CompanyExists(company_id)
        return _store(
            ProfileAct.CREATE_COMPANY,
            company_id,
            changes,
            actor=actor,
            now=now,
            taken=taken,
        )

    return retry_on_conflict(decide)


def partner_code(profile_id: str, event_id: str, year: int, email: str) -> RowChange:
    """Return the creation of the code by which a partner is scanned."""
    return _new_code(profile_id, event_id, year, OF_A_PARTNER, {"email": email})


def company_id_of(name: str) -> str:
    """Return the id that a company's name makes: its letters a to z and digits."""
    if len(name) > LONGEST_COMPANY_NAME:
        raise TooLong("name", LONGEST_COMPANY_NAME)
    company_id = re.sub(r"[^a-z0-9]", "", name.lower())
    if not company_id:
        raise NamelessCompany
    return company_id


def checked_links(addresses: Sequence[str]) -> list[str]:
    """Return a company's links as they are stored, or refuse them."""
    if len(addresses) > MOST_LINKS:
        raise TooMany("links", MOST_LINKS)
    return [_link(address) for address in addresses]


def _partner_id(email: str, event: str, attempt: int) -> str:
    """Return the id of that attempt, the same for the same partner at the same event.

    The secret in it keeps who knows an address from finding the profile.
    """
    told = f"{email}\n{event}\n{attempt}"
    digest = salted_hmac("profiles.partner", told, algorithm="sha256").digest()
    choose: Callable[..., str] = random.Random(digest).choice  # noqa: S311 - repeatable
    return draw_profile_id(attempt, choose=choose)


def _partner_values(facts: PartnerFacts) -> dict[str, Any]:
    texts = {
        "fname": facts.fname,
        "lname": facts.lname,
        "pronouns": facts.pronouns,
        "company": facts.company,
        "role": facts.role,
        "linkedIn": facts.linked_in,
        "profilePictureURL": facts.picture,
    }
    checked = {name: checked_text(name, text) for name, text in texts.items()}
    role = checked["role"]
    return {"email": facts.email, **checked, "position": role, "title": role}


def _company_values(facts: CompanyFacts) -> dict[str, Any]:
    if len(facts.delegates) > MOST_DELEGATES:
        raise TooMany("delegateProfileIDs", MOST_DELEGATES)
    return {
        "name": facts.name,
        # Clients read both of every profile.
        "fname": facts.name,
        "lname": "",
        "company": facts.name,
        "description": checked_text("description", facts.description),
        "profilePictureURL": checked_text("profilePictureURL", facts.picture),
        "links": checked_links(facts.links),
        "delegateProfileIDs": list(dict.fromkeys(facts.delegates)),
    }


def _link(address: str) -> str:
    known = web_address(checked_text("links", address))
    if known is None:
        raise NotAWebAddress("links")
    return known


def _new_profile(
    profile_id: str, kind: str, event: str, values: dict[str, Any], *, now: int
) -> RowChange:
    partition, sort_key = Profile.key(profile_id)
    row = {
        "compositeID": partition,
        "type": sort_key,
        "profileID": profile_id,
        "profileType": kind,
        **dict.fromkeys(OWNERS_FIELDS, ""),
        **values,
        Profile.event.attr_name: event,
        "viewableMap": everything_visible(partner=True),
        "createdAt": now,
        "updatedAt": now,
    }
    return RowChange.created("profile", Profile.of(row))


def _new_code(
    profile_id: str, event_id: str, year: int, kind: str, told: dict[str, str]
) -> RowChange:
    qr_id, event = QR.key(profile_id, event_id, year)
    row = {
        "id": qr_id,
        QR.event.attr_name: event,
        "type": kind,
        "isUnlimitedScans": True,
        "data": told,
    }
    return RowChange.created("code", QR.of(row))


def _store(
    kind: ProfileAct,
    profile_id: str,
    changes: list[RowChange],
    *,
    actor: str,
    now: int,
    taken: CompanyExists | None = None,
) -> Created:
    """Write a profile, its code and what comes along; ``taken`` when one is there."""
    profile, code, *others = changes
    entry = AuditEntry(
        act=kind,
        subject=profile_id,
        actor=actor,
        at=now,
        changes=changes,
    )
    with write_transaction() as writes:
        for change in (profile, code):
            change.apply(writes, otherwise=taken)
        for change in others:
            change.apply(writes)
        act = record(writes, entry)
    return Created(
        profile=Profile.of_item(profile.after or {}).plain(),
        code=QR.of_item(code.after or {}).plain(),
        act=act,
    )
