"""The list of who registered for an event."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.contrib import admin
from django.contrib.admin import action
from django.contrib.admin.views.main import ChangeList
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe
from unfold.admin import ModelAdmin
from unfold.decorators import display

from biztech.dashboard.events import filters
from biztech.dashboard.events.bulk import confirm_moves
from biztech.dashboard.events.pages import crumbs, known_event, name_of
from biztech.dashboard.events.row_model import Registration
from biztech.dashboard.events.states import REVIEW_WORDS, status_word
from biztech.dashboard.framework.listing import Listing
from biztech.dashboard.framework.options import DynamoAdmin
from core.clock import moment
from events.exports import FORMATS, registrations_sheet
from events.queries import registrations_of
from events.statuses import Status, review_of

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class RegistrationAdmin(DynamoAdmin, ModelAdmin):  # type: ignore[misc]  # options.py
    """Everybody registered for one event, by pages of the index."""

    list_display = ("who", "standing", "application", "kind", "score", "since")
    list_display_links = None
    search_fields = ("name", "email")
    search_help_text = "Search by name or e-mail"
    list_filter = (
        filters.StatusFilter,
        filters.ReviewFilter,
        filters.PartnerFilter,
        filters.UnpaidFilter,
    )
    list_filter_submit = True
    list_per_page = 50
    list_max_show_all = 0
    ordering = ("name", "email")
    actions = ("change_selected",)

    def rows(self, request: HttpRequest) -> Sequence[Registration]:
        """Return everybody registered for the event in the address."""
        return [Registration.of(row) for row in registrations_of(*_where(request))]

    @display(description="Who", ordering="name", header=True)
    def who(self, row: Registration) -> list[str | SafeString]:
        """Show name and address, and lead to the registration."""
        # Relative, for the row does not know of which event it is.
        name, _, domain = row.email.rpartition("@")
        link = format_html(
            '<a class="bt-link" href="{}/">{}</a>',
            quote(row.email, safe="@"),
            row.name or "No name",
        )
        return [link, format_html("{}<wbr>@{}", name, domain)]

    @display(
        description="Status",
        ordering="status",
        label={
            Status.CHECKED_IN: "success",
            Status.REGISTERED: "success",
            Status.ACCEPTED_COMPLETE: "success",
            Status.ACCEPTED: "warning",
            Status.ACCEPTED_PENDING: "warning",
            Status.INCOMPLETE: "warning",
            Status.WAITLIST: "info",
            Status.CANCELLED: "default",
            Status.REJECTED: "default",
        },
    )
    def standing(self, row: Registration) -> tuple[str, str]:
        """Say where they stand."""
        return row.status, status_word(row.status)

    @display(description="Application", ordering="review")
    def application(self, row: Registration) -> str:
        """Say where their application stands."""
        review = review_of(row.review)
        if review is None:
            return row.review
        return REVIEW_WORDS[review] if review else "No application"

    @display(description="As", ordering="partner")
    def kind(self, row: Registration) -> str:
        """Say whether they come for a partner."""
        return "Partner" if row.partner else "Attendee"

    @display(description="Points", ordering="points")
    def score(self, row: Registration) -> str:
        """Say how many points they have."""
        return f"{row.points} points"

    @display(description="Since", ordering="registered_at")
    def since(self, row: Registration) -> str:
        """Say when they registered, by the club's clock."""
        if not row.registered_at:
            return "Not known"
        return f"{localtime(moment(row.registered_at)):%Y-%m-%d %H:%M}"

    @action(description="Change status")
    def change_selected(
        self, request: HttpRequest, queryset: Listing[Registration]
    ) -> HttpResponse:
        """Ask where everybody selected is to be moved."""
        return confirm_moves(request, *_where(request), [row.email for row in queryset])

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave adding somebody to its own page."""
        return False

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the list under the event's name."""
        changes = super().get_changelist_instance(request)
        changes.title = "Registrations"
        return changes

    def get_urls(self) -> list[URLPattern]:
        """Return nothing: the list is served below its event."""
        return []


def registrations_page(request: HttpRequest, event_id: str, year: int) -> HttpResponse:
    """Show who registered for an event; one call for it, then pages of the index."""
    event = known_event(event_id, year)
    return admin.site.get_model_admin(Registration).changelist_view(
        request, {"event": event, "event_name": name_of(event), "crumbs": crumbs(event)}
    )


@require_safe
def export_page(
    request: HttpRequest, event_id: str, year: int, form: str
) -> HttpResponse:
    """Return everybody who registered, with their answers, as a spreadsheet."""
    event, write = known_event(event_id, year), FORMATS.get(form)
    if write is None:
        raise Http404("There is no such kind of spreadsheet.")
    file = HttpResponse(write(registrations_sheet(event)), content_type=_TYPES[form])
    name = f"{event_id}-{year}-registrations.{form}"
    file["Content-Disposition"] = content_disposition_header(True, name)
    file["Cache-Control"] = "no-store"
    return file


def _where(request: HttpRequest) -> tuple[str, int]:
    match: Any = request.resolver_match
    return match.kwargs["event_id"], match.kwargs["year"]
