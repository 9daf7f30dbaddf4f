"""Tables that this project added."""

from core.dynamo.registry.entries import (
    ERASES,
    READ,
    READ_WRITE,
    WRITE,
    EntityTable,
    Use,
    solely,
)

OURS = (
    EntityTable(
        name="biztechAudit",
        purpose="Who did what, to whom, why, and what undo needs",
        owner="platform",
        uses=(
            Use(
                "platform", READ_WRITE, "Owner. Acts and snapshots of what they changed"
            ),
            Use("members", READ_WRITE, "Records an act with each change"),
            Use("payments", READ_WRITE, "Records an act with each decision"),
            Use("users", READ_WRITE, "Records an act with each edit"),
            Use("profiles", READ_WRITE, "Records an act with each change"),
            Use("interactions", READ_WRITE, "Keeps removed connections for undo"),
            Use("events", READ_WRITE, "Records an act with each change"),
            Use("registrations", READ_WRITE, "Records an act with each change"),
            Use("investments", READ_WRITE, "Records an act with each investment"),
            Use("judging", READ_WRITE, "Records an act with each decision"),
            Use("voting", READ_WRITE, "Records an act with each decision"),
            Use("scanning", READ_WRITE, "Records an act with each scan"),
            Use("prizes", READ_WRITE, "Records an act with each change"),
            Use("quests", READ_WRITE, "Records an act with each definition"),
            Use("transactions", READ_WRITE, "Records an act with each entry"),
            Use("bots", READ_WRITE, "Records an act with each link"),
        ),
    ),
    EntityTable(
        name="biztechPayments",
        purpose="What was asked for, what Stripe said, and what came of it",
        owner="payments",
        uses=(
            Use("payments", READ_WRITE, "Owner. Written with what it pays for"),
            Use("undo", READ_WRITE, "Goes along when an address changes"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechPlans",
        purpose="Bulk work that was planned, and what became of each part of it",
        owner="platform",
        uses=(
            Use("platform", READ_WRITE, "Owner. Written with each step"),
            Use("members", READ_WRITE, "Names the membership year, and who are two"),
            Use("bots", READ_WRITE, "Says whose a Discord account is"),
        ),
    ),
    EntityTable(
        name="biztechEventSeats",
        purpose="Seats of events: counts, holds until a payment, the waitlist's line",
        owner="registrations",
        uses=(
            Use("registrations", READ_WRITE, "Owner. Changes with each registration"),
            Use("payments", READ_WRITE, "Holds a seat while a checkout lives"),
            Use("profiles", READ_WRITE, "Counts a partner's registration"),
            Use("undo", READ_WRITE, "Counts what an undo changes"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechCredits",
        purpose="What people can spend: the sum of their entries in the ledger",
        owner="transactions",
        uses=(
            Use("transactions", READ_WRITE, "Owner. Changes with each entry"),
            Use("undo", READ_WRITE, "Counts what an undo changes"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechQRScans",
        purpose="Who scanned which code, and the points that it gave",
        owner="scanning",
        uses=(
            *solely("scanning", "A row with the points that it gives"),
            Use("undo", READ_WRITE, "Takes a scan back"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechMail",
        purpose="Mails that are decided on, and addresses that take none",
        owner="platform",
        uses=(
            Use("platform", READ_WRITE, "Owner. Sends what is due, once"),
            Use("registrations", READ_WRITE, "Adds a mail to each decision"),
            Use("payments", READ_WRITE, "Adds a mail where a payment gives a place"),
            Use("members", READ, "Finds what waits for somebody's former address"),
        ),
    ),
    EntityTable(
        name="biztechWall",
        purpose="How the live wall is run: current event, pause, hidden people",
        owner="interactions",
        uses=(
            Use("interactions", READ_WRITE, "Owner. Written by the operator console"),
            Use("undo", READ_WRITE, "Undo of an operator's act"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechSessions",
        purpose="Sessions of execs and members",
        owner="platform",
        uses=(
            Use("platform", READ_WRITE, "Sign-in, ended from the server"),
            Use("bots", WRITE, "Marks what the Discord bot gave out as used"),
        ),
    ),
)
