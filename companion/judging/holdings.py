"""What judging holds of people."""

from collections.abc import Iterator
from itertools import takewhile

from companion.judging.models import Judge, JudgeFeedback, Panel, Release, Round
from companion.judging.queries import feedback_by
from core.audit.changes import RowChange
from core.dynamo.wire import to_item
from core.privacy.holdings import Holding, hold_nothing, register_holdings
from core.privacy.subjects import DataSubject

_FORGOTTEN = frozenset({"id", "judgeName", "feedback"})


def _judge(whom: DataSubject) -> Iterator[Judge]:
    yield from Judge.find_many(map(Judge.key, whom.emails)).values()


def _feedback(whom: DataSubject) -> Iterator[JudgeFeedback]:
    for email in whom.emails:
        yield from feedback_by(email)


def _unnamed(whom: DataSubject, row: JudgeFeedback) -> Iterator[RowChange]:
    """Yield how scores move to the pseudonym, as the address is a part of the key."""
    yield RowChange.removed("judge feedback", row)
    judge, team_and_round = row.key_of()
    first = [whom.pseudonym, *takewhile(lambda each: each != judge, whom.emails)]
    # Who judged a team twice, under two addresses, keeps the first scores.
    if JudgeFeedback.find_many((each, team_and_round) for each in first):
        return
    item = {name: value for name, value in row.wire.items() if name not in _FORGOTTEN}
    moved = JudgeFeedback.of_item({**item, **to_item({"id": whom.pseudonym})})
    yield RowChange.created("judge feedback", moved)


register_holdings(
    Holding(entity=Judge, words="Who judges which team", find=_judge),
    Holding(
        entity=JudgeFeedback,
        words="What they said as a judge",
        find=_feedback,
        erase=_unnamed,
        forgotten=_FORGOTTEN,
        keeps=JudgeFeedback.declared() - _FORGOTTEN,
        kept="Scores are kept: where all teams stand hangs on them.",
    ),
)
hold_nothing("Which round it is, is about nobody.", Round)
hold_nothing("How many judge at an event, whoever they are.", Panel)
hold_nothing("That results are released, is about nobody.", Release)
