"""Addresses of the local stand-in for Stripe; all are unknown without it."""

from django.urls import path

from tools.stripe import page

urlpatterns = [
    path("checkout/", page.recent, name="local-stripe-sessions"),
    path("checkout/<str:session_id>/", page.checkout, name="local-stripe-checkout"),
]
