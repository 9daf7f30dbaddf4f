"""What an operator does to a wall with one tap; each act is one POST."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from biztech.dashboard.framework.buttons import say_done
from biztech.dashboard.wall.console import console, event_named, wall_url
from biztech.dashboard.wall.forms import HideForm, MessageForm, ReplayForm
from core.audit.models import Act
from core.clock import now_ms
from core.errors import Refused
from interactions.wall import controls
from profiles.queries import wall_faces

Operate = Callable[..., Act | None]


@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Hold back what happens from now on."""
    return _operate(
        request,
        controls.pause,
        done="The wall is paused. What happens now waits until it goes on.",
        already="The wall was paused already.",
    )


@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """Show what was held back, and what happens from now on."""
    return _operate(
        request,
        controls.go_on,
        done="The wall goes on and shows what happened meanwhile.",
        already="The wall was not paused.",
    )


@require_POST
def take_away(request: HttpRequest) -> HttpResponse:
    """Take the message off the wall."""
    return _operate(
        request,
        controls.say,
        message="",
        done="The message is off the wall.",
        already="There was no message on the wall.",
    )


@require_POST
def stop_replay(request: HttpRequest) -> HttpResponse:
    """Return all screens to the present."""
    return _operate(
        request,
        controls.stop_replay,
        done="The screens are back in the present.",
        already="No time lapse was playing.",
    )


@require_POST
def show_again(request: HttpRequest) -> HttpResponse:
    """Put a hidden person back on the wall."""
    profile_id = request.POST.get("profile_id", "")
    return _operate(
        request,
        controls.show_again,
        profile_id=profile_id,
        done=f"{_name_of(profile_id) or profile_id} is on the wall again.",
        already="This person was not hidden.",
    )


@require_POST
def bring_back(request: HttpRequest) -> HttpResponse:
    """Show again what was on the wall before it was cleared."""
    return _operate(
        request,
        controls.bring_back,
        done="The wall shows the whole evening again.",
        already="The wall was not cleared.",
    )


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Show something beside the connections."""
    return _operate(
        request,
        controls.add,
        code=request.POST.get("code", ""),
        done="The screens show it beside the connections.",
        already="The screens show it already.",
    )


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Show something beside the connections no more."""
    return _operate(
        request,
        controls.drop,
        code=request.POST.get("code", ""),
        done="The screens show it no more.",
        already="The screens did not show it.",
    )


@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Put a message on the wall."""
    form = MessageForm(request.POST)
    answer = _operate_as_asked(
        request,
        form,
        "message",
        controls.say,
        done="The message is on the wall.",
        already="The wall says so already.",
    )
    return answer or console(request, posted_wall(request), message=form)


@require_POST
def replay(request: HttpRequest) -> HttpResponse:
    """Let all screens play the evening as a time lapse."""
    form = ReplayForm(request.POST)
    answer = _operate_as_asked(
        request,
        form,
        "takes",
        controls.replay,
        done="The screens play the evening, then return to the present.",
        already="The screens play it already.",
    )
    return answer or console(request, posted_wall(request), replay=form)


@require_POST
def hide(request: HttpRequest) -> HttpResponse:
    """Take a person off the wall."""
    form, profile_id = HideForm(request.POST), request.POST.get("profile_id", "")
    name = _name_of(profile_id)
    if not name:
        messages.error(request, "Nobody of that id is on a wall. Look for them again.")
        return redirect(wall_url(posted_wall(request)))
    answer = _operate_as_asked(
        request,
        form,
        "reason",
        controls.hide,
        profile_id=profile_id,
        done=f"{name} is hidden from this wall.",
        already=f"{name} was hidden already.",
    )
    return answer or console(request, posted_wall(request), hide=form)


def posted_wall(request: HttpRequest) -> str:
    """Return the event whose wall a form is about."""
    return event_named(request.POST.get("wall", ""), now=now_ms())


def answered(
    request: HttpRequest, event: str, act: Act | None, *, done: str, already: str
) -> HttpResponse:
    """Lead to the console, which says what was done and offers to undo what can be."""
    if act is None:
        messages.info(request, already)
    elif not act.undo_until:
        messages.success(request, done)
    else:
        values = {"subject": act.subject, "act_id": act.act_id}
        say_done(request, done, undo=reverse("admin:wall_undo"), values=values)
    return redirect(wall_url(event))


def _operate(
    request: HttpRequest, operate: Operate, *, done: str, already: str, **how: Any
) -> HttpResponse:
    event = posted_wall(request)
    actor = request.user.get_username()
    try:
        act = operate(event, actor=actor, now=now_ms(), **how)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(wall_url(event))
    return answered(request, event, act, done=done, already=already)


def _operate_as_asked(
    request: HttpRequest,
    form: forms.Form,
    field: str,
    operate: Operate,
    *,
    done: str,
    already: str,
    **how: Any,
) -> HttpResponse | None:
    """Do what a form asks for; None when it is to be shown again with an error."""
    if not form.is_valid():
        return None
    event = posted_wall(request)
    actor = request.user.get_username()
    try:
        act = operate(event, actor=actor, now=now_ms(), **how, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(field, refusal.message)
        return None
    return answered(request, event, act, done=done, already=already)


def _name_of(profile_id: str) -> str:
    face = wall_faces([profile_id[:200]]).get(profile_id)
    return str(face["name"] or face["id"]) if face else ""
