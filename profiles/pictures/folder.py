"""Pictures in a folder of this machine, for a laptop and for tests.

Each state has a folder of its own; moving a file between them is one atomic step. An
upload is PUT to this server under a signed address, as it would be to S3.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.core.signing import BadSignature, Signer

from profiles.pictures.errors import (
    AlreadyUploaded,
    NotTheOffer,
    OfferExpired,
    UploadCutOff,
    UploadTooLarge,
)
from profiles.pictures.keys import PictureKey
from profiles.pictures.limits import LARGEST_UPLOAD, OFFER_FOR
from profiles.pictures.stores import PictureStore, State, StoredFile
from profiles.pictures.unsaved import own_address

UPLOADS_AT = "/_uploads/"

_signer = Signer(salt="profiles.pictures.folder")


class FolderStore(PictureStore):
    """Keeps pictures as files."""

    def address(self, key: PictureKey) -> str:
        """Return where everybody finds a shown picture."""
        return own_address(key)

    def upload_address(
        self, key: PictureKey, media_type: str, *, size: int | None, now: int
    ) -> str:
        """Return where one file of that kind can be PUT within the next minute."""
        offer = {
            "key": str(key),
            "type": media_type,
            "size": size,
            "until": now + OFFER_FOR,
        }
        token = _signer.sign_object(offer, compress=True)
        return f"{settings.PUBLIC_URL}{UPLOADS_AT}{token}"

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
        offer = _opened(token)
        if now > offer["until"]:
            raise OfferExpired
        if media_type != offer["type"] or offer["size"] not in (None, length):
            raise NotTheOffer
        if length > LARGEST_UPLOAD:
            raise UploadTooLarge
        key = PictureKey.parse(offer["key"])
        if key is None:
            raise NotTheOffer
        if self.state_of(key) is not None:
            raise AlreadyUploaded
        with _written(self._folder(), content) as (path, written):
            if written != length or not length:
                raise UploadCutOff
            try:
                # Of two that come at once the second finds the name taken.
                os.link(path, self._path(State.UPLOADED, key))
            except FileExistsError:
                raise AlreadyUploaded from None

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
        with _written(self._folder(), [content]) as (path, _):
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

    def _folder(self, part: str = "arriving") -> Path:
        storage = storages["pictures"]
        assert isinstance(storage, FileSystemStorage)  # noqa: S101 - set together
        return Path(storage.path(part))

    def _path(self, state: State, key: PictureKey) -> Path:
        path = self._folder(state) / str(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _opened(token: str) -> dict[str, Any]:
    try:
        offer: dict[str, Any] = _signer.unsign_object(token)
    except (BadSignature, ValueError):
        raise NotTheOffer from None
    return offer


@contextmanager
def _written(folder: Path, content: Iterable[bytes]) -> Iterator[tuple[Path, int]]:
    """Write a file that goes away again unless it is moved; tell how long it is."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        path = Path(file.name)
    try:
        with path.open("wb") as file:
            written = sum(file.write(chunk) for chunk in content)
        yield path, written
    finally:
        path.unlink(missing_ok=True)
