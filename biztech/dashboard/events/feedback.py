"""What people thought of an event: each form's results, and whether it is open."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from biztech.dashboard.events.pages import done, known_event, page
from biztech.dashboard.framework.charts import Bar, Drawn
from core.clock import moment, now_ms
from core.csv_files import csv_row_writer
from core.errors import Refused
from events.models import Feedback
from events.queries import feedback_of
from events.questions import Question, QuestionType, chosen, questions_in
from events.services.editing import edit_event
from events.services.feedback import FormType, form_of

TEXTS_SHOWN = 200

_TITLES: Mapping[FormType, str] = MappingProxyType(
    {FormType.ATTENDEE: "Feedback", FormType.PARTNER: "Partners' feedback"}
)
# Where the builder of each form is, and what says that it is open.
_BUILDERS: Mapping[FormType, str] = MappingProxyType(
    {FormType.ATTENDEE: "feedback", FormType.PARTNER: "partner-feedback"}
)
_ENABLED: Mapping[FormType, str] = MappingProxyType(
    {
        FormType.ATTENDEE: "attendeeFeedbackEnabled",
        FormType.PARTNER: "partnerFeedbackEnabled",
    }
)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one question was answered: a chart or texts, and the mean of a scale."""

    question: Question
    count: int
    mean: str = ""
    chart: Drawn | None = None
    texts: Sequence[str] = ()


@require_safe
def results_page(
    request: HttpRequest, event_id: str, year: int, form: str
) -> HttpResponse:
    """Show what a form was answered; a call for the event, then pages of the index."""
    event, form_type = known_event(event_id, year), _type_in(form)
    asked = form_of(event, form_type, now=now_ms())
    submissions = feedback_of(event_id, year, form_type)
    return page(
        request,
        "feedback.html",
        title=_TITLES[form_type],
        event=event,
        form=asked,
        builder=_BUILDERS[form_type],
        others=[(one.value, _TITLES[one]) for one in FormType if one != form_type],
        count=len(submissions),
        results=[_result(one, submissions) for one in questions_in(asked.questions)],
        most_texts=TEXTS_SHOWN,
        public=f"/event/{event_id}/{year}/feedback/{form_type}",
    )


@require_POST
def switch(request: HttpRequest, event_id: str, year: int, form: str) -> HttpResponse:
    """Open a form, or close it."""
    event, form_type = known_event(event_id, year), _type_in(form)
    opens = request.POST.get("open") == "yes"
    to = reverse("admin:event_feedback", args=[event_id, year, form_type])
    try:
        edited = edit_event(
            str(event.id),
            year,
            {_ENABLED[form_type]: opens},
            actor=request.user.get_username(),
            now=now_ms(),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(to)
    said = "The form takes answers now." if opens else "The form is closed."
    return done(request, said, edited.act, to=to)


@require_safe
def export_page(
    request: HttpRequest, event_id: str, year: int, form: str
) -> HttpResponse:
    """Return every submission of a form as CSV, the newest first."""
    event, form_type = known_event(event_id, year), _type_in(form)
    asked = form_of(event, form_type, now=now_ms())
    text = io.StringIO(newline="")
    _write(text, questions_in(asked.questions), feedback_of(event_id, year, form_type))
    file = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{event_id}-{year}-{form_type}-feedback.csv"
    file["Content-Disposition"] = content_disposition_header(True, name)
    file["Cache-Control"] = "no-store"
    return file


def _type_in(form: str) -> FormType:
    if form not in set(FormType):
        raise Http404("There is no such form.")
    return FormType(form)


def _result(question: Question, submissions: Sequence[Feedback]) -> Result:
    given = [_responses(one).get(question.id) for one in submissions]
    answers = [answer for answer in given if answer not in (None, "", [])]
    if question.type is QuestionType.SCALE:
        return _on_scale(question, answers)
    if question.has_choices:
        made = Counter(choice for one in answers for choice in chosen(question, one))
        bars = [Bar(label=one, number=made[one]) for one in question.choices]
        chart = Drawn(title=question.label, bars=bars)
        return Result(question=question, count=len(answers), chart=chart)
    texts = [str(answer) for answer in answers]
    return Result(question=question, count=len(texts), texts=texts[:TEXTS_SHOWN])


def _on_scale(question: Question, answers: Sequence[Any]) -> Result:
    numbers = [
        int(answer)
        for answer in answers
        if isinstance(answer, int | float) and not isinstance(answer, bool)
    ]
    least, most = question.scale
    made = Counter(numbers)
    ends = dict(zip(question.scale, question.scale_labels, strict=True))
    bars = [
        Bar(label=f"{step} {ends.get(step, '')}".strip(), number=made[step])
        for step in range(least, most + 1)
    ]
    return Result(
        question=question,
        count=len(numbers),
        mean=f"{sum(numbers) / len(numbers):.1f}" if numbers else "",
        chart=Drawn(title=question.label, bars=bars),
    )


def _responses(submission: Feedback) -> Mapping[str, Any]:
    responses = submission.responses
    return responses if isinstance(responses, dict) else {}


def _write(
    text: io.StringIO, questions: Sequence[Question], submissions: Sequence[Feedback]
) -> None:
    fixed = ("Submitted at", "Name", "E-mail")
    taken = Counter(question.label for question in questions)
    titles = {
        one.id: one.label
        if taken[one.label] == 1 and one.label not in fixed
        else f"{one.label} ({one.id})"
        for one in questions
    }
    write = csv_row_writer(text, [*fixed, *titles.values()])
    for one in submissions:
        at = localtime(moment(int(one.submitted_at or 0)))
        responses = _responses(one)
        write(
            {
                "Submitted at": f"{at:%Y-%m-%d %H:%M}",
                "Name": one.respondent_name,
                "E-mail": one.respondent_email,
                **{title: responses.get(key) for key, title in titles.items()},
            }
        )
