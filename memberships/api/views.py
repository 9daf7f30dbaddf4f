"""The members' routes: who is a member, and granting and revoking it."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import RowsViewSet
from core.clock import now_ms
from core.email import normalize_email
from core.errors import Conflict, NotFound
from core.identity.permissions import IsExec
from memberships.api.descriptions import described
from memberships.api.serializers import (
    GrantSerializer,
    MemberCreateSerializer,
    MemberEditSerializer,
    RevokeSerializer,
    member_body,
    revoked_body,
)
from memberships.queries import all_members, email_of_profile, find_member
from memberships.services import (
    add_member,
    delete_member,
    edit_member,
    grant_membership,
    revoke_membership,
)

# Longer ids than any that exists never reach the database.
PROFILE_ID = r"(?P<profile_id>[^/]{1,200})"


@described
class MembersViewSet(RowsViewSet):
    """Memberships of the current year, for verified executives."""

    permission_classes = (IsExec,)
    kind = "member"
    lookup_field = "email"
    lookup_value_regex = "[^/]+"

    bodies: ClassVar[dict[str, type[serializers.Serializer[Any]]]] = {
        "create": MemberCreateSerializer,
        "partial_update": MemberEditSerializer,
        "grant": GrantSerializer,
        "revoke": RevokeSerializer,
    }
    # Two routes have their own documented sentence for the same refusal.
    forbidden: ClassVar[dict[str, str]] = {
        "grant": "unauthorized",
        "create": "unauthorized to perform this action",
    }

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.Serializer[Any]:
        """Return the body of the current route; the browsable forms ask for it too."""
        return self.bodies.get(self.action, MemberEditSerializer)(*args, **kwargs)

    @property
    def exec_refusal(self) -> str:
        """The sentence that the contract has for a stranger on this route."""
        return self.forbidden.get(self.action, "unauthorized for this action")

    def list(self, request: Request) -> Response:
        """Answer every member of the year, as a bare array."""
        return Response([member_body(member.plain()) for member in all_members()])

    def create(self, request: Request) -> Response:
        """Create the member record alone."""
        values = self._body(request)
        try:
            added = add_member(values, actor=request.user.get_username(), now=now_ms())
        except Conflict as refused:
            # Documented as a bare JSON text.
            return Response(refused.message, status=status.HTTP_409_CONFLICT)
        return Response(
            {"message": "Created!", "params": member_body(added.row)}, status=201
        )

    def retrieve(self, request: Request, email: str) -> Response:
        """Answer one member record as it is stored."""
        email = normalize_email(email)
        member = find_member(email)
        if member is None:
            raise NotFound.of("member", email)
        return Response(member_body(member.plain()))

    def partial_update(self, request: Request, email: str) -> Response:
        """Change some attributes; all others stay."""
        email = normalize_email(email)
        edited = edit_member(
            email, self._body(request), actor=request.user.get_username(), now=now_ms()
        )
        return Response(
            {
                "message": f"Updated member with email {email}!",
                "response": {"Attributes": edited.changed},
            }
        )

    def destroy(self, request: Request, email: str) -> Response:
        """Delete the member record alone."""
        email = normalize_email(email)
        removed = delete_member(email, actor=request.user.get_username(), now=now_ms())
        return Response(
            {
                "message": "Member deleted!",
                "response": {"Attributes": member_body(removed.row)},
            }
        )

    @action(detail=False, methods=["post"])
    def grant(self, request: Request) -> Response:
        """Make a person a member, with all three records."""
        body = GrantSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        grant_membership(body.facts(), actor=request.user.get_username(), now=now_ms())
        return Response({"message": "Membership granted"})

    @action(detail=False, methods=["post"])
    def revoke(self, request: Request) -> Response:
        """Take a membership away, and say what changed."""
        wanted = self._body(request)
        revoked = revoke_membership(
            wanted["email"],
            reason=wanted["reason"],
            keep_profile=wanted["keepProfile"],
            actor=request.user.get_username(),
            now=now_ms(),
        )
        return Response(revoked_body(revoked))

    @action(detail=False, methods=["get"], url_path=f"email/{PROFILE_ID}")
    def email_of(self, request: Request, profile_id: str) -> Response:
        """Answer the address of the member whose profile that is."""
        return Response({"email": email_of_profile(profile_id)})

    def _body(self, request: Request) -> dict[str, Any]:
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(body.validated_data)
        return values
