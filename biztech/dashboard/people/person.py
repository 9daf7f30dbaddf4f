"""People in the dashboard: the list, its bulk actions, the addresses of its pages."""

from typing import Any

from django.contrib.admin import action
from django.contrib.admin.views.main import ChangeList
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.decorators import display

from biztech.dashboard.events.registered import line_of_registration
from biztech.dashboard.framework.audit_log import line_of
from biztech.dashboard.framework.listing import Listing
from biztech.dashboard.framework.options import DynamoAdmin
from biztech.dashboard.framework.site import View
from biztech.dashboard.payments.labels import line_of_payment
from biztech.dashboard.people import bulk, cards, filters
from biztech.dashboard.people.api_answers import api_answers_page
from biztech.dashboard.people.discord import unlink_page
from biztech.dashboard.people.edit import edit_page
from biztech.dashboard.people.grant import grant_page
from biztech.dashboard.people.pages import email_of, page, person_url
from biztech.dashboard.people.reading import FromDirectory, everyone
from biztech.dashboard.people.records import records_of
from biztech.dashboard.people.renewal import renew
from biztech.dashboard.people.revoke import delete_page, revoke_page
from biztech.dashboard.people.row_model import Person
from biztech.dashboard.people.undo import PersonUndoView
from biztech.dashboard.plans.exporting import export_of
from core.audit.trail import history
from core.clock import moment, now_ms
from core.email import one_spelling
from core.membership_year import membership_year
from core.shelf import Shelf
from events.queries import registrations_by
from memberships.directory.entries import Entry
from memberships.directory.keeping import StillReading
from memberships.people import people, person
from memberships.years import memberships_of
from payments.ledger import payments_of

ACTS_SHOWN = 100

People = Listing[Person]


