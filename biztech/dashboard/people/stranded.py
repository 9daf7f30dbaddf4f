"""Lost cards that still have connections, without looking at all of them each time."""

from threading import Lock
from typing import Any

from cachetools import TTLCache
from django.http import HttpRequest

from biztech.dashboard.people.reading import every_profile
from core.dynamo.base import Key
from interactions.queries import stranded_among
from profiles.models import profile_id_of
from profiles.services import REPLACED

_REMEMBERED_FOR = 600.0
_MOST_REMEMBERED = 10_000

# Cards that were found empty; a write tells when one is no longer.
_empty: TTLCache[str, bool] = TTLCache(_MOST_REMEMBERED, _REMEMBERED_FOR)
_guard = Lock()


def stranded(request: HttpRequest) -> list[str]:
    """Return the ids of lost cards that still have connections, in order.

    Asks for each lost card once in ten minutes, and again once it was written to.
    """
    lost = {p.profile_id for p in every_profile(request) if p.profile_type == REPLACED}
    with _guard:
        asked = [one for one in lost if one not in _empty]
        # Before the look, so that a write during it is not forgotten.
        _empty.update(dict.fromkeys(asked, True))
    found = asked
    try:
        found = stranded_among(asked)
    finally:
        with _guard:
            for one in found:
                _empty.pop(one, None)
    return found


def look_again(_: Any, key: Key) -> None:
    """Remember no longer that a card was empty: a row of its owner was written."""
    with _guard:
        _empty.pop(profile_id_of(key[0]), None)


def forget() -> None:
    """Look at every card again."""
    with _guard:
        _empty.clear()
