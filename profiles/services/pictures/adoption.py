"""Making an uploaded file a profile's picture, when its owner saves the address."""

from core.uploads.limits import LARGEST_UPLOAD
from profiles.pictures.errors import (
    FIELD,
    NotOnesOwn,
    PictureMissing,
    PictureRefused,
    PictureWithdrawn,
    TooLarge,
)
from profiles.pictures.keys import THUMBNAIL, PictureKey
from profiles.pictures.stores import PictureStore, State, picture_store
from profiles.queries import find_profile


def adopt_picture(profile_id: str, address: str) -> str:
    """Return the address to store for a picture, which everybody can see from then on.

    An upload of the profile's own is checked, encoded anew and shown, together with a
    small square of it; what cannot be shown is deleted. An address elsewhere, and the
    one that the profile has already, stay as they are. Nothing is lost and nothing
    shown by halves when two do this at once, or when it breaks off: do it again.

    Raises ``NotOnesOwn``, ``PictureMissing``, ``PictureWithdrawn``, ``TooLarge``,
    ``TooLaborious``, ``Unreadable``; ``StorageSilent`` when S3 does not answer, and
    ``DecodersBusy`` when too many pictures come at once.
    """
    store = picture_store()
    named = store.named_by(address) if store else None
    if store is None or named is None:
        return address
    key = PictureKey.parse(named)
    profile = find_profile(profile_id)
    stored = profile.plain().get(FIELD) if profile else None
    if stored == address or (key and stored == store.address(key)):
        return str(stored)
    if key is None or key.profile_id != profile_id or key.part == THUMBNAIL:
        raise NotOnesOwn
    match store.state_of(key):
        case None:
            raise PictureMissing
        case State.REMOVED:
            raise PictureWithdrawn
        case State.UPLOADED:
            _show_upload(store, key)
    return store.address(key)


def show_clean(store: PictureStore, key: PictureKey, state: State) -> None:
    """Make of a stored file a picture and its square, seen by everybody.

    Refuses what is no picture as ``adopt_picture`` does, and leaves it where it is.
    """
    from profiles.pictures.cleaning import cleaned

    content = store.read(key, state, most=LARGEST_UPLOAD)
    if content is None:
        raise PictureMissing
    if len(content) > LARGEST_UPLOAD:
        raise TooLarge
    ready = cleaned(content, media_type=key.media_type)
    # The square comes first: a picture that was cleaned always has one.
    store.show(key.thumbnail, ready.thumbnail, media_type=ready.media_type)
    store.show(key, ready.picture, media_type=ready.media_type)


def _show_upload(store: PictureStore, key: PictureKey) -> None:
    try:
        show_clean(store, key, State.UPLOADED)
    except PictureMissing:
        # Another save was faster.
        if not store.has(key, State.SHOWN):
            raise
    except PictureRefused:
        store.delete(key, State.UPLOADED)
        raise
    store.delete(key, State.UPLOADED)
