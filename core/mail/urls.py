"""Addresses of mail."""

from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt

from core.late import LateView

urlpatterns = [
    re_path(
        r"^mail/notifications/?$",
        csrf_exempt(LateView.as_view(view="core.mail.notifications.notifications")),
        name="mail-notifications",
    )
]
