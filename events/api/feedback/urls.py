"""Addresses of feedback forms."""

from django.urls import re_path

from events.api.addresses import EVENT_IN_PATH
from events.api.feedback.views import FeedbackViewSet

_FORM = rf"^events/{EVENT_IN_PATH}/feedback/(?P<form_type>[^/]{{1,200}})"

urlpatterns = [
    re_path(
        rf"{_FORM}/?$",
        FeedbackViewSet.as_view({"get": "form", "post": "submit"}),
        name="feedback",
    ),
    re_path(
        rf"{_FORM}/submissions/?$",
        FeedbackViewSet.as_view({"get": "submissions"}),
        name="feedback-submissions",
    ),
]
