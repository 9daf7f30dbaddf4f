"""What becomes of a file before others see it."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from profiles.pictures import cleaning
from profiles.pictures.cleaning import cleaned
from profiles.pictures.errors import DecodersBusy, TooLaborious, TooLarge, Unreadable
from profiles.pictures.tests.pictures import (
    BLUE,
    HTML,
    PIL_NAMES,
    POLYGLOT,
    RED,
    SCRIPT,
    SVG,
    a_bomb,
    a_picture,
    a_tiff,
    from_a_phone,
    of_many_scans,
    opened,
)
from profiles.pictures.tests.uploading import decoders_taken

KINDS = list(PIL_NAMES)


def is_like(pixel: object, colour: tuple[int, int, int]) -> bool:
    """Tell whether a pixel has a colour, as far as lossy kinds keep it."""
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 30 for one, other in zip(pixel, colour, strict=False))


@pytest.mark.parametrize("media_type", KINDS)
def test_picture_keeps_its_kind_and_its_pixels(media_type: str) -> None:
    ready = cleaned(a_picture(media_type), media_type=media_type)

    picture = opened(ready.picture)
    assert ready.media_type == media_type
    assert picture.format == PIL_NAMES[media_type]
    assert picture.size == (320, 200)
    assert is_like(picture.convert("RGB").getpixel((10, 10)), RED)
    assert is_like(picture.convert("RGB").getpixel((10, 190)), BLUE)


@pytest.mark.parametrize("media_type", KINDS)
def test_thumbnail_is_a_square_of_the_middle(media_type: str) -> None:
    ready = cleaned(a_picture(media_type, size=(900, 600)), media_type=media_type)

    thumbnail = opened(ready.thumbnail)
    assert thumbnail.format == PIL_NAMES[media_type]
    assert thumbnail.size == (256, 256)
    assert is_like(thumbnail.convert("RGB").getpixel((128, 20)), RED)
    assert is_like(thumbnail.convert("RGB").getpixel((128, 236)), BLUE)


def test_thumbnail_of_a_small_picture_is_not_blown_up() -> None:
    ready = cleaned(a_picture(size=(80, 40)), media_type="image/jpeg")

    assert opened(ready.thumbnail).size == (40, 40)


@pytest.mark.parametrize(
    ("size", "bounded"),
    [((3000, 1500), (1024, 512)), ((500, 2048), (250, 1024)), ((4096, 1), (1024, 1))],
)
def test_large_picture_is_made_smaller(
    size: tuple[int, int], bounded: tuple[int, int]
) -> None:
    ready = cleaned(a_picture("image/png", size), media_type="image/png")

    assert opened(ready.picture).size == bounded


def test_photo_of_a_phone_loses_what_the_camera_wrote() -> None:
    photo = from_a_phone()
    assert len(opened(photo).getexif()) == 3

    ready = cleaned(photo, media_type="image/jpeg")

    for content in (ready.picture, ready.thumbnail):
        picture = opened(content)
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
        }
        assert b"Amira" not in content and b"home" not in content


def test_photo_that_was_held_upside_down_is_turned() -> None:
    ready = cleaned(from_a_phone(orientation=3), media_type="image/jpeg")

    picture = opened(ready.picture)
    assert is_like(picture.getpixel((10, 10)), BLUE)


def test_photo_that_was_held_sideways_is_upright() -> None:
    ready = cleaned(from_a_phone(orientation=6), media_type="image/jpeg")

    assert opened(ready.picture).size == (200, 320)


@pytest.mark.parametrize("media_type", ["image/gif", "image/webp"])
def test_moving_picture_keeps_its_first_frame(media_type: str) -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in (RED, BLUE)]
    moving = io.BytesIO()
    frames[0].save(
        moving,
        PIL_NAMES[media_type],
        save_all=True,
        append_images=frames[1:],
        duration=100,
    )

    ready = cleaned(moving.getvalue(), media_type=media_type)

    still = opened(ready.picture)
    assert getattr(still, "n_frames", 1) == 1
    assert is_like(still.convert("RGB").getpixel((5, 5)), RED)


@pytest.mark.parametrize("media_type", ["image/png", "image/webp", "image/gif"])
def test_transparency_is_kept_where_the_kind_has_it(media_type: str) -> None:
    content = io.BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(content, "PNG")

    ready = cleaned(content.getvalue(), media_type=media_type)

    assert opened(ready.picture).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_transparency_is_white_in_a_jpeg() -> None:
    content = io.BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(content, "PNG")

    ready = cleaned(content.getvalue(), media_type="image/jpeg")

    assert opened(ready.picture).getpixel((5, 5)) == (255, 255, 255)


def test_picture_of_another_kind_than_its_name_becomes_what_it_says() -> None:
    ready = cleaned(a_picture("image/png"), media_type="image/jpeg")

    assert opened(ready.picture).format == "JPEG"


def test_picture_without_a_known_name_stays_what_it_is() -> None:
    ready = cleaned(a_picture("image/webp"), media_type=None)

    assert ready.media_type == "image/webp"
    assert opened(ready.picture).format == "WEBP"


@pytest.mark.parametrize("media_type", KINDS)
def test_script_behind_a_picture_is_gone(media_type: str) -> None:
    hidden = a_picture(media_type) + SCRIPT

    ready = cleaned(hidden, media_type=media_type)

    assert b"script" not in ready.picture + ready.thumbnail


def test_script_in_the_notes_of_a_picture_is_gone() -> None:
    hidden = a_picture("image/gif", comment=SCRIPT)
    assert SCRIPT in hidden

    ready = cleaned(hidden, media_type="image/gif")

    assert b"script" not in ready.picture + ready.thumbnail


@pytest.mark.parametrize("media_type", KINDS)
@pytest.mark.parametrize(
    "made",
    [
        lambda: SVG,
        lambda: HTML,
        lambda: POLYGLOT,
        lambda: b"",
        lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        a_tiff,
        lambda: a_picture("image/jpeg")[:-400],
        lambda: a_picture("image/png")[:150],
        lambda: a_picture("image/webp")[:-100],
        lambda: b"\x89PNG\r\n\x1a\n" + b"\xff" * 100,
    ],
    ids=[
        "svg",
        "html",
        "polyglot",
        "empty",
        "eps",
        "tiff",
        "half-jpeg",
        "half-png",
        "half-webp",
        "noise",
    ],
)
def test_file_that_is_no_whole_picture_is_refused(
    made: Callable[[], bytes], media_type: str
) -> None:
    with pytest.raises(Unreadable, match="JPEG, PNG, WebP or GIF"):
        cleaned(made(), media_type=media_type)


def test_photo_of_a_large_camera_is_taken() -> None:
    photo = a_picture(size=(8000, 6000))

    assert opened(cleaned(photo, media_type=None).picture).size == (1024, 768)


def test_photo_that_has_to_be_held_whole_is_smaller_than_others() -> None:
    with pytest.raises(TooLarge, match="16 megapixels, for a photo of a camera 50"):
        cleaned(a_picture(size=(4100, 4000), progressive=True), media_type=None)


def test_photo_beyond_any_camera_is_refused() -> None:
    with pytest.raises(TooLarge):
        cleaned(a_picture(size=(8000, 6300)), media_type=None)


def test_small_file_that_makes_much_work_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cleaning, "LONGEST_WORK", 0.1)

    with pytest.raises(TooLaborious, match="too long"):
        cleaned(of_many_scans(), media_type=None)


def test_pictures_beyond_those_that_may_wait_are_asked_to_come_again() -> None:
    with decoders_taken(), pytest.raises(DecodersBusy, match="save again"):
        cleaned(a_picture(), media_type=None)

    assert cleaned(a_picture(), media_type=None).picture


def test_refused_pictures_give_their_places_back() -> None:
    for _ in range(cleaning.MOST_PICTURES + 1):
        with pytest.raises(Unreadable):
            cleaned(HTML, media_type=None)

    assert cleaned(a_picture(), media_type=None).picture


@pytest.mark.parametrize("side", [30_000, 4_100])
def test_picture_that_would_fill_the_memory_is_refused(side: int) -> None:
    bomb = a_bomb(side)
    assert len(bomb) < 200_000

    with pytest.raises(TooLarge, match="16 megapixels"):
        cleaned(bomb, media_type="image/png")
