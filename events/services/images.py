"""Pictures of events: where execs upload them, and where everybody sees them.

In S3 they are PUT straight under the key that the public reads. Without a bucket, and
only on a laptop, this server plays S3's part with files.
Source: contract-events section 2, seed "Events", Event Image Upload.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

from core.uploads import bucket, folder
from core.uploads.errors import NotAPicture, NotTheOffer
from core.uploads.limits import EXTENSIONS, LARGEST_UPLOAD
from events.errors import EventFieldRefused, NoPlaceForImages

UPLOADS_AT = "/_uploads/events/"
IMAGES_AT = "/event-images/"
ORIGINAL, OPTIMIZED = "original", "optimized"
# Of pictures for an event that has no id yet.
UNASSIGNED = "unassigned"

_STORAGE = "event-images"
_MEDIA_TYPES = {extension: kind for kind, extension in EXTENSIONS.items()}
# Ids of former years may hold more than new ones; none of it leads out of a folder.
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_KEY = re.compile(
    rf"event-thumbnails/{_FOLDER.pattern}/({ORIGINAL}|{OPTIMIZED})/[0-9]{{1,15}}"
    rf"\.({'|'.join(_MEDIA_TYPES)})"
)


@dataclass(frozen=True, kw_only=True)
class ImageOffer:
    """Where one picture can be uploaded within a minute, and seen from then on."""

    upload_address: str
    key: str
    address: str


def offer_image(
    event_id: str, *, media_type: str, part: str, size: int | None, now: int
) -> ImageOffer:
    """Return where a picture of that kind can be uploaded for an event.

    ``part`` is ``original``, or anything else for ``optimized``; with ``size`` a file
    of another length is refused. Raises ``NotAPicture``, ``EventFieldRefused``, and
    ``NoPlaceForImages`` where this installation keeps none.
    """
    extension = EXTENSIONS.get(media_type)
    if extension is None:
        raise NotAPicture
    event_id = event_id or UNASSIGNED
    if not _FOLDER.fullmatch(event_id):
        raise EventFieldRefused("eventId", "expected the id of an event.")
    if size is not None and not 0 < size <= LARGEST_UPLOAD:
        raise EventFieldRefused(
            "fileSize", f"expected a number of bytes up to {LARGEST_UPLOAD}."
        )
    part = ORIGINAL if part == ORIGINAL else OPTIMIZED
    key = f"event-thumbnails/{event_id}/{part}/{now}.{extension}"
    if settings.EVENT_IMAGES_BUCKET:
        name = settings.EVENT_IMAGES_BUCKET
        upload = bucket.upload_address(
            bucket.client_of(_STORAGE), name, key, media_type, size=size
        )
        address = f"https://{bucket.host_of(name)}/{key}"
    elif settings.LOCAL_EVENT_IMAGES:
        upload = folder.upload_address(UPLOADS_AT, key, media_type, size=size, now=now)
        address = f"{settings.PUBLIC_URL}{IMAGES_AT}{key}"
    else:
        raise NoPlaceForImages
    return ImageOffer(upload_address=upload, key=key, address=address)


def accept_image(
    token: str, content: Iterable[bytes], *, media_type: str, length: int, now: int
) -> None:
    """Store, in the place of S3, an upload under the key that its token names, once.

    Raises ``NotTheOffer``, ``OfferExpired``, ``AlreadyUploaded``, ``UploadTooLarge``
    and ``UploadCutOff``, and stores nothing then.
    """
    key = folder.offered_name(
        UPLOADS_AT, token, media_type=media_type, length=length, now=now
    )
    if not _KEY.fullmatch(key):
        raise NotTheOffer
    here = _folder()
    folder.store_once(here / "arriving", here / key, content, length=length)


def kept_image(key: str) -> tuple[Path, str] | None:
    """Return the file that this server keeps under a key, and its media type."""
    if not settings.LOCAL_EVENT_IMAGES or not _KEY.fullmatch(key):
        return None
    path = _folder() / key
    kind = _MEDIA_TYPES[key.rpartition(".")[2]]
    return (path, kind) if path.is_file() else None


def _folder() -> Path:
    storage = storages[_STORAGE]
    assert isinstance(storage, FileSystemStorage)  # noqa: S101 - set together
    return Path(storage.location)
