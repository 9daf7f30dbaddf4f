"""The route of recommendations."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.recommendations.queries import recommendations_for
from core.identity.permissions import IsSignedIn, caller_of
from core.openapi import PROFILE_ID, answer, described

_ROW = {
    "profileID": PROFILE_ID,
    "fname": "Amira",
    "lname": "Haddad",
    "major": "Computer Science",
    "year": "3",
    "score": 62,
    "reason": "You have the same major and both mention hiking, jazz.",
}


class RecommendationsViewSet(ViewSet):
    """Whom one may want to meet."""

    permission_classes = (IsSignedIn,)

    @described(
        "profiles_recommendations",
        {200: answer({"type": "object"}, "Ten at most.", {"results": [_ROW]})},
    )
    def own(self, request: Request) -> Response:
        """Whom one has not met, and has something in common with.

        The nearest first, by the major, the year and the words that both show to
        members; `score` is from 0 to 100. None for who has no profile, and for the
        moments in which a server that just began reads the profiles.
        """
        email = caller_of(request).email
        return Response({"results": recommendations_for(email)})
