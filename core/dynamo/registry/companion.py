"""Tables of the companion app, the games and the feedback forms."""

from core.dynamo.registry.entries import (
    ERASES,
    READ,
    READ_WRITE,
    WRITE,
    EntityTable,
    Use,
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
            Use("judging", READ, "Finds the team that is judged, and its members"),
            Use("scanning", READ_WRITE, "Gives the points of codes"),
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
            Use("scanning", READ, "Looks what a scanned code is worth"),
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
    EntityTable(
        name="biztechQuizzes",
        purpose="Quiz results",
        owner="quizzes",
        uses=(
            *solely("quizzes", "Quiz submission and results"),
            Use("members", READ_WRITE, "Answers go to a new card with their profile"),
            Use("undo", READ_WRITE, "Takes answers back"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechInvestments",
        purpose="Kickstart investments",
        owner="investments",
        uses=(
            *solely("investments", "Investment tracking"),
            Use("registrations", READ_WRITE, "Keeps the money of who leaves an event"),
            Use("profiles", READ_WRITE, "Registers partners with the money they had"),
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
