"""The Discord routes: what the bot asks, and linking an account to a membership."""

import json
from typing import Any
from urllib.parse import quote, urljoin

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import TakesBody
from core.clock import now_ms
from core.email import normalize_email
from core.errors import BodyTooLarge, Forbidden, InvalidEmail, Malformed
from core.fields import Body, must_have
from core.identity.permissions import IsSignedIn, caller_of
from core.openapi import BY_EMAIL, EMAIL, answer, described, example
from core.serving.limits import API, KB
from memberships.api.serializers import MessageSerializer
from memberships.errors import (
    DiscordLinked,
    DiscordLinkedElsewhere,
    DiscordNotLinked,
    DiscordStateExpired,
    DiscordStateRefused,
    DiscordStateUsed,
    MembershipMissing,
)
from memberships.services.discord import (
    link_account,
    new_state,
    read_state,
    unlink_account,
)

_LONGEST_STATE = 500
_TOLERANCE_SECONDS = 5 * 60
_LONGEST_TIMESTAMP = 20

# Discord's own numbers: of answers, of their flags, of a button.
_PONG, _MESSAGE = 1, 4
_ONLY_FOR_THEM = 64
_ROW, _BUTTON, _LINK = 1, 2, 5

_UNSIGNED = {"error": "Invalid request signature"}
_UNKNOWN = "I only know /verify."
_INVITATION = (
    "Sign in with the e-mail address of your membership to link this Discord account"
    " to it. The button works once, for 15 minutes."
)


@example(
    "What the bot's link ends with",
    email=EMAIL,
    discordId="WyIxMjM0NTY3ODkwMTIzNDU2NzgiXQ:1vOUkP:ZpK3yq",
)
class MappingSerializer(serializers.Serializer[Any]):
    """The bot's state: in `state`, else in `discordId`. The token says who links it."""

    email = serializers.CharField(
        required=False, allow_blank=True, allow_null=True, help_text="Not looked at."
    )
    discordId = serializers.CharField(max_length=_LONGEST_STATE)
    state = serializers.CharField(required=False, max_length=_LONGEST_STATE)

    def to_internal_value(self, data: Any) -> Body:
        """Return it, or say in the documented words what is missing."""
        must_have("discordId", data)
        values: Body = super().to_internal_value(data)
        return values


class MappingView(TakesBody):
    """Links a Discord account to the caller's membership."""

    permission_classes = (IsSignedIn,)

    @described(
        "discord_link",
        {
            200: answer(
                MessageSerializer,
                "Linked.",
                {"message": "Successfully mapped Discord account to membership"},
            )
        },
        MembershipMissing,
        DiscordLinked,
        DiscordLinkedElsewhere,
        DiscordStateRefused,
        DiscordStateExpired,
        DiscordStateUsed,
        body=MappingSerializer,
        parameters=[
            OpenApiParameter("state", str, description="As `state` in the body.")
        ],
    )
    def post(self, request: Request) -> Response:
        """Link a Discord account to one's own membership.

        With the state that the bot gave to the account's owner, which is good for 15
        minutes and once. A Discord account is one member's alone.
        """
        values, now = self.sent(request).validated_data, now_ms()
        account = values["discordId"]
        given = values.get("state") or request.query_params.get("state")
        state = read_state(given or account, now=now)
        if given and account not in (given, state.account):
            raise DiscordStateRefused("This link is about another Discord account.")
        email = caller_of(request).email
        link_account(email, state, actor=email, now=now)
        return Response(
            {"message": "Successfully mapped Discord account to membership"}
        )


class DiscordAccountView(APIView):
    """The Discord account of a membership."""

    permission_classes = (IsSignedIn,)

    @described(
        "discord_unlink",
        {
            200: answer(
                MessageSerializer,
                "Unlinked.",
                {"message": "Discord account is no longer linked"},
            )
        },
        Forbidden,
        MembershipMissing,
        DiscordNotLinked,
        InvalidEmail("Invalid email", data="zz"),
        parameters=[BY_EMAIL],
    )
    def delete(self, request: Request, email: str) -> Response:
        """Unlink the Discord account of one's own membership; executives, of any."""
        email, caller = normalize_email(email), caller_of(request)
        if email != caller.email and not caller.is_exec:
            raise Forbidden
        unlink_account(email, actor=caller.email, now=now_ms())
        return Response({"message": "Discord account is no longer linked"})


