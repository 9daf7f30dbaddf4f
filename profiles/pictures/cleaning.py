"""Making of an uploaded file a picture that can be shown to everybody.

Nothing of the file survives but its pixels: they are decoded and encoded anew, so that
what a camera wrote beside them (place, time, owner) and what somebody hid behind them
(scripts, archives) is gone.
"""

import io
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from profiles.pictures.errors import TooLarge, Unreadable
from profiles.pictures.keys import EXTENSIONS
from profiles.pictures.limits import LONGEST_SIDE, MOST_PIXELS, THUMBNAIL_SIDE

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
_decoding = threading.BoundedSemaphore(2)


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """A picture and its small square, encoded by us."""

    media_type: str
    picture: bytes
    thumbnail: bytes


def cleaned(content: bytes, *, media_type: str | None) -> Cleaned:
    """Return the picture in a file, upright, bounded, and free of all but its pixels.

    It comes out as ``media_type``, or without one as the kind that it is; of a moving
    picture the first frame stays. Raises ``Unreadable`` and ``TooLarge``.
    """
    with _decoding, _faults_as_refusals():
        with _opened(content) as picture:
            picture.verify()
        # A verified picture cannot be used any more, and was not decoded.
        with _opened(content) as picture:
            kind = media_type or _MEDIA_TYPES[str(picture.format)]
            # A large JPEG decodes to a fraction of its size in a fraction of the time.
            picture.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
            picture.load()
            upright = ImageOps.exif_transpose(picture)
        bounded = _with_plain_pixels(upright, kind)
        bounded.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        side = min(THUMBNAIL_SIDE, *bounded.size)
        return Cleaned(
            media_type=kind,
            picture=_encoded(bounded, kind),
            thumbnail=_encoded(ImageOps.fit(bounded, (side, side)), kind),
        )


@contextmanager
def _faults_as_refusals() -> Iterator[None]:
    try:
        yield
    except Image.DecompressionBombError:
        raise TooLarge from None
    except _BROKEN:
        raise Unreadable from None


def _opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content), formats=_FORMATS)
    # Known from the file's first bytes, before anything is decoded.
    if picture.width * picture.height > MOST_PIXELS:
        raise TooLarge
    return picture


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
