"""Addresses of connections and the wall."""

from django.urls import re_path

from interactions.api import views

urlpatterns = [
    re_path(r"^interactions/?$", views.TapView.as_view(), name="tap"),
    re_path(
        r"^interactions/disconnect/?$",
        views.DisconnectView.as_view(),
        name="disconnect",
    ),
    re_path(r"^interactions/journal/?$", views.JournalView.as_view(), name="journal"),
    # Before the ids: a profile's id is two capitalised words or more.
    re_path(
        r"^interactions/journal/export/?$",
        views.ExportView.as_view(),
        name="journal-export",
    ),
    # Longer ids than any that exists never reach the database.
    re_path(
        r"^interactions/journal/(?P<profile_id>[^/]{1,200})/?$",
        views.IsConnectedView.as_view(),
        name="is-connected",
    ),
    re_path(r"^interactions/wall/?$", views.WallView.as_view(), name="wall-snapshot"),
]
