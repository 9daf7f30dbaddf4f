"""A member's journal: whom they met, as those people show themselves now.

Rows keep what was written when two people met; what is shown of somebody with a profile
is always read from the profile, through the privacy policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing

from core.dynamo.errors import InvalidCursor
from core.dynamo.transactions import read_together
from core.dynamo.wire import from_wire
from interactions.errors import NotAMember, ThatIsYou
from interactions.models import Connection
from interactions.queries import connections_of
from profiles.models import Profile
from profiles.policy import Audience, name_of, with_whole_name
from profiles.queries import profile_id_of_member, seen_by, shown_or_refuse

Row = dict[str, Any]

_SALT = "interactions.journal"
_SECONDS_VALID = 24 * 60 * 60

# What a row says of the meeting, and of the person met; nothing else of it is shown.
_MEETING = ("compositeID", "type", "connectionID", "createdAt")
_ABOUT_THEM = (
    "connectionType",
    "connectionName",
    "connectionMajor",
    "connectionYear",
    "fname",
    "lname",
    "pronouns",
    "major",
    "year",
    "company",
    "title",
)


@dataclass(frozen=True, kw_only=True)
class JournalPage:
    """Some rows, newest first, and where the next ones begin; None at the end."""

    rows: list[Row]
    next_cursor: str | None


def journal(email: str, *, window: tuple[int, int] | None = None) -> list[Row]:
    """Return a member's connections, newest first, to the last one.

    ``window`` keeps those of a span of time, both ends included, in ms. Empty for
    somebody who is no member. People who are hidden are left out.
    Source: contract section 1.5.
    """
    met = [row for row in _connections(email) if _within(row, window)]
    shown = seen_by((row.other_id for row in met), Audience.CONNECTION)
    rows = [_row(row, shown) for row in met]
    return sorted((row for row in rows if row), key=_when, reverse=True)


def journal_page(
    email: str,
    *,
    size: int,
    cursor: str | None = None,
    window: tuple[int, int] | None = None,
) -> JournalPage:
    """Return at most ``size`` rows of the journal, from the cursor on.

    A cursor holds for its member and for a day. Raises ``InvalidCursor``.
    """
    rows = journal(email, window=window)
    if cursor is not None:
        last = _opened(email, cursor)
        rows = [row for row in rows if _when(row) < last]
    page = rows[:size]
    more = len(rows) > size
    end = _sealed(email, _when(page[-1])) if more else None
    return JournalPage(rows=page, next_cursor=end)


def is_connected(email: str, profile_id: str) -> bool | None:
    """Tell whether a member met the owner of a profile; None for who has no profile.

    Raises ``ThatIsYou`` for one's own profile, and what every face does for one that
    is hidden, gone or of a lost card: ``NotFound``, ``CardReplaced``.
    """
    mine = profile_id_of_member(email)
    if not mine:
        return None
    if mine == profile_id:
        raise ThatIsYou
    other, met = read_together(
        (Profile, Profile.key(profile_id)),
        (Connection, Connection.key(mine, profile_id)),
    )
    shown_or_refuse(other, profile_id)
    return met is not None


def journal_to_export(email: str) -> list[Row]:
    """Return what a member may take home of everybody they met, newest first.

    Each is what ``Audience.EXPORT`` sees of the profile, with ``profileID`` and
    ``metAt`` in ms. Raises ``NotAMember``.
    """
    mine = profile_id_of_member(email)
    if not mine:
        raise NotAMember
    met = connections_of(mine)
    shown = seen_by((row.other_id for row in met), Audience.EXPORT)
    rows = [
        {**seen, "profileID": row.other_id, "metAt": int(row.created_at or 0)}
        for row in met
        if (seen := shown.get(row.other_id)) is not None
    ]
    return sorted(rows, key=lambda row: (row["metAt"], row["profileID"]), reverse=True)


def _connections(email: str) -> list[Connection]:
    mine = profile_id_of_member(email)
    return connections_of(mine) if mine else []


def _within(row: Connection, window: tuple[int, int] | None) -> bool:
    if window is None:
        return True
    begins, ends = window
    return begins <= int(row.created_at or 0) <= ends


def _row(row: Connection, shown: Mapping[str, Mapping[str, Any] | None]) -> Row | None:
    """Return one row of the journal, None for somebody who is hidden.

    Of people whose profile is gone, rows from before the present rules say what they
    said when the two met.
    """
    meeting = _said(row, _MEETING)
    if "createdAt" in meeting:
        # Old rows may hold a text; the journal is sorted by it.
        meeting["createdAt"] = int(row.created_at or 0)
    if row.other_id not in shown:
        return {**meeting, **with_whole_name(_said(row, _ABOUT_THEM))}
    seen = shown[row.other_id]
    if seen is None:
        return None
    named = with_whole_name(seen)
    facts = {
        "connectionType": seen.get("profileType", "ATTENDEE"),
        "connectionName": name_of(seen),
        "connectionMajor": seen.get("major"),
        "connectionYear": seen.get("year"),
        "fname": named["fname"],
        "lname": named["lname"],
        "pronouns": seen.get("pronouns", ""),
        "major": seen.get("major"),
        "year": seen.get("year"),
        "company": seen.get("company"),
        "title": seen.get("position"),
    }
    return {**meeting, **{name: v for name, v in facts.items() if v is not None}}


def _said(row: Connection, names: tuple[str, ...]) -> Row:
    return {name: from_wire(row.wire[name]) for name in names if name in row.wire}


def _when(row: Row) -> tuple[int, str]:
    return row.get("createdAt", 0), str(row["type"])


def _sealed(email: str, last: tuple[int, str]) -> str:
    return signing.dumps(list(last), salt=f"{_SALT} {email}", compress=True)


def _opened(email: str, cursor: str) -> tuple[int, str]:
    try:
        at, sort_key = signing.loads(
            cursor, salt=f"{_SALT} {email}", max_age=_SECONDS_VALID
        )
    except signing.BadSignature:
        raise InvalidCursor from None
    return int(at), str(sort_key)
