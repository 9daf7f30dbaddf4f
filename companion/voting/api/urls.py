"""Addresses of what was voted."""

from django.urls import re_path

from companion.voting.api.views import ScoresViewSet, StickersViewSet

urlpatterns = [
    pattern
    for kind, views in (("scores", ScoresViewSet), ("stickers", StickersViewSet))
    for pattern in (
        re_path(rf"^{kind}/?$", views.as_view({"get": "everything"}), name=kind),
        re_path(
            rf"^{kind}/team/(?P<team_name>[^/]{{1,200}})/?$",
            views.as_view({"get": "team"}),
            name=f"{kind}_of_team",
        ),
        re_path(
            rf"^{kind}/(?P<room_id>[^/]{{1,200}})/?$",
            views.as_view({"get": "room"}),
            name=f"{kind}_of_room",
        ),
    )
]
