"""Addresses of connections and the wall."""

from django.urls import re_path

from interactions.views import WallView

urlpatterns = [
    re_path(r"^interactions/wall/?$", WallView.as_view(), name="wall-snapshot"),
]
