"""Reads of quizzes, and what of them may be shown to whom."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from django.conf import settings

from companion.quizzes.models import Quiz
from companion.quizzes.scores import AVERAGES
from profiles.policy import Audience, with_whole_name
from profiles.queries import seen_by

Row = dict[str, Any]

_OURS = ("movedFrom", "supersededBy")


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What all answers of an event say together, and of nobody in particular."""

    responses: int
    # None without answers.
    averages: Mapping[str, float] | None
    types: Mapping[str, int]


def default_event() -> str:
    """Return the event whose quiz is meant where none is named."""
    return str(settings.QUIZ_EVENT)


def quizzes_of(profile_id: str, *, consistent: bool = False) -> list[Quiz]:
    """Return all that was answered with a profile."""
    return list(Quiz.query(profile_id, consistent_read=consistent))


def report_of(profile_id: str, audience: Audience) -> Row | None:
    """Return what an audience may see of somebody's answers, None for nothing.

    Of several events those of the default one count, or else of the last by name.
    """
    found = quizzes_of(profile_id)
    wanted = [row for row in found if row.event == default_event()] or found
    shown = shown_to(audience, wanted[-1:])
    return shown[0] if shown else None


def quizzes_at(event: str) -> list[Quiz]:
    """Return what was answered at an event, once for each person."""
    return [row for row in Quiz.by_event.query(event) if not row.superseded_by]


def quizzes_of_type(mbti: str) -> list[Quiz]:
    """Return what led to a type, over all events, once for each person and event."""
    return [row for row in Quiz.by_type.query(mbti) if not row.superseded_by]


def summary_of(rows: Iterable[Quiz]) -> Summary:
    """Return what answers say together."""
    plain = [row.plain() for row in rows]
    means = {
        name: fmean(float(row.get(name) or 0) for row in plain)
        for name in (AVERAGES if plain else ())
    }
    types = Counter(str(row["mbti"]) for row in plain if row.get("mbti"))
    return Summary(responses=len(plain), averages=means or None, types=types)


def shown_to(
    audience: Audience, rows: Iterable[Quiz], *, own: str | None = None
) -> list[Row]:
    """Return rows as an audience may see them; whole to execs, and one's ``own``.

    Of others the name is as they show it now, and never empty. Who hides the type, or
    themselves, is left out with all they answered.
    """
    known = list(rows)
    if audience is Audience.EXEC:
        return [_told(row) for row in known]
    others = {row.profile_id for row in known} - {own}
    seen = seen_by(others, audience)
    told = (
        with_whole_name(_told(row))
        if row.profile_id == own
        else _as_shown(row, seen.get(row.profile_id) or {})
        for row in known
    )
    return [row for row in told if row]


def _told(row: Quiz) -> Row:
    return {name: value for name, value in row.plain().items() if name not in _OURS}


def _as_shown(row: Quiz, shown: Mapping[str, Any]) -> Row | None:
    mbti = shown.get("mbti")
    if not isinstance(mbti, str) or not mbti:
        return None
    stored = row.plain()
    kept = ("id", "eventID;year", *AVERAGES, "mbti")
    named = with_whole_name(shown)
    names = {name: named[name] for name in ("fname", "lname")}
    return {**{name: stored[name] for name in kept if name in stored}, **names}
