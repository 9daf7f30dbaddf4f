"""Reads of profiles."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from core.dynamo.base import ROWS_OF_A_PAGE
from core.dynamo.loop_connections import NeedsThread
from core.dynamo.on_loop import row_on_loop
from core.dynamo.wire import Item
from core.errors import NotFound
from memberships.models import Member
from profiles.errors import CardReplaced
from profiles.faces import Face, kept_faces
from profiles.models import PROFILE, QR, Profile, partition, profile_id_of
from profiles.policy import Audience, visible, with_whole_name

L = TypeVar("L", Face, Profile)


def find_profile(profile_id: str, *, consistent: bool = False) -> Profile | None:
    """Return the profile of that id, hidden or not, or None."""
    return Profile.find(*Profile.key(profile_id), consistent=consistent)


def profile_as(profile_id: str, audience: Audience) -> dict[str, Any]:
    """Return what an audience may see of a profile; one call.

    A hidden profile is refused exactly as one that does not exist, except to execs.
    Raises ``NotFound``, and ``CardReplaced`` for the profile of a lost card.
    """
    return _seen(find_profile(profile_id), profile_id, audience)


def _seen(
    profile: Profile | None, profile_id: str, audience: Audience
) -> dict[str, Any]:
    if profile is None:
        raise NotFound.of("Profile", profile_id)
    if audience is not Audience.EXEC:
        shown_or_refuse(profile, profile_id)
    return visible(profile.plain(), audience)


def shown_or_refuse(profile: Profile | None, profile_id: str) -> Profile:
    """Return a profile that is there for others; the same refusals as ``profile_as``.

    ``profile`` is the row of that id, None where there is none.
    """
    if profile is not None and profile.replaced_at:
        raise CardReplaced(profile.leads_to)
    if profile is None or profile.hidden_at:
        raise NotFound.of("Profile", profile_id)
    return profile


def public_profile(profile_id: str) -> dict[str, Any]:
    """Return what everybody may see of a profile, with a whole name; one call.

    One more for a profile that was united with another one, which is shown.
    """
    try:
        return with_whole_name(profile_as(profile_id, Audience.PUBLIC))
    except CardReplaced as refused:
        if not refused.leads_to:
            raise
        return public_profile(refused.leads_to)


async def public_profile_on_loop(profile_id: str) -> dict[str, Any]:
    """Return what ``public_profile`` does, without a thread; one call.

    Raises ``NeedsThread`` too, such as for a profile that was united with another one.
    """
    profile = await row_on_loop(Profile, Profile.key(profile_id))
    try:
        return with_whole_name(_seen(profile, profile_id, Audience.PUBLIC))
    except CardReplaced as refused:
        if not refused.leads_to:
            raise
        raise NeedsThread from refused


def find_owner(email: str) -> Member | None:
    """Return the member row of a normalized address as far as profiles go, or None."""
    return Member.find(*Member.key(email))


def profile_id_of_member(email: str) -> str | None:
    """Return the id of a member's profile, None for strangers and for none."""
    owner = find_owner(email)
    return owner.profile_id if owner else None


def own_profile(email: str) -> dict[str, Any]:
    """Return the whole row of the caller's own profile, with a whole name; two calls.

    Raises ``NotFound`` for somebody who is no member, or whose profile is missing.
    """
    profile = _profile_of(find_owner(email))
    if profile and profile.replaced_by:
        # Perhaps since the link to it was read.
        profile = _profile_of(Member.find(*Member.key(email), consistent=True))
    if profile is None:
        raise NotFound.of("Profile", email)
    return with_whole_name(visible(profile.plain(), Audience.SELF))


def _profile_of(owner: Member | None) -> Profile | None:
    return find_profile(owner.profile_id) if owner and owner.profile_id else None


