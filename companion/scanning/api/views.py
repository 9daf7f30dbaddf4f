"""The scanner's route: everybody scans for themselves."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.scanning.api.serializers import (
    ScannedSerializer,
    ScanSerializer,
    points,
    told,
)
from companion.scanning.errors import (
    BelowZero,
    CodeInactive,
    CodeUnknown,
    NotConfirmed,
    NotTakingPart,
    ScannedAlready,
)
from companion.scanning.services import scan_code
from companion.teams.errors import NoTeamOfTheirs
from core.api import TakesBody, body_of
from core.clock import now_ms
from core.errors import Forbidden
from core.identity.permissions import IsSignedIn, caller_of
from core.openapi import answer, described

_OBJECT = {"type": "object"}
_NOT_CONFIRMED = NotConfirmed(-5)
# What clients know a scan by that was made before.
_NOTHING_GIVEN = -1


class ScansViewSet(TakesBody, ViewSet):
    """Codes that people find at an event."""

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the route."""
        return [IsSignedIn()]

    @described(
        "qr_scan",
        {
            200: ScannedSerializer,
            405: answer(
                _OBJECT,
                "To be sent again with `negativePointsConfirmed`.",
                {"message": _NOT_CONFIRMED.message, "qr_points": -5},
            ),
        },
        Forbidden,
        CodeUnknown,
        CodeInactive,
        NotTakingPart,
        ScannedAlready,
        NoTeamOfTheirs,
        BelowZero,
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
        body=ScanSerializer,
    )
    def scan(self, request: Request) -> Response:
        """Scan a code.

        For oneself; executives may scan for anybody. A code gives its points once, to
        whoever scans it, or to their team where the event gives points to teams; who
        goes over into another team scans none again for that one. Of all partners of an
        event the first alone gives any. A code without a limit gives them with every
        scan, and once for the same `Idempotency-Key`.
        """
        values = self.sent(request).validated_data
        caller = caller_of(request)
        if values["email"] != caller.email and not caller.is_exec:
            raise Forbidden
        try:
            scanned = scan_code(
                values["qrCodeID"],
                values["email"],
                values["eventID"],
                values["year"],
                confirmed=values["negativePointsConfirmed"],
                actor=caller.email,
                now=now_ms(),
                key=request.headers.get("Idempotency-Key", ""),
            )
        except NotConfirmed as refusal:
            return Response(
                {**body_of(refusal), "qr_points": refusal.points},
                status=status.HTTP_405_METHOD_NOT_ALLOWED,
            )
        except ScannedAlready as refusal:
            had = points(refusal.current, _NOTHING_GIVEN, by_team=refusal.by_team)
            return Response(
                {**body_of(refusal), "response": had}, status=status.HTTP_403_FORBIDDEN
            )
        return Response(
            {"message": "Successfully scanned QR code.", "response": told(scanned)}
        )
