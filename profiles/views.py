"""What the API says about profiles."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from biztech.openapi import answer, path_parameter, refusal
from profiles.queries import public_profile
from profiles.serializers import PublicProfileSerializer

_EXAMPLE = {
    "profileType": "ATTENDEE",
    "fname": "Amira",
    "lname": "Haddad",
    "pronouns": "She/Her/Hers",
    "year": "3rd Year",
    "major": "Statistics",
    "linkedIn": "https://www.linkedin.com/in/amira-haddad-example",
}


class PublicProfileView(APIView):
    """Shows anyone what the owner of a profile shows to everybody."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="profiles_public_read",
        summary="A profile as everybody sees it",
        parameters=[
            path_parameter(
                "profile_id", "The human-readable id.", example="SillyPandasDeny"
            )
        ],
        responses={
            200: answer(
                PublicProfileSerializer,
                "The fields that the owner shows.",
                name="A member's profile",
                value=_EXAMPLE,
            ),
            404: refusal(
                "Unknown, or hidden.",
                "Profile with id 'SillyPandasDeny' could not be found."
                " Make sure you have provided the correct id.",
                name="No such profile",
            ),
        },
    )
    def get(self, request: Request, profile_id: str) -> Response:
        """Answer the visible fields, or 404 for an unknown or hidden profile."""
        return Response(public_profile(profile_id))
