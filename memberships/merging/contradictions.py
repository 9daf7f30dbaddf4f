"""What the records of two addresses say differently, and whose word counts."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from core.audit.wording import field_labels
from core.readdressing import FROM, INTO, Choices, Contradiction
from memberships.facts import FACTS
from memberships.merging.pairs import PROFILE, Pair
from memberships.services.joining import Difference

# What is not chosen: it follows from the address, the profile or the records together.
FOLLOWS = frozenset(
    {
        "admin",
        "cardCount",
        "createdAt",
        "hiddenAt",
        "keptProfileID",
        "profileID",
        "profileType",
        "viewableMap",
    }
)

# Each fact has one name, whichever record says it.
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        **{
            stored: name
            for name, fact in FACTS.items()
            for stored in (fact.user, fact.member, fact.profile)
            if stored
        },
        "pronouns": "pronouns",
    }
)


def chosen(stored: str, choices: Choices) -> str:
    """Return whose word counts for the attribute of that stored name."""
    return choices.get(_NAMES.get(stored, stored), INTO)


def of_profiles(pair: Pair) -> Iterator[Contradiction]:
    """Yield that there are two profiles, of which one stays."""
    sender, into = pair.profile_of(FROM), pair.profile_of(INTO)
    if sender and into:
        yield Contradiction(
            name=PROFILE,
            label="Profile that stays",
            sender=(sender.profile_id,),
            into=(into.profile_id,),
            stays=pair.first_of,
        )


def of_facts(
    differences: Iterable[Difference], choices: Choices
) -> Iterator[Contradiction]:
    """Yield what differs, once for each fact; ``choices`` were heeded already."""
    found: dict[str, list[Difference]] = {}
    for each in differences:
        if each.name not in FOLLOWS:
            found.setdefault(_NAMES.get(each.name, each.name), []).append(each)
    for name in sorted(found, key=_place):
        several = found[name]
        stay = _distinct(each.stays for each in several)
        go = _distinct(each.goes for each in several)
        from_stays = chosen(name, choices) == FROM
        yield Contradiction(
            name=name,
            label=_label(name),
            sender=stay if from_stays else go,
            into=go if from_stays else stay,
        )


def _place(name: str) -> tuple[int, str]:
    """Return where a fact stands on a page: where forms ask for it, or after those."""
    asked = list(FACTS)
    return (asked.index(name) if name in asked else len(asked)), name


def _label(name: str) -> str:
    fact = FACTS.get(name)
    return fact.label if fact else field_labels().get(name, name)


def _distinct(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_told, values)))


def _told(value: Any) -> str:
    match value:
        case bool():
            return "Yes" if value else "No"
        case list() | tuple() | set():
            return ", ".join(map(str, value))
    return str(value)
