"""The page on which people say what they thought of an event; without script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from biztech.pages.events.form import FeedbackForm
from biztech.pages.events.shown import face_of
from biztech.pages.events.views import guarded
from core.api import TOO_MANY
from core.clock import now_ms
from core.errors import NotFound, Refused
from core.identity.pages import identified
from core.throttling import FEEDBACK, may_call
from events import questions
from events.queries import required_event
from events.services.feedback import FeedbackForm as Form
from events.services.feedback import form_of, form_type_in, submit_feedback


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@identified
@guarded
def feedback_page(
    request: HttpRequest, event_id: str, year: str, form_type: str = "attendee"
) -> HttpResponse:
    """Ask what somebody thought of an event, and keep it."""
    event = required_event(event_id, int(year))
    asked = form_of(event, form_type_in(form_type), now=now_ms())
    questions_asked = questions.questions_in(asked.questions)
    if request.method != "POST" or not asked.is_open:
        return _page(request, asked, FeedbackForm(questions_asked))
    form = FeedbackForm(questions_asked, request.POST)
    if not form.is_valid():
        return _page(request, asked, form)
    if not may_call(request, purpose=FEEDBACK):
        form.add_error(None, TOO_MANY)
        return _page(request, asked, form, status=429)
    try:
        submit_feedback(
            event_id,
            int(year),
            asked.type,
            form.said(),
            nonce=form.cleaned_data["nonce"],
            now=now_ms(),
        )
    except NotFound:
        raise
    except Refused as refused:
        form.add_error(None, refused.message)
        return _page(request, asked, form, status=409)
    return redirect(f"{request.path}?thanks=1")


def _page(
    request: HttpRequest, asked: Form, form: FeedbackForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "event": face_of(asked.event, now=now_ms()),
        "asked": asked,
        "form": form,
        "thanks": "thanks" in request.GET,
    }
    return render(request, "events/feedback.html", context, status=status)
