"""What the public page of a profile says, made of what its reader may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from profiles.pictures.stores import thumbnail_address
from profiles.policy import NAMELESS, name_of
from profiles.services import COMPANY, EXEC, PARTNER
from profiles.taps import profile_id_in

Shown = Mapping[str, Any]

_KINDS = MappingProxyType(
    {EXEC: "BizTech exec", PARTNER: "Partner", COMPANY: "Company"}
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A page elsewhere that somebody shows, under a name that people recognise."""

    label: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Face:
    """A profile in a line: name, picture, and what there is to say beside it."""

    profile_id: str
    name: str
    first_name: str
    initials: str
    picture: str
    facts: str


@dataclass(frozen=True, kw_only=True)
class ProfilePage:
    """The page, top to bottom; what is hidden or missing is empty."""

    face: Face
    kind: str
    is_company: bool
    pronouns: str
    description: str
    hobbies: tuple[str, ...]
    ice_breakers: tuple[str, ...]
    links: tuple[Link, ...]
    company_id: str
    company_logo: str
    people: tuple[Face, ...]


def people_of(shown: Shown) -> list[str]:
    """Return the profile ids of a company's people, as far as they are shown."""
    return list(dict.fromkeys(shown.get("delegateProfileIDs") or []))


def page_of(
    profile_id: str, shown: Shown, *, people: Mapping[str, Shown | None]
) -> ProfilePage:
    """Return the page of a profile; ``people`` is what is shown of a company's."""
    kind = shown.get("profileType")
    faces = ((who, people.get(who)) for who in people_of(shown))
    return ProfilePage(
        face=face_of(profile_id, shown),
        kind=_KINDS.get(str(kind), ""),
        is_company=kind == COMPANY,
        pronouns=_text(shown, "pronouns"),
        description=_text(shown, "description"),
        hobbies=_texts(shown, "hobby1", "hobby2"),
        ice_breakers=_texts(shown, "funQuestion1", "funQuestion2"),
        links=tuple(_links(shown)),
        company_id=profile_id_in(shown.get("companyProfileID")) or "",
        company_logo=thumbnail_address(_text(shown, "companyProfilePictureURL")),
        people=tuple(face_of(who, seen) for who, seen in faces if seen),
    )


def face_of(profile_id: str, shown: Shown) -> Face:
    """Return a profile in a line."""
    name = _text(shown, "name") or name_of(shown)
    words = name.split() or list(NAMELESS)
    ends = words[:1] + words[1:][-1:]
    return Face(
        profile_id=profile_id,
        name=name,
        first_name=_text(shown, "fname") or name,
        initials="".join(word[0] for word in ends).upper(),
        picture=thumbnail_address(_text(shown, "profilePictureURL")),
        facts=" · ".join(_facts(shown)),
    )


def _facts(shown: Shown) -> Iterable[str]:
    work = " at ".join(_texts(shown, "position", "company"))
    # A company's own page need not say where it works.
    if shown.get("profileType") == COMPANY:
        work = ""
    year = _text(shown, "year")
    studies = f"Year {year}" if year.isdecimal() else year
    return (fact for fact in (work, studies, _text(shown, "major")) if fact)


def _links(shown: Shown) -> Iterable[Link]:
    if address := _text(shown, "linkedIn"):
        yield Link(label="LinkedIn", address=address)
    for address in (_text(shown, "additionalLink"), *(shown.get("links") or [])):
        if address:
            yield Link(label=_host(address), address=address)


def _host(address: str) -> str:
    return str(urlsplit(address).hostname or address).removeprefix("www.")


def _texts(shown: Shown, *names: str) -> tuple[str, ...]:
    return tuple(text for name in names if (text := _text(shown, name)))


def _text(shown: Shown, name: str) -> str:
    value = shown.get(name)
    # A year may be a number; a toggle or a list in its place, in old rows, is nothing.
    return str(value).strip() if type(value) in (str, int, float) else ""
