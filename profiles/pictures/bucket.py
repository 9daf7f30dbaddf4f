"""Pictures in S3, through the client of django-storages.

Shown pictures are at the documented key; the bucket's policy lets the public read that
folder and nothing else. What is uploaded arrives in a folder beside it, so that no
signed address ever writes where the public reads.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages
from storages.backends.s3 import S3Storage

from profiles.pictures.errors import StorageSilent
from profiles.pictures.keys import FOLDER, PictureKey
from profiles.pictures.limits import OFFER_FOR
from profiles.pictures.stores import PictureStore, State, StoredFile

_FOREVER = "public, max-age=31536000, immutable"
_ABSENT = ("404", "NoSuchKey", "NotFound")
_FOLDERS = {State.UPLOADED: "uploaded/", State.SHOWN: "", State.REMOVED: "removed/"}


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
        told.
        """
        signed: dict[str, Any] = {
            **self._named(key, State.UPLOADED),
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

    def has(self, key: PictureKey, state: State) -> bool:
        """Tell whether there is a file of that state."""
        with _answering():
            try:
                self.client.head_object(**self._named(key, state))
            except ClientError as error:
                _allow_absent(error)
                return False
        return True

    def read(self, key: PictureKey, state: State, *, most: int) -> bytes | None:
        """Return a file, or one byte more than ``most`` of it; None if it is gone."""
        with _answering():
            try:
                found = self.client.get_object(**self._named(key, state))
            except ClientError as error:
                _allow_absent(error)
                return None
            # The rest of a larger one stays where it is.
            content: bytes = found["Body"].read(most + 1)
            found["Body"].close()
        return content

    def show(self, key: PictureKey, content: bytes, *, media_type: str) -> None:
        """Put a picture where everybody sees it, in the place of an earlier one."""
        with _answering():
            self.client.put_object(
                **self._named(key, State.SHOWN),
                Body=content,
                ContentType=media_type,
                CacheControl=_FOREVER,
            )

    def withdraw(self, key: PictureKey, *, now: int) -> None:
        """Take a shown picture from everybody's sight; harmless where there is none."""
        self._move(key, State.SHOWN, State.REMOVED)

    def put_back(self, key: PictureKey) -> None:
        """Show a removed picture again; harmless where there is none."""
        self._move(key, State.REMOVED, State.SHOWN)

    def delete(self, key: PictureKey, state: State) -> None:
        """Delete a file for good; harmless when there is none."""
        with _answering():
            self.client.delete_object(**self._named(key, state))

    def files(self) -> Iterator[StoredFile]:
        """Yield every file; names that are none of ours are left out."""
        for state, folder in _FOLDERS.items():
            with _answering():
                pages = self.client.get_paginator("list_objects_v2").paginate(
                    Bucket=self.bucket, Prefix=f"{folder}{FOLDER}/"
                )
                for page in pages:
                    for one in page.get("Contents", ()):
                        key = PictureKey.parse(one["Key"].removeprefix(folder))
                        at = int(one["LastModified"].timestamp() * 1000)
                        if key:
                            yield StoredFile(key=key, state=state, at=at)

    def _named(self, key: PictureKey, state: State) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": f"{_FOLDERS[state]}{key}"}

    def _move(self, key: PictureKey, here: State, there: State) -> None:
        with _answering():
            try:
                self.client.copy_object(
                    **self._named(key, there), CopySource=self._named(key, here)
                )
            except ClientError as error:
                _allow_absent(error)
                return
        self.delete(key, here)


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
