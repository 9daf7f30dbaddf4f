"""The tables that most services meet."""

from core.dynamo.registry.entries import (
    EVENT,
    ID,
    READ,
    READ_WRITE,
    WRITE,
    Index,
    KeyPart,
    Table,
    Use,
    index,
)

CORE = (
    Table(
        name="biztechUsers",
        purpose="User accounts",
        hash_key=ID,
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
        ),
    ),
    Table(
        name="biztechEvents",
        purpose="Events",
        hash_key=ID,
        range_key=KeyPart("year", "N"),
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
        ),
    ),
    Table(
        name="biztechRegistrations",
        purpose="Event registrations",
        hash_key=ID,
        range_key=EVENT,
        indexes=(index("event-query", "eventID;year", ID),),
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
            Use("events", READ, "Counts registrations via GSI event-query"),
            Use(
                "profiles", READ_WRITE, "syncPartnerData reads/writes registration data"
            ),
        ),
    ),
    Table(
        name="biztechMembers",
        purpose="Club members of one year",
        hash_key=ID,
        indexes=(index("profile-query", "profileID"),),
        yearly=True,
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
            Use("bots", READ_WRITE, "Discord mapping reads member, writes discordId"),
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
            Use("profiles", READ_WRITE, "Owner. Profile CRUD, company profiles"),
            Use(
                "interactions",
                READ_WRITE,
                "Reads profiles for validation; writes CONNECTION# rows",
            ),
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
        ),
    ),
)
