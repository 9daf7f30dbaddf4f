"""What repairs profiles, as row changes that a plan shows first."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from core.audit.changes import RowChange
from core.doctor.invariants import Finding
from events.models import event_of, is_event_key
from memberships.choices import level_of_study
from profiles.invariants.examining import OLD_NAMES
from profiles.models import Profile
from profiles.pictures.stores import PictureStore, picture_store
from profiles.policy import ALWAYS_ON, everything_visible
from profiles.services import ATTENDEE, EXEC, PARTNER
from profiles.services.partners import partner_code
from profiles.services.pictures.checking import FIELDS, pointing

Repaired = tuple[str, list[RowChange]]


def name_id(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Have the row name its id."""
    yield from _edited(
        findings, lambda profile: {"profileID": profile.profile_id}, now=now
    )


def add_toggles(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Show the name, and nothing else until the owner says so."""
    yield from _edited(findings, _few_shown, now=now)


def rename(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Store the name where everybody looks; the old attributes stay."""
    yield from _edited(findings, _named, now=now)


def level(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Store the level of study as the text that people choose."""
    yield from _edited(
        findings,
        lambda profile: (
            {"year": level_of_study(profile.year)}
            if isinstance(profile.year, int | float)
            else {}
        ),
        now=now,
    )


def let_go_delegates(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Take from a company's list who does not exist."""
    companies = Profile.find_many({Profile.key(finding.at) for finding in findings})
    listed = {one for row in companies.values() for one in row.delegates}
    there = Profile.find_many(map(Profile.key, listed))

    def staying(company: Profile) -> dict[str, Any]:
        left = [one for one in company.delegates if Profile.key(one) in there]
        return {"delegateProfileIDs": left} if left != company.delegates else {}

    yield from _edited(findings, staying, now=now)


def clear_pictures(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Show no picture where there is none."""
    if store := picture_store():
        yield from _edited(
            findings, lambda profile: _without_lost(profile, store), now=now
        )


def make_codes(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Make the code of a partner whose row tells for which event and whose it is."""
    whose = {finding.at: finding.subject for finding in findings}
    for profile in Profile.find_many(map(Profile.key, whose)).values():
        event = str(profile.event or "")
        if profile.profile_type == PARTNER and profile.email and is_event_key(event):
            code = partner_code(profile.profile_id, *event_of(event), profile.email)
            yield whose[profile.profile_id], [code]


def _edited(
    findings: Sequence[Finding],
    values_of: Callable[[Profile], dict[str, Any]],
    *,
    now: int,
) -> Iterator[Repaired]:
    whose = {finding.at: finding.subject for finding in findings}
    for profile in Profile.find_many(map(Profile.key, whose)).values():
        if values := values_of(profile):
            edit = {**values, "updatedAt": now}
            subject = whose[profile.profile_id]
            yield subject, [RowChange.edited("profile", profile, edit)]


def _few_shown(profile: Profile) -> dict[str, Any]:
    partner = profile.profile_type not in (ATTENDEE, EXEC)
    names = everything_visible(partner=partner)
    return {"viewableMap": {name: name in ALWAYS_ON for name in names}}


def _named(profile: Profile) -> dict[str, Any]:
    row = profile.plain()
    return {
        new: row[old]
        for old, new in OLD_NAMES.items()
        if row.get(old) and not row.get(new)
    }


def _without_lost(profile: Profile, store: PictureStore) -> dict[str, Any]:
    lost = {
        one.address
        for one in pointing(store, profile)
        if one.key is None or not store.state_of(one.key)
    }
    row = profile.plain()
    return {name: "" for name in FIELDS if row.get(name) in lost}
