"""Frames of websockets that are built once."""

import pytest
from websockets.frames import Frame, Opcode

from core.serving.frames import text_frame


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_text_is_framed_as_the_library_frames_it(length: int) -> None:
    text = "a" * length
    frame = Frame(Opcode.TEXT, text.encode())
    assert text_frame(text) == frame.serialize(mask=False)


def test_length_of_a_frame_is_that_of_its_bytes() -> None:
    assert text_frame("Chloë") == b"\x81\x06Chlo\xc3\xab"
