"""Tables of connections, the wall and the judging portal."""

from core.dynamo.registry.entries import (
    ERASES,
    ID,
    EntityTable,
    KeyPart,
    Table,
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
    Table(
        name="bizFeedback",
        purpose="Judging and voting: judges' feedback",
        hash_key=ID,
        range_key=KeyPart("teamID;round"),
        indexes=(index("team-round-query", "teamID"),),
        owner="interactions",
        inferred=True,
        uses=solely("interactions", _JUDGING),
    ),
    Table(
        name="bizJudge",
        purpose="Judging and voting: judges and the current round",
        hash_key=ID,
        owner="interactions",
        inferred=True,
        uses=solely("interactions", _JUDGING),
    ),
)
