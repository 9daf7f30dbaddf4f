"""What voting holds of people."""

from collections.abc import Iterator

from companion.voting.models import Score, Sticker, VotingRoom
from companion.voting.queries import scores_of, stickers_of
from core.privacy.holdings import Holding, hold_nothing, register_holdings
from core.privacy.subjects import DataSubject


def _stickers(whom: DataSubject) -> Iterator[Sticker]:
    for email in whom.emails:
        yield from stickers_of(email)


def _scores(whom: DataSubject) -> Iterator[Score]:
    for email in whom.emails:
        yield from scores_of(email)


register_holdings(
    Holding(
        entity=Sticker,
        words="Stickers given to teams",
        find=_stickers,
    ),
    Holding(
        entity=Score,
        words="Scores given to teams",
        find=_scores,
    ),
)
hold_nothing("How a room of voters is run, is about nobody.", VotingRoom)
