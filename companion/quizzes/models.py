"""What people answered in quizzes.

``biztechQuizzes``: key ``id``, a profile's, and ``eventID;year``; indexes
``event-query`` by ``eventID;year``, then ``id``, and ``mbti-query`` by ``mbti``.
Questions: somebody's, those of an event, those of a type.
"""

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import Text, Whole
from core.dynamo.base import Binding, Entity


class EventIndex(GlobalSecondaryIndex[Any]):
    """Answers by event."""

    class Meta:
        index_name = "event-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    profile_id = UnicodeAttribute(range_key=True, attr_name="id")


class TypeIndex(GlobalSecondaryIndex[Any]):
    """Answers by the type that came of them."""

    class Meta:
        index_name = "mbti-query"
        projection = AllProjection()

    mbti = UnicodeAttribute(hash_key=True)


class Quiz(Entity):
    """What somebody answered at an event, and their career type."""

    class Meta(Binding):
        base_name = "biztechQuizzes"

    profile_id = UnicodeAttribute(hash_key=True, attr_name="id")
    event = UnicodeAttribute(range_key=True, attr_name="eventID;year")
    fname = Text(null=True)
    lname = Text(null=True)
    domain = Whole(attr_name="domainAvg", null=True)
    mode = Whole(attr_name="modeAvg", null=True)
    environment = Whole(attr_name="environmentAvg", null=True)
    focus = Whole(attr_name="focusAvg", null=True)
    mbti = Text(null=True)
    # Ours: the profile of the same person that it was answered with, before they were
    # made one, and the one whose answers count instead.
    moved_from = Text(attr_name="movedFrom", null=True)
    superseded_by = Text(attr_name="supersededBy", null=True)
    by_event = EventIndex()
    by_type = TypeIndex()
