"""Pictures in S3, against a server that enforces signatures as AWS does."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError
from pytest_django import Settings
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from biztech.tests.callers import AMIRA, caller, send
from biztech.tests.test_serve import free_port
from core.uploads.errors import StorageSilent
from profiles.pictures.bucket import BucketStore
from profiles.pictures.errors import PictureMissing, PictureWithdrawn
from profiles.pictures.keys import PictureKey
from profiles.pictures.stores import State, thumbnail_address
from profiles.pictures.tests.conftest import PROFILE
from profiles.pictures.tests.pictures import SVG, a_picture, from_a_phone, opened
from profiles.pictures.tests.uploading import UPLOAD_URL, offered, seen, stored
from profiles.queries import own_profile
from profiles.services import edit_own_profile
from profiles.services.pictures.adoption import adopt_picture
from profiles.services.pictures.removal import remove_picture

MINISTACK = Path(__file__).resolve().parents[3] / ".venv-ddb" / "bin" / "ministack"
BUCKET = "biztech-profile-pictures"
REGION = "us-west-2"
KEYS = {"access_key": "test", "secret_key": "test"}
JPEG = {"Content-Type": "image/jpeg"}

pytestmark = [
    pytest.mark.skipif(
        not MINISTACK.exists(),
        reason="no ministack to play S3 (tools/setup.sh test installs it)",
    ),
    pytest.mark.usefixtures("bucket"),
]


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Run a server of our own that checks signatures, and return its owner's client."""
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [str(MINISTACK)],
        cwd=tmp_path_factory.mktemp("s3"),
        env={
            "PATH": os.environ["PATH"],
            "AUTH": "true",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "SERVICES": "s3",
            "PERSIST_STATE": "0",
            "LOG_LEVEL": "WARNING",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    client = boto3.client(
        "s3",
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    try:
        _make_bucket(client)
        yield client
    finally:
        server.terminate()
        server.wait(timeout=10)


@retry(
    retry=retry_if_exception_type(EndpointConnectionError),
    stop=stop_after_delay(30),
    wait=wait_fixed(0.1),
    reraise=True,
)
def _make_bucket(client: Any) -> None:
    client.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
    )


@pytest.fixture
def bucket(s3: Any, club: None, folder: Path, settings: Settings) -> Iterator[Any]:
    """Keep the pictures in the bucket, and empty it afterwards."""
    settings.PROFILE_BUCKET = BUCKET
    settings.LOCAL_PICTURES = False
    options = {
        **KEYS,
        "bucket_name": BUCKET,
        "region_name": REGION,
        "endpoint_url": s3.meta.endpoint_url,
        "client_config": s3.meta.config,
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "pictures": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
    }
    yield s3
    for name in names(s3):
        s3.delete_object(Bucket=BUCKET, Key=name)


def names(s3: Any) -> list[str]:
    listed = s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return [one["Key"] for one in listed]


def content(s3: Any, name: str) -> bytes:
    stored: bytes = s3.get_object(Bucket=BUCKET, Key=name)["Body"].read()
    return stored


def put(address: str, content: bytes, **headers: str) -> int:
    """Return the status with which S3 answers an upload."""
    sent = {**JPEG, **{name.replace("_", "-"): text for name, text in headers.items()}}
    return requests.put(address, content, headers=sent, timeout=10).status_code


def uploaded(content: bytes, media_type: str = "image/jpeg") -> Any:
    offer = offered(PROFILE, media_type)
    assert put(offer.upload_address, content, Content_Type=media_type) == 200
    return offer


def test_offer_names_an_address_of_ours_and_is_signed_for_the_bucket() -> None:
    response = send(
        caller(AMIRA),
        "POST",
        UPLOAD_URL,
        {"fileType": "image/png", "fileName": "me.png", "prefix": "original"},
    )

    offer = response.json()
    assert response.status_code == 200
    assert offer["key"].startswith(f"profile-pictures/{PROFILE}/original/")
    assert offer["publicUrl"].startswith(
        f"http://localhost:8000/pictures/{offer['key']}?uploaded="
    )
    assert "X-Amz-Expires=60" in offer["uploadUrl"]
    assert "X-Amz-SignedHeaders=content-type%3Bhost&" in offer["uploadUrl"]


def test_upload_with_the_signed_type_is_taken(bucket: Any) -> None:
    offer = offered(PROFILE)

    assert put(offer.upload_address, b"anything") == 200
    assert names(bucket) == [f"uploaded/{offer.key}"]


@pytest.mark.parametrize("media_type", ["image/png", "text/html", "image/svg+xml"])
def test_upload_with_another_type_is_refused(media_type: str, bucket: Any) -> None:
    offer = offered(PROFILE)

    assert put(offer.upload_address, SVG, Content_Type=media_type) == 403
    assert names(bucket) == []


@pytest.mark.parametrize(
    ("signed", "wanted"),
    [
        (f"/uploaded/profile-pictures/{PROFILE}/", "/uploaded/profile-pictures/Other/"),
        ("/uploaded/profile-pictures/", "/profile-pictures/"),
        ("X-Amz-Expires=60", "X-Amz-Expires=6000"),
    ],
)
def test_upload_to_a_tampered_address_is_refused(
    signed: str, wanted: str, bucket: Any
) -> None:
    address = offered(PROFILE).upload_address
    assert signed in address

    assert put(address.replace(signed, wanted), a_picture()) == 403
    assert names(bucket) == []


def test_upload_without_a_signature_is_refused(bucket: Any) -> None:
    address = offered(PROFILE).upload_address

    assert put(address.partition("?")[0], a_picture()) == 403
    assert names(bucket) == []


def test_upload_of_another_length_than_signed_is_refused(bucket: Any) -> None:
    picture = a_picture()
    address = offered(PROFILE, size=len(picture)).upload_address

    assert put(address, picture + b"more") == 403
    assert put(address, picture) == 200


def test_saving_an_upload_shows_it_clean_with_a_square(bucket: Any) -> None:
    offer = uploaded(from_a_phone())

    response = send(
        caller(AMIRA), "PATCH", "/profiles/user/", {"profilePictureURL": offer.address}
    )

    square = thumbnail_address(offer.address).partition(".com/")[2]
    assert response.status_code == 200
    assert names(bucket) == [offer.key, square]
    picture = opened(content(bucket, offer.key))
    assert (picture.size, dict(picture.getexif())) == ((320, 200), {})
    assert opened(content(bucket, square)).size == (200, 200)
    for name in (offer.key, square):
        stored = bucket.head_object(Bucket=BUCKET, Key=name)
        assert stored["ContentType"] == "image/jpeg"
        assert stored["CacheControl"] == "public, max-age=31536000, immutable"


def test_upload_is_seen_at_the_told_address_before_and_after_it_is_saved() -> None:
    photo = from_a_phone()
    offer = uploaded(photo)
    public = f"https://biztech-profile-pictures.s3.us-west-2.amazonaws.com/{offer.key}"

    before = [seen(address) for address in (offer.address, stored(offer))]
    wanted = {"profilePictureURL": offer.address}
    for _ in range(2):
        assert (
            send(caller(AMIRA), "PATCH", "/profiles/user/", wanted).status_code == 200
        )
    after = [seen(address) for address in (offer.address, stored(offer))]

    assert before[0].content == photo
    # S3 itself says that there is nothing for the public yet.
    assert [answer.status_code for answer in (before[1], *after)] == [302] * 3
    assert {answer["Location"] for answer in (before[1], *after)} == {public}
    assert own_profile(AMIRA)["profilePictureURL"] == public


def test_upload_again_leaves_the_shown_picture_as_it_is(bucket: Any) -> None:
    offer = uploaded(a_picture())
    adopt_picture(PROFILE, offer.address)
    shown = content(bucket, offer.key)

    assert put(offer.upload_address, b"<script>", x_amz_tagging="state=shown") == 200

    assert content(bucket, offer.key) == shown


def test_saving_a_shown_picture_again_changes_nothing(bucket: Any) -> None:
    offer = uploaded(a_picture())
    adopt_picture(PROFILE, offer.address)
    stored = [bucket.head_object(Bucket=BUCKET, Key=name) for name in names(bucket)]

    adopt_picture(PROFILE, offer.address)

    again = [bucket.head_object(Bucket=BUCKET, Key=name) for name in names(bucket)]
    assert [one["LastModified"] for one in again] == [
        one["LastModified"] for one in stored
    ]


@pytest.mark.parametrize("bad", [SVG, a_picture()[:-400], a_picture() + bytes(8**8)])
def test_saving_a_bad_picture_is_refused_and_deletes_it(
    bad: bytes, bucket: Any
) -> None:
    offer = uploaded(bad)

    response = send(
        caller(AMIRA), "PATCH", "/profiles/user/", {"profilePictureURL": offer.address}
    )

    assert response.status_code == 406
    assert names(bucket) == []


def test_saving_what_was_never_uploaded_is_refused() -> None:
    with pytest.raises(PictureMissing):
        adopt_picture(PROFILE, offered(PROFILE).address)


def test_removed_picture_is_kept_where_the_public_does_not_read(
    bucket: Any, now: int
) -> None:
    offer = uploaded(a_picture())
    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)

    remove_picture(PROFILE, subject=AMIRA, actor="ben", reason="not hers", now=now)

    assert all(name.startswith("removed/profile-pictures/") for name in names(bucket))
    assert len(names(bucket)) == 2
    with pytest.raises(PictureWithdrawn):
        adopt_picture(PROFILE, offer.address)


