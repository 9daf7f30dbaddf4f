"""What profiles hold of people: profiles, codes, pictures, and the company's list."""

from collections.abc import Collection, Iterator
from functools import reduce
from operator import or_

from core.audit.changes import RowChange
from core.privacy.holdings import (
    Files,
    Holding,
    register_files,
    register_holdings,
)
from core.privacy.subjects import DataSubject, register_finder
from core.uploads.limits import LARGEST_UPLOAD
from profiles.models import PROFILE, QR, Profile
from profiles.pictures.stores import picture_store


def _other_ids(whom: DataSubject) -> Iterator[str]:
    """Yield the profiles of a person as a partner, and those of their lost cards.

    Reads all profiles.
    """
    led = [Profile.replaced_by == each for each in whom.profile_ids]
    wanted = reduce(or_, led, Profile.email.is_in(*whom.emails))
    for profile in Profile.scan((Profile.type == PROFILE) & wanted):
        yield profile.profile_id


def _profiles(whom: DataSubject) -> Iterator[Profile]:
    keys = [Profile.key(each) for each in whom.profile_ids]
    yield from Profile.find_many(keys).values()


def _companies(whom: DataSubject) -> Iterator[Profile]:
    ids = {str(each.company_profile_id) for each in _profiles(whom)} - {"None"}
    for company in Profile.find_many(map(Profile.key, ids)).values():
        if whom.profile_ids.intersection(company.delegates):
            yield company


def _codes(whom: DataSubject) -> Iterator[QR]:
    for profile_id in whom.profile_ids:
        yield from QR.query(profile_id)


def _pictures(whom: DataSubject) -> Iterator[tuple[str, bytes]]:
    store = picture_store()
    for file in store.files() if store else ():
        if store and file.key.profile_id in whom.profile_ids:
            content = store.read(file.key, file.state, most=LARGEST_UPLOAD)
            if content is not None:
                yield f"{file.state}/{file.key}", content


def _unlinked(whom: DataSubject, company: Profile) -> Iterator[RowChange]:
    left = [each for each in company.delegates if each not in whom.profile_ids]
    yield RowChange.edited("company", company, {"delegateProfileIDs": left})


def _remove_pictures(profile_ids: Collection[str]) -> int:
    store = picture_store()
    files = [
        file
        for file in (store.files() if store else ())
        if file.key.profile_id in profile_ids
    ]
    for file in files:
        if store:
            store.delete(file.key, file.state)
    return len(files)


register_finder(_other_ids)
register_holdings(
    Holding(entity=Profile, words="Profiles", find=_profiles, alone=True),
    Holding(
        entity=Profile,
        words="Companies that name them",
        find=_companies,
        told=lambda _, row: {"compositeID": row.composite_id, "name": row.name},
        erase=_unlinked,
        forgotten=frozenset({"delegateProfileIDs"}),
        kept="The company's profile is not about one person.",
    ),
    Holding(entity=QR, words="Codes", find=_codes),
)
register_files(Files(words="Pictures", find=_pictures, remove=_remove_pictures))
