"""Who is a member, and who paid."""

from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    """Who is a member, and who paid."""

    name = "memberships"
