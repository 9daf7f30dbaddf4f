"""Addresses of prizes and credits."""

from django.urls import re_path

from companion.credits.api.views import CreditsViewSet, PrizesViewSet

urlpatterns = [
    re_path(
        r"^prizes/?$",
        PrizesViewSet.as_view({"get": "list", "post": "create"}),
        name="prizes",
    ),
    re_path(
        r"^prizes/(?P<prize_id>[^/]{1,200})/?$",
        PrizesViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="prize",
    ),
    re_path(
        r"^transactions/?$",
        CreditsViewSet.as_view({"get": "entries", "post": "create"}),
        name="transactions",
    ),
]
