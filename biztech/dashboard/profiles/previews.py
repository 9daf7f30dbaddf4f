"""A profile as each audience sees it, decided by the one policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from biztech.dashboard.framework.labels import label_of, shown
from core.audit.wording import field_labels
from profiles.policy import (
    SHOWN,
    TOGGLES,
    URL_FIELDS,
    Audience,
    is_hidden,
    visible,
    web_address,
)

# The audiences in the order of what they see, and what each is called.
AUDIENCES = {
    Audience.PUBLIC: ("Public", "Anybody who opens the link or taps the card."),
    Audience.MEMBER: ("A member", "Any member who is signed in."),
    Audience.CONNECTION: ("A connection", "Somebody whom they met."),
    Audience.SELF: ("The owner", "The owner of the profile sees the whole row."),
    Audience.WALL: ("The live wall", "The screens at an event."),
    Audience.EXPORT: ("A file", "What a connection takes home in a file."),
}
_NAMES = ("fname", "lname")
_PICTURE = "profilePictureURL"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One attribute as it is read; ``address`` when it leads somewhere."""

    label: str
    value: str
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What one audience sees of a profile."""

    audience: Audience
    explanation: str
    name: str
    picture: str
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One attribute of the row, and whether others may see it."""

    label: str
    value: str
    toggle: str


def chosen_audience(asked: str | None) -> Audience:
    """Return the audience that a link names; the public by default."""
    return next((one for one in AUDIENCES if one.value == asked), Audience.PUBLIC)


def preview_of(row: Mapping[str, Any], audience: Audience) -> Preview:
    """Return a profile row (plain values) as an audience sees it."""
    seen = visible(row, audience)
    names = [str(seen[name]) for name in _NAMES if seen.get(name)]
    hidden = ("compositeID", "type", "viewableMap", *_NAMES, _PICTURE)
    return Preview(
        audience=audience,
        explanation=AUDIENCES[audience][1],
        name=" ".join(names),
        picture=web_address(seen.get(_PICTURE)) or "",
        lines=[
            _line(name, value)
            for name, value in _in_order(seen)
            if name not in hidden and value not in ("", None, [])
        ],
    )


def fields_of(row: Mapping[str, Any]) -> list[Field]:
    """Return every attribute of a profile row, and what its toggle says."""
    stored = row.get("viewableMap")
    toggles = stored if isinstance(stored, Mapping) else {}
    return [
        Field(
            label=label_of(name),
            value=shown(name, value),
            toggle=_toggle(name, toggles, hidden=is_hidden(row)),
        )
        for name, value in _in_order(row)
        if name not in ("compositeID", "type", "viewableMap")
    ]


def shown_toggles(row: Mapping[str, Any]) -> list[str]:
    """Return the fields whose toggle is on, of those that can be turned off."""
    stored = row.get("viewableMap")
    toggles = stored if isinstance(stored, Mapping) else {}
    return [name for name in TOGGLES if toggles.get(name) is True]


def _in_order(row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return attributes in the order in which all pages name them, others last."""
    known = [name for name in field_labels() if name in row]
    return [(name, row[name]) for name in [*known, *sorted(row.keys() - known)]]


def _toggle(name: str, toggles: Mapping[str, Any], *, hidden: bool) -> str:
    if name not in SHOWN:
        return "Never shown to others"
    if hidden:
        return "Hidden with the profile"
    return "Shown" if toggles.get(name) is True else "Hidden by a toggle"


def _line(name: str, value: Any) -> Line:
    address = web_address(value) if name in URL_FIELDS else None
    return Line(label=label_of(name), value=shown(name, value), address=address or "")
