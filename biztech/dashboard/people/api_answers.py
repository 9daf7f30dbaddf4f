"""What a person's own clients are told about them, for execs who are asked why."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.api.serializers import user_body
from accounts.queries import find_user, is_member
from biztech.dashboard.people.pages import email_of, page
from core.api import answer_refusal
from core.email import normalize_email
from core.errors import NotFound, Refused
from memberships.people import person
from profiles.queries import own_profile, public_profile


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one route answers: a status, and each name with its value as JSON."""

    route: str
    who: str
    status: int
    lines: list[tuple[str, str]]


def api_answers_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show what the API answers to this person, from the functions that answer it."""
    email = email_of(object_id)
    known = person(email)
    profile_id = known.profile.profile_id if known.profile else None
    linked = profile_id or (known.member.profile_id if known.member else None)
    return page(
        request,
        "api_answers.html",
        title="As this person sees it",
        email=email,
        answers=_answers(email, linked),
        profile_id=linked,
        is_member=known.is_member,
    )


def _answers(email: str, profile_id: str | None) -> list[Answer]:
    answers = [
        _asked(
            "GET /users/self",
            "this person, signed in",
            lambda: _account(normalize_email(email)),
        ),
        _asked(
            f"GET /users/checkMembership/{email}",
            "anybody who asks",
            lambda: is_member(normalize_email(email)),
        ),
    ]
    if profile_id:
        answers += [
            _asked(
                "GET /profiles/user",
                "this person, signed in",
                lambda: own_profile(normalize_email(email)),
            ),
            _asked(
                f"GET /profiles/profile/{profile_id}",
                "anybody who has the link or taps the card",
                lambda: public_profile(profile_id),
            ),
        ]
    return answers


def _account(email: str) -> dict[str, Any]:
    user = find_user(email)
    if user is None:
        raise NotFound.of("user", email)
    return user_body(user.plain())


def _asked(route: str, who: str, question: Callable[[], Any]) -> Answer:
    try:
        status, body = 200, question()
    except Refused as refusal:
        refused = answer_refusal(refusal, {})
        status, body = refused.status_code, refused.data
    told = body if isinstance(body, dict) else {"": body}
    lines = [
        (name, json.dumps(value, ensure_ascii=False)) for name, value in told.items()
    ]
    return Answer(route=route, who=who, status=status, lines=lines)
