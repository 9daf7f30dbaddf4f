"""Profile rows as any release, client or hand may have left them, each field marked."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from profiles.policy import Audience

_BRIEF = ("fname", "lname", "year", "major")
_FILE = (
    *_BRIEF,
    "profileType",
    "pronouns",
    "linkedIn",
    "additionalLink",
    "company",
    "position",
)
_PAGE = (
    *_FILE,
    "hobby1",
    "hobby2",
    "funQuestion1",
    "funQuestion2",
    "profilePictureURL",
    "description",
    "mbti",
    "name",
    "links",
    "companyProfileID",
    "companyProfilePictureURL",
    "delegateProfileIDs",
)
# Who sees what where every toggle is on; written out here, and nowhere derived.
SEEN: Mapping[Audience, tuple[str, ...]] = MappingProxyType(
    {
        Audience.PUBLIC: _PAGE,
        Audience.MEMBER: _PAGE,
        Audience.CONNECTION: _PAGE,
        Audience.EXPORT: _FILE,
        Audience.WALL: (*_BRIEF, "profilePictureURL"),
    }
)
ADDRESSES = (
    "linkedIn",
    "additionalLink",
    "profilePictureURL",
    "companyProfilePictureURL",
)
# What the owner and execs alone know, even with a toggle of that name.
NOBODYS = ("phone", "studentNumber", "role", "cardNumber", "keptProfileID")
NAMES = (*_PAGE, *NOBODYS)
# What a member record and a connection row say of a profile, by their own names.
COPIES = MappingProxyType(
    {
        "firstName": "fname",
        "lastName": "lname",
        "pronouns": "pronouns",
        "major": "major",
        "year": "year",
    }
)
KEPT_AS = MappingProxyType(
    {
        "connectionType": "profileType",
        "connectionName": "fname",
        "connectionMajor": "major",
        "connectionYear": "year",
        "fname": "fname",
        "lname": "lname",
        "pronouns": "pronouns",
        "major": "major",
        "year": "year",
        "company": "company",
        "title": "position",
    }
)
# The profile that took over from the one of a lost card.
SUCCESSOR = "QuickFoxesLeap"

MARK = re.compile(r"zq\d\dqz\d?|77770000\d\d")

KINDS: Mapping[str, Callable[[str, int], Any]] = MappingProxyType(
    {
        "text": lambda mark, _: mark,
        "page": lambda mark, _: f"https://{mark}.example.org/x",
        "bare page": lambda mark, _: f"{mark}.example.org/x",
        "script": lambda mark, _: f"javascript:alert('{mark}')",
        "shouted script": lambda mark, _: f" JavaScript:alert('{mark}')",
        "split script": lambda mark, _: f"java\tscript:alert('{mark}')",
        "content": lambda mark, _: f"data:text/html,{mark}",
        "markup": lambda mark, _: f"</title><script>{mark}</script>",
        "number": lambda _, number: 7777000000 + number,
        "yes": lambda _, __: True,
        "list": lambda mark, _: [
            f"https://{mark}1.example.org",
            f"javascript:{mark}2",
            {"x": f"{mark}3"},
        ],
        "map": lambda mark, _: {mark: mark},
        "blank": lambda _, __: "",
    }
)
TOGGLES = (True, True, True, False, "true", 1, None, {"x": True})

Row = dict[str, Any]


def mark_of(name: str) -> str:
    """Return the mark that a field's value holds."""
    return f"zq{NAMES.index(name):02d}qz"


def _drawn(kinds: Mapping[str, str]) -> Row:
    return {
        name: KINDS[kind](mark_of(name), NAMES.index(name))
        for name, kind in kinds.items()
    }


FIELDS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(list(KINDS)) for name in NAMES}
).map(_drawn)
MAPS = st.one_of(
    st.just(dict.fromkeys(NAMES, True)),
    st.fixed_dictionaries({name: st.sampled_from(TOGGLES) for name in NAMES}),
    st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(TOGGLES) for name in NAMES}
    ),
    st.sampled_from([None, [], ["fname"], "fname", 1, True]),
)
STATES: st.SearchStrategy[Row] = st.sampled_from(
    [{}, {}, {}, {}, {"hiddenAt": 5}, {"replacedAt": 5, "replacedBy": SUCCESSOR}]
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Draw a profile row as any release, client or hand may have left it."""
    return {**draw(FIELDS), "viewableMap": draw(MAPS), **draw(STATES)}


def visible_part(row: Row, audience: Audience) -> Row:
    """Return what that audience may see of a row."""
    toggles = row["viewableMap"]
    if "hiddenAt" in row or "replacedAt" in row or not isinstance(toggles, dict):
        return {}
    shown = {
        name: _harmless(name, row[name])
        for name in SEEN[audience]
        if _is_on(toggles, name) and name in row
    }
    return {name: value for name, value in shown.items() if value is not None}


def _is_on(toggles: Row, name: str) -> bool:
    if name == "mbti" and toggles and name not in toggles:
        return True
    return toggles.get(name) is True


def _harmless(name: str, value: Any) -> Any:
    if name in ADDRESSES:
        return _page(value) if value != "" else ""
    if name == "links":
        return [value[0]] if isinstance(value, list) else []
    if name == "delegateProfileIDs":
        return value[:2] if isinstance(value, list) else []
    return None if isinstance(value, list | dict) else value


def _page(value: Any) -> str | None:
    if not isinstance(value, str) or ".example.org" not in value:
        return None
    return value if value.startswith("https://") else f"https://{value}"


def marks(text: str) -> set[str]:
    """Return the marks of fields in a text."""
    return set(MARK.findall(text.lower()))
