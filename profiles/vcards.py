"""Profiles as vCards, for the address book of a phone."""

import re
from collections.abc import Mapping
from typing import Any

from segno.helpers import make_vcard_data

from profiles.policy import NAMELESS, name_of
from profiles.taps import tap_url

MEDIA_TYPE = "text/vcard"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def vcard(profile_id: str, shown: Mapping[str, Any], *, note: str = "") -> str:
    """Return one vCard 3.0 of what somebody may see of a profile.

    ``shown`` is the answer of ``profiles.policy.visible``; ``note`` is added to what
    the card notes. Nothing in a value can end its line.
    """
    first, last = (_line(shown.get(part)) for part in ("fname", "lname"))
    if not (first or last):
        first, last = NAMELESS
    links = (shown.get("linkedIn"), shown.get("additionalLink"), tap_url(profile_id))
    facts = (shown.get("major"), shown.get("year"), shown.get("pronouns"), note)
    return make_vcard_data(
        f"{_part(last)};{_part(first)}",
        _line(name_of(shown)),
        org=_line(shown.get("company")),
        title=_line(shown.get("position")),
        url=[_line(link) for link in links if link],
        memo=", ".join(text for text in map(_line, facts) if text),
    )


def _line(value: Any) -> str:
    """Return a value as one line; its separators are escaped where it is written."""
    text = "" if value is None else str(value)
    return _CONTROL.sub("", " ".join(text.split())).replace("\\", "\\\\")


def _part(text: str) -> str:
    """Return one part of the name, which is written as it is given."""
    return text.replace(",", "\\,").replace(";", "\\;")
