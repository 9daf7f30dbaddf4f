"""Bodies of the judging routes, and what they answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from rest_framework import serializers

from companion.judging.errors import ScoresMissing
from companion.judging.models import JudgeFeedback
from companion.judging.queries import MOST_JUDGES
from companion.judging.standings import LEAST, METRICS, MOST, Standing
from core.fields import Body, is_missing, must_be, must_have
from core.openapi import EMAIL, example

LONGEST_ID = 200
LONGEST_REMARK = 2000
MOST_REMARKS = 20

SCORES = {"metric1": 4, "metric2": 5, "metric3": 3, "metric4": 4, "metric5": 2}
EVENT = {"eventID": "productx", "year": 2025}
STORED = {
    "id": EMAIL,
    "teamID;round": "4a6c;1",
    "eventID;year": "productx;2025",
    "judgeName": "Amira Haddad",
    "teamID": "4a6c",
    "teamName": "Otters",
    "scores": SCORES,
    "feedback": {"presentation": "Well told."},
    "createdAt": "2025-02-01T18:00:00.000Z",
}

_BY_JUDGE = ("teamID", "teamName")
_OF_ONE = ("judgeName", "scores", "feedback", "createdAt")


def _score(name: str) -> serializers.IntegerField:
    expected = f"{name}: expected a whole number from {LEAST} to {MOST}."
    reasons = ("invalid", "min_value", "max_value", "max_string_length")
    return serializers.IntegerField(
        min_value=LEAST,
        max_value=MOST,
        error_messages=dict.fromkeys(reasons, expected),
    )


class ScoresSerializer(serializers.Serializer[Any]):
    """A whole number for each metric."""

    metric1 = _score("metric1")
    metric2 = _score("metric2")
    metric3 = _score("metric3")
    metric4 = _score("metric4")
    metric5 = _score("metric5")

    def to_internal_value(self, data: Any) -> Body:
        """Return the scores, or say in the documented words that some are missing."""
        sent = data if isinstance(data, Mapping) else {}
        if any(is_missing(sent.get(name)) for name in METRICS):
            raise ScoresMissing
        values: Body = super().to_internal_value(data)
        return values


class RemarksField(serializers.DictField):
    """What a judge says in words, by category."""

    child = serializers.CharField(allow_blank=True, max_length=LONGEST_REMARK)

    def to_internal_value(self, data: Any) -> Any:
        """Return the remarks, or say that they are too many or too long."""
        values = super().to_internal_value(data)
        if len(values) > MOST_REMARKS or any(len(name) > LONGEST_ID for name in values):
            raise serializers.ValidationError(
                f"expected {MOST_REMARKS} categories at most, of {LONGEST_ID}"
                " characters."
            )
        return values


class _OfTeamSerializer(serializers.Serializer[Any]):
    """What one judge says of one team."""

    # Which values have to be there, in the documented order, and of which type.
    judged: ClassVar[Mapping[str, str]] = {"teamID": "string", "judgeID": "string"}

    teamID = serializers.CharField(max_length=LONGEST_ID)
    judgeID = serializers.CharField(
        max_length=LONGEST_ID, help_text=f"Oneself: `{EMAIL}`."
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the values, or say in the documented words what is missing."""
        for name, expected in self.judged.items():
            must_have(name, data)
            must_be(expected, name, data)
        values: Body = super().to_internal_value(data)
        return values

    def get_initial(self) -> Body:
        """Offer an empty form."""
        return {}


@example(
    "Feedback",
    teamID="4a6c",
    judgeID=EMAIL,
    scores=SCORES,
    feedback={"presentation": "Well told."},
    **EVENT,
)
class FeedbackSerializer(_OfTeamSerializer):
    """What a judge says of a team; the round is the current one."""

    judged: ClassVar[Mapping[str, str]] = {
        "teamID": "string",
        "judgeID": "string",
        "eventID": "string",
        "year": "number",
    }

    eventID = serializers.CharField(max_length=LONGEST_ID)
    year = serializers.IntegerField(min_value=1, max_value=9999)
    scores = ScoresSerializer()
    feedback = RemarksField(required=False)


@example("Better", teamID="4a6c", judgeID=EMAIL, round="1", scores=SCORES)
class FeedbackEditSerializer(_OfTeamSerializer):
    """What a judge says instead; what is not sent stays, other names are ignored."""

    judged: ClassVar[Mapping[str, str]] = {
        "teamID": "string",
        "round": "string",
        "judgeID": "string",
    }

    round = serializers.CharField(max_length=LONGEST_ID)
    scores = ScoresSerializer(required=False)
    feedback = RemarksField(required=False)


@example("A judge's tag", judgeIDs=[EMAIL])
class JudgesSerializer(serializers.Serializer[Any]):
    """Who is at the team."""

    judgeIDs = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_ID),
        min_length=1,
        max_length=MOST_JUDGES,
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the judges, or say in the documented words that they are missing."""
        must_have("judgeIDs", data)
        values: Body = super().to_internal_value(data)
        return values


@example("Release", released=True, **EVENT)
class ReleaseSerializer(serializers.Serializer[Any]):
    """Whether the teams of an event may read what was said of them."""

    eventID = serializers.CharField(max_length=LONGEST_ID)
    year = serializers.IntegerField(min_value=1, max_value=9999)
    released = serializers.BooleanField()

    def to_internal_value(self, data: Any) -> Body:
        """Return the switch, or say in the documented words what is missing."""
        for name, expected in (
            ("eventID", "string"),
            ("year", "number"),
            ("released", "boolean"),
        ):
            must_have(name, data)
            must_be(expected, name, data)
        values: Body = super().to_internal_value(data)
        return values


def by_round(rows: Iterable[JudgeFeedback], *, of_judge: bool) -> Body:
    """Return feedback by round: one judge's with its teams, one team's without."""
    rounds: dict[str, list[Body]] = defaultdict(list)
    for row in rows:
        stored = {"teamName": "", **row.plain()}
        one = {"judgeID": row.id, **{name: stored.get(name) for name in _OF_ONE}}
        if of_judge:
            more = {name: stored.get(name) for name in _BY_JUDGE}
            rounds[row.round].append({"round": row.round, **one, **more})
        else:
            rounds[row.round].append({**one, "teamName": stored["teamName"]})
    return dict(rounds)


def standing_body(standing: Standing) -> Body:
    """Return where a team stands, with what each judge gave."""
    return {
        "teamID": f"{standing.team};{standing.round}",
        "teamName": standing.team_name,
        "zScoreWeighted": standing.score,
        "judges": list(standing.marks),
        "originalResponses": [
            {"judge": judge, **marks} for judge, marks in standing.marks.items()
        ],
    }
