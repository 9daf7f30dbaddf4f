"""Changes to profiles: one function for each."""

from profiles.services.codes import create_code, delete_code, edit_code
from profiles.services.linking import Linked, link_partner, unlink_partner
from profiles.services.own import create_profile, edit_own_profile
from profiles.services.partners import Created, create_company, create_partner
from profiles.services.rows import (
    ATTENDEE,
    COMPANY,
    EXEC,
    PARTNER,
    REPLACED,
    copied_from,
    hide,
    moved,
    new_profile,
    replaced,
    show_again,
)
from profiles.services.syncing import Synced, sync_partners

__all__ = [
    "ATTENDEE",
    "COMPANY",
    "EXEC",
    "PARTNER",
    "REPLACED",
    "Created",
    "Linked",
    "Synced",
    "copied_from",
    "create_code",
    "create_company",
    "create_partner",
    "create_profile",
    "delete_code",
    "edit_code",
    "edit_own_profile",
    "hide",
    "link_partner",
    "moved",
    "new_profile",
    "replaced",
    "show_again",
    "sync_partners",
    "unlink_partner",
]
