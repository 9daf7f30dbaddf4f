"""Addresses of investments."""

from django.urls import re_path

from companion.investments.api.views import InvestmentsViewSet

urlpatterns = [
    re_path(r"^investments/?$", InvestmentsViewSet.as_view({"get": "ticker"})),
    re_path(r"^investments/invest/?$", InvestmentsViewSet.as_view({"post": "invest"})),
    re_path(
        r"^investments/teamStatus/(?P<team_id>[^/]{1,200})/?$",
        InvestmentsViewSet.as_view({"get": "team"}),
    ),
    re_path(
        r"^investments/investorStatus/(?P<email>[^/]{1,254})/?$",
        InvestmentsViewSet.as_view({"get": "investor"}),
    ),
]
