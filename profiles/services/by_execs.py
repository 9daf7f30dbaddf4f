"""What execs do to the profiles of others."""

from collections.abc import Mapping
from typing import Any

from biztech.audit.changes import RowChange
from biztech.audit.edits import edit_row
from biztech.dynamo.transactions import decide_again_when_stale
from biztech.errors import NotFound
from profiles.errors import CardReplaced
from profiles.models import Profile
from profiles.pictures.adoption import adopt_picture
from profiles.services.own import MAP, PICTURE, checked_text, checked_toggles
from profiles.services.rows import OWNERS_FIELDS


def edit_profile(
    profile_id: str,
    values: Mapping[str, Any],
    *,
    toggles: Mapping[str, bool],
    subject: str,
    actor: str,
    now: int,
) -> dict[str, Any]:
    """Change somebody's profile as its owner could; return what changed, as stored.

    ``values`` and ``toggles`` by stored name: what is not named stays, also when the
    owner changes it at the same time. One audit item in the history of ``subject``,
    undoable; without a difference nothing is written.

    Raises ``NotFound``, ``CardReplaced``, ``ToggleRefused``, ``NotAWebAddress``,
    ``TooLong`` and what ``adopt_picture`` refuses, and writes nothing then.
    """
    wanted = _checked(values)
    switched = checked_toggles(toggles)
    if picture := wanted.get(PICTURE):
        wanted[PICTURE] = adopt_picture(profile_id, picture)

    def decide(_: int) -> dict[str, Any]:
        row = _editable(profile_id)
        return edit_row(
            "profile",
            row,
            _with_toggles(row, wanted, switched),
            subject=subject,
            actor=actor,
            now=now,
        )

    return decide_again_when_stale(decide)


def plan_edit_profile(
    profile_id: str, values: Mapping[str, Any], *, toggles: Mapping[str, bool]
) -> RowChange:
    """Return what ``edit_profile`` would change, writing nothing; the same refusals.

    A picture is only looked at when it is saved.
    """
    wanted, switched = _checked(values), checked_toggles(toggles)
    row = _editable(profile_id)
    return RowChange.edited("profile", row, _with_toggles(row, wanted, switched))


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: checked_text(name, values[name])
        for name in OWNERS_FIELDS
        if name in values
    }


def _editable(profile_id: str) -> Profile:
    row = Profile.find(*Profile.key(profile_id), consistent=True)
    if row is None:
        raise NotFound.of("Profile", profile_id)
    if row.replaced_at:
        raise CardReplaced
    return row


def _with_toggles(
    row: Profile, values: Mapping[str, Any], toggles: Mapping[str, bool]
) -> dict[str, Any]:
    """Return all values of the edit; toggles that are not named stay as they are."""
    if not toggles:
        return dict(values)
    stored = row.plain().get(MAP)
    before = stored if isinstance(stored, Mapping) else {}
    return {**values, MAP: {**before, **toggles}}
