"""Pictures in a folder of this machine, for a laptop and for tests.

Each state has a folder of its own; moving a file between them is one atomic step. An
upload is PUT to this server under a signed address, as it would be to S3.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages

from core.uploads.errors import AlreadyUploaded, NotTheOffer
from core.uploads.folder import offered_name, store_once, upload_address, written
from profiles.pictures.keys import PictureKey
from profiles.pictures.stores import PictureStore, State, StoredFile
from profiles.pictures.unsaved import own_address

UPLOADS_AT = "/_uploads/"


class FolderStore(PictureStore):
    """Keeps pictures as files."""

    def address(self, key: PictureKey) -> str:
        """Return where everybody finds a shown picture."""
        return own_address(key)

    def upload_address(
        self, key: PictureKey, media_type: str, *, size: int | None, now: int
    ) -> str:
        """Return where one file of that kind can be PUT within the next minute."""
        return upload_address(UPLOADS_AT, str(key), media_type, size=size, now=now)

    def accept(
        self,
        token: str,
        content: Iterable[bytes],
        *,
        media_type: str,
        length: int,
        now: int,
    ) -> None:
        """Store an upload under the key that its token names, once.

        The content is read only after everything else fits, and never held whole.
        Raises ``NotTheOffer``, ``OfferExpired``, ``AlreadyUploaded``,
        ``UploadTooLarge`` and ``UploadCutOff``, and stores nothing then.
        """
        name = offered_name(
            UPLOADS_AT, token, media_type=media_type, length=length, now=now
        )
        key = PictureKey.parse(name)
        if key is None:
            raise NotTheOffer
        if self.state_of(key) is not None:
            raise AlreadyUploaded
        path = self._path(State.UPLOADED, key)
        store_once(self._folder(), path, content, length=length)

    def has(self, key: PictureKey, state: State) -> bool:
        """Tell whether there is a file of that state."""
        return self._path(state, key).is_file()

    def shown_file(self, key: PictureKey) -> Path | None:
        """Return the file of a picture that everybody may see."""
        path = self._path(State.SHOWN, key)
        return path if path.is_file() else None

    def read(self, key: PictureKey, state: State, *, most: int) -> bytes | None:
        """Return a file, or one byte more than ``most`` of it; None if it is gone."""
        try:
            with self._path(state, key).open("rb") as file:
                return file.read(most + 1)
        except FileNotFoundError:
            return None

    def show(self, key: PictureKey, content: bytes, *, media_type: str) -> None:
        """Put a picture where everybody sees it, in the place of an earlier one."""
        with written(self._folder(), [content]) as (path, _):
            path.replace(self._path(State.SHOWN, key))

    def withdraw(self, key: PictureKey, *, now: int) -> None:
        """Take a shown picture from everybody's sight; harmless where there is none."""
        with suppress(FileNotFoundError):
            shown = self._path(State.SHOWN, key)
            os.utime(shown, (now / 1000, now / 1000))
            shown.replace(self._path(State.REMOVED, key))

    def put_back(self, key: PictureKey) -> None:
        """Show a removed picture again; harmless where there is none."""
        with suppress(FileNotFoundError):
            self._path(State.REMOVED, key).replace(self._path(State.SHOWN, key))

    def delete(self, key: PictureKey, state: State) -> None:
        """Delete a file for good; harmless when there is none."""
        self._path(state, key).unlink(missing_ok=True)

    def files(self) -> Iterator[StoredFile]:
        """Yield every file; names that are none of ours are left out."""
        for state in State:
            folder = self._folder(state)
            for path in sorted(folder.rglob("*")):
                if key := PictureKey.parse(path.relative_to(folder).as_posix()):
                    at = path.stat().st_mtime_ns // 1_000_000
                    yield StoredFile(key=key, state=state, at=at)

    def require_answer(self) -> None:
        """Write a file and take it away again."""
        with written(self._folder(), []):
            pass

    def _folder(self, part: str = "arriving") -> Path:
        storage = storages["pictures"]
        assert isinstance(storage, FileSystemStorage)  # noqa: S101 - set together
        return Path(storage.path(part))

    def _path(self, state: State, key: PictureKey) -> Path:
        path = self._folder(state) / str(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path
