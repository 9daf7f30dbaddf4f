"""How the partners' routes are described to their callers, with literal examples."""

from drf_spectacular.utils import extend_schema, extend_schema_view, inline_serializer
from rest_framework import serializers

from core.openapi import (
    FORBIDDEN,
    MALFORMED,
    UNAUTHORIZED,
    answer,
    body_example,
    refusal,
)
from profiles.api.partners.serializers import (
    CompanySerializer,
    LinkedSerializer,
    LinkSerializer,
    PartnerSerializer,
    SyncSerializer,
)
from profiles.policy import everything_visible

_PARTNER_ID, _COMPANY_ID = "TwoBusesTell", "acmeinc"
_LINKED_TO = "acme"
_EMAIL = "pat@acme.example"
_EVENT = "blueprint;2026"
_PICTURE = "https://acme.example/logo.png"
_NOT_WRITTEN = dict.fromkeys(
    ("hobby1", "hobby2", "funQuestion1", "funQuestion2", "additionalLink"), ""
)
_TIMES = {"createdAt": 1735689600000, "updatedAt": 1735689600000}
_SETTING = (
    "Open to everybody, or to executives alone where the server is set up so"
    " (`PARTNER_WRITES`)."
)
_NO_EVENT = (
    "event with id 'blueprint' and secondaryKey '2026' could not be found."
    " Make sure you have provided them correctly."
)
_NEW_PARTNER = {
    "email": _EMAIL,
    "eventID": "blueprint",
    "year": 2026,
    "fname": "Pat",
    "lname": "Lee",
    "company": "Acme",
    "role": "Recruiter",
    "linkedIn": "https://www.linkedin.com/in/pat-lee-example",
}
_NEW_COMPANY = {
    "name": "Acme Inc.",
    "description": "Makes everything.",
    "profilePictureURL": _PICTURE,
    "eventID": "blueprint",
    "year": 2026,
    "links": ["https://acme.example/jobs"],
}
_LINK = {
    "partnerProfileID": _PARTNER_ID,
    "companyProfileID": _LINKED_TO,
    "eventID": "blueprint",
    "year": 2026,
}
_KEY = {"type": "PROFILE", "viewableMap": everything_visible(partner=True)}
_PARTNER = {
    "compositeID": f"PROFILE#{_PARTNER_ID}",
    **_KEY,
    "profileID": _PARTNER_ID,
    "profileType": "PARTNER",
    "email": _EMAIL,
    "eventID;year": _EVENT,
    "fname": "Pat",
    "lname": "Lee",
    "pronouns": "",
    "company": "Acme",
    "role": "Recruiter",
    "position": "Recruiter",
    "title": "Recruiter",
    "linkedIn": "https://www.linkedin.com/in/pat-lee-example",
    "profilePictureURL": "",
    "description": "",
    **_NOT_WRITTEN,
    **_TIMES,
}
_COMPANY = {
    "compositeID": f"PROFILE#{_COMPANY_ID}",
    **_KEY,
    "profileID": _COMPANY_ID,
    "profileType": "COMPANY",
    "eventID;year": _EVENT,
    "name": "Acme Inc.",
    "fname": "Acme Inc.",
    "lname": "",
    "company": "Acme Inc.",
    "description": "Makes everything.",
    "profilePictureURL": _PICTURE,
    "links": ["https://acme.example/jobs"],
    "delegateProfileIDs": [],
    "linkedIn": "",
    **_NOT_WRITTEN,
    **_TIMES,
}


def _row() -> serializers.DictField:
    """Return a field of its own: the framework binds each to one name."""
    return serializers.DictField(help_text="The row as it is stored.")


