"""Addresses of connections and the wall."""

from django.urls import re_path

from interactions.pages import join_code, wall_page
from interactions.views import WallView

urlpatterns = [
    re_path(r"^interactions/wall/?$", WallView.as_view(), name="wall-snapshot"),
    re_path(r"^wall/?$", wall_page, name="wall"),
    re_path(r"^wall/qr\.svg$", join_code, name="wall-code"),
]
