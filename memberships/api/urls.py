"""Addresses of memberships."""

from django.urls import re_path

from core.api import EitherSlashRouter
from memberships.api.discord import DiscordAccountView, InteractionsView, MappingView
from memberships.api.views import MembersViewSet

router = EitherSlashRouter()
router.register("members", MembersViewSet, basename="members")

urlpatterns = [
    *router.urls,
    re_path(r"^discord/interactions/?$", InteractionsView.as_view()),
    re_path(r"^discord/account/mapping/?$", MappingView.as_view()),
    re_path(
        r"^discord/account/mapping/(?P<email>[^/]+)/?$", DiscordAccountView.as_view()
    ),
]
