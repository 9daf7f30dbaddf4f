"""What tables of other services hold of people, and how it is found.

Their rows are shown in an export, and never changed: what becomes of them is for their
owners to say.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.dynamo.client import shared_client
from core.dynamo.registry import table_named
from core.dynamo.wire import Item, from_item
from core.privacy.subjects import DataSubject


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """What a table holds of people; without ``attribute`` no key leads to a person.

    ``attribute`` holds an address or a profile id, and is the key of the table or of
    ``index``.
    """

    words: str
    attribute: str = ""
    index: str = ""


ELSEWHERE: Mapping[str, Elsewhere] = MappingProxyType(
    {
        "bizConnections": Elsewhere(words="older records of who met whom"),
        "bizBtxAccounts": Elsewhere(words="account at BTX", attribute="userId"),
        "bizBtxHoldings": Elsewhere(words="shares at BTX", attribute="userId"),
        "bizBtxTrades": Elsewhere(words="who traded what, by address"),
        "bizBtxSockets": Elsewhere(words="browsers connected to BTX"),
        "biztechPartners": Elsewhere(words="contacts at partners"),
        "biztechPartnerEventLinks": Elsewhere(words="who looks after which partner"),
        "biztechPartnerDocuments": Elsewhere(words="documents about partners"),
        "biztechPartnerCommunications": Elsewhere(words="letters to partners"),
        "biztechPartnershipsMeta": Elsewhere(words="templates of letters"),
    }
)
# Of other services too, and about nobody.
IMPERSONAL: Collection[str] = frozenset(
    {
        "bizBtxProjects",
        "bizBtxPrices",
        "biztechPartnershipEvents",
        "biztechInstagramAuth",
    }
)


def rows_elsewhere(name: str, whom: DataSubject) -> Iterator[Mapping[str, Any]]:
    """Yield what a table of another service holds of a person under a key."""
    attribute = ELSEWHERE[name].attribute
    for value in whom.names if attribute else ():
        for item in _items(name, attribute, value):
            yield from_item(item)


def _items(name: str, attribute: str, value: str) -> Iterator[Item]:
    wanted: dict[str, Any] = {
        "TableName": table_named(name).full_name,
        "KeyConditionExpression": "#key = :value",
        "ExpressionAttributeNames": {"#key": attribute},
        "ExpressionAttributeValues": {":value": {"S": value}},
    }
    if index := ELSEWHERE[name].index:
        wanted["IndexName"] = index
    while True:
        page = shared_client().query(**wanted)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        wanted["ExclusiveStartKey"] = page["LastEvaluatedKey"]
