"""Addresses of mail."""

from django.urls import re_path

from core.mail.notifications import NotificationsView

urlpatterns = [
    re_path(
        r"^mail/notifications/?$",
        NotificationsView.as_view(),
        name="mail-notifications",
    )
]
