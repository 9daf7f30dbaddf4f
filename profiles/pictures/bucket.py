"""Pictures in S3, through the client of django-storages.

The tag ``state`` of an object says what it is; the bucket's policy lets the public read
objects tagged ``processed`` and nothing else. Writing an object anew drops its tags, so
what is uploaded over a shown picture is seen by nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import urlencode

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages
from storages.backends.s3 import S3Storage

from profiles.pictures.errors import StorageSilent
from profiles.pictures.keys import FOLDER, PictureKey
from profiles.pictures.limits import OFFER_FOR
from profiles.pictures.stores import PictureStore, State, Stored

_FOREVER = "public, max-age=31536000, immutable"
_ABSENT = ("404", "NoSuchKey", "NotFound")
_STATES: dict[str | None, State] = {state.value: state for state in State}


class BucketStore(PictureStore):
    """Keeps pictures in the bucket ``PROFILE_BUCKET``."""

    def __init__(self) -> None:
        self.bucket: str = settings.PROFILE_BUCKET

    @property
    def client(self) -> Any:
        """The storage's own S3 client; it has one for each thread."""
        return cast("S3Storage", storages["pictures"]).connection.meta.client

    @property
    def host(self) -> str:
        """The bucket's public host, as the web client has always stored it."""
        return f"{self.bucket}.s3.{settings.AWS_REGION}.amazonaws.com"

    def address(self, key: PictureKey) -> str:
        """Return where everybody finds a shown picture."""
        return f"https://{self.host}/{key}"

    def upload_address(
        self, key: PictureKey, media_type: str, *, size: int | None, now: int
    ) -> str:
        """Return where one file of that kind can be PUT within the next minute.

        Signed is what the present client sends: the type, and the length if it was
        told. S3 refuses headers of its own (tags) that were not signed.
        """
        signed: dict[str, Any] = {
            "Bucket": self.bucket,
            "Key": str(key),
            "ContentType": media_type,
        }
        if size is not None:
            signed["ContentLength"] = size
        with _answering():
            address: str = self.client.generate_presigned_url(
                "put_object",
                Params=signed,
                ExpiresIn=OFFER_FOR // 1000,
                HttpMethod="PUT",
            )
        return address

    def path_of(self, host: str, path: str) -> str | None:
        """Return what an address of ours names, None for an address elsewhere."""
        ours = (self.host, f"{self.bucket}.s3.amazonaws.com")
        return path.removeprefix("/") if host in ours else None

    def find(self, key: PictureKey) -> Stored | None:
        """Return what is there; one call."""
        with _answering():
            try:
                found = self.client.get_object_tagging(**self._named(key))
            except ClientError as error:
                _allow_absent(error)
                return None
        tags = {tag["Key"]: tag["Value"] for tag in found["TagSet"]}
        since = tags.get("since", "")
        return Stored(
            state=_STATES.get(tags.get("state"), State.UPLOADED),
            since=int(since) if since.isdigit() else None,
        )

    def read(self, key: PictureKey, *, most: int) -> bytes | None:
        """Return a file, or one byte more than ``most`` of it; None if it is gone."""
        with _answering():
            try:
                found = self.client.get_object(**self._named(key))
            except ClientError as error:
                _allow_absent(error)
                return None
            # The rest of a larger one stays where it is.
            content: bytes = found["Body"].read(most + 1)
            found["Body"].close()
        return content

    def show(self, key: PictureKey, content: bytes, *, media_type: str) -> None:
        """Put a picture where everybody sees it, its tag in the same write."""
        with _answering():
            self.client.put_object(
                **self._named(key),
                Body=content,
                ContentType=media_type,
                CacheControl=_FOREVER,
                Tagging=urlencode({"state": State.SHOWN}),
            )

    def withdraw(self, key: PictureKey, *, now: int) -> None:
        """Take a shown picture from everybody's sight; harmless where there is none."""
        self._tag(key, {"state": State.WITHDRAWN, "since": str(now)})

    def put_back(self, key: PictureKey) -> None:
        """Show a withdrawn picture again; harmless where there is none."""
        found = self.find(key)
        if found is not None and found.state is State.WITHDRAWN:
            self._tag(key, {"state": State.SHOWN})

    def delete(self, key: PictureKey) -> None:
        """Delete whatever is there; harmless when nothing is."""
        with _answering():
            self.client.delete_object(**self._named(key))

    def all_keys(self) -> Iterator[PictureKey]:
        """Yield the key of every file; names that are none of ours are left out."""
        with _answering():
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=f"{FOLDER}/"
            )
            for page in pages:
                for stored in page.get("Contents", ()):
                    if key := PictureKey.parse(stored["Key"]):
                        yield key

    def _named(self, key: PictureKey) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": str(key)}

    def _tag(self, key: PictureKey, tags: dict[str, str]) -> None:
        tag_set = [{"Key": name, "Value": value} for name, value in tags.items()]
        with _answering():
            try:
                self.client.put_object_tagging(
                    **self._named(key), Tagging={"TagSet": tag_set}
                )
            except ClientError as error:
                _allow_absent(error)


@contextmanager
def _answering() -> Iterator[None]:
    """Turn what S3's library raises into a refusal that says to try again."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StorageSilent from error


def _allow_absent(error: ClientError) -> None:
    if error.response["Error"]["Code"] not in _ABSENT:
        raise error
