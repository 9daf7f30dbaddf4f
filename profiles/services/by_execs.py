"""What execs do to the profiles of others."""

from collections.abc import Mapping
from typing import Any

from core.audit.changes import RowChange
from core.audit.edits import Edited, edit_row
from core.dynamo.transactions import retry_on_conflict
from core.errors import NotFound
from profiles.errors import CardReplaced
from profiles.models import Profile
from profiles.services.own import MAP, PICTURE, checked_text, checked_toggles
from profiles.services.partners import checked_links
from profiles.services.pictures.adoption import adopt_picture
from profiles.services.rows import COMPANY, OWNERS_FIELDS, PARTNER

LINKS = "links"
_ROLE = "role"
# Read by clients, each of which asks for the role under another name.
_ALSO_THE_ROLE = ("position", "title")


def editable_texts(profile_type: str | None) -> tuple[str, ...]:
    """Return the texts that an exec may change on a profile of that type.

    Those of a member are copies of the member record or the owner's own words; of
    partners nobody else knows more.
    """
    if profile_type == PARTNER:
        return ("fname", "lname", "pronouns", "company", _ROLE, *OWNERS_FIELDS)
    return OWNERS_FIELDS


def edit_profile(
    profile_id: str,
    values: Mapping[str, Any],
    *,
    toggles: Mapping[str, bool],
    subject: str,
    actor: str,
    now: int,
) -> Edited:
    """Change somebody's profile as its owner could.

    ``values`` (``editable_texts``, and the list ``links`` of a company) and ``toggles``
    by stored name: what is not named stays, also when the owner changes it at the same
    time. One audit item in the history of ``subject``,
    undoable; without a difference nothing is written.

    Raises ``NotFound``, ``CardReplaced``, ``ToggleRefused``, ``NotAWebAddress``,
    ``TooLong`` and what ``adopt_picture`` refuses, and writes nothing then.
    """
    switched = checked_toggles(toggles)
    picture = _checked(_editable(profile_id), values).get(PICTURE)
    shown = {PICTURE: adopt_picture(profile_id, picture)} if picture else {}

    def decide(_: int) -> Edited:
        row = _editable(profile_id)
        wanted = {**_checked(row, values), **shown}
        return edit_row(
            "profile",
            row,
            _with_toggles(row, wanted, switched),
            subject=subject,
            actor=actor,
            now=now,
        )

    return retry_on_conflict(decide)


def plan_edit_profile(
    profile_id: str, values: Mapping[str, Any], *, toggles: Mapping[str, bool]
) -> RowChange:
    """Return what ``edit_profile`` would change, writing nothing; the same refusals.

    A picture is only looked at when it is saved.
    """
    row, switched = _editable(profile_id), checked_toggles(toggles)
    wanted = _with_toggles(row, _checked(row, values), switched)
    return RowChange.edited("profile", row, wanted)


def _checked(row: Profile, values: Mapping[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        name: checked_text(name, values[name])
        for name in editable_texts(row.profile_type)
        if name in values
    }
    if _ROLE in wanted:
        wanted |= dict.fromkeys(_ALSO_THE_ROLE, wanted[_ROLE])
    if LINKS in values and row.profile_type == COMPANY:
        wanted[LINKS] = checked_links(values[LINKS])
    return wanted


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
