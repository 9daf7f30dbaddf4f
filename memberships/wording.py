"""How what is done to memberships reads, and the facts of a person."""

from core.audit.wording import Sentences, register_acts, register_fields
from memberships.acts import MembershipAct
from memberships.facts import FACTS

register_acts(
    {
        MembershipAct.GRANT: Sentences("granted membership to", "undid the grant for"),
        MembershipAct.REVOKE: Sentences(
            "revoked the membership of", "undid the revocation for"
        ),
        MembershipAct.REPLACE_CARD: Sentences(
            "replaced the lost card of", "undid replacing the card of"
        ),
        MembershipAct.RESPELL: Sentences(
            "moved to one spelling the records of",
            "undid moving to one spelling the records of",
        ),
        MembershipAct.ADD_RECORD: Sentences(
            "added a member record for", "undid adding the member record of"
        ),
        MembershipAct.DELETE_RECORD: Sentences(
            "deleted the member record of", "undid deleting the member record of"
        ),
        MembershipAct.ROLL_OVER: Sentences(
            "took over into the next membership year the records of",
            "undid taking over into the next membership year the records of",
        ),
        MembershipAct.LAPSE: Sentences(
            "ended the membership, not renewed, of", "undid the end of membership of"
        ),
        MembershipAct.MERGE: Sentences(
            "merged another person's records into those of",
            "undid merging another person's records into those of",
        ),
        MembershipAct.TELL_APART: Sentences(
            "told from somebody alike", "undid telling from somebody alike"
        ),
        MembershipAct.LINK_DISCORD: Sentences(
            "linked a Discord account to the membership of",
            "undid linking a Discord account to the membership of",
        ),
        MembershipAct.UNLINK_DISCORD: Sentences(
            "unlinked the Discord account of", "undid unlinking the Discord account of"
        ),
    }
)
register_fields(
    {
        "id": "E-mail",
        **{
            name: fact.label
            for fact in FACTS.values()
            for name in (fact.user, fact.member, fact.profile)
            if name
        },
        "isMember": "Flagged as member",
        "admin": "Admin flag",
        "cardCount": "Cards written",
        "cardNumber": "Card number",
        "discordId": "Discord account",
        "profileID": "Profile",
        "keptProfileID": "Kept profile",
    }
)
