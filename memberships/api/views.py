"""The members' routes: who is a member, and granting and revoking it."""

from typing import ClassVar

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import RowsViewSet
from core.clock import now_ms
from core.email import normalize_email
from core.errors import CannotUpdate, Forbidden, InvalidEmail, NotFound
from core.identity.permissions import IsExec
from core.openapi import (
    AT,
    BY_EMAIL,
    BY_PROFILE,
    EMAIL,
    PROFILE_ID,
    answer,
    changed,
    described,
)
from memberships.api.serializers import (
    MEMBER,
    CreatedMemberSerializer,
    EmailSerializer,
    GrantSerializer,
    MemberCreateSerializer,
    MemberEditSerializer,
    MemberSerializer,
    MessageSerializer,
    RevokedSerializer,
    RevokeSerializer,
    member_body,
    revoked_body,
)
from memberships.errors import MemberExists
from memberships.queries import all_members, email_of_profile, find_member
from memberships.services import (
    add_member,
    delete_member,
    edit_member,
    grant_membership,
    revoke_membership,
)

# Longer ids than any that exists never reach the database.
PROFILE_IN_PATH = r"(?P<profile_id>[^/]{1,200})"


class MembersViewSet(RowsViewSet):
    """Memberships of the current year, for verified executives."""

    permission_classes = (IsExec,)
    kind = "member"
    lookup_field = "email"
    lookup_value_regex = "[^/]+"

    # Two routes have their own documented sentence for the same refusal.
    forbidden: ClassVar[dict[str, str]] = {
        "grant": "unauthorized",
        "create": "unauthorized to perform this action",
    }

    @property
    def exec_refusal(self) -> str:
        """The sentence that the contract has for a stranger on this route."""
        return self.forbidden.get(self.action, "unauthorized for this action")

    @described("members_list", {200: MemberSerializer(many=True)}, Forbidden)
    def list(self, request: Request) -> Response:
        """All members of the year.

        A bare array.
        """
        return Response([member_body(member.plain()) for member in all_members()])

    @described(
        "members_create",
        {
            201: CreatedMemberSerializer,
            409: answer(str, "There is one already.", MemberExists().message),
        },
        Forbidden("unauthorized to perform this action"),
        InvalidEmail("Invalid email", data="zz"),
        body=MemberCreateSerializer,
    )
    def create(self, request: Request) -> Response:
        """Create a member record alone.

        Neither the user nor a profile is written; `grant` does all three.
        """
        values = self.sent(request).validated_data
        try:
            added = add_member(values, actor=request.user.get_username(), now=now_ms())
        except MemberExists as refused:
            # Documented as a bare JSON text.
            return Response(refused.message, status=status.HTTP_409_CONFLICT)
        return Response(
            {"message": "Created!", "params": member_body(added.row)}, status=201
        )

    @described(
        "members_read",
        {200: MemberSerializer},
        Forbidden,
        NotFound.of("member", EMAIL),
        InvalidEmail("Invalid email", data="zz"),
        parameters=[BY_EMAIL],
    )
    def retrieve(self, request: Request, email: str) -> Response:
        """One member."""
        email = normalize_email(email)
        member = find_member(email)
        if member is None:
            raise NotFound.of("member", email)
        return Response(member_body(member.plain()))

    @described(
        "members_edit",
        {
            200: changed(
                f"Updated member with email {EMAIL}!", {"cardCount": 1, "updatedAt": AT}
            )
        },
        Forbidden,
        NotFound.of("member", EMAIL),
        CannotUpdate("admin"),
        parameters=[BY_EMAIL],
        body=MemberEditSerializer,
    )
    def partial_update(self, request: Request, email: str) -> Response:
        """Change attributes of a member record.

        `cardCount` never decreases; send `{"$inc": 1}` to add a card safely. `id`,
        `profileID`, `admin`, `createdAt` and `discordId` cannot be changed: the whole
        request is refused then.
        """
        email = normalize_email(email)
        edited = edit_member(
            email,
            self.sent(request).validated_data,
            actor=request.user.get_username(),
            now=now_ms(),
        )
        return Response(
            {
                "message": f"Updated member with email {email}!",
                "response": {"Attributes": edited.changed},
            }
        )

    @described(
        "members_delete",
        {200: changed("Member deleted!", MEMBER)},
        Forbidden,
        NotFound.of("Member", EMAIL),
        InvalidEmail("Invalid email", data="zz"),
        parameters=[BY_EMAIL],
    )
    def destroy(self, request: Request, email: str) -> Response:
        """Delete the member record alone.

        The user stays flagged as a member and the profile stays; `revoke` ends a
        membership.
        """
        email = normalize_email(email)
        removed = delete_member(email, actor=request.user.get_username(), now=now_ms())
        return Response(
            {
                "message": "Member deleted!",
                "response": {"Attributes": member_body(removed.row)},
            }
        )

    @described(
        "members_grant",
        {200: MessageSerializer},
        Forbidden("unauthorized"),
        InvalidEmail("Invalid email", data="zz"),
        body=GrantSerializer,
    )
    @action(detail=False, methods=["post"])
    def grant(self, request: Request) -> Response:
        """Grant a membership.

        Creates or updates the user, creates the member record and the profile, in one
        transaction. A repetition changes nothing. A fact that is not sent is never
        written over one that is known.
        """
        body = self.sent(request)
        grant_membership(body.facts(), actor=request.user.get_username(), now=now_ms())
        return Response({"message": "Membership granted"})

    @described(
        "members_revoke", {200: RevokedSerializer}, Forbidden, body=RevokeSerializer
    )
    @action(detail=False, methods=["post"])
    def revoke(self, request: Request) -> Response:
        """Revoke a membership.

        Sets `isMember` to false, removes the member record, and removes the profile
        with its connections, or keeps it out of sight. Harmless for a person who is no
        member. An exec can undo it in the dashboard for 30 days.
        """
        wanted = self.sent(request).validated_data
        revoked = revoke_membership(
            wanted["email"],
            reason=wanted["reason"],
            keep_profile=wanted["keepProfile"],
            actor=request.user.get_username(),
            now=now_ms(),
        )
        return Response(revoked_body(revoked))

    @described(
        "members_email_of_profile",
        {200: EmailSerializer},
        Forbidden,
        NotFound.of("member", PROFILE_ID),
        parameters=[BY_PROFILE],
    )
    @action(detail=False, methods=["get"], url_path=f"email/{PROFILE_IN_PATH}")
    def email_of(self, request: Request, profile_id: str) -> Response:
        """Whose profile is this?"""
        return Response({"email": email_of_profile(profile_id)})
