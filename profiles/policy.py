"""Who may see what of a profile: one table, field by audience.

Every face that shows somebody else's profile asks ``visible``: the API, the public
page, the journal, the wall, exports, the dashboard's previews. A field is shown when
the table names the audience for it **and** the owner's own toggle (``viewableMap``) is
on (``_SHOWN_UNASKED``: or says nothing); a row without toggles shows nothing. A hidden
or replaced profile is nobody's to see. The owner and execs see the whole row.

Source: seed "Profile Sync" (public and private views), contract section 1.3.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit


class Audience(StrEnum):
    """Who is looking."""

    SELF = "self"
    EXEC = "exec"
    CONNECTION = "connection"
    MEMBER = "member"
    PUBLIC = "public"
    # The screens of the live wall.
    WALL = "wall"
    # What a connection may take home in a file.
    EXPORT = "export"


_PAGE = frozenset({Audience.CONNECTION, Audience.MEMBER, Audience.PUBLIC})
_TAKEN_HOME = _PAGE | {Audience.EXPORT}
_EVERYWHERE = _TAKEN_HOME | {Audience.WALL}

# The toggles of a member's profile.
_MEMBERS: Mapping[str, frozenset[Audience]] = MappingProxyType(
    {
        "profileType": _TAKEN_HOME,
        "fname": _EVERYWHERE,
        "lname": _EVERYWHERE,
        "pronouns": _TAKEN_HOME,
        "year": _EVERYWHERE,
        "major": _EVERYWHERE,
        "hobby1": _PAGE,
        "hobby2": _PAGE,
        "funQuestion1": _PAGE,
        "funQuestion2": _PAGE,
        "linkedIn": _TAKEN_HOME,
        "profilePictureURL": _PAGE | {Audience.WALL},
        "additionalLink": _TAKEN_HOME,
        "description": _PAGE,
        "company": _TAKEN_HOME,
        "position": _TAKEN_HOME,
        "mbti": _PAGE,
    }
)
# What partners and companies show beside them.
_PARTNERS: Mapping[str, frozenset[Audience]] = MappingProxyType(
    {
        "name": _PAGE,
        "links": _PAGE,
        "companyProfileID": _PAGE,
        "companyProfilePictureURL": _PAGE,
        "delegateProfileIDs": _PAGE,
    }
)

# Field x audience; a field that is not here is the owner's and the execs' alone.
SHOWN: Mapping[str, frozenset[Audience]] = MappingProxyType({**_MEMBERS, **_PARTNERS})
_SHOWN_TO = {
    audience: tuple(name for name, audiences in SHOWN.items() if audience in audiences)
    for audience in Audience
}

MEMBER_FIELDS = tuple(_MEMBERS)

# The three that clients read without asking whether they are there.
ALWAYS_ON = ("profileType", "fname", "lname")
TOGGLES = tuple(name for name in _MEMBERS if name not in ALWAYS_ON)

URL_FIELDS = (
    "linkedIn",
    "additionalLink",
    "profilePictureURL",
    "companyProfilePictureURL",
)

# Toggles that older maps know nothing of. The career type was shown to everybody before
# it could be hidden, so whoever has a map, and was never asked, shows it still.
_SHOWN_UNASKED = frozenset({"mbti"})

# What stands where somebody hides their name; clients read its first letters.
NAMELESS = ("BizTech", "Member")
# What stands for one part of a name that is not known, or that a company does not have:
# a mark, because any word would be taken for somebody's name.
NO_NAME = "·"

_SCHEMELESS = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/.*)?", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f\\]")


def everything_visible(*, partner: bool = False) -> dict[str, bool]:
    """Return the toggles of a new profile (seed "Profile Sync": all fields visible)."""
    return dict.fromkeys(SHOWN if partner else MEMBER_FIELDS, True)


def visible(row: Mapping[str, Any], audience: Audience) -> dict[str, Any]:
    """Return what an audience may see of a profile row (plain values by stored name).

    Addresses that are no http(s) ones, in rows from before they were refused, are
    left out for everybody but the owner and execs.
    """
    if audience in (Audience.SELF, Audience.EXEC):
        return dict(row)
    if is_hidden(row):
        return {}
    toggles = row.get("viewableMap")
    on = toggles if isinstance(toggles, Mapping) else {}
    unasked = _SHOWN_UNASKED if on else frozenset()
    shown = {}
    for name in _SHOWN_TO[audience]:
        if on.get(name, name in unasked) is True:
            value = _harmless(name, row.get(name))
            if value is not None:
                shown[name] = value
    return shown


def is_hidden(row: Mapping[str, Any]) -> bool:
    """Tell whether a profile is nobody's to see but the owner's and the execs'."""
    return bool(row.get("hiddenAt") or row.get("replacedAt"))


def web_address(value: Any) -> str | None:
    """Return an http(s) address, one without a scheme completed, or None.

    None stands for everything that a browser would not open as a page of the web:
    other schemes, blanks and control characters, no host.
    """
    if not isinstance(value, str):
        return None
    text = value.strip()
    if _SCHEMELESS.fullmatch(text):
        text = f"https://{text}"
    if _UNPRINTABLE.search(text):
        return None
    try:
        parts = urlsplit(text)
        known = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return text if known else None


def name_of(shown: Mapping[str, Any]) -> str:
    """Return the name in what is visible, or the one that stands for a hidden one."""
    parts = [str(shown.get(part) or "") for part in ("fname", "lname")]
    return " ".join(part for part in parts if part) or " ".join(NAMELESS)


def with_whole_name(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is visible with a first and a last name, neither of them empty.

    The web client takes the first letter of both without asking whether it is there,
    and fails on its server otherwise. What is stored says no more than is known.
    """
    first = _text_in(shown, "fname") or _text_in(shown, "name")
    last = _text_in(shown, "lname")
    if not first and not last:
        first, last = NAMELESS
    return {**shown, "fname": first or NO_NAME, "lname": last or NO_NAME}


def face(profile_id: str, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a person as the wall shows them, None for one who is hidden.

    ``{"id", "name", "avatar", "major", "year"}``, what is hidden as an empty text.
    """
    if is_hidden(row):
        return None
    shown = visible(row, Audience.WALL)
    return {
        "id": profile_id,
        "name": name_of(shown),
        "avatar": shown.get("profilePictureURL", ""),
        "major": shown.get("major", ""),
        "year": shown.get("year", ""),
    }


def _text_in(shown: Mapping[str, Any], name: str) -> str:
    return str(shown.get(name) or "").strip()


def _harmless(name: str, value: Any) -> Any:
    """Return a value that every face can show, None for one that is not shown."""
    if value is None:
        return None
    if name in URL_FIELDS:
        return web_address(value) if value else value
    if name == "links":
        links = value if isinstance(value, list) else []
        return [safe for link in links if (safe := web_address(link))]
    if name == "delegateProfileIDs":
        ids = value if isinstance(value, list) else []
        return [profile_id for profile_id in ids if isinstance(profile_id, str)]
    return value if isinstance(value, str | int | float) else None
