"""Ids for many new profiles at once."""

from profiles.ids import draw_profile_id
from profiles.models import Profile


class FreeIds:
    """Ids for new profiles: none that is taken, none twice."""

    def __init__(self) -> None:
        self._drawn: set[str] = set()

    def draw(self, count: int) -> list[str]:
        """Return so many ids; a call for each hundred, as a rule."""
        found: list[str] = []
        attempt = 0
        while missing := count - len(found):
            ids = {draw_profile_id(attempt) for _ in range(missing)} - self._drawn
            taken = Profile.find_many(Profile.key(each) for each in ids)
            free = [each for each in ids if Profile.key(each) not in taken]
            found += free
            self._drawn.update(free)
            attempt += 1
        return found
