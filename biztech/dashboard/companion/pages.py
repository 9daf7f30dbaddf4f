"""What the companion's pages have in common: frame, ways back, closing message."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from biztech.dashboard.companion.subjects import subject_url
from biztech.dashboard.events.pages import done, event_url, name_of
from core.audit.models import Act
from events.models import Event

__all__ = ["choice_url", "closed", "done", "in_dollars", "overview_url", "page"]


def overview_url(event: Event) -> str:
    """Return the address of an event's overview."""
    return event_url(event, "companion_event")


def choice_url() -> str:
    """Return the address of the choice among events."""
    return reverse("admin:companion", query={"choose": "yes"})


def page(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    event: Event,
    beneath: tuple[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Return a page about an event, with the ways back.

    ``beneath`` is the slug and the title of the subject whose page leads here.
    """
    crumbs = [
        ("Companion", choice_url()),
        (event.title, overview_url(event)),
    ]
    if beneath:
        crumbs.append((beneath[1], subject_url(event, beneath[0])))
    frame = {
        "title": title,
        "crumbs": crumbs,
        "back": crumbs[-1][1],
        "event": event,
        "event_name": name_of(event),
    }
    return framed(request, template, **{**frame, **context})


def framed(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Return a page of the companion's."""
    frame = admin.site.each_context(request)
    return TemplateResponse(
        request, f"admin/companion/{template}", {**frame, **context}
    )


def closed(
    request: HttpRequest, event: Event, slug: str, act: Act | None, sentence: str
) -> HttpResponse:
    """Lead to a subject's page: it says what was done, or that it was so already."""
    return done(request, sentence, act, to=subject_url(event, slug))


def in_dollars(amount: Decimal) -> str:
    """Return an amount of the companion's own money as people write it."""
    return f"${amount:,}"
