"""The builder: which questions a form of an event asks, in which order.

Every button works by itself, with a page in between; with a script none is needed.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from biztech.dashboard.events.editing import entered_in
from biztech.dashboard.events.pages import done, event_url, known_event, page
from biztech.dashboard.events.question_forms import (
    BLANK_ROW,
    TYPE_WORDS,
    QuestionForm,
    free_token,
    tokens_in,
)
from core.clock import now_ms
from core.errors import Refused
from events.models import Event
from events.questions import OVERALL_RATING, Question, QuestionType, questions_in
from events.questions.parsing import MOST_QUESTIONS
from events.questions.reading import FEEDBACK_TYPES, REGISTRATION_TYPES
from events.services.editing import edit_event, plan_edit_event

_TOO_MANY = f"A form holds at most {MOST_QUESTIONS} questions."
_CHANGED_SINCE = (
    "Somebody else changed these questions since you opened this page. Look at them in"
    " another tab; saving now replaces theirs."
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One of the forms of an event: where it is stored, and what it can ask."""

    attribute: str
    title: str
    types: tuple[QuestionType, ...]
    tells: str

    @property
    def is_feedback(self) -> bool:
        """Whether people answer it after the event."""
        return self.types == FEEDBACK_TYPES


FORMS: Mapping[str, Asked] = MappingProxyType(
    {
        "registration": Asked(
            attribute="registrationQuestions",
            title="Registration questions",
            types=REGISTRATION_TYPES,
            tells="Asked of everybody who registers, after name, faculty and year.",
        ),
        "partner-registration": Asked(
            attribute="partnerRegistrationQuestions",
            title="Registration questions for partners",
            types=REGISTRATION_TYPES,
            tells="Asked of partners who register, after name, company and role.",
        ),
        "feedback": Asked(
            attribute="attendeeFeedbackQuestions",
            title="Feedback questions",
            types=FEEDBACK_TYPES,
            tells=f"Asked of attendees, after “{OVERALL_RATING.label}”",
        ),
        "partner-feedback": Asked(
            attribute="partnerFeedbackQuestions",
            title="Feedback questions for partners",
            types=FEEDBACK_TYPES,
            tells=f"Asked of partners, after “{OVERALL_RATING.label}”",
        ),
    }
)


@require_http_methods(["GET", "POST"])
def questions_page(
    request: HttpRequest, event_id: str, year: int, form: str
) -> HttpResponse:
    """Show the questions of a form, move them about, check them, save them."""
    asked, event = FORMS.get(form), known_event(event_id, year)
    if asked is None:
        raise Http404("There is no such form.")
    entries = _entries(event, asked)
    if request.method != "POST":
        rows = [
            QuestionForm(token=f"q{number}", types=asked.types, entry=entry)
            for number, entry in enumerate(entries)
        ]
        return _builder(request, event, asked, rows)
    tokens = _arranged(request)
    rows = [QuestionForm(request.POST, token=one, types=asked.types) for one in tokens]
    if _is_arranging(request):
        full = "add" in request.POST and len(rows) >= MOST_QUESTIONS
        return _builder(
            request,
            event,
            asked,
            [_unjudged(row) for row in rows],
            problem=_TOO_MANY if full else "",
        )
    problem = _problem(request, event, asked, rows)
    if problem is None:
        try:
            return _review_or_save(request, event, asked, rows)
        except Refused as refusal:
            problem = refusal.message
    return _builder(request, event, asked, rows, problem=problem)


def _entries(event: Event, asked: Asked) -> list[Mapping[str, Any]]:
    """Return the stored questions; the one that every feedback form has is left out."""
    stored = event.plain().get(asked.attribute)
    return [
        entry
        for entry in (stored if isinstance(stored, list) else [])
        if isinstance(entry, dict)
        and not (asked.is_feedback and entry.get("questionId") == OVERALL_RATING.id)
    ]


def _is_arranging(request: HttpRequest) -> bool:
    return any(name in request.POST for name in ("add", "remove", "up", "down", "edit"))


def _arranged(request: HttpRequest) -> list[str]:
    """Return the rows as sent, after what a button does to their order."""
    tokens = tokens_in(request.POST.getlist("row"))
    if "add" in request.POST and len(tokens) < MOST_QUESTIONS:
        return [*tokens, free_token(tokens)]
    if (removed := request.POST.get("remove")) in tokens:
        return [one for one in tokens if one != removed]
    for name, step in (("up", -1), ("down", 1)):
        if (moved := request.POST.get(name)) in tokens:
            place = tokens.index(moved)
            to = max(0, min(len(tokens) - 1, place + step))
            tokens.insert(to, tokens.pop(place))
    return tokens


