"""Tables of connections, the wall and the judging portal."""

from core.dynamo.registry.entries import (
    ERASES,
    ID,
    READ_WRITE,
    EntityTable,
    Table,
    Use,
    solely,
)

_JUDGING = "Judging portal real-time features"
LIVE = (
    Table(
        name="bizConnections",
        purpose="Legacy connection records",
        hash_key=ID,
        owner="connections",
        inferred=True,
        uses=solely("connections", "Legacy connection CRUD"),
    ),
    EntityTable(
        name="bizWallSockets",
        purpose="WebSocket connections of the live wall",
        owner="interactions",
        uses=solely("interactions", "Wall WebSocket management"),
    ),
    EntityTable(
        name="bizLiveConnections",
        purpose="Recent connections for the wall",
        owner="interactions",
        uses=(
            *solely(
                "interactions", "Logged on each new connection, queried for wall replay"
            ),
            ERASES,
        ),
    ),
    EntityTable(
        name="bizSockets",
        purpose="Judging and voting: rooms",
        owner="interactions",
        serving="voting",
        uses=(
            *solely("interactions", _JUDGING),
            Use("voting", READ_WRITE, "How a room of voters is run"),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
        ),
    ),
    EntityTable(
        name="bizStickers",
        purpose="Judging and voting: stickers",
        owner="interactions",
        serving="voting",
        uses=(
            *solely("interactions", _JUDGING),
            Use("voting", READ_WRITE, "Counts what people give to teams"),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
            ERASES,
        ),
    ),
    EntityTable(
        name="bizScores",
        purpose="Judging and voting: scores",
        owner="interactions",
        serving="voting",
        uses=(
            *solely("interactions", _JUDGING),
            Use("voting", READ_WRITE, "What people make of teams"),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
            ERASES,
        ),
    ),
    EntityTable(
        name="bizFeedback",
        purpose="Judging and voting: judges' feedback",
        owner="interactions",
        serving="judging",
        uses=(
            *solely("interactions", _JUDGING),
            Use("judging", READ_WRITE, "What judges said, once for each round"),
            Use("undo", READ_WRITE, "Takes back what a judge said"),
            ERASES,
        ),
    ),
    EntityTable(
        name="bizJudge",
        purpose="Judging and voting: judges and the current round",
        owner="interactions",
        serving="judging",
        uses=(
            *solely("interactions", _JUDGING),
            Use("judging", READ_WRITE, "Judges, their teams, round and release"),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
            ERASES,
        ),
    ),
)
