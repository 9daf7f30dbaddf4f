"""The address under which an upload is known before it is saved, and after.

Whoever asked for the upload is told it: the signature in it is nobody else's, and shows
the file as it came. Everybody else, and everybody after a while, sees at the same
address what was made of it, once it was saved.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from profiles.pictures.keys import PictureKey

PICTURES_AT = "/pictures/"
SIGNATURE = "uploaded"

# How long the file is shown as it came, in ms from when the upload was asked for.
SEEN_FOR = 60 * 60_000

_signer = Signer(salt="profiles.pictures.unsaved")


def told_address(key: PictureKey) -> str:
    """Return the address that whoever uploads under that key is told."""
    return f"{own_address(key)}?{SIGNATURE}={_signer.signature(str(key))}"


def own_address(key: PictureKey) -> str:
    """Return where this server knows a picture."""
    return f"{settings.PUBLIC_URL}{PICTURES_AT}{key}"


def name_here(host: str, path: str) -> str | None:
    """Return what an address of this server names, None for an address elsewhere."""
    if host != urlsplit(settings.PUBLIC_URL).netloc.lower():
        return None
    return path.removeprefix(PICTURES_AT) if path.startswith(PICTURES_AT) else None


def may_see_upload(key: PictureKey, signature: str, *, now: int) -> bool:
    """Tell whether who sends that signature may see the file before it is saved."""
    ours = _signer.signature(str(key))
    return now <= key.at + SEEN_FOR and constant_time_compare(signature, ours)
