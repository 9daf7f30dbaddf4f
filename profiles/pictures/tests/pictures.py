"""Files that people upload, good and bad ones, made as they are needed."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

PIL_NAMES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}
RED, BLUE = (200, 20, 20), (20, 20, 200)
# Degrees, minutes and seconds, as cameras write where they are.
PLACE = {1: "N", 2: (49.0, 15.0, 38.0), 3: "W", 4: (123.0, 14.0, 45.0)}
GPS, ORIENTATION, OWNER = 0x8825, 0x0112, 0x013B


def a_picture(
    media_type: str = "image/jpeg",
    size: tuple[int, int] = (320, 200),
    **options: Any,
) -> bytes:
    """Return a picture whose upper half is red and whose lower half is blue."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (0, size[1] // 2, *size))
    content = io.BytesIO()
    picture.save(content, PIL_NAMES[media_type], **options)
    return content.getvalue()


def from_a_phone(orientation: int = 1) -> bytes:
    """Return a photo that tells where it was taken, by whom, and how it was held."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[OWNER] = "Amira Haddad"
    exif[GPS] = PLACE
    return a_picture(exif=exif, comment=b"taken at home")


def opened(content: bytes) -> Image.Image:
    """Return a picture, decoded."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def a_bomb(side: int = 30_000) -> bytes:
    """Return a small PNG whose pixels would fill the memory."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def of_many_scans(scans: int = 3000) -> bytes:
    """Return a small JPEG that is gone over again and again while it is decoded."""
    content = a_picture(size=(1500, 1500), progressive=True)
    end = content.rindex(b"\xff\xd9")
    scan = content[content.rindex(b"\xff\xda") : end]
    return content[:end] + scan * scans + content[end:]


SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>me.png</title>" + SCRIPT
# A script that begins as a GIF does.
POLYGLOT = b"GIF89a/*\x00\x00\x00\x00\x00*/=1;alert(1)//"


def a_tiff() -> bytes:
    """Return a picture of a kind that is not taken."""
    content = io.BytesIO()
    Image.new("RGB", (10, 10)).save(content, "TIFF")
    return content.getvalue()