class PersonAdmin(FromDirectory, DynamoAdmin, ModelAdmin):  # type: ignore[misc]  # see options.py
    """The people list, from the directory, and a page for each person."""

    list_display = (
        "who",
        "is_member",
        "faculty",
        "year",
        "profile_type",
        "has_card",
        "problem",
        "next_step",
    )
    search_fields = ("search_text",)
    search_help_text = "Search by e-mail, name or profile id"
    list_filter = (
        filters.MemberFilter,
        filters.FacultyFilter,
        filters.YearFilter,
        filters.ProfileTypeFilter,
        filters.CardFilter,
        filters.ProblemFilter,
        filters.JoinedFilter,
    )
    list_filter_submit = True
    list_per_page = 25
    list_max_show_all = 0
    ordering = ("name", "email")
    actions = ("grant_selected", "revoke_selected", "export_selected")

    def rows(self, request: HttpRequest) -> Shelf[Entry]:
        """Return everyone who has a user or a member record."""
        return everyone(request)

    def row_of(self, record: Entry) -> Person:
        """Return the row of a person."""
        return Person.of(record)

    @display(description="Person", ordering="name", header=True)
    def who(self, row: Person) -> list[str]:
        """Show name and address."""
        name, _, domain = row.email.rpartition("@")
        return [row.name or "No name", format_html("{}<wbr>@{}", name, domain)]

    @display(
        description="Membership",
        ordering="member",
        label={"Member": "success", "Not a member": "default"},
    )
    def is_member(self, row: Person) -> str:
        """Say whether there is a member record."""
        return "Member" if row.member else "Not a member"

    @display(description="Card", ordering="cards")
    def has_card(self, row: Person) -> str:
        """Say how many cards were written."""
        match row.cards:
            case 0:
                return "No card"
            case 1:
                return "1 card"
        return f"{row.cards} cards"

    @display(description="Problems", label={"some": "warning"})
    def problem(self, row: Person) -> tuple[str, str]:
        """Say how many pieces are missing or contradict others."""
        match len(row.problems):
            case 0:
                return "none", "None"
            case 1:
                return "some", "1 problem"
        return "some", f"{len(row.problems)} problems"

    @display(description="Next step")
    def next_step(self, row: Person) -> str:
        """Link to what one most likely wants to do."""
        if row.member:
            name, address = "Revoke", self._address("revoke", row.email)
        else:
            name = "Grant"
            asked = {"email": row.email}
            address = reverse("admin:memberships_person_add", query=asked)
        return format_html('<a class="bt-link" href="{}">{}</a>', address, name)

    @action(description="Grant membership")
    def grant_selected(self, request: HttpRequest, queryset: People) -> HttpResponse:
        """Ask for confirmation of a grant to everybody selected."""
        return bulk.confirm_grant(request, _emails(queryset))

    @action(description="Revoke membership")
    def revoke_selected(self, request: HttpRequest, queryset: People) -> HttpResponse:
        """Ask for confirmation of revoking everybody selected."""
        return bulk.confirm_revoke(request, _emails(queryset))

    @action(description="Export records")
    def export_selected(
        self, request: HttpRequest, queryset: People
    ) -> HttpResponseBase:
        """Ask what is wanted of everybody selected, and what for."""
        return export_of(request, _emails(queryset))

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the list under its own name."""
        changes = super().get_changelist_instance(request)
        changes.title = "People"
        return changes

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the grant form."""
        return grant_page(request)

    def changelist_view(  # type: ignore[override]  # leads on, too
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list; who is searched for by address is there before it is."""
        try:
            return super().changelist_view(request, extra_context)
        except StillReading:
            asked = one_spelling(request.GET.get("q", ""))
            if not people([asked]):
                raise
            return redirect(person_url(asked))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a person: records, what is wrong, payments, events, the history."""
        email = email_of(object_id)
        found = person(email)
        acts = history(email, limit=ACTS_SHOWN)
        payments, events = payments_of(email), registrations_by(email)
        years = memberships_of(email)
        if not (found.user or years or acts or payments or events):
            if email != (spelling := one_spelling(email)):
                return redirect(person_url(spelling))
            raise Http404("There is no record of that person.")
        now = now_ms()
        return page(
            request,
            "person.html",
            title=found.name or email,
            email=email,
            person=found,
            records=records_of(found),
            years=[(year, moment(int(row.created_at or 0))) for year, row in years],
            present=membership_year(),
            payments=[line_of_payment(payment) for payment in payments],
            events=[line_of_registration(row) for row in events],
            acts=[line_of(act, now=now) for act in acts],
            most_acts=ACTS_SHOWN,
        )

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Delete the member record only."""
        return delete_page(request, object_id)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages that are not the stock admin's."""
        own: list[tuple[str, View, str]] = [
            ("grant-many/", bulk.grant_many, "grant_many"),
            ("revoke-many/", bulk.revoke_many, "revoke_many"),
            ("undo-batch/", bulk.undo_batch, "undo_batch"),
            ("<path:object_id>/edit/", edit_page, "edit"),
            ("<path:object_id>/seen/", api_answers_page, "seen"),
            ("<path:object_id>/card/", cards.card_page, "card"),
            ("<path:object_id>/card-written/", cards.card_written, "card_written"),
            ("<path:object_id>/lost-card/", cards.lost_card_page, "lost_card"),
            ("<path:object_id>/unlink-discord/", unlink_page, "unlink_discord"),
            ("<path:object_id>/revoke/", revoke_page, "revoke"),
            ("<path:object_id>/renew/", renew, "renew"),
            ("<path:object_id>/undo/", PersonUndoView.as_view(), "undo"),
        ]
        ours = [
            path(
                route,
                self.admin_site.admin_view(view),
                name=f"memberships_person_{name}",
            )
            for route, view, name in own
        ]
        return [*ours, *super().get_urls()]

    def _address(self, name: str, email: str) -> str:
        return reverse(f"admin:memberships_person_{name}", args=[email])


def _emails(queryset: People) -> list[str]:
    return [entry.email for entry in queryset.records()]
