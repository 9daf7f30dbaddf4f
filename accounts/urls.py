"""Addresses of user accounts."""

from django.urls import re_path

from accounts.views import CheckMembershipView

urlpatterns = [
    re_path(
        r"^users/checkMembership/(?P<email>[^/]+)/?$",
        CheckMembershipView.as_view(),
        name="check-membership",
    ),
]
