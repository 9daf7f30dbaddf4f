"""An upload before it is saved: its uploader sees it, and nobody else finds it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from biztech.tests.callers import AMIRA, BEN, CHLOE, caller, send
from profiles.pictures.keys import PictureKey
from profiles.pictures.tests.conftest import PROFILE
from profiles.pictures.tests.pictures import a_picture, opened
from profiles.pictures.tests.uploading import (
    UPLOAD_URL,
    offered,
    put,
    seen,
    stored,
    uploaded,
)
from profiles.pictures.unsaved import SEEN_FOR, may_see_upload
from profiles.queries import own_profile

pytestmark = pytest.mark.usefixtures("club")


def as_the_client_does(content: bytes) -> str:
    """Upload a photo, and return the address that was told."""
    body = {"fileType": "image/jpeg", "fileName": "me-opt.jpg", "prefix": "optimized"}
    offer = send(caller(AMIRA), "POST", UPLOAD_URL, body).json()
    assert put(offer["uploadUrl"], content).status_code == 200
    return str(offer["publicUrl"])


def save(address: str) -> Any:
    return send(
        caller(AMIRA), "PATCH", "/profiles/user/", {"profilePictureURL": address}
    )


def test_upload_is_seen_at_the_told_address_before_and_after_it_is_saved() -> None:
    content = a_picture(size=(2000, 1000))
    address = as_the_client_does(content)

    before = seen(address)
    saved = save(address)
    after = seen(address)

    assert before.content == content
    assert before["Content-Type"] == "image/jpeg"
    assert before["Cache-Control"] == "private, no-store"
    assert before["X-Content-Type-Options"] == "nosniff"
    assert before["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert saved.status_code == 200
    assert opened(b"".join(after.streaming_content)).size == (1024, 512)
    # The client's editor goes on with the address that it was told.
    assert save(address).status_code == 200
    assert own_profile(AMIRA)["profilePictureURL"] == address.partition("?")[0]


def addresses_of_others(address: str) -> Iterator[str]:
    """Yield what somebody might try who was not told."""
    bare, _, signature = address.partition("?uploaded=")
    other = offered(PROFILE, ago=1000).address.partition("?uploaded=")[2]
    yield bare
    yield f"{bare}?uploaded="
    yield f"{bare}?uploaded={signature[::-1]}"
    yield f"{bare}?uploaded={other}"
    yield f"{bare}?uploaded=%00%F0%9F%98%80"
    yield address.replace("/optimized/", "/original/")
    yield address.replace("/pictures/", "/pictures/uploaded/")


@pytest.mark.parametrize("number", range(7))
def test_upload_is_not_found_without_what_was_told(number: int) -> None:
    offer = uploaded(PROFILE, a_picture())

    response = seen(list(addresses_of_others(offer.address))[number])

    assert response.status_code == 404
    assert response.json() == {"message": "There is no picture at this address."}


@pytest.mark.parametrize("email", [CHLOE, BEN, AMIRA])
def test_upload_is_not_found_by_who_knows_its_key_alone(email: str) -> None:
    offer = uploaded(PROFILE, a_picture())

    assert caller(email).get(f"/pictures/{offer.key}").status_code == 404


def test_upload_is_seen_for_an_hour(folder: Path) -> None:
    offer = offered(PROFILE, ago=SEEN_FOR + 60_000)
    path = folder / "uploaded" / offer.key
    path.parent.mkdir(parents=True)
    path.write_bytes(a_picture())
    key = PictureKey.parse(offer.key)
    assert key is not None
    signature = offer.address.partition("=")[2]

    assert seen(offer.address).status_code == 404
    assert may_see_upload(key, signature, now=key.at + SEEN_FOR)
    assert save(offer.address).status_code == 200
    assert seen(stored(offer)).status_code == 200


def test_told_address_shows_nothing_before_the_upload() -> None:
    assert seen(offered(PROFILE).address).status_code == 404


def test_told_address_of_a_removed_picture_shows_nothing(folder: Path) -> None:
    address = as_the_client_does(a_picture())
    save(address)
    (key,) = (folder / "shown").rglob("optimized/*.jpg")
    key.unlink()

    assert seen(address).status_code == 404
    assert seen(address.partition("?")[0]).status_code == 404
