"""Addresses of the public pages."""

from django.urls import re_path

from biztech.pages import membership, profile, wall

urlpatterns = [
    re_path(r"^membership/?$", membership.apply, name="membership"),
    re_path(r"^membership/welcome/?$", membership.welcome, name="membership-welcome"),
    re_path(
        r"^membership/cancelled/?$", membership.cancelled, name="membership-cancelled"
    ),
    re_path(r"^profile/?$", profile.own_page, name="own-profile-page"),
    re_path(
        r"^profile/(?P<profile_id>[^/]{1,200})/?$",
        profile.profile_page,
        name="profile-page",
    ),
    re_path(
        r"^profile/(?P<profile_id>[^/]{1,200})/connect/?$",
        profile.connect_page,
        name="profile-connect",
    ),
    re_path(r"^wall/?$", wall.wall_page, name="wall"),
    re_path(r"^wall/qr\.svg$", wall.join_code, name="wall-code"),
]
