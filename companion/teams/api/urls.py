"""Addresses of teams; two of them also as the club's client calls them."""

from django.urls import re_path

from companion.teams.api.views import TeamsViewSet
from events.api.addresses import EVENT_IN_PATH

urlpatterns = [
    re_path(r"^team/make/?$", TeamsViewSet.as_view({"post": "make"})),
    re_path(r"^team/join/?$", TeamsViewSet.as_view({"post": "join"})),
    re_path(r"^team/leave/?$", TeamsViewSet.as_view({"post": "leave"})),
    re_path(r"^team/getTeamFromUserID/?$", TeamsViewSet.as_view({"post": "of_user"})),
    re_path(r"^team/changeTeamName/?$", TeamsViewSet.as_view({"post": "rename"})),
    re_path(
        r"^team/changeName/?$", TeamsViewSet.as_view({"post": "rename"}, schema=None)
    ),
    re_path(r"^team/points/?$", TeamsViewSet.as_view({"put": "points"})),
    re_path(
        r"^team/updatePoints/?$", TeamsViewSet.as_view({"put": "points"}, schema=None)
    ),
    re_path(r"^team/addQuestions/?$", TeamsViewSet.as_view({"put": "answers"})),
    re_path(rf"^team/{EVENT_IN_PATH}/?$", TeamsViewSet.as_view({"get": "of_event"})),
]
