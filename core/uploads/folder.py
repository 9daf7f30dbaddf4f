"""Uploads that this server takes in the place of S3, for a laptop and for tests.

They are PUT under a signed address, as they would be to S3, and once.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer

from core.uploads.errors import (
    AlreadyUploaded,
    NotTheOffer,
    OfferExpired,
    UploadCutOff,
    UploadTooLarge,
)
from core.uploads.limits import LARGEST_UPLOAD, OFFER_FOR


def upload_address(
    at: str, name: str, media_type: str, *, size: int | None, now: int
) -> str:
    """Return where one file of that kind can be PUT within the next minute.

    ``at`` is the path below which uploads of one sort arrive.
    """
    offer = {"key": name, "type": media_type, "size": size, "until": now + OFFER_FOR}
    token = _signer(at).sign_object(offer, compress=True)
    return f"{settings.PUBLIC_URL}{at}{token}"


def offered_name(at: str, token: str, *, media_type: str, length: int, now: int) -> str:
    """Return the name that an upload was offered, if it is what was signed.

    Raises ``NotTheOffer``, ``OfferExpired`` and ``UploadTooLarge``.
    """
    try:
        offer: dict[str, Any] = _signer(at).unsign_object(token)
    except (BadSignature, ValueError):
        raise NotTheOffer from None
    if now > offer["until"]:
        raise OfferExpired
    if media_type != offer["type"] or offer["size"] not in (None, length):
        raise NotTheOffer
    if length > LARGEST_UPLOAD:
        raise UploadTooLarge
    name: str = offer["key"]
    return name


def store_once(
    folder: Path, path: Path, content: Iterable[bytes], *, length: int
) -> None:
    """Store an upload under a path that nothing has; ``folder`` is where it arrives.

    Raises ``UploadCutOff`` and ``AlreadyUploaded``, and stores nothing then.
    """
    with written(folder, content) as (arrived, size):
        if size != length or not length:
            raise UploadCutOff
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            # Of two that come at once the second finds the name taken.
            os.link(arrived, path)
        except FileExistsError:
            raise AlreadyUploaded from None


@contextmanager
def written(folder: Path, content: Iterable[bytes]) -> Iterator[tuple[Path, int]]:
    """Write a file that goes away again unless it is moved; tell how long it is."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        path = Path(file.name)
    try:
        with path.open("wb") as file:
            size = sum(file.write(chunk) for chunk in content)
        yield path, size
    finally:
        path.unlink(missing_ok=True)


def _signer(at: str) -> Signer:
    return Signer(salt=f"core.uploads {at}")
