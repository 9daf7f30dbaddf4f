"""Asking where to upload a picture."""

from dataclasses import dataclass

from core.errors import Forbidden, NotFound
from core.uploads.errors import NotAPicture
from core.uploads.limits import EXTENSIONS
from profiles.pictures.errors import NoPlaceForPictures, OddProfileId, ProfileIdMissing
from profiles.pictures.keys import PictureKey, may_name_a_folder
from profiles.pictures.stores import picture_store
from profiles.pictures.unsaved import told_address
from profiles.queries import find_profile, profile_id_of_member


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Where one picture can be uploaded within a minute, and seen and saved then."""

    upload_address: str
    key: str
    address: str


def profile_to_picture(email: str, *, is_exec: bool, named: str | None) -> str:
    """Return the profile that a caller may upload a picture for.

    Their own, which they may name; an exec may name any that exists. Raises
    ``ProfileIdMissing``, ``Forbidden`` and ``NotFound``.
    """
    if named and is_exec:
        if find_profile(named) is None:
            raise NotFound.of("Profile", named)
        return named
    own = profile_id_of_member(email)
    if named and named != own:
        raise Forbidden
    if own is None:
        raise ProfileIdMissing
    return own


def offer_upload(
    profile_id: str, *, media_type: str, part: str, size: int | None, now: int
) -> Offer:
    """Return where a picture of that kind can be uploaded for a profile.

    Raises ``NotAPicture`` for a kind that is not taken, ``OddProfileId``, and
    ``NoPlaceForPictures`` where this installation keeps none.
    """
    extension = EXTENSIONS.get(media_type)
    if extension is None:
        raise NotAPicture
    store = picture_store()
    if store is None:
        raise NoPlaceForPictures
    if not may_name_a_folder(profile_id):
        raise OddProfileId
    key = PictureKey(profile_id=profile_id, part=part, at=now, extension=extension)
    return Offer(
        upload_address=store.upload_address(key, media_type, size=size, now=now),
        key=str(key),
        address=told_address(key),
    )
