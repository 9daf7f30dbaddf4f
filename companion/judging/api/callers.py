"""Who asks of judging, and whom they may ask about."""

from rest_framework.request import Request

from companion.judging.errors import TeamUnknown
from companion.judging.queries import find_team
from core.email import one_spelling
from core.errors import Forbidden
from core.identity.permissions import caller_of
from core.openapi import EMAIL, path_parameter
from events.models import Team

OF_JUDGE = [path_parameter("judge_id", "The judge's e-mail.", example=EMAIL)]
OF_TEAM = [path_parameter("team_id", "The team's id.", example="4a6c")]


def own_judge(request: Request, judge_id: str) -> str:
    """Return the judge whom an address names: oneself, or anybody for execs."""
    judge, caller = one_spelling(judge_id), caller_of(request)
    if judge != caller.email and not caller.is_exec:
        raise Forbidden
    return judge


def oneself(request: Request, judge_id: str) -> str:
    """Return the caller, who is the judge that a body names."""
    if one_spelling(judge_id) != caller_of(request).email:
        raise Forbidden
    return caller_of(request).email


def readable_team(request: Request, team_id: str) -> Team:
    """Return a team to its members and execs; others learn not even that it is."""
    team, caller = find_team(team_id), caller_of(request)
    if not caller.is_exec and (team is None or caller.email not in team.members):
        raise Forbidden
    if team is None:
        raise TeamUnknown
    return team
