"""Where pictures are kept: a bucket when one is set, else a folder of this machine.

Both behave alike. A file is *uploaded* until it was made into a picture that everybody
may see, *shown* from then on, and *removed* when it was taken away: nobody sees it, and
it is kept for as long as that can be undone. Each state has a place of its own, and
whoever uploads can write in the first one only.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from profiles.pictures.keys import PictureKey
from profiles.pictures.unsaved import name_here


class State(StrEnum):
    """What a stored file is, in the order in which files move."""

    UPLOADED = "uploaded"
    SHOWN = "shown"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """One file; ``at`` is when it came to its place, in ms."""

    key: PictureKey
    state: State
    at: int


class PictureStore(ABC):
    """Keeps pictures by key."""

    @abstractmethod
    def address(self, key: PictureKey) -> str:
        """Return where everybody finds a shown picture."""

    @abstractmethod
    def upload_address(
        self, key: PictureKey, media_type: str, *, size: int | None, now: int
    ) -> str:
        """Return where one file of that kind can be PUT within the next minute."""

    @abstractmethod
    def has(self, key: PictureKey, state: State) -> bool:
        """Tell whether there is a file of that state."""

    @abstractmethod
    def read(self, key: PictureKey, state: State, *, most: int) -> bytes | None:
        """Return a file, or one byte more than ``most`` of it; None if it is gone."""

    @abstractmethod
    def show(self, key: PictureKey, content: bytes, *, media_type: str) -> None:
        """Put a picture where everybody sees it, in the place of an earlier one."""

    @abstractmethod
    def withdraw(self, key: PictureKey, *, now: int) -> None:
        """Take a shown picture from everybody's sight; harmless where there is none."""

    @abstractmethod
    def put_back(self, key: PictureKey) -> None:
        """Show a removed picture again; harmless where there is none."""

    @abstractmethod
    def delete(self, key: PictureKey, state: State) -> None:
        """Delete a file for good; harmless when there is none."""

    @abstractmethod
    def files(self) -> Iterator[StoredFile]:
        """Yield every file; names that are none of ours are left out."""

    @abstractmethod
    def require_answer(self) -> None:
        """Raise whatever it raises when nothing can be stored now."""

    def path_of(self, host: str, path: str) -> str | None:
        """Return what an address of the store's own names, None for one elsewhere."""
        return None

    def state_of(self, key: PictureKey) -> State | None:
        """Return what is stored under a key, None for nothing."""
        # In the order of the states, so that a moving file is not missed.
        return next((state for state in State if self.has(key, state)), None)

    def named_by(self, address: str) -> str | None:
        """Return what an http(s) address names in this store, None for elsewhere."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        host, path = parts.netloc.lower(), unquote(parts.path)
        here = name_here(host, path)
        return self.path_of(host, path) if here is None else here


def picture_store() -> PictureStore | None:
    """Return where this installation keeps pictures, None if it keeps none."""
    # Chosen late: settings differ between tests, and S3's library is slow to load.
    from django.conf import settings

    if settings.PROFILE_BUCKET:
        from profiles.pictures.bucket import BucketStore

        return BucketStore()
    if settings.LOCAL_PICTURES:
        from profiles.pictures.folder import FolderStore

        return FolderStore()
    return None


def stored_picture(address: str) -> tuple[PictureStore, PictureKey] | None:
    """Return where a picture's address leads in our storage, None for elsewhere."""
    store = picture_store()
    named = store.named_by(address) if store else None
    key = PictureKey.parse(named) if named else None
    return (store, key) if store and key else None


def thumbnail_address(address: str) -> str:
    """Return where the small square of a picture is; one elsewhere is its own."""
    found = stored_picture(address)
    return found[0].address(found[1].thumbnail) if found else address
