"""Pictures in S3, through the client of django-storages.

Shown pictures are at the documented key; the bucket's policy lets the public read that
folder and nothing else. What is uploaded arrives in a folder beside it, so that no
signed address ever writes where the public reads.
"""

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings

from core.uploads.bucket import answering, client_of, host_of, upload_address
from profiles.pictures.keys import FOLDER, PictureKey
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
        return client_of("pictures")

    @property
    def host(self) -> str:
        """The bucket's public host, as the web client has always stored it."""
        return host_of(self.bucket)

    def address(self, key: PictureKey) -> str:
        """Return where everybody finds a shown picture."""
        return f"https://{self.host}/{key}"

    def upload_address(
        self, key: PictureKey, media_type: str, *, size: int | None, now: int
    ) -> str:
        """Return where one file of that kind can be PUT within the next minute."""
        name = self._named(key, State.UPLOADED)["Key"]
        return upload_address(self.client, self.bucket, name, media_type, size=size)

    def path_of(self, host: str, path: str) -> str | None:
        """Return what an address of ours names, None for an address elsewhere."""
        ours = (self.host, f"{self.bucket}.s3.amazonaws.com")
        return path.removeprefix("/") if host in ours else None

    def has(self, key: PictureKey, state: State) -> bool:
        """Tell whether there is a file of that state."""
        with answering():
            try:
                self.client.head_object(**self._named(key, state))
            except ClientError as error:
                _allow_absent(error)
                return False
        return True

    def read(self, key: PictureKey, state: State, *, most: int) -> bytes | None:
        """Return a file, or one byte more than ``most`` of it; None if it is gone."""
        with answering():
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
        with answering():
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
        with answering():
            self.client.delete_object(**self._named(key, state))

    def files(self) -> Iterator[StoredFile]:
        """Yield every file; names that are none of ours are left out."""
        for state, folder in _FOLDERS.items():
            with answering():
                pages = self.client.get_paginator("list_objects_v2").paginate(
                    Bucket=self.bucket, Prefix=f"{folder}{FOLDER}/"
                )
                for page in pages:
                    for one in page.get("Contents", ()):
                        key = PictureKey.parse(one["Key"].removeprefix(folder))
                        at = int(one["LastModified"].timestamp() * 1000)
                        if key:
                            yield StoredFile(key=key, state=state, at=at)

    def require_answer(self) -> None:
        """Ask for the bucket, which needs the right to list it."""
        with answering():
            self.client.head_bucket(Bucket=self.bucket)

    def _named(self, key: PictureKey, state: State) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": f"{_FOLDERS[state]}{key}"}

    def _move(self, key: PictureKey, here: State, there: State) -> None:
        with answering():
            try:
                self.client.copy_object(
                    **self._named(key, there), CopySource=self._named(key, here)
                )
            except ClientError as error:
                _allow_absent(error)
                return
        self.delete(key, here)


def _allow_absent(error: ClientError) -> None:
    if error.response["Error"]["Code"] not in _ABSENT:
        raise error
