"""How profiles, their pictures and their codes are looked at."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.doctor.examining import Examination, Watch
from core.doctor.invariants import Finding
from profiles.models import PROFILE, QR, Profile
from profiles.pictures.stores import State, picture_store
from profiles.services import COMPANY, PARTNER, REPLACED
from profiles.services.pictures.checking import FIELDS, Pointing, pointing

_OF_PROFILES = (
    "profileID",
    "profileType",
    "viewableMap",
    "fname",
    "lname",
    "firstName",
    "lastName",
    "year",
    "hiddenAt",
    "delegateProfileIDs",
    Profile.event.attr_name,
    *FIELDS,
)

# What names were called once, and what they are called since.
OLD_NAMES = {"firstName": "fname", "lastName": "lname"}


class ProfilesExamined(Examination):
    """Looks at each profile, and at what profiles lead to."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._partners: dict[str, str] = {}
        self._delegates: dict[str, list[str]] = {}
        self._unseen: list[Pointing] = []
        self._store = picture_store()
        # Digests of the names of what everybody may see.
        self._shown = (
            {
                hash(file.key)
                for file in self._store.files()
                if file.state is State.SHOWN
            }
            if self._store
            else set()
        )

    def watches(self) -> Sequence[Watch]:
        """Return what tells of profiles."""
        return (Watch(entity=Profile, attributes=_OF_PROFILES, look=self._look),)

    def conclude(self) -> Iterable[Finding]:
        """Yield what profiles lead to that is not there."""
        yield from self._without_code()
        yield from self._without_delegate()
        yield from self._without_picture()

    def _look(self, profile: Profile) -> Iterator[Finding]:
        if profile.type != PROFILE or profile.profile_type == REPLACED:
            return
        profile_id = profile.profile_id
        if profile.profile_type == PARTNER and not profile.hidden_at and profile.event:
            self._partners[profile_id] = str(profile.event)
        if profile.profile_type == COMPANY and profile.delegates:
            self._delegates[profile_id] = profile.delegates
        if self._store:
            self._unseen += [
                each
                for each in pointing(self._store, profile)
                if each.key is None or hash(each.key) not in self._shown
            ]
        for code, sentence in _wrong_in(profile.plain()):
            yield Finding(code, profile_id, sentence, at=profile_id)

    def _without_code(self) -> Iterator[Finding]:
        keys = {(one, event): one for one, event in self._partners.items()}
        for key in keys.keys() - QR.find_many(keys).keys():
            yield Finding(
                "partner-without-code",
                key[0],
                f"There is no code to scan for this partner at {key[1]}.",
                at=key[0],
            )

    def _without_delegate(self) -> Iterator[Finding]:
        asked = {one for each in self._delegates.values() for one in each}
        there = Profile.find_many(map(Profile.key, asked))
        for company_id, delegates in self._delegates.items():
            for one in delegates:
                if Profile.key(one) not in there:
                    yield Finding(
                        "delegate-gone",
                        company_id,
                        f"The company lists {one}, whose profile does not exist.",
                        at=company_id,
                    )

    def _without_picture(self) -> Iterator[Finding]:
        for one in self._unseen:
            if self._store and (one.key is None or not self._store.state_of(one.key)):
                yield Finding(
                    "picture-missing",
                    one.profile_id,
                    "The profile points to a picture that is not there.",
                    at=one.profile_id,
                )


def _wrong_in(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in a profile row by itself: codes with sentences."""
    if not row.get("profileID"):
        yield "profile-without-id", "The row names its id in its key only."
    if not isinstance(row.get("viewableMap"), dict):
        yield (
            "profile-without-toggles",
            "The row does not say what of it may be seen, so nothing is shown.",
        )
    old = [
        name for name, new in OLD_NAMES.items() if row.get(name) and not row.get(new)
    ]
    if old:
        yield "profile-old-names", f"The name is stored as {' and '.join(old)}."
    if isinstance(row.get("year"), int | float):
        yield (
            "profile-year-as-number",
            f"The level of study is the number {row['year']} instead of a text.",
        )
