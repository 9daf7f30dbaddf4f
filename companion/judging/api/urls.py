"""Addresses of judging; they go before those of teams, which are wider."""

from django.urls import re_path

from companion.judging.api.feedback import FeedbackViewSet
from companion.judging.api.views import JudgingViewSet

_JUDGE = r"(?P<judge_id>[^/]{1,254})"
_TEAM = r"(?P<team_id>[^/]{1,200})"

urlpatterns = [
    re_path(
        r"^team/round/?$",
        JudgingViewSet.as_view({"get": "get_round"}),
        name="judging_round",
    ),
    re_path(
        r"^team/round/(?P<round_name>[^/]+)/?$",
        JudgingViewSet.as_view({"put": "put_round"}),
        name="judging_set_round",
    ),
    re_path(
        rf"^team/judge/currentTeamID/{_JUDGE}/?$",
        JudgingViewSet.as_view({"get": "current_team"}),
        name="judging_current_team",
    ),
    re_path(
        rf"^team/judge/currentTeam/{_TEAM}/?$",
        JudgingViewSet.as_view({"put": "assign"}),
        name="judging_assign",
    ),
    re_path(
        r"^team/judge/feedback/?$",
        FeedbackViewSet.as_view({"post": "give", "put": "change"}),
        name="judging_feedback",
    ),
    re_path(
        rf"^team/judge/feedback/{_JUDGE}/?$",
        FeedbackViewSet.as_view({"get": "of_judge"}),
        name="judging_of_judge",
    ),
    re_path(
        rf"^team/feedback/{_TEAM}/?$",
        FeedbackViewSet.as_view({"get": "of_team"}),
        name="judging_of_team",
    ),
    re_path(
        r"^team/scores-all/?$",
        JudgingViewSet.as_view({"get": "scores"}),
        name="judging_scores",
    ),
    re_path(
        r"^team/release/?$",
        JudgingViewSet.as_view({"put": "release"}),
        name="judging_release",
    ),
]
