"""What is done to profiles and codes."""

from core.audit.acts import ActKind


class ProfileAct(ActKind):
    """What is done to a profile, or to a code."""

    CREATE = "create profile"
    REMOVE_PICTURE = "remove picture"
    CREATE_PARTNER = "create partner"
    CREATE_COMPANY = "create company"
    LINK_PARTNER = "link partner"
    UNLINK_PARTNER = "unlink partner"
    SYNC_PARTNER = "sync partner"
    CREATE_CODE = "create code"
    DELETE_CODE = "delete code"
