"""The tables that most services meet."""

from core.dynamo.registry.entries import (
    ERASES,
    READ,
    READ_WRITE,
    WRITE,
    EntityTable,
    Use,
)

CORE = (
    EntityTable(
        name="biztechUsers",
        purpose="User accounts",
        owner="users",
        uses=(
            Use("users", READ_WRITE, "Owner. CRUD for user records"),
            Use(
                "payments",
                READ_WRITE,
                "Reads isMember for pricing tier; writes on membership payment",
            ),
            Use("registrations", READ, "Reads user data for email sending"),
            Use("members", WRITE, "grantMembership sets isMember: true"),
            Use(
                "transactions",
                READ,
                "Validates user existence before creating transaction",
            ),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
            Use("events", READ, "Reads who is registered, for execs"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechEvents",
        purpose="Events",
        owner="events",
        uses=(
            Use("events", READ_WRITE, "Owner. CRUD, feedback config"),
            Use(
                "registrations",
                READ,
                "Reads event for capacity check and email details",
            ),
            Use("payments", READ, "Reads pricing for checkout session"),
            Use("users", READ, "Reads for favourite event validation"),
            Use("partnerships", READ, "Reads event names for link hydration"),
            Use("interactions", READ, "Reads event dates for connection filtering"),
            Use("teams", READ, "Reads how large a team may be"),
            Use("quests", READ_WRITE, "Keeps which quests an event has"),
            Use("judging", READ, "Looks whether an event is there"),
            Use("voting", READ, "Looks whether an event is there"),
            Use("scanning", READ, "Looks whether points are for teams"),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
        ),
    ),
    EntityTable(
        name="biztechRegistrations",
        purpose="Event registrations",
        owner="registrations",
        uses=(
            Use(
                "registrations",
                READ_WRITE,
                "Owner. Create, update, delete registrations",
            ),
            Use(
                "payments",
                READ_WRITE,
                "Reads for event payment; writes registrationStatus via webhook",
            ),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
            Use("events", READ, "Counts registrations via GSI event-query"),
            Use("investments", READ_WRITE, "Pays from the balance"),
            Use("teams", READ_WRITE, "Says in which team somebody is"),
            Use("judging", READ, "Looks whether a judge came as a partner"),
            Use("scanning", READ_WRITE, "Gives the points of codes"),
            Use(
                "profiles", READ_WRITE, "syncPartnerData reads/writes registration data"
            ),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechMembers",
        purpose="Club members of one year",
        owner="members",
        uses=(
            Use("members", READ_WRITE, "Owner. CRUD for member records"),
            Use("payments", WRITE, "Creates member record on membership payment"),
            Use(
                "profiles",
                READ_WRITE,
                "Reads member for profile creation; writes profileID",
            ),
            Use("interactions", READ, "Looks up profileID for connection handling"),
            Use("quests", READ, "Finds whose profile, and whose progress, it is"),
            Use("investments", READ, "Finds investors' profiles"),
            Use("recommendations", READ, "Finds whose profile it is"),
            Use("users", READ, "Deletes no account that has a member record"),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
            Use("bots", READ_WRITE, "Discord mapping reads member, writes discordId"),
            ERASES,
        ),
    ),
    EntityTable(
        name="biztechProfiles",
        purpose="Profiles and connections",
        owner="profiles",
        uses=(
            Use("profiles", READ_WRITE, "Owner. Profile CRUD, company profiles"),
            Use(
                "interactions",
                READ_WRITE,
                "Reads profiles for validation; writes CONNECTION# rows",
            ),
            Use("quests", READ, "Derives progress from connections"),
            Use("investments", READ, "Calls investors as they show themselves"),
            Use(
                "members",
                WRITE,
                "Indirect: grantMembership calls createProfile() which writes here",
            ),
            Use(
                "payments",
                WRITE,
                "Indirect: webhook calls createProfile() which writes here",
            ),
            Use("users", READ_WRITE, "Deletes a kept profile with its account"),
            Use("quizzes", READ_WRITE, "Writes the career type"),
            Use("recommendations", READ, "Finds who has something in common"),
            Use("undo", READ_WRITE, "Puts back what an act changed"),
            ERASES,
        ),
    ),
)
