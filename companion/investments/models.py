"""Investments in teams.

``biztechInvestments``: key ``id``, a uuid, and ``eventID;year`` of the team; indexes
``team-investments`` by ``teamId``, ``investor-investments`` by ``investorId``, and
``event-query`` (ours) by ``eventID;year``, then ``createdAt``. Questions: those in a
team, those of an investor, the newest of an event.

In the same table (ours): ``id`` = ``REMAINDER#<e-mail>`` and ``eventID;year`` of a
registration that is gone: what somebody had left when they had invested already. It
stands in no index. Question: what somebody who registers anew has.
"""

from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import Amount, Flag, Text, Whole
from core.dynamo.base import Binding, Entity, Key

_REMAINDER = "REMAINDER#"


class TeamIndex(GlobalSecondaryIndex[Any]):
    """Investments by team."""

    class Meta:
        index_name = "team-investments"
        projection = AllProjection()

    team = UnicodeAttribute(hash_key=True, attr_name="teamId")


class InvestorIndex(GlobalSecondaryIndex[Any]):
    """Investments by investor."""

    class Meta:
        index_name = "investor-investments"
        projection = AllProjection()

    investor = UnicodeAttribute(hash_key=True, attr_name="investorId")


class EventIndex(GlobalSecondaryIndex[Any]):
    """Investments of an event, by time."""

    class Meta:
        index_name = "event-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    created_at = NumberAttribute(range_key=True, attr_name="createdAt")


class Investment(Entity):
    """What somebody put into a team."""

    class Meta(Binding):
        base_name = "biztechInvestments"

    id = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True, attr_name="eventID;year")
    investor = Text(attr_name="investorId", null=True)
    investor_name = Text(attr_name="investorName", null=True)
    team = Text(attr_name="teamId", null=True)
    team_name = Text(attr_name="teamName", null=True)
    amount = Amount(null=True)
    comment = Text(null=True)
    is_partner = Flag(attr_name="isPartner", null=True)
    # Ours: whose registration it was paid from.
    paid_at = Text(attr_name="paidAt", null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    by_team = TeamIndex()
    by_investor = InvestorIndex()
    by_event = EventIndex()

    @property
    def is_one(self) -> bool:
        """Whether it is none of the other rows of its table."""
        return not str(self.id).startswith(_REMAINDER)


class Remainder(Entity):
    """What somebody whose registration went had left of an event's money."""

    class Meta(Binding):
        base_name = "biztechInvestments"

    id = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True, attr_name="eventID;year")
    left = Amount(null=True)

    @staticmethod
    def key(email: str, event: str) -> Key:
        """Return the key of what somebody had left at an event."""
        return f"{_REMAINDER}{email}", event
