"""Whose data it is: a person, by every name under which rows know them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.crypto import salted_hmac

# What else names a person: given an address and the profile ids that are known so far,
# it returns more of them.
Finder = Callable[[str, frozenset[str]], Iterable[str]]

_finders: list[Finder] = []


@dataclass(frozen=True)
class DataSubject:
    """A person, by address and by all profile ids, also kept ones and lost cards'."""

    email: str
    profile_ids: frozenset[str] = frozenset()

    @property
    def names(self) -> list[str]:
        """Everything that stands for the person in a key."""
        return [self.email, *sorted(self.profile_ids)]

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
        names = [f"(?i:{re.escape(self.email)})", *map(re.escape, self.profile_ids)]
        return re.compile(rf"(?<![\w.+-])(?:{'|'.join(names)})(?![\w-]|\.\w)")


def register_finder(finder: Finder) -> None:
    """Ask ``finder`` from now on which other names a person has."""
    _finders.append(finder)


def data_subject(email: str) -> DataSubject:
    """Return the person with that address, by all names; reads until no more come."""
    known: frozenset[str] = frozenset()
    while True:
        found = known.union(*(finder(email, known) for finder in _finders))
        if found == known:
            return DataSubject(email, known)
        known = found
