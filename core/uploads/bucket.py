"""Uploads that go to S3 directly, under an address that we sign."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages

from core.uploads.errors import StorageSilent
from core.uploads.limits import OFFER_FOR


def client_of(storage: str) -> Any:
    """Return the S3 client of a storage of the settings; it has one for each thread."""
    bucket: Any = storages[storage]
    return bucket.connection.meta.client


def host_of(bucket: str) -> str:
    """Return a bucket's public host, as the web client has always stored it."""
    return f"{bucket}.s3.{settings.AWS_REGION}.amazonaws.com"


def upload_address(
    client: Any, bucket: str, name: str, media_type: str, *, size: int | None
) -> str:
    """Return where one file of that kind can be PUT within the next minute.

    Signed is what the present client sends: the type, and the length if it was told.
    """
    signed: dict[str, Any] = {
        "Bucket": bucket,
        "Key": name,
        "ContentType": media_type,
    }
    if size is not None:
        signed["ContentLength"] = size
    with answering():
        address: str = client.generate_presigned_url(
            "put_object", Params=signed, ExpiresIn=OFFER_FOR // 1000, HttpMethod="PUT"
        )
    return address


@contextmanager
def answering() -> Iterator[None]:
    """Turn what S3's library raises into a refusal that says to try again."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StorageSilent from error
