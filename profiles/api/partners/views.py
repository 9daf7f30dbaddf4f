"""The routes that write partners and companies: for everybody, or for execs alone."""

from typing import Any

from django.conf import settings
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.api import TakesBody
from core.clock import now_ms
from core.errors import Forbidden, NotFound
from core.fields import Body
from core.identity.permissions import IsExec, caller_of
from core.openapi import described
from core.throttling import PARTNER_WRITE
from events.models import event_key
from events.queries import required_event
from profiles.api.partners.serializers import (
    EMAIL,
    PARTNER_ID,
    CompanySerializer,
    CreatedCompanySerializer,
    CreatedPartnerSerializer,
    LinkedSerializer,
    LinkSerializer,
    PartnerSerializer,
    SyncSerializer,
)
from profiles.errors import (
    CompanyExists,
    NamelessCompany,
    NotACompany,
    NotAnArray,
    NotAPartner,
    PartnerExists,
)
from profiles.models import Profile
from profiles.policy import Audience, visible
from profiles.services import (
    create_company,
    create_partner,
    link_partner,
    sync_partners,
)

# Who did it, as far as the history knows, where nobody signed in.
NOBODY_KNOWN = "anonymous"

_NO_EVENT = NotFound.of_pair("event", "blueprint", "2026")


class WritesPartners(IsExec):
    """Execs, and everybody else while the settings say that it is public."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Tell whether the caller may write partners."""
        is_public = settings.PARTNER_WRITES == "public"
        return is_public or super().has_permission(request, view)


class PartnersViewSet(TakesBody, ViewSet):
    """Partners, companies and the links between them."""

    permission_classes = (WritesPartners,)
    throttle_scope = PARTNER_WRITE

    @described(
        "profiles_create_partner",
        {201: CreatedPartnerSerializer},
        Forbidden,
        _NO_EVENT,
        PartnerExists(EMAIL),
        deprecated=True,
        body=PartnerSerializer,
    )
    @action(detail=False, methods=["post"], url_path="partner/partial")
    def partner(self, request: Request) -> Response:
        """Create a partner's profile and code.

        Open to everybody, or to executives alone where the server is set up so
        (`PARTNER_WRITES`). The same e-mail and event make one profile, however often
        and at once they are sent. `position` and `title` repeat the `role`.
        """
        facts = self.sent(request).validated_data["facts"]
        created = create_partner(facts, actor=_actor(request), now=now_ms())
        event = event_key(facts.event_id, facts.year)
        return Response(
            {
                "message": "Created partial partner profile and NFC for"
                f" {facts.email} for event {event}",
                "profile": created.profile,
                "nfc": created.code,
            },
            status=status.HTTP_201_CREATED,
        )

    @described(
        "profiles_create_company",
        {201: CreatedCompanySerializer},
        NotAnArray("links"),
        NotAPartner,
        Forbidden,
        _NO_EVENT,
        NamelessCompany,
        CompanyExists("acmeinc"),
        body=CompanySerializer,
    )
    @action(detail=False, methods=["post"])
    def company(self, request: Request) -> Response:
        """Create a company's profile and code.

        Open to everybody, or to executives alone where the server is set up so. The id
        is the name in lower case, of its letters a to z and its digits. Partners that
        are named are linked, or none is and nothing is created.
        """
        facts = self.sent(request).validated_data["facts"]
        created = create_company(facts, actor=_actor(request), now=now_ms())
        return Response(
            {
                "message": f"Created company profile and QR for {facts.name}",
                "profile": created.profile,
                "qr": created.code,
            },
            status=status.HTTP_201_CREATED,
        )

    @described(
        "profiles_link_partner",
        {200: LinkedSerializer},
        NotACompany,
        NotAPartner,
        Forbidden,
        NotFound.of("Partner Profile", PARTNER_ID),
        body=LinkSerializer,
    )
    @action(detail=False, methods=["post"], url_path="company/link-partner")
    def link(self, request: Request) -> Response:
        """Have a partner stand for a company.

        Open to everybody, or to executives alone where the server is set up so. Both
        profiles change at once, and that of the company the partner stood for before.
        Asking again changes nothing.
        """
        sent = self.sent(request).validated_data
        partner_id, company_id = sent["partnerProfileID"], sent["companyProfileID"]
        required_event(sent["eventID"], sent["year"])
        linked = link_partner(
            partner_id, company_id, actor=_actor(request), now=now_ms()
        )
        audience = Audience.EXEC if caller_of(request).is_exec else Audience.PUBLIC
        return Response(
            {
                "message": f"Linked partner {partner_id} to company {company_id}",
                "companyProfile": _shown(linked.company or {}, audience),
                "partnerProfile": _shown(linked.partner, audience),
            }
        )

    @described("profiles_sync_partners", {200: SyncSerializer}, Forbidden)
    @action(detail=False, methods=["post"], url_path="sync-partner-data")
    def sync(self, request: Request) -> Response:
        """Have partners' profiles and registrations say the same.

        Open to everybody, or to executives alone where the server is set up so. A
        partner's names, company and role follow their registration for the event; who
        has none is registered. A body is not needed, nor read. Asking again changes
        nothing.
        """
        synced = sync_partners(actor=_actor(request), now=now_ms())
        if not synced:
            return Response({"message": "No partner profiles found to sync"})
        is_exec = caller_of(request).is_exec
        results = [
            {
                "profileID": each.profile_id,
                "action": each.action,
                **({"email": each.email} if is_exec else {}),
            }
            for each in synced
        ]
        message = f"Synced {len(results)} partner profiles"
        return Response({"message": message, "results": results})


def _actor(request: Request) -> str:
    return caller_of(request).email or NOBODY_KNOWN


def _shown(row: Body, audience: Audience) -> Body:
    """Return a linked profile as that audience sees it, and always whose it is."""
    return {"profileID": Profile.of(row).profile_id, **visible(row, audience)}
