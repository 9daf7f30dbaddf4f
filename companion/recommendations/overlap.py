"""What people have in common in what they show, weighted by how rare it is."""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from heapq import nsmallest
from itertools import islice
from typing import Any, NamedTuple

MAJOR, YEAR, WORD = "major", "year", "word"

_TEXTS = ("description", "hobby1", "hobby2", "funQuestion1", "funQuestion2")
_WORDS = re.compile(r"[^\W\d_]{4,}")
_MOST_WORDS = 40
_MOST_CHARACTERS = 2000
_MOST_TOLD = 3
# So many times is somebody counted who has a trait, the rarest traits first.
_MOST_LOOKED_AT = 5000
# Words that say nothing of anybody; shorter ones are not looked at.
_EMPTY = frozenset(
    _WORDS.findall(
        """
    about after again also always another because been before being both come could
    does doing done each ever every from have having here into just like lots love
    made make many more most much myself never only other over really really same
    should some such than that their them then there these they thing things this
    those through very want wants well were what when where which while will with
    would year years your yours
    """
    )
)


class Trait(NamedTuple):
    """Something that several people may show alike."""

    kind: str
    value: str


def traits_of(shown: Mapping[str, Any]) -> frozenset[Trait]:
    """Return what there is to have in common, of what somebody shows to an audience."""
    plain = {Trait(kind, _text(shown, kind).strip()) for kind in (MAJOR, YEAR)}
    words = (word for name in _TEXTS for word in _WORDS.findall(_text(shown, name)))
    telling = dict.fromkeys(word for word in words if word not in _EMPTY)
    told = {Trait(WORD, word) for word in islice(telling, _MOST_WORDS)}
    return frozenset(trait for trait in plain | told if trait.value)


def _text(shown: Mapping[str, Any], name: str) -> str:
    return str(shown.get(name) or "")[:_MOST_CHARACTERS].casefold()


def reason_of(common: Collection[Trait], weights: Mapping[Trait, float]) -> str:
    """Return in words what two people have in common: two things of it at most."""
    kinds = {trait.kind for trait in common}
    words = nsmallest(
        _MOST_TOLD,
        (trait for trait in common if trait.kind == WORD),
        key=lambda trait: (-weights[trait], trait.value),
    )
    told = {
        "have the same major": MAJOR in kinds,
        f"both mention {', '.join(word.value for word in words)}": bool(words),
        "are in the same year": YEAR in kinds,
    }
    clauses = [clause for clause, is_true in told.items() if is_true]
    return f"You {' and '.join(clauses[:2])}."


class Overlap:
    """Who has which traits, from both sides."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._traits: dict[str, frozenset[Trait]] = {}
        self._having: defaultdict[Trait, set[str]] = defaultdict(set)

    def put(self, profile_id: str, traits: frozenset[Trait]) -> None:
        """Take in what somebody shows now, instead of what they showed before.

        Nobody new is taken in once there are as many as there may be.
        """
        for trait in self._traits.pop(profile_id, ()):
            having = self._having[trait]
            having.discard(profile_id)
            if not having:
                del self._having[trait]
        if traits and len(self._traits) < self._most:
            self._traits[profile_id] = traits
            for trait in traits:
                self._having[trait].add(profile_id)

    def weights(self, traits: Iterable[Trait]) -> dict[Trait, float]:
        """Return what each trait counts: the more, the fewer have it."""
        people = len(self._traits)
        return {
            trait: math.log1p(people / max(1, len(self._having.get(trait, ()))))
            for trait in traits
        }

    def nearest(
        self, weights: Mapping[Trait, float], *, without: Collection[str], most: int
    ) -> list[str]:
        """Return who has most of these traits by their weights, the nearest first.

        In a large club the most usual traits are not looked at.
        """
        scores: defaultdict[str, float] = defaultdict(float)
        looked_at = 0
        for trait in sorted(weights, key=lambda trait: (-weights[trait], trait)):
            having = self._having.get(trait, ())
            looked_at += len(having)
            if scores and looked_at > _MOST_LOOKED_AT:
                break
            for profile_id in having:
                scores[profile_id] += weights[trait]
        for profile_id in without:
            scores.pop(profile_id, None)
        return nsmallest(most, scores, key=lambda one: (-scores[one], one))
