"""Addresses of profiles."""

from django.urls import re_path

from profiles.views import PublicProfileView

urlpatterns = [
    re_path(
        r"^profiles/profile/(?P<profile_id>[^/]{1,200})/?$",
        PublicProfileView.as_view(),
        name="public-profile",
    ),
]