def _unjudged(row: QuestionForm) -> QuestionForm:
    """Return a row as it was filled, without what is wrong with it so far."""
    filled = QuestionForm(token=row.token, types=_types_of(row))
    filled.initial = {
        name: row[name].value() for name in row.fields if row[name].data is not None
    }
    return filled


def _types_of(row: QuestionForm) -> list[QuestionType]:
    field: Any = row.fields["type"]
    return [QuestionType(value) for value, _ in field.choices]


def _problem(
    request: HttpRequest, event: Event, asked: Asked, rows: Sequence[QuestionForm]
) -> str | None:
    """Return what is wrong with the whole; "" where questions say what is."""
    if len(rows) > MOST_QUESTIONS:
        return _TOO_MANY
    # All of them, so that everything that is wrong is shown at once.
    if [row for row in rows if not row.is_valid()]:
        return ""
    if request.POST.get("seen") != _seen(event, asked):
        return _CHANGED_SINCE
    return None


def _seen(event: Event, asked: Asked) -> str:
    """Return what tells the stored questions from others."""
    stored = json.dumps(event.plain().get(asked.attribute), sort_keys=True, default=str)
    return hashlib.sha256(stored.encode()).hexdigest()[:16]


def _builder(
    request: HttpRequest,
    event: Event,
    asked: Asked,
    rows: Sequence[QuestionForm],
    *,
    problem: str = "",
) -> HttpResponse:
    return page(
        request,
        "questions.html",
        title=asked.title,
        event=event,
        asked=asked,
        rows=rows,
        blank=QuestionForm(token=BLANK_ROW, types=asked.types),
        seen=_seen(event, asked),
        problem=problem,
        wrong=[
            (place, row)
            for place, row in enumerate(rows, start=1)
            if row.is_bound and row.errors
        ],
        most=MOST_QUESTIONS,
    )


def _review_or_save(
    request: HttpRequest, event: Event, asked: Asked, rows: Sequence[QuestionForm]
) -> HttpResponse:
    where = (str(event.id), int(event.year))
    stored = {str(entry.get("questionId")): entry for entry in _entries(event, asked)}
    values = {asked.attribute: [row.entry(stored) for row in rows]}
    if "confirmed" not in request.POST:
        plan = plan_edit_event(*where, values)
        own = questions_in(_entries(Event.of_item(plan.after or {}), asked))
        differences = _differences(questions_in(_entries(event, asked)), own)
        if not differences:
            return _unchanged(request, event)
        return page(
            request,
            "questions_review.html",
            title="Check the questions",
            event=event,
            asked=asked,
            entered=entered_in(request),
            differences=differences,
            questions=own,
        )
    saved = edit_event(*where, values, actor=request.user.get_username(), now=now_ms())
    if saved.act is None:
        return _unchanged(request, event)
    said = f"The {asked.title.lower()} are changed."
    return done(request, said, saved.act, to=event_url(event))


def _unchanged(request: HttpRequest, event: Event) -> HttpResponse:
    messages.info(request, "Nothing was changed.")
    return redirect(event_url(event))


def _differences(before: Sequence[Question], after: Sequence[Question]) -> list[str]:
    """Return how two lists of questions differ, a sentence each."""
    old, new = ({one.id: one for one in some} for some in (before, after))
    sentences = [
        f"“{one.label}” is asked no more. Answers to it are kept."
        for one in before
        if one.id not in new
    ]
    for one in after:
        former = old.get(one.id)
        if former is None:
            sentences.append(f"“{one.label}” is new.")
        elif former != one:
            sentences.append(f"“{one.label}” changes: {', '.join(_ways(former, one))}.")
    stayed = [one.id for one in before if one.id in new]
    if stayed != [one.id for one in after if one.id in old]:
        sentences.append("The questions come in another order.")
    return sentences


def _ways(former: Question, one: Question) -> list[str]:
    ways = {
        f"it was “{former.label}”": former.label != one.label,
        f"its answers are now {TYPE_WORDS[one.type].lower()}": former.type != one.type,
        "it must be answered" if one.required else "it may stay unanswered": (
            former.required != one.required
        ),
        "its choices": former.choices != one.choices,
        "the limits of its choices": former.choices == one.choices
        and former.limits != one.limits,
        "how long an answer may be": former.longest != one.longest,
        "its scale": (former.scale, former.scale_labels)
        != (one.scale, one.scale_labels),
    }
    return [way for way, is_so in ways.items() if is_so]
