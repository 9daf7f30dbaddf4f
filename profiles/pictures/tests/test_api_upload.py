"""``POST /profiles/profile-pic-upload-url``: who gets an address, and which."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    WITHOUT_VALID_TOKEN,
    anonymous,
    caller,
    send,
    store_member,
)
from profiles.pictures.tests.conftest import OTHERS, PROFILE
from profiles.pictures.tests.pictures import a_picture
from profiles.pictures.tests.uploading import UPLOAD_URL, put

pytestmark = pytest.mark.usefixtures("club")

A_PHOTO = {"fileType": "image/jpeg", "fileName": "me.JPG"}
OWN, NAMED, FOREIGN, UNKNOWN = (
    UPLOAD_URL,
    f"{UPLOAD_URL}?profileId={PROFILE}",
    f"{UPLOAD_URL}?profileId={OTHERS}",
    f"{UPLOAD_URL}?profileId=NobodyKnowsMe",
)
# Path; then the answer to anonymous, a stranger, the owner, an exec without a profile.
ROUTES = [
    (OWN, 401, 400, 200, 400),
    (OWN.replace("-url", "-url/"), 401, 400, 200, 400),
    (NAMED, 401, 403, 200, 200),
    (FOREIGN, 401, 403, 403, 200),
    (UNKNOWN, 401, 403, 403, 404),
    (f"{UPLOAD_URL}?profileId=", 401, 400, 200, 400),
]
CALLERS: dict[str, Callable[[], APIClient]] = {
    "anonymous": anonymous,
    "stranger": lambda: caller(CHLOE),
    "owner": lambda: caller(AMIRA),
    "exec": lambda: caller(BEN),
}


def ask(who: str = AMIRA, path: str = UPLOAD_URL, **body: Any) -> Any:
    return send(caller(who), "POST", path, {**A_PHOTO, **body})


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route[0]))
@pytest.mark.parametrize(("number", "who"), list(enumerate(CALLERS)))
def test_upload_address_is_given_to_whom_it_is_for(
    route: tuple[Any, ...], number: int, who: str
) -> None:
    path, *statuses = route

    response = send(CALLERS[who](), "POST", path, A_PHOTO)

    assert response.status_code == statuses[number]


@pytest.mark.parametrize(
    "nobody", WITHOUT_VALID_TOKEN.values(), ids=WITHOUT_VALID_TOKEN
)
def test_upload_address_without_a_valid_token_is_refused(
    nobody: Callable[[], APIClient],
) -> None:
    response = send(nobody(), "POST", UPLOAD_URL, A_PHOTO)

    assert response.status_code == 401
    assert response.json() == {"message": "Unauthorized"}


@pytest.mark.parametrize("who", [CHLOE, BEN])
def test_upload_address_without_a_profile_is_refused_as_documented(who: str) -> None:
    assert ask(who).json() == {"message": "Missing profileId"}


def test_upload_address_of_a_member_without_a_profile_is_refused() -> None:
    store_member(CHLOE)

    assert ask(CHLOE).json() == {"message": "Missing profileId"}


@pytest.mark.parametrize(
    ("prefix", "part"),
    [({}, "optimized"), ({"prefix": "original"}, "original")],
    ids=["default", "original"],
)
@pytest.mark.parametrize(
    ("media_type", "extension"),
    [
        ("image/jpeg", "jpg"),
        ("image/png", "png"),
        ("image/webp", "webp"),
        ("image/gif", "gif"),
    ],
)
def test_upload_address_names_profile_part_time_and_kind(
    media_type: str, extension: str, prefix: dict[str, str], part: str
) -> None:
    offer = ask(fileType=media_type, fileName="me.svg", **prefix).json()

    assert list(offer) == ["uploadUrl", "key", "publicUrl"]
    assert re.fullmatch(
        rf"profile-pictures/{PROFILE}/{part}/[0-9]{{13}}\.{extension}", offer["key"]
    )
    address, _, signature = offer["publicUrl"].partition("?uploaded=")
    assert address == f"http://localhost:8000/pictures/{offer['key']}"
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", signature)
    content = a_picture(media_type)
    assert put(offer["uploadUrl"], content, media_type).status_code == 200


def test_upload_address_of_an_exec_is_of_the_profile_they_name() -> None:
    offer = ask(BEN, f"{UPLOAD_URL}?profileId={OTHERS}").json()

    assert offer["key"].startswith(f"profile-pictures/{OTHERS}/optimized/")


@pytest.mark.parametrize(
    "media_type",
    [
        "image/svg+xml",
        "image/tiff",
        "image/heic",
        "image/",
        "IMAGE",
        "text/html",
        "image/png; charset=utf-8",
    ],
)
def test_upload_of_what_is_no_picture_is_refused_as_documented(
    media_type: str,
) -> None:
    response = ask(fileType=media_type)

    assert response.status_code == 400
    assert response.json() == {"message": "Only image uploads are allowed"}


@pytest.mark.parametrize("name", ["fileType", "fileName"])
@pytest.mark.parametrize("value", [None, "", " ", 5, ["image/png"]])
def test_upload_without_a_file_is_refused_as_documented(name: str, value: Any) -> None:
    response = ask(**{name: value})

    assert response.status_code == 400
    assert response.json() == {"message": "Missing fileType or fileName"}


@pytest.mark.parametrize("body", [{}, {"fileType": "image/png"}, {"fileName": "x"}])
def test_upload_with_a_part_of_the_facts_is_refused(body: dict[str, Any]) -> None:
    response = send(caller(AMIRA), "POST", UPLOAD_URL, body)

    assert response.json() == {"message": "Missing fileType or fileName"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("prefix", "thumbnail"),
        ("prefix", "../../"),
        ("fileSize", 0),
        ("fileSize", 8_000_001),
        ("fileSize", "large"),
    ],
)
def test_upload_with_an_odd_fact_is_refused_by_name(name: str, value: Any) -> None:
    response = ask(**{name: value})

    assert response.status_code == 406
    assert response.json()["message"].startswith(f"'{name}' in the request body")


def test_upload_of_a_named_size_takes_that_size_only() -> None:
    content = a_picture()
    offers = [ask(fileSize=len(content) + more).json() for more in (0, 1)]

    statuses = [put(offer["uploadUrl"], content).status_code for offer in offers]

    assert statuses == [200, 403]


def test_upload_where_pictures_are_not_kept_is_unavailable(settings: Settings) -> None:
    settings.LOCAL_PICTURES = False

    response = ask()

    assert response.status_code == 503
    assert "PROFILE_BUCKET" in response.json()["message"]


@pytest.mark.parametrize("profile_id", ["../x", "a/b", "ä"])
def test_upload_for_an_id_that_is_no_folder_is_refused(profile_id: str) -> None:
    store_member(CHLOE, profileID=profile_id)

    response = ask(CHLOE)

    assert response.status_code == 406
