"""The signed PUT that stands in for S3, and what is served of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.signing import Signer
from django.test import Client
from pytest_django import Settings

from biztech.tests.callers import anonymous
from core.uploads.errors import UploadCutOff, UploadTooLarge
from profiles.pictures.folder import FolderStore
from profiles.pictures.keys import PictureKey
from profiles.pictures.stores import State
from profiles.pictures.tests.conftest import PROFILE
from profiles.pictures.tests.pictures import SVG, a_picture
from profiles.pictures.tests.uploading import offered, put, seen, stored, uploaded
from profiles.services.pictures.adoption import adopt_picture

WEB_CLIENT = "http://localhost:3000"


def files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
    )


def test_upload_is_stored_and_not_seen_by_the_public(folder: Path) -> None:
    content = a_picture()
    offer = offered(PROFILE)

    response = put(offer.upload_address, content)

    assert response.status_code == 200
    assert files(folder) == [f"uploaded/{offer.key}"]
    assert (folder / "uploaded" / offer.key).read_bytes() == content
    assert seen(stored(offer)).status_code == 404


def test_upload_with_its_length_signed_is_stored(folder: Path) -> None:
    content = a_picture()
    offer = offered(PROFILE, size=len(content))

    assert put(offer.upload_address, content).status_code == 200


@pytest.mark.parametrize("difference", [-1, 1])
def test_upload_of_another_length_than_signed_is_refused(
    difference: int, folder: Path
) -> None:
    content = a_picture()
    offer = offered(PROFILE, size=len(content) + difference)

    response = put(offer.upload_address, content)

    assert response.status_code == 403
    assert files(folder) == []


def test_upload_twice_is_refused_and_keeps_the_first(folder: Path) -> None:
    offer = uploaded(PROFILE, a_picture())

    response = put(offer.upload_address, b"other")

    assert response.status_code == 412
    assert response.json() == {
        "message": "This upload address was used. Ask for another one."
    }
    assert (folder / "uploaded" / offer.key).read_bytes() == a_picture()


def test_upload_over_a_shown_picture_is_refused() -> None:
    offer = uploaded(PROFILE, a_picture())
    adopt_picture(PROFILE, offer.address)

    assert put(offer.upload_address, b"other").status_code == 412


@pytest.mark.parametrize("media_type", ["image/png", "text/html", "image/svg+xml", ""])
def test_upload_of_another_type_than_signed_is_refused(
    media_type: str, folder: Path
) -> None:
    offer = offered(PROFILE, "image/jpeg")

    response = put(offer.upload_address, a_picture(), media_type)

    assert response.status_code == 403
    assert "not the one that was signed" in response.json()["message"]
    assert files(folder) == []


@pytest.mark.parametrize("ago", [60_000 + 1_000, 86_400_000])
def test_upload_after_a_minute_is_refused(ago: int, folder: Path) -> None:
    offer = offered(PROFILE, ago=ago)

    response = put(offer.upload_address, a_picture())

    assert response.status_code == 403
    assert "expired" in response.json()["message"]
    assert files(folder) == []


def test_upload_within_a_minute_is_taken() -> None:
    offer = offered(PROFILE, ago=45_000)

    assert put(offer.upload_address, a_picture()).status_code == 200


def tampered() -> Iterator[str]:
    """Yield addresses that nobody signed for an upload."""
    path = offered(PROFILE).upload_address
    address, _, token = path.rpartition("/")
    content, _, signature = token.partition(":")
    other = offered("Other").upload_address.rpartition("/")[2].partition(":")[0]
    yield f"{address}/{other}:{signature}"
    yield f"{address}/{content}:{signature[::-1]}"
    yield f"{address}/{content}"
    yield f"{address}/nonsense"
    yield f"{address}/{Signer(salt='sign-in').sign_object({'key': 'x'})}"


@pytest.mark.parametrize("number", range(5))
def test_upload_to_a_tampered_address_is_refused(number: int, folder: Path) -> None:
    response = put(list(tampered())[number], a_picture())

    assert response.status_code == 403
    assert files(folder) == []


def test_upload_that_is_too_large_is_refused_unread(folder: Path) -> None:
    def never() -> Iterator[bytes]:
        raise AssertionError("read")
        yield b""

    offer = offered(PROFILE)
    token = offer.upload_address.rpartition("/")[2]

    with pytest.raises(UploadTooLarge):
        FolderStore().accept(
            token, never(), media_type="image/jpeg", length=8_000_001, now=0
        )

    response = put(offer.upload_address, bytes(8_000_001))
    assert response.status_code == 413
    assert response.json() == {"message": "The file is larger than 8 MB."}
    assert files(folder) == []


@pytest.mark.parametrize(
    ("arriving", "length"),
    [([], 0), ([], 9), ([b"half"], 9), ([b"ha", b"lf", b" and more"], 9)],
)
def test_upload_that_breaks_off_leaves_nothing(
    arriving: list[bytes], length: int, folder: Path, now: int
) -> None:
    key = PictureKey(profile_id=PROFILE, part="optimized", at=now, extension="jpg")
    store = FolderStore()
    address = store.upload_address(key, "image/jpeg", size=None, now=now)
    token = address.rpartition("/")[2]

    with pytest.raises(UploadCutOff):
        store.accept(token, arriving, media_type="image/jpeg", length=length, now=now)

    assert files(folder) == []


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_upload_address_takes_nothing_but_put(method: str) -> None:
    path = offered(PROFILE).upload_address

    assert getattr(anonymous(), method)(path).status_code == 405


def test_upload_from_the_web_client_is_allowed_by_the_browser() -> None:
    path = offered(PROFILE).upload_address

    asked = Client().options(
        path,
        HTTP_ORIGIN=WEB_CLIENT,
        HTTP_ACCESS_CONTROL_REQUEST_METHOD="PUT",
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS="content-type",
    )
    sent = Client().put(
        path, a_picture(), content_type="image/jpeg", HTTP_ORIGIN=WEB_CLIENT
    )

    assert asked["Access-Control-Allow-Origin"] == WEB_CLIENT
    assert "PUT" in asked["Access-Control-Allow-Methods"]
    assert "content-type" in asked["Access-Control-Allow-Headers"]
    assert sent.status_code == 200
    assert sent["Access-Control-Allow-Origin"] == WEB_CLIENT


def test_upload_in_production_is_an_unknown_address(
    settings: Settings, folder: Path
) -> None:
    offer = offered(PROFILE)
    settings.LOCAL_PICTURES = False

    response = put(offer.upload_address, a_picture())

    assert response.status_code == 403
    assert response.json() == {"message": "Missing Authentication Token"}
    assert files(folder) == []


def test_picture_is_served_as_nothing_but_a_picture() -> None:
    offer = uploaded(PROFILE, a_picture("image/png"), "image/png")
    adopt_picture(PROFILE, offer.address)

    response = seen(offer.address)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nothing.png",
        "../secret_key",
        "profile-pictures/../../secret_key",
        f"profile-pictures/{PROFILE}/optimized/1.png",
        f"profile-pictures/{PROFILE}/optimized/1.svg",
        f"uploaded/profile-pictures/{PROFILE}/optimized/1.png",
    ],
)
def test_nothing_but_pictures_is_served(name: str, folder: Path) -> None:
    (folder.parent / "secret_key").write_text("secret")

    response = Client().get(f"/pictures/{name}")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/json"


def test_picture_of_a_kind_that_runs_is_never_served() -> None:
    key = PictureKey(profile_id=PROFILE, part="optimized", at=1, extension="svg")
    FolderStore().show(key, SVG, media_type="image/svg+xml")
    assert FolderStore().has(key, State.SHOWN)

    assert seen(FolderStore().address(key)).status_code == 404
