"""Tables of connections, the wall and the judging portal."""

from core.dynamo.registry.entries import (
    ERASES,
    ID,
    READ_WRITE,
    EntityTable,
    KeyPart,
    Table,
    Use,
    index,
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
    Table(
        name="bizSockets",
        purpose="Judging and voting: sockets",
        hash_key=KeyPart("connectionID"),
        indexes=(index("role", "role"),),
        owner="interactions",
        inferred=True,
        uses=solely("interactions", _JUDGING),
    ),
    Table(
        name="bizStickers",
        purpose="Judging and voting: stickers",
        hash_key=KeyPart("teamName"),
        range_key=KeyPart("userID#stickerName"),
        indexes=(index("stickerName", "stickerName"), index("userID", "userID")),
        owner="interactions",
        inferred=True,
        uses=solely("interactions", _JUDGING),
    ),
    Table(
        name="bizScores",
        purpose="Judging and voting: scores",
        hash_key=KeyPart("teamName"),
        range_key=KeyPart("userID"),
        owner="interactions",
        inferred=True,
        uses=solely("interactions", _JUDGING),
    ),
    EntityTable(
        name="bizFeedback",
        purpose="Judging and voting: judges' feedback",
        owner="interactions",
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
        uses=(
            *solely("interactions", _JUDGING),
            Use("judging", READ_WRITE, "Judges, their teams, round and release"),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
            ERASES,
        ),
    ),
)
