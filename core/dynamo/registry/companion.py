"""Tables of the companion app, the games and the feedback forms."""

from core.dynamo.registry.entries import (
    ERASES,
    EVENT,
    EXPORTS,
    ID,
    READ,
    READ_WRITE,
    WRITE,
    EntityTable,
    Table,
    Use,
    index,
    solely,
)

COMPANION = (
    EntityTable(
        name="biztechTeams",
        purpose="Teams per event",
        owner="teams",
        uses=(
            Use("teams", READ_WRITE, "Team CRUD"),
            Use("registrations", READ_WRITE, "Who cancels leaves their team"),
            Use("investments", READ_WRITE, "Adds what was invested to the funding"),
            Use("undo", READ_WRITE, "Puts back who is in which team, and points"),
            ERASES,
            Use("btx", READ, "Maps teamId to projectId for investment impact"),
        ),
    ),
    EntityTable(
        name="biztechQRs",
        purpose="QR codes per event",
        owner="qr",
        uses=(
            Use("qr", READ_WRITE, "QR code CRUD"),
            Use(
                "profiles",
                WRITE,
                "Creates QR entry when creating partner/company profiles",
            ),
            Use("undo", READ_WRITE, "Brings a code back, or takes it away"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechQuests",
        purpose="Quest progress",
        owner="quests",
        uses=(
            *solely("quests", "Quest completion tracking"),
            Use("undo", READ_WRITE, "Goes along when an address changes"),
            ERASES,
        ),
    ),
    Table(
        name="biztechQuizzes",
        purpose="Quiz results",
        hash_key=ID,
        range_key=EVENT,
        indexes=(
            index("event-query", "eventID;year", ID),
            index("mbti-query", "mbti"),
        ),
        owner="quizzes",
        uses=(*solely("quizzes", "Quiz submission and results"), EXPORTS),
    ),
    EntityTable(
        name="biztechInvestments",
        purpose="Kickstart investments",
        owner="investments",
        uses=(
            *solely("investments", "Investment tracking"),
            Use("undo", READ_WRITE, "Takes an investment back"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechPrizes",
        purpose="Prize catalog",
        owner="prizes",
        uses=(
            *solely("prizes", "Prize CRUD"),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
        ),
    ),
    EntityTable(
        name="biztechTransactions",
        purpose="Credit ledger",
        owner="transactions",
        uses=(
            *solely("transactions", "Transaction create, balance queries"),
            Use("undo", READ_WRITE, "Goes along when an address changes"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechEventFeedback",
        purpose="Feedback submissions",
        owner="events",
        uses=(
            *solely("events", "Submit and query feedback via GSI event-form-query"),
            ERASES,
        ),
    ),
)
