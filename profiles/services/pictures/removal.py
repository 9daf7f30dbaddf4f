"""Taking a picture from a profile, and giving it back."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, enact
from core.errors import NotFound
from core.uploads.errors import StorageSilent
from profiles.acts import ProfileAct
from profiles.pictures.errors import FIELD, NoPicture
from profiles.pictures.keys import PictureKey
from profiles.pictures.stores import stored_picture
from profiles.queries import find_profile

logger = logging.getLogger("profiles.pictures")


def remove_picture(
    profile_id: str, *, subject: str, actor: str, reason: str, now: int
) -> Act:
    """Take the picture from a profile, recorded in the history of ``subject``.

    - the row shows none from the one transaction on, which also has the audit item;
    - then the file and its square are withdrawn: nobody sees them, the owner cannot
      save the same address again, and they are kept for the 30 days of undo;
    - undo restores the row, and then the files;
    - what a crash or a silent S3 leaves of either is done by the daily
      ``check_pictures --remove``.

    Raises ``NotFound`` and ``NoPicture``, and ``Stale`` when the owner changed the
    profile meanwhile, who may have another picture now.
    """
    profile = find_profile(profile_id)
    if profile is None:
        raise NotFound.of("Profile", profile_id)
    address = profile.plain().get(FIELD)
    if not address:
        raise NoPicture
    change = RowChange.edited("profile", profile, {FIELD: "", "updatedAt": now})
    entry = AuditEntry(
        act=ProfileAct.REMOVE_PICTURE,
        subject=subject,
        actor=actor,
        at=now,
        changes=[change],
        reason=reason,
    )
    act = enact(entry)
    _withdraw(str(address), now=now)
    return act


def put_back_pictures(changes: Iterable[RowChange]) -> None:
    """Show again the removed pictures that rows have after these changes, an undo."""
    for change in changes:
        _, address = change.fields().get(FIELD, (None, None))
        if change.kind == "changed" and (found := stored_picture(str(address or ""))):
            store, key = found
            with _left_to_the_daily_check(key):
                store.put_back(key.thumbnail)
                store.put_back(key)


def _withdraw(address: str, *, now: int) -> None:
    if found := stored_picture(address):
        store, key = found
        with _left_to_the_daily_check(key):
            store.withdraw(key, now=now)
            store.withdraw(key.thumbnail, now=now)


@contextmanager
def _left_to_the_daily_check(key: PictureKey) -> Iterator[None]:
    """Let what the row says stand when S3 does not answer after it was written."""
    try:
        yield
    except StorageSilent:
        logger.warning("picture.left key=%s", key)
