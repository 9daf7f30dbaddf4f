"""The profiles' routes: creating one's own, editing it, seeing somebody's."""

from typing import Any, cast

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.clock import now_ms
from core.identity.permissions import IsSignedIn
from core.identity.users import Caller
from profiles.api.descriptions import described, edit_described
from profiles.api.serializers import ProfileEditSerializer
from profiles.queries import own_profile, public_profile
from profiles.services import create_profile, edit_own_profile
from profiles.services.own import MAP

# Longer ids than any that exists never reach the database.
PROFILE_ID = r"(?P<profile_id>[^/]{1,200})"


@described
class ProfilesViewSet(ViewSet):
    """Profiles: one's own for whoever is signed in, the visible part for everybody."""

    permission_classes = (IsSignedIn,)

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.Serializer[Any]:
        """Return the body of an edit; the browsable forms ask for it too."""
        return ProfileEditSerializer(*args, **kwargs)

    def create(self, request: Request) -> Response:
        """Create the caller's profile; the body is not read."""
        email = _email(request)
        created = create_profile(email, now=now_ms())
        return Response(
            {"message": f"Created profile for {email}", "profile": created.row},
            status=status.HTTP_201_CREATED,
        )

    @action(detail=False, methods=["get"], url_path="user")
    def own(self, request: Request) -> Response:
        """Answer the caller's own profile, whole."""
        return Response(own_profile(_email(request)))

    @own.mapping.patch
    @edit_described
    def edit_own(self, request: Request) -> Response:
        """Change what the caller wrote on their profile; all else stays."""
        email = _email(request)
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        written = edit_own_profile(email, values, toggles=values.get(MAP), now=now_ms())
        return Response(
            {
                "message": f"successfully updated profile: {email}",
                "data": {"Attributes": written},
            }
        )

    @action(
        detail=False,
        methods=["get"],
        url_path=f"profile/{PROFILE_ID}",
        authentication_classes=(),
        permission_classes=(AllowAny,),
    )
    def public(self, request: Request, profile_id: str) -> Response:
        """Answer the visible fields, or 404 for an unknown or hidden profile."""
        return Response(public_profile(profile_id))


def _email(request: Request) -> str:
    return cast("Caller", request.user).email
