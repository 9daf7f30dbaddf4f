"""Judges who have another e-mail address now, which is a part of their keys."""

from companion.judging.models import Judge, JudgeFeedback
from companion.judging.queries import feedback_by, find_judge
from companion.judging.services.appointing import JUDGE
from companion.judging.services.feedback import FEEDBACK
from core.audit.changes import RowChange
from core.dynamo.wire import to_item
from core.readdressing import Readdressed


def readdressed_judges(old: str, new: str, now: int) -> Readdressed:
    """Return how a judge, and what they said, go to another address.

    Where both addresses said something of a team in a round, the new one's stays.
    """
    found = Readdressed()
    if judge := find_judge(old):
        found.changes.append(RowChange.removed(JUDGE, judge))
        if find_judge(new) is None:
            item = {**judge.wire, **to_item({"id": new})}
            found.changes.append(RowChange.created(JUDGE, Judge.of_item(item)))
    there = {row.team_and_round for row in feedback_by(new)}
    for row in feedback_by(old):
        found.changes.append(RowChange.removed(FEEDBACK, row))
        if row.team_and_round in there:
            found.remarks.append(
                f"Both judged {row.team_name or row.team} in round {row.round}: what"
                " the address that stays said is kept, the other goes."
            )
            continue
        item = {**row.wire, **to_item({"id": new})}
        found.changes.append(RowChange.created(FEEDBACK, JudgeFeedback.of_item(item)))
    return found
