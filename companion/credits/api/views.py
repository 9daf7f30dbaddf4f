"""The routes of prizes and credits: execs write, members read what is theirs."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.credits.api.serializers import (
    ENTRY,
    STORED,
    BookedSerializer,
    BookingSerializer,
    CreatedPrizeSerializer,
    PrizeEditSerializer,
    PrizeSerializer,
    StoredPrizeSerializer,
    ledger_body,
    prize_body,
)
from companion.credits.errors import (
    NotEnoughCredits,
    PersonUnknown,
    PrizeExists,
    PrizeUnknown,
)
from companion.credits.models import CreditEntry
from companion.credits.queries import all_entries, entries_of, prizes
from companion.credits.services import book, create_prize, delete_prize, edit_prize
from core.api import NEXT_CURSOR, RowsViewSet, TakesBody
from core.clock import now_ms
from core.dynamo.errors import InvalidCursor
from core.dynamo.paging import page_size, read_page
from core.email import one_spelling
from core.errors import CannotUpdate, Forbidden, KeyUsed
from core.identity.permissions import IsExec, IsSignedIn, caller_of
from core.openapi import (
    AT,
    EMAIL,
    PAGED,
    answer,
    changed,
    described,
    path_parameter,
)

_BY_ID = [path_parameter("prize_id", "The prize's id.", example="hoodie")]
_LIST_OR_SUM = {
    "oneOf": [{"type": "array", "items": {"type": "object"}}, {"type": "object"}]
}
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="What is sent again with the same key is done once.",
)


class PrizesViewSet(RowsViewSet):
    """What credits buy."""

    kind = "prize"

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the current route."""
        return [IsSignedIn() if self.action == "list" else IsExec()]

    @described("prizes_list", {200: StoredPrizeSerializer(many=True)})
    def list(self, request: Request) -> Response:
        """All prizes.

        A bare array, the cheapest first.
        """
        return Response([prize_body(prize.plain()) for prize in prizes()])

    @described(
        "prizes_create",
        {201: CreatedPrizeSerializer},
        Forbidden,
        PrizeExists("hoodie"),
        body=PrizeSerializer,
    )
    def create(self, request: Request) -> Response:
        """Make a prize."""
        values = self.sent(request).validated_data
        made = create_prize(
            values["id"], values, actor=caller_of(request).email, now=now_ms()
        )
        return Response(
            {"message": "Prize Created!", "response": {}, "item": made.row},
            status=status.HTTP_201_CREATED,
        )

    @described(
        "prizes_edit",
        {200: changed("Prize updated!", {"price": 350, "updatedAt": AT})},
        Forbidden,
        PrizeUnknown("hoodie"),
        CannotUpdate("id"),
        parameters=_BY_ID,
        body=PrizeEditSerializer,
    )
    def partial_update(self, request: Request, prize_id: str) -> Response:
        """Change a prize."""
        edited = edit_prize(
            prize_id,
            self.sent(request).validated_data,
            actor=caller_of(request).email,
            now=now_ms(),
        )
        return Response(
            {"message": "Prize updated!", "response": {"Attributes": edited.changed}}
        )

    @described(
        "prizes_delete",
        {200: changed("Prize deleted!", STORED)},
        Forbidden,
        PrizeUnknown("hoodie"),
        parameters=_BY_ID,
    )
    def destroy(self, request: Request, prize_id: str) -> Response:
        """Delete a prize."""
        gone = delete_prize(prize_id, actor=caller_of(request).email, now=now_ms())
        return Response(
            {"message": "Prize deleted!", "response": {"Attributes": gone.row}}
        )


class CreditsViewSet(TakesBody, ViewSet):
    """The ledger of credits."""

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the current route."""
        return [IsSignedIn() if self.action == "entries" else IsExec()]

    @described(
        "transactions_list",
        {
            200: answer(
                _LIST_OR_SUM,
                "The entries, with their sum.",
                {"count": 1, "transactions": [ENTRY], "totalCredits": 50},
            )
        },
        Forbidden,
        InvalidCursor,
        parameters=[
            OpenApiParameter("userId", str, description=f"Whose, such as `{EMAIL}`."),
            *PAGED,
        ],
    )
    def entries(self, request: Request) -> Response:
        """What was got and spent.

        With `userId` that person's, with their sum; without, a bare array of one's own
        or, for executives, of everybody's. Others than executives read their own alone.
        """
        caller = caller_of(request)
        asked = request.query_params.get("userId")
        person = caller.email if asked is None else one_spelling(asked)
        if person != caller.email and not caller.is_exec:
            raise Forbidden
        if asked is not None:
            return Response(ledger_body(entries_of(person) if person else []))
        if not caller.is_exec:
            return Response([entry.plain() for entry in entries_of(person)])
        limit, cursor = (request.query_params.get(name) for name in ("limit", "cursor"))
        if limit is None and cursor is None:
            return Response([entry.plain() for entry in all_entries()])
        page = read_page(CreditEntry, size=page_size(limit), cursor=cursor)
        headers = {NEXT_CURSOR: page.next_cursor} if page.next_cursor else {}
        return Response([entry.plain() for entry in page.rows], headers=headers)

    @described(
        "transactions_create",
        {
            201: BookedSerializer,
            202: answer(
                {"type": "object"},
                "Nothing was booked.",
                {"message": NotEnoughCredits().message},
            ),
        },
        Forbidden,
        PersonUnknown(EMAIL),
        KeyUsed,
        parameters=[IDEMPOTENCY_KEY],
        body=BookingSerializer,
    )
    def create(self, request: Request) -> Response:
        """Book credits.

        What costs more than somebody has is not booked, and answered with 202.
        """
        values = self.sent(request).validated_data
        try:
            booked = book(
                one_spelling(values["userId"]),
                amount=values["credits"],
                reason=values["reason"],
                actor=caller_of(request).email,
                now=now_ms(),
                key=request.headers.get("Idempotency-Key") or values.get("nonce", ""),
            )
        except NotEnoughCredits as refusal:
            return Response(
                {"message": refusal.message}, status=status.HTTP_202_ACCEPTED
            )
        return Response(
            {
                "message": "Transaction Created!",
                "response": {},
                "item": booked.entry.plain(),
            },
            status=status.HTTP_201_CREATED,
        )
