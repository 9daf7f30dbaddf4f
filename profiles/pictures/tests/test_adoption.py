"""Saving the address of a picture, and what faces show of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from biztech.tests.callers import AMIRA, caller, send
from profiles.models import Profile
from profiles.pictures.cleaning import MOST_PICTURES
from profiles.pictures.errors import (
    NotOnesOwn,
    PictureMissing,
    PictureRefused,
    TooLarge,
)
from profiles.pictures.folder import FolderStore
from profiles.pictures.keys import PictureKey
from profiles.pictures.stores import thumbnail_address
from profiles.pictures.tests.conftest import OTHERS, PROFILE
from profiles.pictures.tests.pictures import (
    HTML,
    POLYGLOT,
    SVG,
    a_bomb,
    a_picture,
    a_tiff,
    from_a_phone,
    opened,
)
from profiles.pictures.tests.uploading import (
    decoders_taken,
    offered,
    seen,
    stored,
    uploaded,
)
from profiles.queries import wall_faces
from profiles.services import edit_own_profile
from profiles.services.pictures.adoption import adopt_picture

pytestmark = pytest.mark.usefixtures("club")

ELSEWHERE = [
    "https://avatars.example.org/amira.png",
    "https://example.org/pictures/profile-pictures/SillyPandasDeny/optimized/1.jpg",
    "http://localhost:8000/users/amira",
    "http://localhost:9000/pictures/x.png",
]


def shown_file(address: str) -> bytes:
    response = seen(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def snapshot_of(profile_id: str) -> Any:
    return Profile.get(*Profile.key(profile_id)).plain()["profilePictureURL"]


def test_saving_an_upload_shows_it_clean_with_a_square(now: int) -> None:
    offer = uploaded(PROFILE, from_a_phone())

    written = edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)

    assert written["profilePictureURL"] == stored(offer) == snapshot_of(PROFILE)
    picture = opened(shown_file(offer.address))
    assert (picture.size, dict(picture.getexif())) == ((320, 200), {})
    square = thumbnail_address(offer.address)
    assert "/thumbnail/" in square
    assert opened(shown_file(square)).size == (200, 200)


def test_saving_through_the_api_shows_the_picture() -> None:
    offer = uploaded(PROFILE, a_picture())

    response = send(
        caller(AMIRA), "PATCH", "/profiles/user/", {"profilePictureURL": offer.address}
    )

    assert response.status_code == 200
    assert seen(offer.address).status_code == 200


def test_saving_again_works_no_more(folder: Path, now: int) -> None:
    offer = uploaded(PROFILE, a_picture())
    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)
    (folder / "shown" / offer.key).write_bytes(b"as it was")

    edit_own_profile(
        AMIRA, {"profilePictureURL": offer.address, "hobby1": "Chess"}, now=now
    )

    assert (folder / "shown" / offer.key).read_bytes() == b"as it was"


def test_saving_a_shown_picture_of_before_keeps_it_as_it_is(
    folder: Path, now: int
) -> None:
    offer = uploaded(PROFILE, a_picture())
    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)
    edit_own_profile(AMIRA, {"profilePictureURL": ""}, now=now)
    (folder / "shown" / offer.key).write_bytes(b"as it was")

    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)

    assert snapshot_of(PROFILE) == stored(offer)
    assert (folder / "shown" / offer.key).read_bytes() == b"as it was"


def test_saving_an_upload_costs_one_database_call_more(
    now: int, database_calls: list[str]
) -> None:
    offer = uploaded(PROFILE, a_picture())

    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)

    assert database_calls == ["GetItem", "GetItem", "UpdateItem"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_saving_an_address_elsewhere_stores_it_as_it_is(address: str, now: int) -> None:
    edit_own_profile(AMIRA, {"profilePictureURL": address}, now=now)

    assert snapshot_of(PROFILE) == address
    assert thumbnail_address(address) == address


@pytest.mark.parametrize("address", ["", "http://[", "not an address"])
def test_thumbnail_of_what_is_no_address_is_the_same(address: str) -> None:
    assert thumbnail_address(address) == address


@pytest.mark.parametrize(
    "name",
    [
        f"profile-pictures/{OTHERS}/optimized/1795176000000.jpg",
        f"profile-pictures/{PROFILE}/thumbnail/1795176000000.jpg",
        f"profile-pictures/{PROFILE}/private/1795176000000.jpg",
        f"profile-pictures/{PROFILE}/optimized/01.jpg",
        f"profile-pictures/{PROFILE}/../{OTHERS}/optimized/1.jpg",
        f"profile-pictures/{PROFILE}/%2e%2e/optimized/1.jpg",
        f"profile-pictures/{PROFILE}/optimized/1.jpg/",
        "secret_key",
        "",
    ],
)
def test_saving_what_is_no_picture_of_ones_own_is_refused(name: str, now: int) -> None:
    with pytest.raises(NotOnesOwn, match="'profilePictureURL'"):
        edit_own_profile(
            AMIRA,
            {
                "profilePictureURL": f"http://localhost:8000/pictures/{name}",
                "hobby1": "Chess",
            },
            now=now,
        )

    assert snapshot_of(PROFILE) == ""


def test_saving_somebody_elses_upload_leaves_it_to_them() -> None:
    offer = uploaded(OTHERS, a_picture())

    with pytest.raises(NotOnesOwn):
        adopt_picture(PROFILE, offer.address)

    assert adopt_picture(OTHERS, offer.address) == stored(offer)


def test_saving_what_was_never_uploaded_is_refused() -> None:
    with pytest.raises(PictureMissing, match="not uploaded"):
        adopt_picture(PROFILE, offered(PROFILE).address)


@pytest.mark.parametrize(
    "made",
    [
        lambda: SVG,
        lambda: HTML,
        lambda: POLYGLOT,
        a_tiff,
        a_bomb,
        lambda: a_picture()[:-400],
        lambda: b"\x00" * 50,
    ],
    ids=["svg", "html", "polyglot", "tiff", "bomb", "half", "noise"],
)
@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg"])
def test_saving_a_bad_picture_is_refused_and_deletes_it(
    made: Callable[[], bytes], media_type: str, folder: Path
) -> None:
    offer = uploaded(PROFILE, made(), media_type)

    response = send(
        caller(AMIRA), "PATCH", "/profiles/user/", {"profilePictureURL": offer.address}
    )

    assert response.status_code == 406
    assert response.json()["message"].startswith("'profilePictureURL' in the request")
    assert snapshot_of(PROFILE) == ""
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_saving_a_file_that_is_too_large_is_refused_and_deletes_it(
    folder: Path,
) -> None:
    offer = uploaded(PROFILE, a_picture())
    (folder / "uploaded" / offer.key).write_bytes(a_picture() + bytes(8_000_000))

    with pytest.raises(TooLarge, match="8 MB"):
        adopt_picture(PROFILE, offer.address)

    assert not (folder / "uploaded" / offer.key).exists()


def test_two_saves_at_once_show_one_picture() -> None:
    offer = uploaded(PROFILE, a_picture(size=(2000, 2000)))

    with ThreadPoolExecutor(MOST_PICTURES) as pool:
        addresses = list(
            pool.map(
                lambda _: adopt_picture(PROFILE, offer.address), range(MOST_PICTURES)
            )
        )

    assert addresses == [stored(offer)] * MOST_PICTURES
    assert opened(shown_file(offer.address)).size == (1024, 1024)


def test_saving_while_too_many_do_is_put_off_and_keeps_the_upload() -> None:
    offer = uploaded(PROFILE, a_picture())
    wanted = {"profilePictureURL": offer.address}

    with decoders_taken():
        response = send(caller(AMIRA), "PATCH", "/profiles/user/", wanted)

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "save again" in response.json()["message"]
    assert send(caller(AMIRA), "PATCH", "/profiles/user/", wanted).status_code == 200
    assert snapshot_of(PROFILE) == stored(offer)


def test_saving_after_a_crash_between_square_and_picture_completes_it(
    folder: Path,
) -> None:
    offer = uploaded(PROFILE, a_picture())
    key = PictureKey.parse(offer.key)
    assert key is not None
    FolderStore().show(key.thumbnail, b"from before", media_type="image/jpeg")

    adopt_picture(PROFILE, offer.address)

    assert opened(shown_file(offer.address)).size == (320, 200)
    assert opened(shown_file(thumbnail_address(offer.address))).size == (200, 200)


def test_saving_in_an_installation_without_pictures_stores_any_address(
    settings: Settings, now: int
) -> None:
    offer = uploaded(PROFILE, a_picture())
    settings.LOCAL_PICTURES = False

    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)

    assert snapshot_of(PROFILE) == offer.address
    assert thumbnail_address(offer.address) == offer.address


def test_refusals_of_pictures_name_the_field_and_say_what_to_do() -> None:
    kinds = PictureRefused.__subclasses__()

    messages = [kind().message for kind in kinds]  # type: ignore[call-arg]

    assert len(messages) == 6
    for message in messages:
        assert message.startswith("'profilePictureURL' in the request body is invalid")
        assert "pload" in message


def test_wall_shows_the_square_of_a_picture(now: int) -> None:
    offer = uploaded(PROFILE, a_picture())
    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)

    square = wall_faces([PROFILE])[PROFILE]["avatar"]

    assert opened(shown_file(square)).size == (200, 200)