def test_put_back_shows_a_removed_picture_again(bucket: Any, now: int) -> None:
    store, key = BucketStore(), PictureKey.parse(uploaded(a_picture()).key)
    assert key is not None
    adopt_picture(PROFILE, store.address(key))
    store.withdraw(key, now=now)

    store.put_back(key)
    store.put_back(key)

    stored = bucket.head_object(Bucket=BUCKET, Key=str(key))
    assert stored["ContentType"] == "image/jpeg"
    assert store.state_of(key) is State.SHOWN


def test_files_are_listed_with_their_state(bucket: Any) -> None:
    offer = uploaded(a_picture())
    adopt_picture(PROFILE, offer.address)
    waiting = offered("Other")
    put(waiting.upload_address, b"x")
    bucket.put_object(Bucket=BUCKET, Key="profile-pictures/readme.txt", Body=b"")

    listed = [(str(file.key), file.state.value) for file in BucketStore().files()]

    square = offer.key.replace("optimized", "thumbnail")
    assert listed == [
        (waiting.key, "uploaded"),
        (offer.key, "shown"),
        (square, "shown"),
    ]


def cut_off(settings: Settings) -> None:
    """Let nobody answer where S3 was."""
    storage = settings.STORAGES["pictures"]
    options = {
        **storage["OPTIONS"],
        "endpoint_url": f"http://127.0.0.1:{free_port()}",
        "client_config": Config(retries={"total_max_attempts": 1}),
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "pictures": {**storage, "OPTIONS": options},
    }


