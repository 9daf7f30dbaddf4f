"""Addresses of payments, and the pages on which newcomers become members."""

from django.urls import re_path

from biztech.pages.membership import apply, cancelled, welcome
from payments.api.views import CancelView, CheckoutView, WebhookView

urlpatterns = [
    re_path(r"^payments/?$", CheckoutView.as_view(), name="payments"),
    re_path(r"^payments/webhook/?$", WebhookView.as_view(), name="payments-webhook"),
    re_path(r"^payments/cancel/?$", CancelView.as_view(), name="payments-cancel"),
    re_path(r"^membership/?$", apply, name="membership"),
    re_path(r"^membership/welcome/?$", welcome, name="membership-welcome"),
    re_path(r"^membership/cancelled/?$", cancelled, name="membership-cancelled"),
]
