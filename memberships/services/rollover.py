"""The membership year: who goes along into the next one, and who is a member no more.

Rolling over is a plan. Everybody's records are ready for the next year before the year
changes, which is the plan's last step: one row that all processes look at.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from accounts.models import User
from core.audit.changes import RowChange
from core.batches import in_batches
from core.clock import moment_in
from core.dynamo.base import of_year
from core.dynamo.registry import Table, table_named
from core.dynamo.tables import create_tables, exists
from core.dynamo.wire import to_item
from core.email import is_exec_email, normalize_email
from core.errors import InvalidEmail
from core.membership_year import membership_year
from core.plans.kinds import Asked, Kind, Step
from memberships.acts import MembershipAct
from memberships.errors import InvalidRollover, StillInGrace
from memberships.models import Member, YearSwitch
from memberships.queries import last_switch

ROLLOVER, LAPSE = "rollover", "lapse"

# Who goes along without renewing.
EXECS, LISTED, NOBODY = "execs", "listed", "nobody"

_LABEL = "membership year"
_AT_ONCE = 100
# Further ahead is a slip of the finger.
_FURTHEST = 2


def _roll_over(asked: Asked) -> Iterator[Step]:
    """Plan the year ``to``: ``people`` go along, the others keep their profile."""
    switch, to = last_switch(), _year_in(asked.parameters)
    present = membership_year()
    if to == present and switch and switch.before:
        # Again, for those who became members of the old year while it ended.
        source = int(switch.before)
    elif present < to <= present + _FURTHEST:
        source = present
    else:
        raise InvalidRollover(
            f"'to' must be the year after {present}; {to} is not, or is over."
        )
    grace = _grace_in(asked.parameters)
    listed = _listed(asked)
    carried: set[str] = set()
    following = of_year(Member, to)
    there = _ids_in(to)
    for members in in_batches(of_year(Member, source).scan_in_segments(), _AT_ONCE):
        users = User.find_many(User.key(member.id) for member in members)
        for member in members:
            if member.id in there:
                yield _noted(member.id, "there", f"Is a member of {to} already.")
            elif _goes_along(member.id, asked.parameters, listed):
                carried.add(member.id)
                yield _carried(member, following, to, now=asked.now)
            else:
                yield _left(member, users.get(User.key(member.id)), now=asked.now)
    for email in sorted(listed - carried - there):
        yield _noted(
            email, "unknown", f"Is no member of {source}; grant a membership instead."
        )
    if to != present:
        yield _switched(switch, to, present, grace)


def _lapse(asked: Asked) -> Iterator[Step]:
    """Plan that nobody is flagged as a member who has not renewed."""
    switch = last_switch()
    if switch and switch.grace_until and int(switch.grace_until) > asked.now:
        raise StillInGrace(int(switch.grace_until))
    flagged = (user for user in User.scan_in_segments() if user.is_member)
    for users in in_batches(flagged, _AT_ONCE):
        members = Member.find_many(Member.key(user.id) for user in users)
        for user in users:
            if Member.key(user.id) not in members:
                change = {"isMember": False, "updatedAt": asked.now}
                yield Step(
                    subject=user.id,
                    outcome="lapsed",
                    sentence=f"Is no member of {membership_year()}: the flag goes.",
                    changes=[RowChange.edited("user", user, change)],
                )


KINDS = (
    Kind(
        name=ROLLOVER,
        title="Roll over the membership year",
        act=MembershipAct.ROLL_OVER,
        outcomes={
            "carried": "Go along",
            "left": "Keep their profile, and may renew",
            "there": "Members of the next year already",
            "unknown": "Listed, but no members",
            "switch": "The year itself",
        },
        steps=_roll_over,
        prepare=lambda asked: create_tables([_table(_year_in(asked.parameters))]),
    ),
    Kind(
        name=LAPSE,
        title="End memberships that were not renewed",
        act=MembershipAct.LAPSE,
        outcomes={"lapsed": "Are members no more"},
        steps=_lapse,
    ),
)


def _year_in(parameters: Mapping[str, Any]) -> int:
    try:
        return int(parameters["to"])
    except (KeyError, TypeError, ValueError):
        raise InvalidRollover("'to' must be a year, such as 2027.") from None


def _grace_in(parameters: Mapping[str, Any]) -> int | None:
    text = parameters.get("grace")
    if not text:
        return None
    found = moment_in(str(text))
    if found is None:
        raise InvalidRollover("'grace' must be a date, such as 2027-10-15.")
    return found


def _listed(asked: Asked) -> set[str]:
    found = set()
    for number, line in enumerate(asked.file.decode("utf-8-sig").splitlines(), 1):
        if line.strip():
            try:
                found.add(normalize_email(line))
            except InvalidEmail:
                raise InvalidRollover(
                    f"Line {number} of the list is no e-mail address."
                ) from None
    return found


def _ids_in(year: int) -> set[str]:
    if not exists(_table(year)):
        return set()
    members = of_year(Member, year).scan_in_segments(attributes=["id"])
    return {member.id for member in members}


def _goes_along(
    email: str, parameters: Mapping[str, Any], listed: Collection[str]
) -> bool:
    match parameters.get("people"):
        case "execs":
            return is_exec_email(email)
        case "listed":
            return email in listed
    return False


def _carried(member: Member, following: type[Member], to: int, *, now: int) -> Step:
    stamps = to_item({"createdAt": now, "updatedAt": now})
    row = following.of_item({**member.wire, **stamps})
    return Step(
        subject=member.id,
        outcome="carried",
        sentence=f"Is a member of {to} as well, with the same profile and cards.",
        changes=[RowChange.created("member", row)],
    )


def _left(member: Member, user: User | None, *, now: int) -> Step:
    kept = member.profile_id
    if user is None or not kept:
        return _noted(member.id, "left", "May renew; there is no profile to keep.")
    change = RowChange.edited("user", user, {"keptProfileID": kept})
    if change.touched:
        values = {"keptProfileID": kept, "updatedAt": now}
        change = RowChange.edited("user", user, values)
    return Step(
        subject=member.id,
        outcome="left",
        sentence=f"May renew, and gets the profile {kept} back then.",
        changes=[change] if change.touched else [],
    )


def _noted(email: str, outcome: str, sentence: str) -> Step:
    return Step(subject=email, outcome=outcome, sentence=sentence)


def _switched(
    switch: YearSwitch | None, to: int, before: int, grace: int | None
) -> Step:
    values = {"year": to, "before": before, "graceUntil": grace}
    if switch:
        change = RowChange.edited(_LABEL, switch, values)
    else:
        partition, sk = YearSwitch.KEY
        row = YearSwitch.of({"plan": partition, "sk": sk, **values})
        change = RowChange.created(_LABEL, row)
    return Step(
        subject=_LABEL,
        outcome="switch",
        sentence=f"From then on {to} is the membership year, not {before}.",
        changes=[change],
    )


def _table(year: int) -> Table:
    return replace(table_named(Member.base_name()), year=year)
