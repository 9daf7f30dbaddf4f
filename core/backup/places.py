"""Where copies are kept: a folder, or ``s3://bucket/prefix``."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.files.storage import FileSystemStorage, Storage

from core.backup.errors import NoPlace


def place(address: str) -> Storage:
    """Return the storage at an address; a folder that only its owner may read."""
    parts = urlsplit(address)
    if parts.scheme == "s3":
        if not parts.netloc:
            raise NoPlace(address)
        # Slow to load, and for whoever has a bucket.
        from storages.backends.s3 import S3Storage

        bucket: Storage = S3Storage(
            bucket_name=parts.netloc,
            location=parts.path.strip("/"),
            file_overwrite=True,
            default_acl=None,
        )
        return bucket
    if parts.scheme and len(parts.scheme) > 1:
        raise NoPlace(address)
    return FileSystemStorage(
        location=Path(address).absolute(),
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
        allow_overwrite=True,
    )
