"""What a subject of the companion adds to the dashboard."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Concatenate

from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from biztech.dashboard.events.pages import known_event
from biztech.dashboard.framework.home import available
from biztech.dashboard.framework.site import DashboardSite, Page, View
from events.models import Event

ROUTE = "companion/<str:event_id>/<int:year>/"

EventView = Callable[Concatenate[HttpRequest, Event, ...], HttpResponseBase]
# A number, or an amount in words, and the sentence that goes on from it.
Figure = tuple[int | str, str]


@dataclass(frozen=True, kw_only=True)
class SubjectPage:
    """A page beneath a subject's own; ``route`` goes on from the subject's."""

    route: str
    name: str
    view: EventView


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A subject's page and tile; ``order`` sorts it among the others."""

    slug: str
    title: str
    order: int
    page: EventView
    figure: Callable[[Event], Figure]
    more: tuple[SubjectPage, ...] = ()

    @property
    def pages(self) -> list[Page]:
        """All of its pages, as the dashboard's site takes them."""
        route, name = f"{ROUTE}{self.slug}/", _name(self.slug)
        beneath = [
            Page(
                route=f"{route}{page.route}",
                name=_name(self.slug, page.name),
                view=_of_event(page.view),
            )
            for page in self.more
        ]
        return [Page(route=route, name=name, view=_of_event(self.page)), *beneath]


@dataclass(frozen=True, kw_only=True)
class Tile:
    """What the overview says of a subject; a figure that is unavailable is None."""

    title: str
    figure: Figure | None
    link: str


_subjects: list[Subject] = []


def add_subject(subject: Subject) -> None:
    """Serve a subject's pages, and show its tile on every overview."""
    _subjects.append(subject)
    # The stock admin's type knows nothing of pages.
    site: DashboardSite = admin.site  # type: ignore[assignment]
    for page in subject.pages:
        site.add_page(page)


def tiles_of(event: Event) -> list[Tile]:
    """Return the tiles of an event's overview, in order."""
    return [
        Tile(
            title=subject.title,
            figure=available(subject.title, lambda: subject.figure(event)),  # noqa: B023
            link=subject_url(event, subject.slug),
        )
        for subject in sorted(_subjects, key=lambda subject: subject.order)
    ]


def subject_url(event: Event, slug: str, page: str = "", *more: Any) -> str:
    """Return the address of a subject's page, or of one beneath it."""
    where = [str(event.id), int(event.year), *more]
    return reverse(f"admin:{_name(slug, page)}", args=where)


def _name(slug: str, page: str = "") -> str:
    return f"companion_{slug}_{page}" if page else f"companion_{slug}"


def _of_event(view: EventView) -> View:
    def found(
        request: HttpRequest, event_id: str, year: int, **more: Any
    ) -> HttpResponseBase:
        return view(request, known_event(event_id, year), **more)

    return update_wrapper(found, view)
