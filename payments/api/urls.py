"""Addresses of payments."""

from django.urls import re_path

from payments.api.views import CancelView, CheckoutView, WebhookView

urlpatterns = [
    re_path(r"^payments/?$", CheckoutView.as_view(), name="payments"),
    re_path(r"^payments/webhook/?$", WebhookView.as_view(), name="payments-webhook"),
    re_path(r"^payments/cancel/?$", CancelView.as_view(), name="payments-cancel"),
]
