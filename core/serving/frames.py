"""Frames of websockets that are built once, for however many sockets."""

from collections.abc import Callable, Mapping
from struct import pack
from typing import Any

# In the extensions of a websocket's scope: what writes such frames to it.
WRITE_FRAMES = "write frames"

# Takes bytes of whole frames at once; False, and nothing taken, where it would wait.
WriteFrames = Callable[[bytes], bool]

_WHOLE_TEXT = 0x81
_TWO_BYTES, _EIGHT_BYTES = 126, 127


def frame_writer(scope: Mapping[str, Any]) -> WriteFrames | None:
    """Return what writes frames to a websocket; None where its server has no such."""
    writer: WriteFrames | None = scope.get("extensions", {}).get(WRITE_FRAMES)
    return writer


def text_frame(text: str) -> bytes:
    """Return a text as a server sends it: whole, and neither masked nor compressed."""
    content = text.encode()
    length = len(content)
    if length < _TWO_BYTES:
        head = pack("!BB", _WHOLE_TEXT, length)
    elif length < 1 << 16:
        head = pack("!BBH", _WHOLE_TEXT, _TWO_BYTES, length)
    else:
        head = pack("!BBQ", _WHOLE_TEXT, _EIGHT_BYTES, length)
    return head + content
