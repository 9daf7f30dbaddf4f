"""Comparing the pictures that profiles show with the files that are there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.audit.trail import UNDO_FOR
from core.clock import DAY
from profiles.models import Profile
from profiles.pictures.errors import FIELD, PictureRefused
from profiles.pictures.keys import PictureKey
from profiles.pictures.stores import PictureStore, State, StoredFile
from profiles.queries import find_profile
from profiles.services.pictures.adoption import show_clean

FIELDS = (FIELD, "companyProfilePictureURL")


class Problem(StrEnum):
    """What is amiss with the picture that a row points to."""

    MISSING = "there is no such file"
    REMOVED = "the file was removed"
    NOT_CLEAN = "never cleaned, or without its square"


@dataclass(frozen=True, kw_only=True)
class Pointing:
    """A row's address in our storage; ``key`` is None for a name of nothing."""

    profile_id: str
    address: str
    key: PictureKey | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What is amiss: rows with their problem, and files that no row points to."""

    rows: list[tuple[Pointing, Problem]]
    files: list[StoredFile]


def pointing(store: PictureStore, profile: Profile) -> list[Pointing]:
    """Return the addresses in our storage that a profile shows."""
    row = profile.plain()
    addresses = [str(row[name]) for name in FIELDS if row.get(name)]
    named = [(address, store.named_by(address)) for address in addresses]
    return [
        Pointing(
            profile_id=profile.profile_id,
            address=address,
            key=PictureKey.parse(name),
        )
        for address, name in named
        if name is not None
    ]


def compare(
    rows: Iterable[Pointing], files: Iterable[StoredFile], *, now: int
) -> Comparison:
    """Return what is amiss.

    A file is nobody's when no row points to it and it is older than a day, a removed
    one when its removal cannot be undone any more.
    """
    stored = list(files)
    states: dict[PictureKey, set[State]] = defaultdict(set)
    for file in stored:
        states[file.key].add(file.state)
    shown = list(rows)
    used = {row.key for row in shown if row.key}
    used |= {key.thumbnail for key in used}
    problems = [(row, _problem(row.key, states)) for row in shown]
    return Comparison(
        rows=[(row, problem) for row, problem in problems if problem],
        files=[file for file in stored if _is_nobodys(file, used, states, now=now)],
    )


def take_away(store: PictureStore, file: StoredFile, *, now: int) -> bool:
    """Delete a file that is nobody's, a shown one by way of the removed ones.

    False, and nothing done, when its owner has come back to it meanwhile.
    """
    if file.state is not State.SHOWN:
        store.delete(file.key, file.state)
        return True
    owner = find_profile(file.key.profile_id)
    if owner is not None and any(
        row.key and file.key in (row.key, row.key.thumbnail)
        for row in pointing(store, owner)
    ):
        return False
    store.withdraw(file.key, now=now)
    return True


def put_back(store: PictureStore, row: Pointing) -> None:
    """Show again the removed picture that a row points to."""
    if row.key:
        store.put_back(row.key.thumbnail)
        store.put_back(row.key)


def clean(store: PictureStore, row: Pointing) -> str | None:
    """Clean a picture that never was; return why it cannot be, None when it is."""
    state = store.state_of(row.key) if row.key else None
    if row.key is None or state is None:
        return Problem.MISSING.value
    try:
        show_clean(store, row.key, state)
    except PictureRefused as refused:
        return refused.why
    return None


def _problem(
    key: PictureKey | None, states: dict[PictureKey, set[State]]
) -> Problem | None:
    there = states.get(key, set()) if key else set()
    if key is None or not there:
        return Problem.MISSING
    if State.SHOWN not in there and State.REMOVED in there:
        return Problem.REMOVED
    is_clean = State.SHOWN in states.get(key.thumbnail, ())
    return None if State.SHOWN in there and is_clean else Problem.NOT_CLEAN


def _is_nobodys(
    file: StoredFile,
    used: set[PictureKey],
    states: dict[PictureKey, set[State]],
    *,
    now: int,
) -> bool:
    is_used = file.key in used
    match file.state:
        case State.REMOVED:
            return not is_used and file.at < now - UNDO_FOR
        case State.UPLOADED if is_used and states[file.key] == {State.UPLOADED}:
            # What a row points to is wanted, if only it can be cleaned.
            return False
        case State.UPLOADED:
            return file.key.at < now - DAY
    return not is_used and file.key.at < now - DAY
