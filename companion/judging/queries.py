"""Reads of judging."""

from collections.abc import Iterable, Iterator
from itertools import islice

from companion.judging.models import Judge, JudgeFeedback, Release, Round
from events.models import Registration, Team

# Of an event; an exec cannot make more.
MOST_JUDGES = 30
FIRST_ROUND = "1"


def current_round() -> str:
    """Return the round that is judged now."""
    return name_of_round(Round.find(*Round.key(), consistent=True))


def name_of_round(row: Round | None) -> str:
    """Return what a round is called; without a row it is the first."""
    return str((row and row.name) or FIRST_ROUND)


def find_judge(email: str) -> Judge | None:
    """Return a judge, or None."""
    row = Judge.find(email, consistent=True) if "@" in email else None
    return row if row and row.event else None


def judges_of(event: str) -> list[Judge]:
    """Return an event's judges by address; the index may be moments behind."""
    return sorted(islice(_judges(event), MOST_JUDGES), key=lambda row: str(row.id))


def count_judges(event: str) -> int:
    """Return how many judge at an event; the index may be moments behind."""
    return sum(1 for _ in _judges(event))


def find_team(team_id: str) -> Team | None:
    """Return a team of any event, or None; ids are drawn once for all events."""
    return next(iter(Team.query(team_id, limit=1)), None)


def feedback_by(judge: str) -> list[JudgeFeedback]:
    """Return what a judge said so far, by round and time."""
    if not judge:
        return []
    return _in_order(JudgeFeedback.query(judge, consistent_read=True))


def feedback_on(team_id: str) -> list[JudgeFeedback]:
    """Return what was said of a team, by round and time."""
    return _in_order(JudgeFeedback.by_team.query(team_id))


def feedback_at(event: str) -> list[JudgeFeedback]:
    """Return what was said at an event, by round and time."""
    return _in_order(JudgeFeedback.by_event.query(event))


def all_feedback() -> Iterator[JudgeFeedback]:
    """Yield what was said at all events, former years' included; for execs."""
    return JudgeFeedback.read_all()


def is_released(event: str) -> bool:
    """Tell whether the teams of an event may read what was said of them."""
    return Release.find(*Release.key(event), consistent=True) is not None


def names_of(judges: Iterable[Judge]) -> dict[str, str]:
    """Return what judges are called, by address, as they registered."""
    keys = [(str(each.id), str(each.event)) for each in judges]
    found = Registration.find_many(keys)
    return {str(row.id): row.full_name for row in found.values()}


def _judges(event: str) -> Iterator[Judge]:
    return (row for row in Judge.by_event.query(event) if "@" in str(row.id))


def _in_order(rows: Iterable[JudgeFeedback]) -> list[JudgeFeedback]:
    return sorted(rows, key=lambda row: (row.round, row.created_at or "", row.id))
