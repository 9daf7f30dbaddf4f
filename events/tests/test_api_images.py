"""Pictures of events: who may upload which, and what becomes of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from biztech.tests.callers import (
    AMIRA,
    BEN,
    WITHOUT_VALID_TOKEN,
    anonymous,
    caller,
    send,
)
from core.uploads.errors import OfferExpired, UploadTooLarge
from core.uploads.limits import LARGEST_UPLOAD
from events.services.images import UPLOADS_AT, accept_image, offer_image

ASK = "/events/event-image-upload-url"
POSTER = {
    "fileType": "image/png",
    "fileName": "poster.png",
    "prefix": "original",
    "eventId": "blueprint",
}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Keep the pictures of each test in a folder of its own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "event-images": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return tmp_path


def asked(client: APIClient | None = None, **changes: Any) -> Any:
    return send(client or caller(BEN), "POST", ASK, {**POSTER, **changes})


def put(address: str, content: bytes, media_type: str = "image/png") -> int:
    path = urlsplit(address).path
    client: Any = anonymous()
    response = client.generic("PUT", path, content, content_type=media_type)
    return int(response.status_code)


def seen(address: str) -> Any:
    return anonymous().get(urlsplit(address).path)


@pytest.mark.parametrize("slash", ["", "/"])
def test_only_execs_are_told_where_to_upload(slash: str) -> None:
    statuses = [
        send(client, "POST", ASK + slash, POSTER).status_code
        for client in (anonymous(), caller(AMIRA), caller(BEN))
    ]

    assert statuses == [401, 403, 200]


@pytest.mark.parametrize(
    "nobody", WITHOUT_VALID_TOKEN.values(), ids=WITHOUT_VALID_TOKEN
)
def test_nobody_without_a_valid_token_is_told(nobody: Callable[[], APIClient]) -> None:
    assert asked(nobody()).status_code == 401


def test_picture_is_uploaded_and_seen_by_everybody() -> None:
    offer = asked().json()

    assert offer["key"].startswith("event-thumbnails/blueprint/original/")
    assert offer["key"].endswith(".png")
    assert seen(offer["publicUrl"]).status_code == 404
    assert put(offer["uploadUrl"], PNG) == 200

    shown = seen(offer["publicUrl"])
    assert b"".join(shown.streaming_content) == PNG
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "immutable" in shown["Cache-Control"]


def test_address_takes_one_file_of_the_type_and_length_that_was_told() -> None:
    offer = asked(fileSize=len(PNG)).json()["uploadUrl"]

    assert put(offer, PNG, "image/svg+xml") == 403
    assert put(offer, PNG + b"x") == 403
    assert put(offer[:-1], PNG) == 403
    assert put(offer, PNG) == 200
    assert put(offer, PNG) == 412


def test_address_of_a_profile_picture_is_none_of_an_event() -> None:
    token = asked().json()["uploadUrl"].rpartition("/")[2]

    assert put(f"/_uploads/{token}", PNG) == 403


def test_address_holds_for_a_minute_and_for_so_much(now: int) -> None:
    offer = offer_image(
        "blueprint", media_type="image/png", part="original", size=None, now=now
    )
    token = offer.upload_address.rpartition("/")[2]
    sent: dict[str, Any] = {"media_type": "image/png", "length": len(PNG)}

    with pytest.raises(OfferExpired):
        accept_image(token, [PNG], **sent, now=now + 60_001)
    with pytest.raises(UploadTooLarge):
        accept_image(
            token, [PNG], media_type="image/png", length=LARGEST_UPLOAD + 1, now=now
        )
    assert offer.upload_address.partition(UPLOADS_AT)[1]


@pytest.mark.parametrize(
    "media_type", ["image/svg+xml", "text/html", "image/tiff", "image/", "IMAGE/PNG"]
)
def test_only_pictures_that_are_no_programs_are_taken(media_type: str) -> None:
    response = asked(fileType=media_type)

    assert response.status_code == 400
    assert response.json() == {"message": "Only image uploads are allowed"}


@pytest.mark.parametrize("name", ["fileType", "fileName", "prefix"])
def test_what_is_missing_is_named(name: str) -> None:
    response = asked(**{name: None})

    assert response.status_code == 406
    assert response.json()["message"] == f"'{name}' is missing from the request body"


@pytest.mark.parametrize(
    "event_id", ["../x", "a/b", "..", "a.b", "a b", "-a", "é", "a" * 101, "a\nb"]
)
def test_event_id_does_not_lead_out_of_its_folder(event_id: str, folder: Path) -> None:
    response = asked(eventId=event_id)

    assert response.status_code == 406
    assert list(folder.iterdir()) == []


def test_picture_for_no_event_yet_is_unassigned() -> None:
    response = send(
        caller(BEN), "POST", ASK, {n: POSTER[n] for n in POSTER if n != "eventId"}
    )

    key = response.json()["key"]
    assert key.startswith("event-thumbnails/unassigned/original/")


def test_other_prefixes_are_optimized() -> None:
    assert "/optimized/" in asked(prefix="anything").json()["key"]


@pytest.mark.parametrize(
    "key",
    [
        "../settings.py",
        "arriving/x",
        "event-thumbnails/a/original/1.svg",
        "event-thumbnails/../original/1.png",
    ],
)
def test_nothing_but_pictures_is_shown(key: str) -> None:
    assert anonymous().get(f"/event-images/{key}").status_code == 404


def test_in_s3_type_and_length_are_signed(settings: Settings) -> None:
    settings.EVENT_IMAGES_BUCKET = "biztech-event-images"
    settings.STORAGES = {
        **settings.STORAGES,
        "event-images": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "biztech-event-images",
                "region_name": "us-west-2",
                "access_key": "test",
                "secret_key": "test",
                "signature_version": "s3v4",
            },
        },
    }

    offer = asked(fileSize=len(PNG)).json()

    address = urlsplit(offer["uploadUrl"])
    signed = parse_qs(address.query)
    assert address.path.endswith(offer["key"])
    assert signed["X-Amz-Expires"] == ["60"]
    assert set(signed["X-Amz-SignedHeaders"][0].split(";")) == {
        "content-length",
        "content-type",
        "host",
    }
    assert offer["publicUrl"] == (
        f"https://biztech-event-images.s3.us-west-2.amazonaws.com/{offer['key']}"
    )


def test_installation_without_a_place_says_so(settings: Settings) -> None:
    settings.LOCAL_EVENT_IMAGES = False

    response = asked()

    assert response.status_code == 503
    assert "EVENT_IMAGES_BUCKET" in response.json()["message"]
    assert put("/_uploads/events/token", PNG) == 403
