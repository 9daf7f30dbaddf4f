"""Partners and the company they stand for: both sides at once, or neither."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from core.audit.changes import RowChange, effective
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.transactions import retry_on_conflict, write_transaction
from core.errors import NotFound
from profiles.acts import ProfileAct
from profiles.errors import NotACompany, NotAPartner
from profiles.models import Profile
from profiles.services.rows import COMPANY, PARTNER

_COMPANY_ID = "companyProfileID"
_COMPANY_PICTURE = "companyProfilePictureURL"
_DELEGATES = "delegateProfileIDs"


@dataclass(frozen=True, kw_only=True)
class Linked:
    """A partner and a company as stored; ``act`` is None when nothing was to be done.

    ``company`` is None for a partner who stood for none.
    """

    partner: dict[str, Any]
    company: dict[str, Any] | None
    act: Act | None = None


def link_partner(partner_id: str, company_id: str, *, actor: str, now: int) -> Linked:
    """Have a partner stand for a company, and for no other; once, however often asked.

    Both profiles, and that of a company that the partner leaves, are one transaction.
    Raises ``NotFound``, ``NotAPartner``, ``NotACompany``.
    Source: seed "Profile Sync", Company Profiles; contract section 1.3.
    """

    def decide(_: int) -> Linked:
        company = _company_or_refuse(company_id)
        (partner,) = partners_or_refuse([partner_id])
        changes = link_changes([partner], company, now=now)
        gathered = list(dict.fromkeys([*company.delegates, partner_id]))
        values = {_DELEGATES: gathered} if gathered != company.delegates else {}
        changes.append(_edited("company", company, values, now=now))
        return _write(
            ProfileAct.LINK_PARTNER, partner, company, changes, actor=actor, now=now
        )

    return retry_on_conflict(decide)


def unlink_partner(partner_id: str, *, actor: str, now: int) -> Linked:
    """Have a partner stand for no company; nothing is written where they do not.

    Raises ``NotFound``, ``NotAPartner``.
    """

    def decide(_: int) -> Linked:
        (partner,) = partners_or_refuse([partner_id])
        left = partner.company_profile_id or ""
        company = Profile.find(*Profile.key(left), consistent=True) if left else None
        nothing = {_COMPANY_ID: None, _COMPANY_PICTURE: None}
        changes = [_edited("partner", partner, nothing, now=now)]
        if company is not None:
            changes.append(_without(company, [partner_id], now=now))
        return _write(
            ProfileAct.UNLINK_PARTNER, partner, company, changes, actor=actor, now=now
        )

    return retry_on_conflict(decide)


def link_changes(
    partners: Iterable[Profile], company: Profile, *, now: int
) -> list[RowChange]:
    """Return the changes of partners who join a company, and of those they leave."""
    partners = list(partners)
    joined = {
        _COMPANY_ID: company.profile_id,
        _COMPANY_PICTURE: company.profile_picture_url or "",
    }
    changes = [_edited("partner", partner, joined, now=now) for partner in partners]
    elsewhere = sorted(
        (str(partner.company_profile_id), partner.profile_id)
        for partner in partners
        if partner.company_profile_id not in (None, "", company.profile_id)
    )
    for left, pairs in groupby(elsewhere, key=lambda pair: pair[0]):
        former = Profile.find(*Profile.key(left), consistent=True)
        if former is not None:
            leaving = [partner_id for _, partner_id in pairs]
            changes.append(_without(former, leaving, now=now))
    return changes


def partners_or_refuse(profile_ids: Iterable[str]) -> list[Profile]:
    """Return partners' profiles as they are now."""
    wanted = list(profile_ids)
    found = Profile.find_many(Profile.key(profile_id) for profile_id in wanted)
    partners = []
    for profile_id in wanted:
        profile = found.get(Profile.key(profile_id))
        if profile is None or profile.hidden_at:
            raise NotFound.of("Partner Profile", profile_id)
        if profile.profile_type != PARTNER:
            raise NotAPartner
        partners.append(profile)
    return partners


def _company_or_refuse(profile_id: str) -> Profile:
    profile = Profile.find(*Profile.key(profile_id), consistent=True)
    if profile is None or profile.hidden_at:
        raise NotFound.of("Company Profile", profile_id)
    if profile.profile_type != COMPANY:
        raise NotACompany
    return profile


def _without(company: Profile, leaving: Iterable[str], *, now: int) -> RowChange:
    gone = set(leaving)
    staying = [i for i in company.delegates if i not in gone]
    values = {_DELEGATES: staying} if staying != company.delegates else {}
    return _edited("company", company, values, now=now)


def _edited(
    label: str, profile: Profile, values: dict[str, Any], *, now: int
) -> RowChange:
    """Return an edit that is stamped if it changes anything."""
    edit = RowChange.edited(label, profile, values)
    if not edit.touched:
        return edit
    return RowChange.edited(label, profile, {**values, "updatedAt": now})


def _write(
    kind: ProfileAct,
    partner: Profile,
    company: Profile | None,
    changes: list[RowChange],
    *,
    actor: str,
    now: int,
) -> Linked:
    act: Act | None = None
    if effective(changes):
        entry = AuditEntry(
            act=kind,
            subject=partner.profile_id,
            actor=actor,
            at=now,
            changes=effective(changes),
            notes={"company": company.profile_id} if company else {},
        )
        with write_transaction() as writes:
            for change in changes:
                # What both sides say decides, also where only one is written.
                change.apply(writes, guard=(_COMPANY_ID, _DELEGATES))
            act = record(writes, entry)
    after = {change.key: Profile.of_item(change.after or {}) for change in changes}
    return Linked(
        partner=after.get(partner.key_of(), partner).plain(),
        company=after.get(company.key_of(), company).plain() if company else None,
        act=act,
    )
