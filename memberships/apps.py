"""Who is a member."""

from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    """Who is a member."""

    name = "memberships"
