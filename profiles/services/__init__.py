"""Changes to profiles: one door for each."""

from profiles.services.own import create_profile, edit_own_profile
from profiles.services.rows import (
    ATTENDEE,
    COMPANY,
    EXEC,
    PARTNER,
    REPLACED,
    hide,
    moved,
    new_profile,
    replaced,
    show_again,
)

__all__ = [
    "ATTENDEE",
    "COMPANY",
    "EXEC",
    "PARTNER",
    "REPLACED",
    "create_profile",
    "edit_own_profile",
    "hide",
    "moved",
    "new_profile",
    "replaced",
    "show_again",
]
