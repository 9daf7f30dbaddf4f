"""Credits, and the prizes that they buy.

* ``biztechTransactions``, the ledger: key ``id``, a uuid; index ``person-query`` (ours)
  by ``userId`` = e-mail. Questions: a person's entries; all entries (scan, execs).
* ``biztechPrizes``: key ``id``. Question: all prizes (scan of some dozens of rows).
* ``biztechCredits``, ours: key ``id`` = e-mail. Question: what somebody can spend. A
  row is made with the first entry that we write of a person; without one the ledger
  alone says it.
"""

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.dynamo.attributes import Amount, AsStored, Text, Whole
from core.dynamo.base import Binding, Entity, Key


class PersonIndex(GlobalSecondaryIndex[Any]):
    """Entries by whose they are."""

    class Meta:
        index_name = "person-query"
        projection = AllProjection()

    person = UnicodeAttribute(hash_key=True, attr_name="userId")


class CreditEntry(Entity):
    """What somebody got, or spent where it is below zero."""

    class Meta(Binding):
        base_name = "biztechTransactions"

    id = UnicodeAttribute(hash_key=True)
    person = Text(attr_name="userId", null=True)
    credits = Amount(null=True)
    reason = Text(null=True)
    # Ours: what was bought.
    prize = Text(attr_name="prizeId", null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    by_person = PersonIndex()


class Prize(Entity):
    """What credits buy."""

    class Meta(Binding):
        base_name = "biztechPrizes"

    id = UnicodeAttribute(hash_key=True)
    name = Text(null=True)
    price = Amount(null=True)
    image = Text(attr_name="imageHash", null=True)
    links = AsStored(null=True)
    # Ours: how many are left; without it there is no end of them.
    stock = Whole(null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    updated_at = Whole(attr_name="updatedAt", null=True)


class Balance(Entity):
    """What somebody can spend: the sum of their entries."""

    class Meta(Binding):
        base_name = "biztechCredits"

    id = UnicodeAttribute(hash_key=True)
    balance = Amount(null=True)

    @staticmethod
    def key(person: str) -> Key:
        """Return the key of somebody's balance."""
        return person, None
