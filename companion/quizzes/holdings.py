"""What quizzes hold of people."""

from collections.abc import Iterator

from companion.quizzes.models import Quiz
from companion.quizzes.queries import quizzes_of
from core.privacy.holdings import Holding, register_holdings
from core.privacy.subjects import DataSubject


def _quizzes(whom: DataSubject) -> Iterator[Quiz]:
    for profile_id in whom.profile_ids:
        yield from quizzes_of(profile_id)


register_holdings(Holding(entity=Quiz, words="Answers in quizzes", find=_quizzes))
