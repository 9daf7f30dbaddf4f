"""Whose data it is: a person, by every name under which rows know them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.crypto import salted_hmac

# What else names a person: given them as far as they are known, it returns more of
# their profile ids, or of their addresses.
Finder = Callable[["DataSubject"], Iterable[str]]

_finders: list[Finder] = []
_address_finders: list[Finder] = []


@dataclass(frozen=True)
class DataSubject:
    """A person, by all addresses and all profile ids, also kept ones and lost cards'.

    ``email`` is the one by which they were asked for; ``others`` are those that became
    one with it, or that it became one with.
    """

    email: str
    profile_ids: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @property
    def emails(self) -> list[str]:
        """Every address of the person, first the one they were asked for by."""
        return [self.email, *sorted(self.others)]

    @property
    def names(self) -> list[str]:
        """Everything that stands for the person in a key."""
        return [*self.emails, *sorted(self.profile_ids)]

    @cached_property
    def pseudonym(self) -> str:
        """The name under which may stay what has to: always the same for an address."""
        digest = salted_hmac("core.privacy", self.email, algorithm="sha256").hexdigest()
        return f"erased-{digest[:20]}"

    def is_named_in(self, value: Any) -> bool:
        """Tell whether a text, or any text in a list or a map, names the person."""
        match value:
            case str():
                return self._named.search(value) is not None
            case dict():
                return any(map(self.is_named_in, (*value, *value.values())))
            case list() | tuple() | set():
                return any(map(self.is_named_in, value))
        return False

    def unnamed(self, value: Any) -> Any:
        """Return a value with the pseudonym wherever it names the person."""
        match value:
            case str():
                return self._named.sub(self.pseudonym, value)
            case dict():
                return {
                    self.unnamed(name): self.unnamed(each)
                    for name, each in value.items()
                }
            case list() | tuple():
                return [self.unnamed(each) for each in value]
        return value

    @cached_property
    def _named(self) -> re.Pattern[str]:
        # Parts of longer words and longer addresses are other people's.
        addresses = [f"(?i:{re.escape(email)})" for email in self.emails]
        names = [*addresses, *map(re.escape, self.profile_ids)]
        return re.compile(rf"(?<![\w.+-])(?:{'|'.join(names)})(?![\w-]|\.\w)")


def register_finder(finder: Finder) -> None:
    """Ask ``finder`` from now on which other profiles a person has."""
    _finders.append(finder)


def register_address_finder(finder: Finder) -> None:
    """Ask ``finder`` from now on which other addresses a person has."""
    _address_finders.append(finder)


def data_subject(email: str) -> DataSubject:
    """Return the person with that address, by all names; reads until no more come."""
    whom = DataSubject(email)
    while others := _more(_address_finders, whom):
        whom = replace(whom, others=whom.others | others)
    while profile_ids := _more(_finders, whom):
        whom = replace(whom, profile_ids=whom.profile_ids | profile_ids)
    return whom


def _more(finders: Iterable[Finder], whom: DataSubject) -> set[str]:
    found = {name for finder in finders for name in finder(whom)}
    return found.difference(whom.names)
