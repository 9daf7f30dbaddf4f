"""How what is done to profiles and codes reads, and what they hold."""

from core.audit.wording import Sentences, register_acts, register_fields
from profiles.acts import ProfileAct

register_acts(
    {
        ProfileAct.CREATE: Sentences(
            "created the profile of", "undid creating the profile of"
        ),
        ProfileAct.REMOVE_PICTURE: Sentences(
            "removed the picture of", "put back the picture of"
        ),
        ProfileAct.CREATE_PARTNER: Sentences(
            "created, for a partner,", "undid creating, for a partner,"
        ),
        ProfileAct.CREATE_COMPANY: Sentences(
            "created, for a company,", "undid creating, for a company,"
        ),
        ProfileAct.LINK_PARTNER: Sentences(
            "linked to a company", "undid linking to a company"
        ),
        ProfileAct.UNLINK_PARTNER: Sentences(
            "unlinked from their company", "undid unlinking from their company"
        ),
        ProfileAct.SYNC_PARTNER: Sentences(
            "brought to what the registration says",
            "undid bringing to what the registration says",
        ),
        ProfileAct.CREATE_CODE: Sentences("created", "undid creating"),
        ProfileAct.DELETE_CODE: Sentences("deleted", "undid deleting"),
    }
)
register_fields(
    {
        "profileType": "Profile type",
        "mbti": "Career type",
        "description": "About",
        "hobby1": "Hobby 1",
        "hobby2": "Hobby 2",
        "funQuestion1": "Fun question 1",
        "funQuestion2": "Fun question 2",
        "linkedIn": "LinkedIn",
        "additionalLink": "Link",
        "profilePictureURL": "Picture",
        "company": "Company",
        "position": "Position",
        "role": "Role",
        "title": "Title",
        "name": "Name",
        "links": "Links",
        "email": "E-mail",
        "eventID;year": "Event",
        "companyProfileID": "Profile of the company",
        "companyProfilePictureURL": "Picture of the company",
        "delegateProfileIDs": "Profiles of its people",
        "viewableMap": "Shown publicly",
        "hiddenAt": "Hidden since",
        "replacedAt": "Replaced since",
        "replacedBy": "Replaced by",
        "leadsOn": "Card leads on",
        "isActive": "In use",
        "isUnlimitedScans": "Gives points with every scan",
    },
    times=("hiddenAt", "replacedAt"),
)
