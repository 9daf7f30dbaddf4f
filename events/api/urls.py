"""Addresses of events."""

from django.urls import include, path, re_path

from events.api.addresses import EVENT_IN_PATH
from events.api.views import EventsViewSet

urlpatterns = [
    path("", include("events.api.feedback.urls")),
    path("", include("events.api.images.urls")),
    path("", include("events.api.registrations.urls")),
    re_path(
        r"^events/?$",
        EventsViewSet.as_view({"get": "list", "post": "create"}),
        name="events-list",
    ),
    re_path(
        r"^events/getActiveEvent/?$",
        EventsViewSet.as_view({"get": "active"}),
        name="events-active",
    ),
    re_path(
        rf"^events/{EVENT_IN_PATH}/?$",
        EventsViewSet.as_view(
            {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
        ),
        name="events-detail",
    ),
]