class InteractionsView(APIView):
    """What Discord asks of the bot: the signature over the raw body is the authority.

    The body is read before anything could parse it, and nothing limits how often
    Discord may ask.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()
    renderer_classes = (JSONRenderer,)

    @described(
        "discord_interactions",
        {
            200: answer({"type": "object"}, "What the bot says.", {"type": _PONG}),
            401: answer({"type": "object"}, "Not signed by Discord.", _UNSIGNED),
        },
        BodyTooLarge(API.largest // KB),
        Malformed("The body is not valid JSON."),
        DiscordStateRefused,
        request=None,
        parameters=[
            OpenApiParameter(
                name,
                OpenApiTypes.STR,
                OpenApiParameter.HEADER,
                required=True,
                description=description,
                examples=[OpenApiExample(description, value=value)],
            )
            for name, description, value in (
                ("X-Signature-Ed25519", "Over the time and the raw body.", "5257a8"),
                ("X-Signature-Timestamp", "In seconds, at most 5 minutes off.", "1795"),
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """What Discord asks of the club's bot.

        For Discord alone, which sends its interaction as JSON. `/verify` is answered,
        to its sender alone, with a button that leads to where the account is linked.
        """
        raw, now = request._request, now_ms()
        body = raw.read(API.largest + 1)
        if len(body) > API.largest:
            raise BodyTooLarge(API.largest // KB)
        timestamp = raw.headers.get("X-Signature-Timestamp", "")
        signature = raw.headers.get("X-Signature-Ed25519", "")
        if not _is_signed(body, timestamp, signature, now=now):
            return Response(_UNSIGNED, status=status.HTTP_401_UNAUTHORIZED)
        return Response(_answer_to(body, now=now))


def _is_signed(body: bytes, timestamp: str, signature: str, *, now: int) -> bool:
    """Tell whether Discord signed this, for our bot and just now."""
    readable = timestamp.isascii() and timestamp.isdecimal()
    if not settings.DISCORD_PUBLIC_KEY or not readable:
        return False
    if len(timestamp) > _LONGEST_TIMESTAMP:
        return False
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(settings.DISCORD_PUBLIC_KEY))
    try:
        key.verify(bytes.fromhex(signature), timestamp.encode() + body)
    except (InvalidSignature, ValueError):
        return False
    return abs(now // 1000 - int(timestamp)) <= _TOLERANCE_SECONDS


def _answer_to(body: bytes, *, now: int) -> Body:
    try:
        asked = json.loads(body)
    except ValueError as error:
        raise Malformed("The body is not valid JSON.") from error
    match asked:
        case {"type": 1}:
            return {"type": _PONG}
        # In a server the sender is one of its members; in a message to the bot, a user.
        case {
            "type": 2,
            "data": {"name": "verify"},
            "member": {"user": {"id": str(account)}},
        } | {"type": 2, "data": {"name": "verify"}, "user": {"id": str(account)}}:
            return _invitation(new_state(account, now=now))
    return _message(_UNKNOWN)


def _invitation(state: str) -> Body:
    leads_to = quote(f"/discord/verify/{state}", safe="")
    login = urljoin(settings.PROFILE_EDITOR_URL, f"/login?redirect={leads_to}")
    button = {"type": _BUTTON, "style": _LINK, "label": "Link account", "url": login}
    return _message(_INVITATION, components=[{"type": _ROW, "components": [button]}])


def _message(words: str, **more: Any) -> Body:
    told = {"content": words, "flags": _ONLY_FOR_THEM, **more}
    return {"type": _MESSAGE, "data": told}
