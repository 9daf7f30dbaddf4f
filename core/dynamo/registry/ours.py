"""Tables that this project added."""

from core.dynamo.registry.entries import (
    ID,
    READ_WRITE,
    KeyPart,
    Table,
    Use,
    index,
    solely,
)

OURS = (
    Table(
        name="biztechAudit",
        purpose="Who did what, to whom, why, and what undo needs",
        hash_key=KeyPart("subject"),
        range_key=KeyPart("sk"),
        indexes=(index("recent", "month", KeyPart("sk")),),
        ttl="expiresAt",
        owner="platform",
        uses=(
            Use(
                "platform", READ_WRITE, "Owner. Acts and snapshots of what they changed"
            ),
            Use(
                "members",
                READ_WRITE,
                "Records an act with each change; undo reads it back",
            ),
            Use("payments", READ_WRITE, "Records an act with each decision"),
            Use("users", READ_WRITE, "Records an act with each edit"),
            Use("profiles", READ_WRITE, "Records an act with each change"),
            Use("interactions", READ_WRITE, "Keeps removed connections for undo"),
        ),
    ),
    Table(
        name="biztechPayments",
        purpose="What was asked for, what Stripe said, and what came of it",
        hash_key=ID,
        range_key=KeyPart("sk"),
        indexes=(
            index("recent", "month", KeyPart("createdAt", "N")),
            index("person-query", "email", KeyPart("createdAt", "N")),
            index("intent-query", "paymentIntent"),
            index("attention-query", "attention", KeyPart("createdAt", "N")),
        ),
        ttl="expiresAt",
        owner="payments",
        uses=solely("payments", "Written with the membership it pays for"),
    ),
    Table(
        name="biztechLocalStripe",
        purpose="What the local stand-in for Stripe remembers",
        hash_key=KeyPart("kind"),
        range_key=ID,
        indexes=(
            index("newest", "kind", KeyPart("order")),
            index("session-query", "session", KeyPart("order")),
        ),
        owner="payments",
        local=True,
        uses=solely("payments", "Never on AWS"),
    ),
    Table(
        name="biztechWall",
        purpose="How the live wall is run: current event, pause, hidden people",
        hash_key=ID,
        owner="interactions",
        uses=(
            Use("interactions", READ_WRITE, "Owner. Written by the operator console"),
            Use("members", READ_WRITE, "Undo of an operator's act"),
        ),
    ),
    Table(
        name="biztechSessions",
        purpose="Sessions of execs and members",
        hash_key=ID,
        indexes=(index("person-query", "email", KeyPart("expiresAt", "N")),),
        ttl="expiresAt",
        owner="platform",
        uses=solely("platform", "Sign-in, ended from the server"),
    ),
)
