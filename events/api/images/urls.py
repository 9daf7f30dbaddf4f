"""Addresses of events' pictures."""

from django.urls import re_path

from events.api.images.views import EventUploadsView, ImageUploadView, ImageView

urlpatterns = [
    re_path(
        r"^events/event-image-upload-url/?$",
        ImageUploadView.as_view(),
        name="event-image-upload",
    ),
    re_path(
        r"^_uploads/events/(?P<token>[^/]+)$",
        EventUploadsView.as_view(),
        name="local-event-upload",
    ),
    re_path(r"^event-images/(?P<key>.*)$", ImageView.as_view(), name="event-image"),
]
