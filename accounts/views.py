"""What the API says about user accounts."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import is_member
from biztech.api import PublicReads
from biztech.email import InvalidEmail, normalise_email
from biztech.openapi import answer, path_parameter


class CheckMembershipView(APIView):
    """Tells anyone whether an address is a member's, and nothing else about it."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (PublicReads,)

    @extend_schema(
        operation_id="users_check_membership",
        summary="Is this address a member's?",
        parameters=[
            path_parameter(
                "email", "In any letter case.", example="amira@student.ubc.ca"
            )
        ],
        responses={
            200: answer(
                OpenApiTypes.BOOL,
                "`false` also for unknown and for invalid addresses.",
                name="A member",
                value=True,
            )
        },
    )
    def get(self, request: Request, email: str) -> Response:
        """Answer a bare `true` or `false`."""
        try:
            return Response(is_member(normalise_email(email)))
        except InvalidEmail:
            return Response(False)
