"""Where teams stand: strict and mild judges count alike.

Each score becomes how many standard deviations it is from what that judge gave for that
metric in that round on average. Source: contract-companion section 9.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from statistics import fmean, pstdev
from types import MappingProxyType

from companion.judging.models import JudgeFeedback

Marks = Mapping[str, float]

WEIGHTS: Marks = MappingProxyType(
    {"metric1": 0.15, "metric2": 0.4, "metric3": 0.15, "metric4": 0.2, "metric5": 0.1}
)
METRICS: Mapping[str, str] = MappingProxyType(
    {
        "metric1": "Originality",
        "metric2": "Technical work",
        "metric3": "User experience",
        "metric4": "Problem solving",
        "metric5": "Presentation",
    }
)
LEAST, MOST = 1, 5


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A team in one round: the weighted z-score, and the marks that it is made of."""

    event: str
    team: str
    round: str
    team_name: str
    score: float
    marks: Mapping[str, Marks]


def standings(feedback: Iterable[JudgeFeedback]) -> list[Standing]:
    """Return the teams of each event and round, the best first.

    Feedback that lacks a score, as older rows may, does not count.
    """
    by_judge: dict[tuple[str, str, str], dict[str, Marks]] = defaultdict(dict)
    names: dict[tuple[str, str, str], str] = {}
    for row in feedback:
        marks, event, team = marks_of(row), str(row.event or ""), str(row.team or "")
        if marks:
            by_judge[event, row.round, str(row.id)][team] = marks
            names[event, row.round, team] = str(row.team_name or "")
    scores: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    given: dict[tuple[str, str, str], dict[str, Marks]] = defaultdict(dict)
    for (event, round_, judge), teams in by_judge.items():
        for team, score in _normalised(teams).items():
            scores[event, round_, team].append(score)
            given[event, round_, team][judge] = teams[team]
    found = [
        Standing(
            event=event,
            team=team,
            round=round_,
            team_name=names[event, round_, team],
            score=fmean(of_team),
            marks=dict(sorted(given[event, round_, team].items())),
        )
        for (event, round_, team), of_team in scores.items()
    ]
    return sorted(found, key=lambda one: (-one.score, one.event, one.team, one.round))


def marks_of(row: JudgeFeedback) -> Marks | None:
    """Return the five scores of feedback; None where one of them is no number."""
    scores = row.scores if isinstance(row.scores, dict) else {}
    marks = {name: scores.get(name) for name in WEIGHTS}
    numbers = {
        name: mark
        for name, mark in marks.items()
        if isinstance(mark, int | float) and not isinstance(mark, bool)
    }
    return numbers if len(numbers) == len(WEIGHTS) else None


def _normalised(teams: Mapping[str, Marks]) -> dict[str, float]:
    """Return one judge's weighted z-score of each team in one round."""
    usual: dict[str, tuple[float, float]] = {}
    for name in WEIGHTS:
        values = [float(marks[name]) for marks in teams.values()]
        usual[name] = fmean(values), pstdev(values)
    return {
        team: fsum(
            weight * (float(marks[name]) - mean) / deviation if deviation else 0.0
            for name, weight in WEIGHTS.items()
            for mean, deviation in [usual[name]]
        )
        for team, marks in teams.items()
    }
