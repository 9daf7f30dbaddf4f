"""Partners' profiles and their registrations, told the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, enact
from core.dynamo.transactions import (
    read_together,
    retry_on_conflict,
)
from core.email import normalize_email
from core.errors import InvalidEmail
from events.models import Registration, event_of, is_event_key
from events.services.payments import partner_registration
from profiles.acts import ProfileAct
from profiles.models import Profile
from profiles.policy import is_hidden
from profiles.queries import all_profiles
from profiles.services.own import LONGEST_OF_OTHERS
from profiles.services.rows import PARTNER

COPIED = "synced_from_registration"
REGISTERED = "created_registration"

# What the registration says, and the attributes of the profile that repeat it.
_REPEATED: Mapping[str, tuple[str, ...]] = {
    "fname": ("fname",),
    "lname": ("lname",),
    "companyName": ("company",),
    "role": ("role", "position", "title"),
}


@dataclass(frozen=True, kw_only=True)
class Synced:
    """What the sync did for one partner; ``act`` is None for what it found done."""

    profile_id: str
    email: str
    action: Literal["synced_from_registration", "created_registration"]
    act: Act | None = field(default=None, compare=False)


def sync_partners(*, actor: str, now: int) -> list[Synced]:
    """Have each partner's profile say what their registration says, or register them.

    Of every partner with an address and an event; each is a transaction of their own,
    and nothing is written where both agree already.
    Source: contract section 1.3.
    """
    ids = [each.profile_id for each in all_profiles() if each.profile_type == PARTNER]
    synced = (_sync(profile_id, actor=actor, now=now) for profile_id in sorted(ids))
    return [each for each in synced if each is not None]


def _sync(profile_id: str, *, actor: str, now: int) -> Synced | None:
    def decide(_: int) -> Synced | None:
        profile = Profile.find(*Profile.key(profile_id), consistent=True)
        key = _registration_of(profile)
        if profile is None or key is None:
            return None
        email, event_id, year = key
        (registration,) = read_together((Registration, Registration.key(*key)))
        if registration is None:
            basic = _told_by(profile)
            change = partner_registration(email, event_id, year, basic=basic, now=now)
        else:
            change = _copied(profile, registration, now=now)
        act = _write(change, profile_id, actor=actor, now=now)
        action: Any = COPIED if registration else REGISTERED
        return Synced(profile_id=profile_id, email=email, action=action, act=act)

    return retry_on_conflict(decide)


def _write(change: RowChange, profile_id: str, *, actor: str, now: int) -> Act | None:
    if not change.touched:
        return None
    entry = AuditEntry(
        act=ProfileAct.SYNC_PARTNER,
        subject=profile_id,
        actor=actor,
        at=now,
        changes=[change],
    )
    return enact(entry)


def _registration_of(profile: Profile | None) -> tuple[str, str, int] | None:
    """Return whose registration for which event it is; None for no such partner."""
    if profile is None or profile.profile_type != PARTNER or is_hidden(profile.plain()):
        return None
    try:
        email = normalize_email(profile.email)
    except InvalidEmail:
        return None
    event = profile.event or ""
    return (email, *event_of(event)) if is_event_key(event) else None


def _told_by(profile: Profile) -> dict[str, str]:
    return {
        "fname": profile.fname or "",
        "lname": profile.lname or "",
        "companyName": profile.company or "",
        "role": profile.role or "",
    }


def _copied(profile: Profile, registration: Registration, *, now: int) -> RowChange:
    basic = registration.basic_information
    told = basic if isinstance(basic, Mapping) else {}
    values = {
        name: text
        for source, names in _REPEATED.items()
        if (text := _text(told.get(source)))
        for name in names
    }
    edit = RowChange.edited("profile", profile, values)
    stamp = {"updatedAt": now} if edit.touched else {}
    return RowChange.edited("profile", profile, {**values, **stamp})


def _text(value: Any) -> str:
    """Return what a profile can repeat, an empty text for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    return text if len(text) <= LONGEST_OF_OTHERS else ""
