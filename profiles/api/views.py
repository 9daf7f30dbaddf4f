"""The profiles' routes: creating one's own, editing it, seeing somebody's."""

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.api import TakesBody
from core.clock import now_ms
from core.errors import Invalid, NotFound
from core.identity.permissions import IsSignedIn, caller_of
from core.openapi import BY_PROFILE, EMAIL, PROFILE_ID, described
from core.uploads.errors import StorageSilent
from profiles.api.serializers import (
    CreatedProfileSerializer,
    EditedProfileSerializer,
    OwnProfileSerializer,
    ProfileEditSerializer,
    PublicProfileSerializer,
)
from profiles.errors import CardReplaced, ProfileExists
from profiles.queries import own_profile, public_profile
from profiles.services import create_profile, edit_own_profile
from profiles.services.own import MAP

# Longer ids than any that exists never reach the database.
PROFILE_IN_PATH = r"(?P<profile_id>[^/]{1,200})"


class ProfilesViewSet(TakesBody, ViewSet):
    """Profiles: one's own for whoever is signed in, the visible part for everybody."""

    permission_classes = (IsSignedIn,)

    @described(
        "profiles_create",
        {201: CreatedProfileSerializer},
        NotFound.of("id", EMAIL),
        ProfileExists(EMAIL),
    )
    def create(self, request: Request) -> Response:
        """Create one's own profile.

        For members who have none. Names, pronouns, major and year are copied from the
        member record; all fields are visible. A body is not needed, nor read. Of
        several calls at once one creates the profile.
        """
        email = _email(request)
        created = create_profile(email, now=now_ms())
        return Response(
            {"message": f"Created profile for {email}", "profile": created.row},
            status=status.HTTP_201_CREATED,
        )

    @described(
        "profiles_own_read", {200: OwnProfileSerializer}, NotFound.of("Profile", EMAIL)
    )
    @action(detail=False, methods=["get"], url_path="user")
    def own(self, request: Request) -> Response:
        """One's own profile.

        The whole row, whatever `viewableMap` says.
        """
        return Response(own_profile(_email(request)))

    @described(
        "profiles_own_edit",
        {200: EditedProfileSerializer},
        NotFound.of("Profile", EMAIL),
        Invalid("Viewable map is not a literal object"),
        StorageSilent,
        body=ProfileEditSerializer,
    )
    @own.mapping.patch
    def edit_own(self, request: Request) -> Response:
        """Change one's own profile.

        Writes the texts and switches the toggles that are sent; all others stay, so
        calls at once do not undo each other. What is no text, and every other name, is
        left alone. A bad address or a text that is too long refuses the whole request.
        An address without a scheme is completed with `https://`.
        """
        email = _email(request)
        body = self.sent(request)
        values = body.validated_data
        written = edit_own_profile(email, values, toggles=values.get(MAP), now=now_ms())
        return Response(
            {
                "message": f"successfully updated profile: {email}",
                "data": {"Attributes": written},
            }
        )

    @described(
        "profiles_public_read",
        {200: PublicProfileSerializer},
        NotFound.of("Profile", PROFILE_ID),
        CardReplaced,
        parameters=[BY_PROFILE],
    )
    @action(
        detail=False,
        methods=["get"],
        url_path=f"profile/{PROFILE_IN_PATH}",
        authentication_classes=(),
        permission_classes=(AllowAny,),
    )
    def public(self, request: Request, profile_id: str) -> Response:
        """A profile as everybody sees it.

        Hidden ones are unknown to everybody.
        """
        return Response(public_profile(profile_id))


def _email(request: Request) -> str:
    return caller_of(request).email