_CREATE_PARTNER = extend_schema(
    operation_id="profiles_create_partner",
    deprecated=True,
    summary="Create a partner's profile and code",
    description=(
        f"{_SETTING} The same e-mail and event make one profile, however often and at"
        " once they are sent. `position` and `title` repeat the `role`."
    ),
    request=PartnerSerializer,
    examples=[body_example("A recruiter", _NEW_PARTNER)],
    responses={
        201: answer(
            inline_serializer(
                "CreatedPartner",
                {"message": serializers.CharField(), "profile": _row(), "nfc": _row()},
            ),
            "Profile and code, as they are stored.",
            name="Created",
            value={
                "message": "Created partial partner profile and NFC for"
                f" {_EMAIL} for event {_EVENT}",
                "profile": _PARTNER,
                "nfc": {
                    "id": _PARTNER_ID,
                    "eventID;year": _EVENT,
                    "type": "NFC_ATTENDEE",
                    "isUnlimitedScans": True,
                    "data": {"email": _EMAIL},
                },
            },
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        404: refusal("No such event.", _NO_EVENT, name="No such event"),
        406: refusal(
            "Something is missing, of another type, too long, or no web address.",
            "'email' is missing from the request body",
            data={"fname": "Pat"},
        ),
        409: refusal(
            "The partner has a profile for that event.",
            "A database entry with the same 'Partner Profile' already exists!",
            data=_EMAIL,
        ),
    },
)
_CREATE_COMPANY = extend_schema(
    operation_id="profiles_create_company",
    summary="Create a company's profile and code",
    description=(
        f"{_SETTING} The id is the name in lower case, of its letters a to z and its"
        " digits. Partners that are named are linked, or none is and nothing is"
        " created."
    ),
    request=CompanySerializer,
    examples=[body_example("A company", _NEW_COMPANY)],
    responses={
        201: answer(
            inline_serializer(
                "CreatedCompany",
                {"message": serializers.CharField(), "profile": _row(), "qr": _row()},
            ),
            "Profile and code, as they are stored.",
            name="Created",
            value={
                "message": "Created company profile and QR for Acme Inc.",
                "profile": _COMPANY,
                "qr": {
                    "id": _COMPANY_ID,
                    "eventID;year": _EVENT,
                    "type": "NFC_COMPANY",
                    "isUnlimitedScans": True,
                    "data": {"companyId": _COMPANY_ID},
                },
            },
        ),
        400: refusal(
            "Not readable, no list where one is due, or a delegate who is no partner.",
            "links must be an array",
        ),
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        404: refusal(
            "No such event, or no such delegate.", _NO_EVENT, name="No such event"
        ),
        406: refusal(
            "Something is missing, of another type, too long, or no web address; or"
            " nothing is left of the name for an id.",
            "'description' is missing from the request body",
            data={"name": "Acme Inc."},
        ),
        409: refusal(
            "There is a company of that id.",
            "A database entry with the same 'Company Profile' already exists!",
            data=_COMPANY_ID,
        ),
    },
)
_LINK_PARTNER = extend_schema(
    operation_id="profiles_link_partner",
    summary="Have a partner stand for a company",
    description=(
        f"{_SETTING} Both profiles change at once, and that of the company the partner"
        " stood for before. Asking again changes nothing."
    ),
    request=LinkSerializer,
    examples=[body_example("A partner of a company", _LINK)],
    responses={
        200: answer(
            LinkedSerializer,
            "Both as everybody sees them; executives get the whole rows.",
            name="Linked",
            value={
                "message": f"Linked partner {_PARTNER_ID} to company {_LINKED_TO}",
                "companyProfile": {
                    "profileID": _LINKED_TO,
                    "profileType": "COMPANY",
                    "name": "Acme Inc.",
                    "delegateProfileIDs": [_PARTNER_ID],
                },
                "partnerProfile": {
                    "profileID": _PARTNER_ID,
                    "profileType": "PARTNER",
                    "fname": "Pat",
                    "lname": "Lee",
                    "companyProfileID": _LINKED_TO,
                    "companyProfilePictureURL": _PICTURE,
                },
            },
        ),
        400: refusal(
            "Not readable, or a profile of another kind.",
            "Provided profile ID is not a company profile",
        ),
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        404: refusal(
            "No such event, partner or company.",
            f"Partner Profile with id '{_PARTNER_ID}' could not be found."
            " Make sure you have provided the correct id.",
            name="No such partner",
        ),
        406: refusal(
            "Something is missing or of another type.",
            "'companyProfileID' is missing from the request body",
            data={"partnerProfileID": _PARTNER_ID},
        ),
    },
)
_SYNC = extend_schema(
    operation_id="profiles_sync_partners",
    summary="Have partners' profiles and registrations say the same",
    description=(
        f"{_SETTING} A partner's names, company and role follow their registration for"
        " the event; who has none is registered. A body is not needed, nor read."
        " Asking again changes nothing."
    ),
    request=None,
    responses={
        200: answer(
            SyncSerializer,
            "What became of each; with e-mails for executives only.",
            name="Synced",
            value={
                "message": "Synced 1 partner profiles",
                "results": [
                    {"profileID": _PARTNER_ID, "action": "synced_from_registration"}
                ],
            },
        ),
        401: UNAUTHORIZED,
        403: FORBIDDEN,
    },
)

described = extend_schema_view(
    partner=_CREATE_PARTNER,
    company=_CREATE_COMPANY,
    link=_LINK_PARTNER,
    sync=_SYNC,
)