def test_saving_while_s3_is_away_asks_to_try_again(settings: Settings) -> None:
    offer = uploaded(a_picture())
    cut_off(settings)

    response = send(
        caller(AMIRA),
        "PATCH",
        "/profiles/user/",
        {"profilePictureURL": offer.address, "hobby1": "Chess"},
    )

    assert response.status_code == 503
    assert "in a minute" in response.json()["message"]
    with pytest.raises(StorageSilent):
        adopt_picture(PROFILE, offer.address)


def test_saving_a_profile_whose_picture_stays_needs_no_s3(
    settings: Settings, now: int
) -> None:
    offer = uploaded(a_picture())
    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)
    cut_off(settings)

    written = edit_own_profile(
        AMIRA, {"profilePictureURL": offer.address, "hobby1": "Chess"}, now=now
    )

    assert written["hobby1"] == "Chess"


def test_removal_while_s3_is_away_stands_and_is_left_to_the_daily_check(
    settings: Settings, now: int, caplog: pytest.LogCaptureFixture
) -> None:
    offer = uploaded(a_picture())
    edit_own_profile(AMIRA, {"profilePictureURL": offer.address}, now=now)
    cut_off(settings)

    remove_picture(PROFILE, subject=AMIRA, actor="ben", reason="not hers", now=now)

    assert own_profile(AMIRA)["profilePictureURL"] == ""
    assert f"picture.left key={offer.key}" in caplog.text


def test_policy_of_the_documentation_shows_the_public_shown_pictures_only(
    bucket: Any,
) -> None:
    offer = uploaded(a_picture())
    adopt_picture(PROFILE, offer.address)
    waiting = uploaded(a_picture("image/png"), "image/png")
    BucketStore().withdraw(PictureKey.parse(offer.key).thumbnail, now=0)  # type: ignore[union-attr]
    bucket.delete_public_access_block(Bucket=BUCKET)
    bucket.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(documented_policy()))

    statuses = {
        name.partition("/")[0]: requests.get(
            f"{bucket.meta.endpoint_url}/{BUCKET}/{name}", timeout=10
        ).status_code
        for name in names(bucket)
    }

    assert f"uploaded/{waiting.key}" in names(bucket)
    assert statuses == {"profile-pictures": 200, "uploaded": 403, "removed": 403}


def documented_policy() -> Any:
    """Return the bucket policy that the operations page shows."""
    page = (Path(__file__).resolve().parents[3] / "docs" / "operations.md").read_text()
    block = page.partition("### The bucket's policy")[2].partition("```json")[2]
    return json.loads(block.partition("```")[0])
