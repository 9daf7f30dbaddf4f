"""Judging: who judges what, what they said, and what teams may read of it.

* ``bizJudge``: key ``id`` = a judge's e-mail; index ``event-query`` (ours) by
  ``eventID;year``. Three kinds of rows are about nobody: ``CURRENT_ROUND``, and, ours,
  ``RELEASED#<eventID;year>`` once teams may read their feedback and
  ``JUDGES#<eventID;year>``, which counts judges. Questions: one judge, the judges of an
  event and how many they are, the round, whether an event's results are out.
* ``bizFeedback``: key ``id`` = the judge's e-mail and ``teamID;round``; indexes
  ``team-round-query`` by ``teamID``, then ``teamID;round``, and ``event-query`` (ours)
  by ``eventID;year`` (ours, too), then ``teamID;round``. Questions: what a judge said,
  what was said of a team, and at an event.
"""

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import AsStored, Text, Whole
from core.dynamo.base import Binding, Entity, Key

_SEPARATOR = ";"
_PANEL = "JUDGES#"


class JudgesOfEventIndex(GlobalSecondaryIndex[Any]):
    """Judges by event."""

    class Meta:
        index_name = "event-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")


class Judge(Entity):
    """Somebody who judges at an event, and the team that they look at."""

    class Meta(Binding):
        base_name = "bizJudge"

    id = UnicodeAttribute(hash_key=True)
    event = Text(attr_name="eventID;year", null=True)
    team = Text(attr_name="currentTeam", null=True)
    by_event = JudgesOfEventIndex()

    @staticmethod
    def key(email: str) -> Key:
        """Return the key of a judge."""
        return email, None


class Round(Entity):
    """Which round is judged now; the row says it where a judge's says the team."""

    class Meta(Binding):
        base_name = "bizJudge"

    id = UnicodeAttribute(hash_key=True)
    name = Text(attr_name="currentTeam", null=True)

    @staticmethod
    def key() -> Key:
        """Return the key of the one such row."""
        return "CURRENT_ROUND", None


class Release(Entity):
    """That teams of an event may read what judges said of them."""

    class Meta(Binding):
        base_name = "bizJudge"

    id = UnicodeAttribute(hash_key=True)
    at = Whole(attr_name="releasedAt", null=True)

    @staticmethod
    def key(event: str) -> Key:
        """Return the key of an event's release."""
        return f"RELEASED#{event}", None


class Panel(Entity):
    """How many judge at an event."""

    class Meta(Binding):
        base_name = "bizJudge"

    id = UnicodeAttribute(hash_key=True)
    judges = Whole(attr_name="judges", null=True)

    @staticmethod
    def key(event: str) -> Key:
        """Return the key of an event's panel."""
        return f"{_PANEL}{event}", None

    @staticmethod
    def event_in(row_id: str) -> str:
        """Return the event whose panel a row's id names, nothing for other rows."""
        return row_id.removeprefix(_PANEL) if row_id.startswith(_PANEL) else ""


class FeedbackOfTeamIndex(GlobalSecondaryIndex[Any]):
    """Feedback by team, then round."""

    class Meta:
        index_name = "team-round-query"
        projection = AllProjection()

    team = UnicodeAttribute(hash_key=True, attr_name="teamID")
    team_and_round = UnicodeAttribute(range_key=True, attr_name="teamID;round")


class FeedbackOfEventIndex(GlobalSecondaryIndex[Any]):
    """Feedback by event, then team and round."""

    class Meta:
        index_name = "event-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    team_and_round = UnicodeAttribute(range_key=True, attr_name="teamID;round")


class JudgeFeedback(Entity):
    """What one judge said of one team in one round."""

    class Meta(Binding):
        base_name = "bizFeedback"

    id = UnicodeAttribute(hash_key=True)
    team_and_round = UnicodeAttribute(range_key=True, attr_name="teamID;round")
    event = Text(attr_name="eventID;year", null=True)
    judge_name = Text(attr_name="judgeName", null=True)
    team = Text(attr_name="teamID", null=True)
    team_name = Text(attr_name="teamName", null=True)
    scores = AsStored(null=True)
    texts = AsStored(attr_name="feedback", null=True)
    # ISO, as clients read it.
    created_at = Text(attr_name="createdAt", null=True)
    updated_at = Whole(attr_name="updatedAt", null=True)
    by_team = FeedbackOfTeamIndex()
    by_event = FeedbackOfEventIndex()

    @staticmethod
    def key(judge: str, team_id: str, round_: str) -> Key:
        """Return the key of what a judge said of a team in a round."""
        return judge, f"{team_id}{_SEPARATOR}{round_}"

    @property
    def round(self) -> str:
        """The round in which it was said."""
        return str(self.team_and_round).rpartition(_SEPARATOR)[2]
