"""Making of an uploaded file a picture that can be shown to everybody.

Nothing of the file survives but its pixels: they are decoded and encoded anew, so that
what a camera wrote beside them (place, time, owner) and what somebody hid behind them
(scripts, archives) is gone.
"""

import io
import struct
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from core.uploads.limits import EXTENSIONS
from profiles.pictures.errors import (
    DecodersBusy,
    TooLaborious,
    TooLarge,
    Unreadable,
)
from profiles.pictures.limits import (
    LONGEST_SIDE,
    LONGEST_WORK,
    MOST_PIXELS,
    MOST_PIXELS_OF_PHOTOS,
    THUMBNAIL_SIDE,
)

# What is odd about a file is told to its owner, and is no line of our log.
warnings.filterwarnings("ignore", module="PIL")

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_MEDIA_TYPES = dict(zip(_FORMATS, EXTENSIONS, strict=True))
_FORMAT_OF = {media_type: name for name, media_type in _MEDIA_TYPES.items()}

# What Pillow raises for files that are broken, or made to break it.
_BROKEN = (
    EOFError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    SyntaxError,
    TypeError,
    UnidentifiedImageError,
    ValueError,
    struct.error,
)

# The largest picture that is taken needs some 200 MB while it is decoded.
DECODERS = 2
# So many may be here at once, decoding or waiting for a decoder: the other threads
# go on serving.
MOST_PICTURES = 4
decoders = threading.BoundedSemaphore(DECODERS)
places = threading.BoundedSemaphore(MOST_PICTURES)

# Time is looked at whenever so many bytes were decoded; some files make much work of
# few.
_BLOCK = 512


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """A picture and its small square, encoded by us."""

    media_type: str
    picture: bytes
    thumbnail: bytes


def cleaned(content: bytes, *, media_type: str | None) -> Cleaned:
    """Return the picture in a file, upright, bounded, and free of all but its pixels.

    It comes out as ``media_type``, or without one as the kind that it is; of a moving
    picture the first frame stays. Raises ``Unreadable``, ``TooLarge``,
    ``TooLaborious``, and ``DecodersBusy`` when too many come at once.
    """
    with _a_decoder(), _faults_as_refusals():
        file = _WorkedOn(content)
        with _opened(file) as picture:
            picture.verify()
        # A verified picture cannot be used any more, and was not decoded.
        with _opened(file) as picture:
            kind = media_type or _MEDIA_TYPES[str(picture.format)]
            _draft(picture)
            picture.decodermaxblock = _BLOCK
            picture.load()
            ImageOps.exif_transpose(picture, in_place=True)
            bounded = _with_plain_pixels(picture, kind)
        bounded.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        side = min(THUMBNAIL_SIDE, *bounded.size)
        return Cleaned(
            media_type=kind,
            picture=_encoded(bounded, kind),
            thumbnail=_encoded(ImageOps.fit(bounded, (side, side)), kind),
        )


@contextmanager
def _a_decoder() -> Iterator[None]:
    if not places.acquire(blocking=False):
        raise DecodersBusy
    try:
        with decoders:
            yield
    finally:
        places.release()


class _WorkedOn(io.BytesIO):
    """A file whose reader may work so long on it, and not longer."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self._begun = time.thread_time()

    def read(self, size: int | None = -1) -> bytes:
        """Read on, unless it took too much work until here."""
        # The time of this thread alone: a busy machine is nobody's fault.
        if time.thread_time() - self._begun > LONGEST_WORK:
            raise TooLaborious
        return super().read(size)


@contextmanager
def _faults_as_refusals() -> Iterator[None]:
    try:
        yield
    except Image.DecompressionBombError:
        raise TooLarge from None
    except _BROKEN:
        raise Unreadable from None


def _opened(file: io.BytesIO) -> ImageFile:
    file.seek(0)
    picture = Image.open(file, formats=_FORMATS)
    # Known from the file's first bytes, before anything is decoded.
    photo = isinstance(picture, JpegImageFile) and "progressive" not in picture.info
    if picture.width * picture.height > (
        MOST_PIXELS_OF_PHOTOS if photo else MOST_PIXELS
    ):
        raise TooLarge
    return picture


def _draft(picture: ImageFile) -> None:
    """Have a large JPEG decoded to a part of its size, in a part of the time."""
    least = 3 * LONGEST_SIDE // 2
    picture.draft("RGB", (least, 1) if picture.width > picture.height else (1, least))


def _with_plain_pixels(picture: Image.Image, media_type: str) -> Image.Image:
    """Return the picture in colours that its kind can hold, without its notes."""
    transparent = picture.has_transparency_data
    plain = picture.convert("RGBA" if transparent else "RGB")
    if transparent and media_type == "image/jpeg":
        paper = Image.new("RGBA", plain.size, "white")
        plain = Image.alpha_composite(paper, plain).convert("RGB")
    # Encoders write what they find here: comments, profiles, animations.
    plain.info = {}
    return plain


def _encoded(picture: Image.Image, media_type: str) -> bytes:
    content = io.BytesIO()
    options = {} if media_type in ("image/png", "image/gif") else {"quality": 85}
    picture.save(content, _FORMAT_OF[media_type], optimize=True, **options)
    return content.getvalue()
