"""Where pictures are kept: a bucket when one is set, else a folder of this machine.

Both behave alike. A file is *uploaded* until it was made into a picture that everybody
may see, *shown* from then on, and *withdrawn* when it was taken away: nobody sees it,
and it is kept for as long as the removal can be undone.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from profiles.pictures.keys import PictureKey


class State(StrEnum):
    """What a stored file is."""

    UPLOADED = "uploaded"
    SHOWN = "processed"
    WITHDRAWN = "removed"


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What is stored under a key; ``since`` when, for a withdrawn picture."""

    state: State
    since: int | None = None


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
    def path_of(self, host: str, path: str) -> str | None:
        """Return what an address of ours names, None for an address elsewhere."""

    @abstractmethod
    def find(self, key: PictureKey) -> Stored | None:
        """Return what is there; one call at most."""

    @abstractmethod
    def read(self, key: PictureKey, *, most: int) -> bytes | None:
        """Return a file, or one byte more than ``most`` of it; None if it is gone."""

    @abstractmethod
    def show(self, key: PictureKey, content: bytes, *, media_type: str) -> None:
        """Put a picture where everybody sees it, in the place of what was uploaded."""

    @abstractmethod
    def withdraw(self, key: PictureKey, *, now: int) -> None:
        """Take a shown picture from everybody's sight; harmless where there is none."""

    @abstractmethod
    def put_back(self, key: PictureKey) -> None:
        """Show a withdrawn picture again; harmless where there is none."""

    @abstractmethod
    def delete(self, key: PictureKey) -> None:
        """Delete whatever is there; harmless when nothing is."""

    @abstractmethod
    def all_keys(self) -> Iterator[PictureKey]:
        """Yield the key of every file; names that are none of ours are left out."""

    def named_by(self, address: str) -> str | None:
        """Return what an http(s) address names in this store, None for elsewhere."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        return self.path_of(parts.netloc.lower(), unquote(parts.path))


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
