"""The investments' routes: one's own money, and what everybody may know of it."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.investments.api.serializers import (
    InvestedSerializer,
    InvestmentSerializer,
    told,
)
from companion.investments.errors import (
    InvestorUnknown,
    NotAnInvestor,
    TeamUnknown,
)
from companion.investments.queries import (
    BALANCE,
    FUNDING,
    find_team,
    investments_by,
    investments_in,
    newest,
    registration_of,
)
from companion.investments.services import invest
from core.api import TakesBody
from core.clock import now_ms
from core.email import one_spelling
from core.errors import Forbidden, KeyUsed
from core.identity.permissions import IsSignedIn, caller_of
from core.openapi import EMAIL, answer, described, path_parameter

_OBJECT = {"type": "object"}
_ROWS = {"type": "array", "items": {"type": "object"}}
_MOST_DIGITS = 6


class InvestmentsViewSet(TakesBody, ViewSet):
    """Money of an event that people put into teams."""

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of all routes."""
        return [IsSignedIn()]

    @described(
        "investments_invest",
        {200: InvestedSerializer},
        Forbidden,
        NotAnInvestor,
        TeamUnknown,
        KeyUsed,
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
        body=InvestmentSerializer,
    )
    def invest(self, request: Request) -> Response:
        """Invest in a team.

        One's own money; executives may act for others. The same `Idempotency-Key`
        again invests nothing more.
        """
        values, caller = self.sent(request).validated_data, caller_of(request)
        investor = one_spelling(values.get("investorId", caller.email))
        if investor != caller.email and not caller.is_exec:
            raise Forbidden
        invest(
            investor,
            values["teamId"],
            amount=values["amount"],
            comment=values["comment"],
            actor=caller.email,
            now=now_ms(),
            key=request.headers.get("Idempotency-Key") or values.get("nonce", ""),
        )
        return Response({"message": "Investment successful"})

    @described(
        "investments_of_team",
        {200: answer(_OBJECT, "The money.", {"funding": 0, "investments": []})},
        TeamUnknown,
        parameters=[path_parameter("team_id", "The team's id.", example="4a6c")],
    )
    def team(self, request: Request, team_id: str) -> Response:
        """What a team was given.

        Addresses and comments are for the team, the investor and executives.
        """
        team, caller = find_team(team_id), caller_of(request)
        if team is None:
            raise TeamUnknown
        rows = told(
            investments_in(team_id), caller, of_team=caller.email in team.members
        )
        funding = team.plain().get(FUNDING, 0)
        return Response({"funding": funding, "investments": rows})

    @described(
        "investments_of_investor",
        {200: answer(_OBJECT, "The money.", {"balance": 50000, "investments": []})},
        Forbidden,
        InvestorUnknown,
        parameters=[path_parameter("email", "Oneself.", example=EMAIL)],
    )
    def investor(self, request: Request, email: str) -> Response:
        """What somebody has left, and where the rest went; oneself and executives."""
        caller, investor = caller_of(request), one_spelling(email)
        if investor != caller.email and not caller.is_exec:
            raise Forbidden
        registration = registration_of(investor)
        if registration is None:
            raise InvestorUnknown
        rows = told(investments_by(investor), caller, of_team=False)
        balance = registration.plain().get(BALANCE, 0)
        return Response({"balance": balance, "investments": rows})

    @described(
        "investments_ticker",
        {200: answer(_ROWS, "The newest first.", [])},
        parameters=[OpenApiParameter("limit", str, description="From 1; else all.")],
    )
    def ticker(self, request: Request) -> Response:
        """The newest investments, as a bare array."""
        limit = _limit(request.query_params.get("limit", ""))
        return Response(told(newest(limit), caller_of(request), of_team=False))


def _limit(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return (int(text) or None) if is_number else None
