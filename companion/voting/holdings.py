"""What voting holds of people."""

from companion.voting.models import Score, Sticker, VotingRoom
from companion.voting.queries import scores_of, stickers_of
from core.privacy.holdings import Holding, hold_nothing, register_holdings

register_holdings(
    Holding(
        entity=Sticker,
        words="Stickers given to teams",
        find=lambda whom: stickers_of(whom.email),
    ),
    Holding(
        entity=Score,
        words="Scores given to teams",
        find=lambda whom: scores_of(whom.email),
    ),
)
hold_nothing("How a room of voters is run, is about nobody.", VotingRoom)
