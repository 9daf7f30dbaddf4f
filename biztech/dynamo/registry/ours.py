"""Tables that this project added."""

from biztech.dynamo.registry.shapes import ID, KeyPart, Table, index, solely

OURS = (
    Table(
        name="biztechAudit",
        purpose="Who did what, to whom, why, and what undo needs",
        hash_key=KeyPart("subject"),
        range_key=KeyPart("sk"),
        indexes=(index("recent", "month", KeyPart("sk")),),
        ttl="expiresAt",
        owner="platform",
        uses=solely("platform", "Audit trail, unfinished work"),
    ),
    Table(
        name="biztechSessions",
        purpose="Dashboard sessions",
        hash_key=ID,
        ttl="expiresAt",
        owner="platform",
        uses=solely("platform", "Sign-in, ended from the server"),
    ),
)
