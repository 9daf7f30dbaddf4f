"""Addresses of pictures."""

from django.urls import re_path

from profiles.api.pictures.views import (
    PictureUploadsView,
    PictureUploadView,
    PictureView,
)

urlpatterns = [
    re_path(
        r"^profiles/profile-pic-upload-url/?$",
        PictureUploadView.as_view(),
        name="picture-upload",
    ),
    re_path(
        r"^_uploads/(?P<token>[^/]+)$",
        PictureUploadsView.as_view(),
        name="local-upload",
    ),
    re_path(r"^pictures/(?P<name>.*)$", PictureView.as_view(), name="picture"),
]
