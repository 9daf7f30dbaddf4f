"""QR codes to print or to show: a profile's tap address, and what scanners send."""

import io
from typing import Any

from profiles.errors import BadSize
from profiles.taps import tap_url

SMALLEST, USUAL, LARGEST = 100, 600, 2000

# Readable with a scratch or a thumb on it; beside it as much white as scanners want.
_CORRECTION = "m"
_QUIET_ZONE = 4


def size_from(text: str | None) -> int:
    """Return the side in pixels that was asked for, the usual one where none was."""
    if text is None:
        return USUAL
    is_whole = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    size = int(text) if is_whole else 0
    if not SMALLEST <= size <= LARGEST:
        raise BadSize(SMALLEST, LARGEST)
    return size


def qr_svg(profile_id: str, *, size: int = USUAL) -> bytes:
    """Return the code as SVG, its side at most ``size`` pixels."""
    address = tap_url(profile_id)
    return _picture(address, size, kind="svg", title=profile_id, svgclass=None)


def qr_png(profile_id: str, *, size: int = USUAL) -> bytes:
    """Return the code as PNG, its side at most ``size`` pixels, every module sharp."""
    return _picture(tap_url(profile_id), size, kind="png")


def code_png(qr_id: str, *, size: int = USUAL) -> bytes:
    """Return the picture of an event's code: its id, which scanners send as it is."""
    return _picture(qr_id, size, kind="png")


def _picture(text: str, size: int, **how: Any) -> bytes:
    import segno

    code = segno.make_qr(text, error=_CORRECTION)
    modules = int(code.symbol_size(border=_QUIET_ZONE)[0])
    picture = io.BytesIO()
    code.save(
        picture,
        scale=max(1, size // modules),
        border=_QUIET_ZONE,
        # On a dark page a code without its own white is read by few scanners.
        light="white",
        **how,
    )
    return picture.getvalue()
