"""Uploading as the web client does, to whatever storage is set."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from core.clock import now_ms
from profiles.pictures import cleaning
from profiles.services.pictures.offers import Offer, offer_upload

UPLOAD_URL = "/profiles/profile-pic-upload-url"


def offered(
    profile_id: str,
    media_type: str = "image/jpeg",
    *,
    size: int | None = None,
    ago: int = 0,
) -> Offer:
    """Return where a picture can be uploaded, asked for ``ago`` ms ago."""
    return offer_upload(
        profile_id,
        media_type=media_type,
        part="optimized",
        size=size,
        now=now_ms() - ago,
    )


def put(address: str, content: bytes, media_type: str = "image/jpeg") -> Any:
    """Return this server's answer to an upload."""
    return Client().put(urlsplit(address).path, content, content_type=media_type)


def uploaded(profile_id: str, content: bytes, media_type: str = "image/jpeg") -> Offer:
    """Upload a file to the local storage, and return its offer."""
    offer = offered(profile_id, media_type)
    response = put(offer.upload_address, content, media_type)
    assert response.status_code == 200
    return offer


def stored(offer: Offer) -> str:
    """Return the address under which an upload is stored once it is saved."""
    return offer.address.partition("?")[0]


def seen(address: str) -> Any:
    """Return this server's answer to a browser that shows a picture."""
    parts = urlsplit(address)
    return Client().get(f"{parts.path}?{parts.query}")


@contextmanager
def decoders_taken() -> Iterator[None]:
    """Be as many as may save a picture at once, for a while."""
    for _ in range(cleaning.MOST_PICTURES):
        cleaning.places.acquire()
    try:
        yield
    finally:
        cleaning.places.release(cleaning.MOST_PICTURES)
