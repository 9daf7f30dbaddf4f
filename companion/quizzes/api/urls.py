"""Addresses of quizzes."""

from django.urls import re_path

from companion.quizzes.api.views import QuizzesViewSet

_EVENT = r"(?P<event>[^/]{1,200})"

urlpatterns = [
    re_path(r"^quizzes/upload/?$", QuizzesViewSet.as_view({"post": "upload"})),
    re_path(r"^quizzes/wrapped/?$", QuizzesViewSet.as_view({"post": "wrapped"})),
    re_path(
        r"^quizzes/report/(?P<profile_id>[^/]{1,200})/?$",
        QuizzesViewSet.as_view({"get": "report"}),
    ),
    re_path(
        rf"^quizzes/aggregate/{_EVENT}/?$", QuizzesViewSet.as_view({"get": "aggregate"})
    ),
    re_path(
        r"^quizzes/perMbti/(?P<mbti>[^/]{1,200})/?$",
        QuizzesViewSet.as_view({"get": "of_type"}),
    ),
    re_path(rf"^quizzes/{_EVENT}/?$", QuizzesViewSet.as_view({"get": "at_event"})),
]