def seen_by(
    profile_ids: Iterable[str], audience: Audience
) -> dict[str, Mapping[str, Any] | None]:
    """Return what an audience may see of several profiles, by id.

    Ids without a profile are absent; hidden profiles are None. As they are now, or, of
    what nobody told this process, as they were at most five seconds ago.
    """
    faces = kept_faces.of(profile_ids, audience)
    return {profile_id: face.shown for profile_id, face in faces.items()}


def wall_faces(
    profile_ids: Iterable[str], *, anew: bool = False
) -> dict[str, Mapping[str, Any]]:
    """Return people as the wall shows them, by id; absent who is hidden or gone.

    Each is ``{"id", "name", "avatar", "major", "year"}``, what is hidden as "". The
    avatar is the small square of a picture of ours. The id of a lost card leads to the
    person under their new id. Kept as ``seen_by`` keeps them, unless all are to be
    read ``anew``.
    """
    faces = _followed(
        profile_ids, lambda asked: kept_faces.of(asked, Audience.WALL, anew=anew)
    )
    return {one: face.shown for one, face in faces.items() if face.shown}


def living_profiles(profile_ids: Iterable[str]) -> dict[str, Profile]:
    """Return the profile that each id leads to, the id of a lost card to the new one.

    Absent are ids that lead to none. A batch for each card that somebody lost.
    """
    led = _followed(profile_ids, _profiles_of)
    return {one: row for one, row in led.items() if not row.replaced_at}


def _profiles_of(profile_ids: Iterable[str]) -> dict[str, Profile]:
    found = Profile.find_many(Profile.key(profile_id) for profile_id in profile_ids)
    return {profile.profile_id: profile for profile in found.values()}


def _followed(
    profile_ids: Iterable[str], read: Callable[[set[str]], Mapping[str, L]]
) -> dict[str, L]:
    """Return what each id leads to, from the profile of a lost card to the next one."""
    asked = wanted = set(profile_ids)
    found: dict[str, L] = {}
    while asked:
        now_found = read(asked)
        found |= now_found
        next_ids = {
            str(one.replaced_by) for one in now_found.values() if one.replaced_by
        }
        asked = next_ids - found.keys()
    led = {profile_id: _end_of(profile_id, found) for profile_id in wanted}
    return {profile_id: one for profile_id, one in led.items() if one}


def _end_of(profile_id: str, found: Mapping[str, L]) -> L | None:
    end = found.get(profile_id)
    for _ in found:
        if end is None or not end.replaced_by:
            break
        end = found.get(end.replaced_by)
    return end


def all_profiles() -> Iterator[Profile]:
    """Yield every profile with its id, type and name (index ``type-query``)."""
    yield from Profile.by_type.query(PROFILE, page_size=ROWS_OF_A_PAGE)


def all_profile_items() -> Iterator[tuple[str, Item]]:
    """Yield the id of every profile, and its item as far as ``all_profiles`` reads."""
    found = Profile.by_type.query(PROFILE, page_size=ROWS_OF_A_PAGE)
    for page in found.page_iter:
        for item in page["Items"]:
            yield profile_id_of(item["compositeID"]["S"]), item


def all_codes() -> list[QR]:
    """Return every code of every event, by event and id; a scan, for execs."""
    return sorted(QR.read_all(), key=lambda code: (code.event, code.id))


def codes_of(event: str) -> list[QR]:
    """Return the codes of an event by id; the index may be moments behind."""
    return list(QR.by_event.query(event))


def find_code(qr_id: str, *, event_id: str, year: int) -> QR | None:
    """Return a code of an event, or None."""
    return QR.find(*QR.key(qr_id, event_id, year))


def partition_rows(profile_id: str) -> tuple[Profile | None, list[Item]]:
    """Return a profile and, as items, its connections: one query, to the end."""
    profile: Profile | None = None
    others: list[Item] = []
    for row in Profile.query(partition(profile_id), consistent_read=True):
        if row.type == PROFILE:
            profile = row
        else:
            others.append(row.wire)
    return profile, others
