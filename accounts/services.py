"""What happens to accounts: sign-up, edits, deletion, favourites."""

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from accounts.acts import AccountAct
from accounts.errors import StillAMember, UserExists
from accounts.models import LEFT_ALONE, User
from core.audit.changes import RowChange
from core.audit.edits import Edited, Recorded, edit_row
from core.audit.pending_work import do_pending_work, do_work_of
from core.audit.trail import AuditEntry, record
from core.dynamo.errors import Stale
from core.dynamo.rows import create_row, update_row
from core.dynamo.transactions import read_together, retry_on_conflict, write_transaction
from core.email import is_exec_email
from core.errors import CannotUpdate, NotFound
from events.models import event_id_of, event_key
from events.queries import years_of
from memberships.models import Member
from profiles.models import Profile

# Set by the services that own the fact; naming one in an edit refuses all of it.
REFUSED = ("admin", "keptProfileID")

# Facts that money or an exec decides; an owner may send back what is stored.
EXEC_ONLY = ("isMember", "credits")


_Step = tuple[list[Action], Condition]


def sign_up(
    values: Mapping[str, Any], *, favourites: list[str], by_exec: bool, now: int
) -> dict[str, Any]:
    """Create an account in one conditional write; return it as stored.

    ``values`` are stored names, ``id`` a normalized address; ``favourites`` are texts
    "eventId;year". ``admin`` follows from the address; ``isMember`` is true only when
    an exec says so. Raises ``UserExists``.
    Source: seed "Account Creation", path 1; contract section 1.1.
    """
    row = {
        "studentId": 0,
        **values,
        "isMember": by_exec and values.get("isMember") is True,
        "admin": is_exec_email(values["id"]),
        "createdAt": now,
        "updatedAt": now,
    }
    if favourites:
        row["favedEventsID;year"] = set(favourites)
        row["favedEventsID"] = {event_id_of(favourite) for favourite in favourites}
    user = User.of(row)
    create_row(user, otherwise=UserExists())
    return user.plain()


def edit_user(
    email: str, values: Mapping[str, Any], *, actor: str, by_exec: bool, now: int
) -> Edited:
    """Change facts of an account.

    ``values`` are stored names with plain values; None removes one, unknown ones are
    kept; ``pronouns`` is another name of ``gender``. Raises ``NotFound`` and
    ``CannotUpdate``, and writes nothing then.
    """
    for name in REFUSED:
        if name in values:
            raise CannotUpdate(name)

    def decide(_: int) -> Edited:
        user = User.find(*User.key(email), consistent=True)
        if user is None:
            raise NotFound.of("user", email)
        stored = user.plain()
        for name in EXEC_ONLY:
            if name in values and not by_exec and values[name] != stored.get(name):
                raise CannotUpdate(name)
        wanted = {n: value for n, value in values.items() if n not in LEFT_ALONE}
        _keep_one_gender(wanted, stored)
        return edit_row("user", user, wanted, subject=email, actor=actor, now=now)

    return retry_on_conflict(decide)


def _keep_one_gender(wanted: dict[str, Any], stored: Mapping[str, Any]) -> None:
    """Turn an edit of ``pronouns`` into one of ``gender``, the same fact.

    Clients are told both and send both back, so the one that differs from what is
    stored is the one that was edited. Rows of other services may hold ``pronouns``.
    """
    known = stored.get("gender") or stored.get("pronouns")
    said = [wanted.pop(name) for name in ("gender", "pronouns") if name in wanted]
    edited = [value for value in said if value != known]
    if edited:
        wanted["gender"] = edited[0]
        if "pronouns" in stored:
            wanted["pronouns"] = None


def delete_user(email: str, *, actor: str, now: int, reason: str = "") -> Recorded:
    """Delete an account, and with it a profile that a revoked member kept.

    Undoable for 30 days. Raises ``NotFound`` and ``StillAMember``, and deletes nothing
    then. Source: contract section 1.1.
    """

    def decide(_: int) -> Recorded:
        user, member = read_together(
            (User, User.key(email)), (Member, Member.key(email))
        )
        if user is None:
            raise NotFound.of("User", email)
        if member is not None:
            raise StillAMember
        changes = [RowChange.removed("user", user)]
        kept = user.kept_profile_id
        profile = Profile.find(*Profile.key(kept), consistent=True) if kept else None
        if profile:
            if do_pending_work(person=email):
                raise Stale
            changes.append(RowChange.removed("profile", profile))
        entry = AuditEntry(
            act=AccountAct.DELETE,
            subject=email,
            actor=actor,
            at=now,
            changes=changes,
            reason=reason,
        )
        no_member = RowChange.absent("member", Member, Member.key(email))
        with write_transaction() as writes:
            for change in (*changes, no_member):
                change.apply(writes)
            act = record(writes, entry)
        return Recorded(act=act, row=user.plain())

    deleted = retry_on_conflict(decide)
    do_work_of(deleted.act)
    return deleted


def favourite_event(
    email: str, event_id: str, *, year: int | None, favourite: bool, now: int
) -> bool:
    """Mark an event as a favourite, or no longer; return whether that changed anything.

    The sets are added to and deleted from atomically, nothing is read before. Without
    ``year`` the event id alone is marked, and it is unmarked in every year. Raises
    ``NotFound`` for an unknown event or user.
    """
    years = years_of(event_id)
    if year is not None and year not in years:
        raise NotFound.of_pair("event", event_id, str(year))
    change = _mark if favourite else _unmark
    if any(_update(email, *step, now=now) for step in change(event_id, year, years)):
        return True
    if User.find(*User.key(email), consistent=True) is None:
        raise NotFound.of("user", email)
    return False


def _mark(event_id: str, year: int | None, years: list[int]) -> list[_Step]:
    marked = User.favourites.contains(event_id)
    actions: list[Action] = [User.favourites.add({event_id})]
    if year is not None:
        key = event_key(event_id, year)
        marked &= User.favourite_years.contains(key)
        actions.append(User.favourite_years.add({key}))
    return [(actions, ~marked)]


def _unmark(event_id: str, year: int | None, years: list[int]) -> list[_Step]:
    """Return the steps of which the first that fits is taken.

    While another year of the event is a favourite its id stays one too.
    """
    keys = {each: event_key(event_id, each) for each in years}
    gone = set(keys.values()) if year is None else {keys[year]}
    others = [key for key in keys.values() if key not in gone]
    marked = reduce(or_, (User.favourite_years.contains(key) for key in sorted(gone)))
    wholly = reduce(
        and_,
        (~User.favourite_years.contains(key) for key in others),
        User.favourites.contains(event_id) | marked,
    )
    forget_year = User.favourite_years.delete(gone)
    whole: _Step = ([User.favourites.delete({event_id}), forget_year], wholly)
    if not others:
        return [whole]
    another = reduce(or_, (User.favourite_years.contains(key) for key in others))
    # The other years may go between the first step and the second.
    return [whole, ([forget_year], marked & another), whole]


def _update(
    email: str, actions: list[Action], condition: Condition, *, now: int
) -> bool:
    stamped = [*actions, User.updated_at.set(now)]
    try:
        update_row(
            User, User.key(email), stamped, condition=condition, otherwise=Stale()
        )
    except Stale:
        return False
    return True
