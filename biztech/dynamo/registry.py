"""Every DynamoDB table of the club: its keys, its indexes, and who may touch it.

The access is the club's Table Ownership Map; tables that no app of this project owns
are here too. ``manage.py create_tables`` builds from it, ``manage.py table_map`` prints
it, and the test-suite holds every database call against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from biztech.dynamo.base import table_name


class Access(StrEnum):
    """What a service may do with a table's records."""

    READ = "Read"
    WRITE = "Write"
    READ_WRITE = "ReadWrite"

    @property
    def writes(self) -> bool:
        """Whether changing records is included."""
        return self is not Access.READ


@dataclass(frozen=True)
class KeyPart:
    """An attribute that is part of a key, and its DynamoDB type."""

    name: str
    type: Literal["S", "N"] = "S"


@dataclass(frozen=True, kw_only=True)
class Index:
    """A global secondary index."""

    name: str
    hash_key: KeyPart
    range_key: KeyPart | None = None
    # What it carries beside the keys; None is everything.
    includes: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Use:
    """What one service does with a table."""

    service: str
    access: Access
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table; ``name`` is without membership year and environment."""

    name: str
    purpose: str
    hash_key: KeyPart
    range_key: KeyPart | None = None
    indexes: tuple[Index, ...] = ()
    yearly: bool = False
    ttl: str | None = None
    owner: str
    uses: tuple[Use, ...]

    @property
    def full_name(self) -> str:
        """The name it has now in DynamoDB."""
        return table_name(self.name, yearly=self.yearly)

    @property
    def is_ours(self) -> bool:
        """Whether this project implements the service that owns it."""
        return self.owner in OUR_SERVICES

    def access_of(self, service: str) -> Access | None:
        """Return what a service may do here, None for nothing."""
        accesses = {use.access for use in self.uses if use.service == service}
        if len(accesses) > 1:
            return Access.READ_WRITE
        return next(iter(accesses), None)


# The services of the map that each app implements.
SERVICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "accounts": ("users",),
        "memberships": ("members", "payments"),
        "profiles": ("profiles", "qr"),
        "interactions": ("interactions",),
        "events": ("events", "registrations"),
        "biztech": ("platform",),
    }
)
# ``events`` only reads for the other apps; its services are implemented elsewhere.
OUR_SERVICES = frozenset(
    service
    for app, services in SERVICES.items()
    if app != "events"
    for service in services
)

_R, _W, _RW = Access.READ, Access.WRITE, Access.READ_WRITE
_ID = KeyPart("id")
_EVENT = KeyPart("eventID;year")


def _solely(service: str, note: str = "") -> tuple[Use, ...]:
    return (Use(service, _RW, note),)


def _index(name: str, hash_key: str, range_key: KeyPart | None = None) -> Index:
    return Index(name=name, hash_key=KeyPart(hash_key), range_key=range_key)


_CORE = (
    Table(
        name="biztechUsers",
        purpose="User accounts",
        hash_key=_ID,
        owner="users",
        uses=(
            Use("users", _RW, "Owner. CRUD for user records"),
            Use(
                "payments",
                _RW,
                "Reads isMember for pricing tier; writes on membership payment",
            ),
            Use("registrations", _R, "Reads user data for email sending"),
            Use("members", _W, "grantMembership sets isMember: true"),
            Use(
                "transactions",
                _R,
                "Validates user existence before creating transaction",
            ),
        ),
    ),
    Table(
        name="biztechEvents",
        purpose="Events",
        hash_key=_ID,
        range_key=KeyPart("year", "N"),
        owner="events",
        uses=(
            Use("events", _RW, "Owner. CRUD, feedback config"),
            Use(
                "registrations", _R, "Reads event for capacity check and email details"
            ),
            Use("payments", _R, "Reads pricing for checkout session"),
            Use("users", _R, "Reads for favourite event validation"),
            Use("partnerships", _R, "Reads event names for link hydration"),
            Use("interactions", _R, "Reads event dates for connection filtering"),
        ),
    ),
    Table(
        name="biztechRegistrations",
        purpose="Event registrations",
        hash_key=_ID,
        range_key=_EVENT,
        indexes=(_index("event-query", "eventID;year", _ID),),
        owner="registrations",
        uses=(
            Use("registrations", _RW, "Owner. Create, update, delete registrations"),
            Use(
                "payments",
                _RW,
                "Reads for event payment; writes registrationStatus via webhook",
            ),
            Use("events", _R, "Counts registrations via GSI event-query"),
            Use("profiles", _RW, "syncPartnerData reads/writes registration data"),
        ),
    ),
    Table(
        name="biztechMembers",
        purpose="Club members of one year",
        hash_key=_ID,
        indexes=(_index("profile-query", "profileID"),),
        yearly=True,
        owner="members",
        uses=(
            Use("members", _RW, "Owner. CRUD for member records"),
            Use("payments", _W, "Creates member record on membership payment"),
            Use(
                "profiles", _RW, "Reads member for profile creation; writes profileID"
            ),
            Use("interactions", _R, "Looks up profileID for connection handling"),
            Use("bots", _RW, "Discord mapping reads member, writes discordId"),
        ),
    ),
    Table(
        name="biztechProfiles",
        purpose="Profiles and connections",
        hash_key=KeyPart("compositeID"),
        range_key=KeyPart("type"),
        indexes=(
            Index(
                name="type-query",
                hash_key=KeyPart("type"),
                range_key=KeyPart("compositeID"),
                includes=(
                    "profileID",
                    "profileType",
                    "fname",
                    "lname",
                    "hiddenAt",
                    "createdAt",
                ),
            ),
        ),
        owner="profiles",
        uses=(
            Use("profiles", _RW, "Owner. Profile CRUD, company profiles"),
            Use(
                "interactions",
                _RW,
                "Reads profiles for validation; writes CONNECTION# rows",
            ),
            Use(
                "members",
                _W,
                "Indirect: grantMembership calls createProfile() which writes here",
            ),
            Use(
                "payments",
                _W,
                "Indirect: webhook calls createProfile() which writes here",
            ),
        ),
    ),
)

_COMPANION = (
    Table(
        name="biztechTeams",
        purpose="Teams per event",
        hash_key=_ID,
        range_key=_EVENT,
        owner="teams",
        uses=(
            Use("teams", _RW, "Team CRUD"),
            Use("btx", _R, "Maps teamId to projectId for investment impact"),
        ),
    ),
    Table(
        name="biztechQRs",
        purpose="QR codes per event",
        hash_key=_ID,
        range_key=_EVENT,
        owner="qr",
        uses=(
            Use("qr", _RW, "QR code CRUD"),
            Use(
                "profiles",
                _W,
                "Creates QR entry when creating partner/company profiles",
            ),
        ),
    ),
    Table(
        name="biztechQuests",
        purpose="Quest progress",
        hash_key=_ID,
        range_key=KeyPart("eventID#year"),
        indexes=(_index("event-query", "eventID#year"),),
        owner="quests",
        uses=_solely("quests", "Quest completion tracking"),
    ),
    Table(
        name="biztechQuizzes",
        purpose="Quiz results",
        hash_key=_ID,
        range_key=_EVENT,
        indexes=(
            _index("event-query", "eventID;year", _ID),
            _index("mbti-query", "mbti"),
        ),
        owner="quizzes",
        uses=_solely("quizzes", "Quiz submission and results"),
    ),
    Table(
        name="biztechInvestments",
        purpose="Kickstart investments",
        hash_key=_ID,
        range_key=_EVENT,
        indexes=(
            _index("team-investments", "teamId"),
            _index("investor-investments", "investorId"),
        ),
        owner="investments",
        uses=_solely("investments", "Investment tracking"),
    ),
    Table(
        name="biztechPrizes",
        purpose="Prize catalog",
        hash_key=_ID,
        owner="prizes",
        uses=_solely("prizes", "Prize CRUD"),
    ),
    Table(
        name="biztechTransactions",
        purpose="Credit ledger",
        hash_key=_ID,
        owner="transactions",
        uses=_solely("transactions", "Transaction create, balance queries"),
    ),
    Table(
        name="biztechEventFeedback",
        purpose="Feedback submissions",
        hash_key=_ID,
        indexes=(
            _index("event-form-query", "eventFormKey", KeyPart("submittedAt", "N")),
            _index("event-year-query", "eventIDYear", KeyPart("submittedAt", "N")),
        ),
        owner="events",
        uses=_solely("events", "Submit and query feedback via GSI event-form-query"),
    ),
)

_JUDGING = "Judging portal real-time features"
_LIVE = (
    Table(
        name="bizConnections",
        purpose="Legacy connection records",
        hash_key=_ID,
        owner="connections",
        uses=_solely("connections", "Legacy connection CRUD"),
    ),
    Table(
        name="bizWallSockets",
        purpose="WebSocket connections of the live wall",
        hash_key=KeyPart("connectionId"),
        indexes=(_index("byEvent", "eventId"),),
        owner="interactions",
        uses=_solely("interactions", "Wall WebSocket management"),
    ),
    Table(
        name="bizLiveConnections",
        purpose="Recent connections for the wall",
        hash_key=KeyPart("eventId"),
        range_key=KeyPart("sk"),
        indexes=(_index("recent", "eventId", KeyPart("createdAt", "N")),),
        ttl="expiresAt",
        owner="interactions",
        uses=_solely(
            "interactions", "Logged on each new connection, queried for wall replay"
        ),
    ),
    Table(
        name="bizSockets",
        purpose="Judging and voting: sockets",
        hash_key=KeyPart("connectionID"),
        indexes=(_index("role", "role"),),
        owner="judging",
        uses=_solely("interactions", _JUDGING),
    ),
    Table(
        name="bizStickers",
        purpose="Judging and voting: stickers",
        hash_key=KeyPart("teamName"),
        range_key=KeyPart("userID#stickerName"),
        indexes=(_index("stickerName", "stickerName"), _index("userID", "userID")),
        owner="judging",
        uses=_solely("interactions", _JUDGING),
    ),
    Table(
        name="bizScores",
        purpose="Judging and voting: scores",
        hash_key=KeyPart("teamName"),
        range_key=KeyPart("userID"),
        owner="judging",
        uses=_solely("interactions", _JUDGING),
    ),
    Table(
        name="bizFeedback",
        purpose="Judging and voting: judges' feedback",
        hash_key=_ID,
        range_key=KeyPart("teamID;round"),
        indexes=(_index("team-round-query", "teamID"),),
        owner="judging",
        uses=_solely("interactions", _JUDGING),
    ),
    Table(
        name="bizJudge",
        purpose="Judging and voting: judges and the current round",
        hash_key=_ID,
        owner="judging",
        uses=_solely("interactions", _JUDGING),
    ),
)

_PROJECT = KeyPart("projectId")
_UPDATED = KeyPart("updatedAt", "N")
_ELSEWHERE = (
    Table(
        name="bizBtxProjects",
        purpose="BTX: projects",
        hash_key=_PROJECT,
        indexes=(_index("byEvent", "eventId"),),
        owner="btx",
        uses=_solely("btx"),
    ),
    Table(
        name="bizBtxAccounts",
        purpose="BTX: accounts",
        hash_key=KeyPart("userId"),
        owner="btx",
        uses=_solely("btx"),
    ),
    Table(
        name="bizBtxHoldings",
        purpose="BTX: holdings",
        hash_key=KeyPart("userId"),
        range_key=_PROJECT,
        indexes=(_index("byProject", "projectId", KeyPart("userId")),),
        owner="btx",
        uses=_solely("btx"),
    ),
    Table(
        name="bizBtxTrades",
        purpose="BTX: trades",
        hash_key=_PROJECT,
        range_key=KeyPart("tradeId"),
        owner="btx",
        uses=_solely("btx"),
    ),
    Table(
        name="bizBtxPrices",
        purpose="BTX: prices",
        hash_key=_PROJECT,
        range_key=KeyPart("ts", "N"),
        owner="btx",
        uses=_solely("btx"),
    ),
    Table(
        name="bizBtxSockets",
        purpose="BTX: sockets for price updates",
        hash_key=KeyPart("connectionId"),
        indexes=(_index("byEvent", "eventId"),),
        owner="btx",
        uses=_solely("btx"),
    ),
    Table(
        name="biztechPartners",
        purpose="Partnerships: partners",
        hash_key=_ID,
        owner="partnerships",
        uses=_solely("partnerships"),
    ),
    Table(
        name="biztechPartnerEventLinks",
        purpose="Partnerships: partners of events",
        hash_key=_ID,
        indexes=(
            _index("partner-query", "partnerId", _UPDATED),
            _index("event-query", "eventIdYear", _UPDATED),
        ),
        owner="partnerships",
        uses=_solely("partnerships"),
    ),
    Table(
        name="biztechPartnershipEvents",
        purpose="Partnerships: events",
        hash_key=_ID,
        owner="partnerships",
        uses=_solely("partnerships"),
    ),
    Table(
        name="biztechPartnerDocuments",
        purpose="Partnerships: documents",
        hash_key=_ID,
        indexes=(_index("partner-query", "partnerId", _UPDATED),),
        owner="partnerships",
        uses=_solely("partnerships"),
    ),
    Table(
        name="biztechPartnerCommunications",
        purpose="Partnerships: communications",
        hash_key=_ID,
        indexes=(_index("partner-query", "partnerId"),),
        owner="partnerships",
        uses=_solely("partnerships"),
    ),
    Table(
        name="biztechPartnershipsMeta",
        purpose="Partnerships: synchronisation and templates",
        hash_key=_ID,
        owner="partnerships",
        uses=_solely("partnerships"),
    ),
    Table(
        name="biztechInstagramAuth",
        purpose="The Instagram access token",
        hash_key=_ID,
        owner="instagram",
        uses=_solely("instagram", "Token storage and refresh"),
    ),
)

_OURS = (
    Table(
        name="biztechAudit",
        purpose="Who did what, to whom, why, and what undo needs",
        hash_key=KeyPart("subject"),
        range_key=KeyPart("sk"),
        indexes=(_index("recent", "month", KeyPart("sk")),),
        ttl="expiresAt",
        owner="platform",
        uses=_solely("platform", "Audit trail, unfinished work"),
    ),
    Table(
        name="biztechSessions",
        purpose="Dashboard sessions",
        hash_key=_ID,
        ttl="expiresAt",
        owner="platform",
        uses=_solely("platform", "Sign-in, ended from the server"),
    ),
)

MAP: tuple[Table, ...] = (*_CORE, *_COMPANION, *_LIVE, *_ELSEWHERE)
TABLES: tuple[Table, ...] = (*MAP, *_OURS)


def table_named(name: str) -> Table:
    """Return a table by its base name."""
    for table in TABLES:
        if table.name == name:
            return table
    raise LookupError(f"The registry has no table {name}.")
