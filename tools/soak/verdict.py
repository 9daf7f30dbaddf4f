"""What was kept of what was promised, once everybody has gone home."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from statistics import quantiles

from core.audit.pending_work import pending_work
from core.audit.trail import history
from interactions.models import Connection
from memberships.acts import MembershipAct
from memberships.people import person as person_of
from payments.acts import PaymentAct
from payments.ledger import account_of
from profiles.models import CONNECTIONS, Profile
from tools.soak.cluster import Cluster, Part
from tools.soak.ledger import Call, Ledger

SLOWEST = 5.0
_FAULT, _UNAVAILABLE = 500, 503
# How long the servers may take to take up what was interrupted.
_WORK_DONE_WITHIN = 60.0
_ADDRESSES = "@example.org"
# More than anybody has.
_ACTS = 1000


def wait_for_pending_work() -> None:
    """Give the servers time to finish what kills have interrupted."""
    give_up = time.monotonic() + _WORK_DONE_WITHIN
    while pending_work() and time.monotonic() < give_up:
        time.sleep(1)


def broken_promises(cluster: Cluster, ledger: Ledger) -> dict[str, list[str]]:
    """Return every promise that was not kept, and each case of it."""
    checks: dict[str, Callable[[], Iterator[str]]] = {
        "An actor of the soak failed": lambda: iter(ledger.faults),
        "Pending work is done": _pending,
        "Every acknowledged grant and revocation is there": lambda: _people(ledger),
        "Every acknowledged tap is there, on both sides": lambda: _taps(ledger),
        "No journal row names who is removed": _journals,
        "Every acknowledged payment counts once": lambda: _payments(ledger),
        "A card is replaced once, by however many at once": lambda: _cards(ledger),
        "Every screen was shown every meeting": lambda: _walls(ledger),
        "Every call is answered": lambda: _unanswered(cluster, ledger),
        "No call is answered 500": lambda: _faults(ledger),
        f"No answer takes more than {SLOWEST:.0f} s": lambda: _slow(ledger),
        "No log names an address": lambda: _logs(cluster),
    }
    found = {promise: list(check()) for promise, check in checks.items()}
    return {promise: cases for promise, cases in found.items() if cases}


def _pending() -> Iterator[str]:
    for mark in pending_work():
        yield f"{mark.work} of {mark.profile_id} for {mark.person}"


def _people(ledger: Ledger) -> Iterator[str]:
    for one in ledger.people:
        found = person_of(one.email)
        if found.is_member != one.is_member:
            yield f"{one.email} was told otherwise: is_member={found.is_member}"
        elif found.member and found.member.profile_id != one.profile_id:
            yield f"{one.email} has another profile than {one.profile_id}"
        for problem in found.problems:
            yield f"{one.email}: {problem.sentence}"


def _taps(ledger: Ledger) -> Iterator[str]:
    rows = _connections()
    for tap in ledger.taps:
        one, other = tap.one.profile_id, tap.other.profile_id
        for key in (Connection.key(one, other), Connection.key(other, one)):
            if tap.holds and key not in rows:
                yield f"{key}: {tap.one.email} tapped {tap.other.email}"


def _journals() -> Iterator[str]:
    rows = _connections()
    ids = {one for row in rows.values() for one in (row.owner_id, row.other_id)}
    profiles = Profile.find_many(Profile.key(one) for one in ids).values()
    gone = ids - {each.profile_id for each in profiles if not each.replaced_at}
    for row in rows.values():
        if gone & {row.owner_id, row.other_id}:
            yield f"{row.owner_id} met {row.other_id}, one of whom is gone"
        elif Connection.key(row.other_id, row.owner_id) not in rows:
            yield f"{row.owner_id} met {row.other_id}, but not the other way round"


def _payments(ledger: Ledger) -> Iterator[str]:
    for session, payer in ledger.payments.items():
        account = account_of(session)
        acts = [act for act in history(payer.email) if act.act == PaymentAct.COUNT]
        fulfilled = account.payment is not None and account.payment.fulfilled_at
        if not fulfilled or len(account.events) != 1 or len(acts) != 1:
            yield f"{session}: {len(account.events)} events, {len(acts)} acts"


def _cards(ledger: Ledger) -> Iterator[str]:
    for email, seen in ledger.replacements.items():
        acts = [
            act
            for act in history(email, limit=_ACTS)
            if act.act == MembershipAct.REPLACE_CARD
        ]
        if len(acts) != seen:
            yield f"{email}: {len(acts)} times instead of {seen}"


def _walls(ledger: Ledger) -> Iterator[str]:
    rows = _connections()
    # A wall shows nobody under an id that they no longer have.
    wanted = {
        str(rows[key].wall_sequence)
        for tap in ledger.taps
        if not (tap.one.former_ids or tap.other.former_ids)
        and (key := Connection.key(tap.one.profile_id, tap.other.profile_id)) in rows
    }
    for viewer, shown in ledger.shown.items():
        if missing := wanted - shown:
            yield f"{viewer} lacks {len(missing)} of {len(wanted)}: {min(missing)} ..."


def _connections() -> dict[tuple[str, str | None], Connection]:
    return {
        row.key_of(): row
        for row in Connection.read_all()
        if row.type.startswith(CONNECTIONS)
    }


def _unanswered(cluster: Cluster, ledger: Ledger) -> Iterator[str]:
    servers = {server.name: server for server in cluster.servers}
    for call in ledger.calls:
        if not call.status and not _during(servers[call.server], call):
            yield _told(ledger, call)


def _faults(ledger: Ledger) -> Iterator[str]:
    for call in ledger.calls:
        on_purpose = call.status == _UNAVAILABLE and call.comes_back
        if call.status >= _FAULT and not on_purpose:
            yield _told(ledger, call)


def _slow(ledger: Ledger) -> Iterator[str]:
    for call in ledger.calls:
        if call.status and call.seconds > SLOWEST:
            yield _told(ledger, call)


def _logs(cluster: Cluster) -> Iterator[str]:
    for server in cluster.servers:
        for line in server.log.read_text(errors="replace").splitlines():
            if _ADDRESSES in line:
                yield f"{server.name}: {line}"


def _during(part: Part, call: Call) -> bool:
    return part.was_away(call.began, call.ended)


def _told(ledger: Ledger, call: Call) -> str:
    return (
        f"{call.kind} at {call.server}, {call.began - ledger.opened:.0f} s in:"
        f" {call.status or 'no answer'} after {call.seconds:.1f} s"
    )


def table(cluster: Cluster, ledger: Ledger) -> Iterator[str]:
    """Return the lines of a summary: each kind of call, how often, how fast, how."""
    yield f"{'call':<10}{'count':>7}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}  answers"
    calls = defaultdict(list)
    for call in ledger.calls:
        calls[call.kind].append(call)
    for kind, made in sorted(calls.items()):
        times = [call.seconds * 1000 for call in made if call.status] or [0.0]
        cuts = quantiles([*times, *times], n=100)
        statuses = sorted(Counter(call.status for call in made).items())
        answers = " ".join(f"{status or 'none'}:{count}" for status, count in statuses)
        yield (
            f"{kind:<10}{len(made):>7}{cuts[49]:>9.1f}{cuts[98]:>9.1f}"
            f"{max(times):>9.1f}  {answers}"
        )
    yield (
        f"{len(ledger.people)} people, {len(ledger.taps)} taps,"
        f" {len(ledger.payments)} payments, {len(ledger.shown)} screens,"
        f" {ledger.replacements.total()} cards replaced"
    )
    for part in cluster.parts:
        for began, ended in part.outages:
            since, until = began - ledger.opened, ended - ledger.opened
            yield f"{part.name} was killed {since:.0f} s in, and up at {until:.0f} s"
