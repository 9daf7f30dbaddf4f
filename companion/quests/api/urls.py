"""Addresses of quests."""

from django.urls import re_path

from companion.quests.api.views import QuestsViewSet
from events.api.addresses import EVENT_IN_PATH

urlpatterns = [
    re_path(
        rf"^quests/event/{EVENT_IN_PATH}/?$",
        QuestsViewSet.as_view({"get": "of_everybody"}),
    ),
    re_path(
        rf"^quests/kiosk/{EVENT_IN_PATH}/(?P<profile_id>[^/]{{1,200}})/?$",
        QuestsViewSet.as_view({"get": "kiosk"}),
    ),
    re_path(
        rf"^quests/{EVENT_IN_PATH}/?$",
        QuestsViewSet.as_view({"get": "own", "patch": "nudge"}),
    ),
]
