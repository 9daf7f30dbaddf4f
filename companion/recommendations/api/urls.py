"""Addresses of recommendations."""

from django.urls import re_path

from companion.recommendations.api.views import RecommendationsViewSet

urlpatterns = [
    re_path(
        r"^profiles/recommendations/self/?$",
        RecommendationsViewSet.as_view({"get": "own"}),
    ),
]
