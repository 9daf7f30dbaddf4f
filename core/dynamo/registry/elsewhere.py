"""Tables of services that live outside the identity domain."""

from core.dynamo.registry.entries import EXPORTS, ID, KeyPart, Table, index, solely

_PROJECT = KeyPart("projectId")
_UPDATED = KeyPart("updatedAt", "N")
ELSEWHERE = (
    Table(
        name="bizBtxProjects",
        purpose="BTX: projects",
        hash_key=_PROJECT,
        indexes=(index("byEvent", "eventId"),),
        owner="btx",
        uses=solely("btx"),
    ),
    Table(
        name="bizBtxAccounts",
        purpose="BTX: accounts",
        hash_key=KeyPart("userId"),
        owner="btx",
        uses=(*solely("btx"), EXPORTS),
    ),
    Table(
        name="bizBtxHoldings",
        purpose="BTX: holdings",
        hash_key=KeyPart("userId"),
        range_key=_PROJECT,
        indexes=(index("byProject", "projectId", KeyPart("userId")),),
        owner="btx",
        uses=(*solely("btx"), EXPORTS),
    ),
    Table(
        name="bizBtxTrades",
        purpose="BTX: trades",
        hash_key=_PROJECT,
        range_key=KeyPart("tradeId"),
        owner="btx",
        uses=solely("btx"),
    ),
    Table(
        name="bizBtxPrices",
        purpose="BTX: prices",
        hash_key=_PROJECT,
        range_key=KeyPart("ts", "N"),
        owner="btx",
        uses=solely("btx"),
    ),
    Table(
        name="bizBtxSockets",
        purpose="BTX: sockets for price updates",
        hash_key=KeyPart("connectionId"),
        indexes=(index("byEvent", "eventId"),),
        owner="btx",
        uses=solely("btx"),
    ),
    Table(
        name="biztechPartners",
        purpose="Partnerships: partners",
        hash_key=ID,
        owner="partnerships",
        uses=solely("partnerships"),
    ),
    Table(
        name="biztechPartnerEventLinks",
        purpose="Partnerships: partners of events",
        hash_key=ID,
        indexes=(
            index("partner-query", "partnerId", _UPDATED),
            index("event-query", "eventIdYear", _UPDATED),
        ),
        owner="partnerships",
        uses=solely("partnerships"),
    ),
    Table(
        name="biztechPartnershipEvents",
        purpose="Partnerships: events",
        hash_key=ID,
        owner="partnerships",
        uses=solely("partnerships"),
    ),
    Table(
        name="biztechPartnerDocuments",
        purpose="Partnerships: documents",
        hash_key=ID,
        indexes=(index("partner-query", "partnerId", _UPDATED),),
        owner="partnerships",
        uses=solely("partnerships"),
    ),
    Table(
        name="biztechPartnerCommunications",
        purpose="Partnerships: communications",
        hash_key=ID,
        indexes=(index("partner-query", "partnerId"),),
        owner="partnerships",
        uses=solely("partnerships"),
    ),
    Table(
        name="biztechPartnershipsMeta",
        purpose="Partnerships: synchronisation and templates",
        hash_key=ID,
        owner="partnerships",
        uses=solely("partnerships"),
    ),
    Table(
        name="biztechInstagramAuth",
        purpose="The Instagram access token",
        hash_key=ID,
        owner="instagram",
        uses=solely("instagram", "Token storage and refresh"),
    ),
)
