"""Profiles in the dashboard: the list, a profile's page, the addresses of its pages."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin
from unfold.decorators import display

from biztech.dashboard.framework.audit_log import line_of
from biztech.dashboard.framework.options import DynamoAdmin
from biztech.dashboard.framework.site import View
from biztech.dashboard.people.reading import FromDirectory, every_profile
from biztech.dashboard.profiles import filters
from biztech.dashboard.profiles.cards import card_written
from biztech.dashboard.profiles.creating import company_page, partner_page
from biztech.dashboard.profiles.edit import edit_page
from biztech.dashboard.profiles.linking import link_page, people_of, unlink_page
from biztech.dashboard.profiles.pages import Known, known_profile, page, profiles_url
from biztech.dashboard.profiles.pictures import picture_page
from biztech.dashboard.profiles.previews import (
    AUDIENCES,
    chosen_audience,
    fields_of,
    preview_of,
)
from biztech.dashboard.profiles.row_model import Profile
from biztech.dashboard.profiles.states import WORDS, type_word
from biztech.dashboard.profiles.undo import ProfileUndoView
from core.audit.models import Act
from core.audit.trail import history
from core.clock import moment, now_ms
from core.shelf import Shelf
from interactions.queries import connections_of
from memberships.directory.entries import ProfileEntry, State, state_of
from memberships.directory.rows import ProfileRow
from memberships.queries import find_member
from profiles.taps import tap_url

ACTS_SHOWN = 100


class ProfileAdmin(FromDirectory, DynamoAdmin, ModelAdmin):  # type: ignore[misc]  # see options.py
    """The profile list, from the directory, and a page for each profile."""

    list_display = ("who", "kind", "standing", "created")
    search_fields = ("search_text",)
    search_help_text = "Search by name or id"
    list_filter = (filters.TypeFilter, filters.StateFilter)
    list_filter_submit = True
    list_per_page = 25
    list_max_show_all = 0
    ordering = ("name", "profile_id")
    actions = None

    def rows(self, request: HttpRequest) -> Shelf[ProfileEntry]:
        """Return every profile with what can be said of it at a glance."""
        return every_profile(request)

    def row_of(self, record: ProfileEntry) -> Profile:
        """Return the row of a profile."""
        return Profile.of(record)

    @display(description="Profile", ordering="name", header=True)
    def who(self, row: Profile) -> list[str]:
        """Show name and id."""
        return [row.name or "No name", row.profile_id]

    @display(description="Type", ordering="profile_type")
    def kind(self, row: Profile) -> str:
        """Say what kind of profile it is."""
        return type_word(row.profile_type)

    @display(
        description="State",
        ordering="state",
        label={
            State.MEMBER: "success",
            State.OUTSIDE: "info",
            State.ORPHAN: "warning",
            State.HIDDEN: "default",
            State.REPLACED: "default",
        },
    )
    def standing(self, row: Profile) -> tuple[str, str]:
        """Say whose it is, and whether anybody sees it."""
        return row.state, WORDS[State(row.state)]

    @display(description="Created", ordering="created_at")
    def created(self, row: Profile) -> str:
        """Say on which day it was made."""
        return f"{moment(row.created_at):%Y-%m-%d}" if row.created_at else "Not known"

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the list under its own name."""
        changes = super().get_changelist_instance(request)
        changes.title = "Profiles"
        return changes

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a profile: what everybody sees of it, the whole row, its history."""
        known = known_profile(object_id)
        row, now = known.profile.plain(), now_ms()
        member = find_member(known.subject) if known.emails else None
        state = state_of(
            ProfileRow.of(known.profile.wire), has_member=bool(known.emails)
        )
        return page(
            request,
            "profile.html",
            title=known.title,
            known=known,
            crumbs=[("Profiles", profiles_url())],
            type=type_word(known.profile.profile_type),
            state=state,
            state_word=WORDS[state],
            hidden=state is State.HIDDEN,
            hidden_since=moment(int(known.profile.hidden_at or 0)),
            row=row,
            audiences=[(one, name) for one, (name, _) in AUDIENCES.items()],
            preview=preview_of(row, chosen_audience(request.GET.get("as"))),
            fields=fields_of(row),
            cards=int(member.card_count or 0) if member else None,
            connections=len(connections_of(known.id)),
            people=people_of(known.profile),
            profile_id=known.id,
            tap_url=tap_url(known.id),
            acts=[line_of(act, now=now) for act in _acts_about(known)],
            most_acts=ACTS_SHOWN,
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the pages that are not the stock admin's; profiles have no others."""
        own: list[tuple[str, View, str]] = [
            ("", self.changelist_view, "changelist"),
            ("add-partner/", partner_page, "add_partner"),
            ("add-company/", company_page, "add_company"),
            ("<str:object_id>/change/", self.change_view, "change"),
            ("<str:object_id>/edit/", edit_page, "edit"),
            ("<str:object_id>/picture/", picture_page, "picture"),
            ("<str:object_id>/card-written/", card_written, "card_written"),
            ("<str:object_id>/link/", link_page, "link"),
            ("<str:object_id>/unlink/", unlink_page, "unlink"),
            ("<str:object_id>/undo/", ProfileUndoView.as_view(), "undo"),
        ]
        return [
            path(
                route,
                self.admin_site.admin_view(view),
                name=f"profiles_profile_{name}",
            )
            for route, view, name in own
        ]


def _acts_about(known: Known) -> list[Act]:
    """Return the acts on the profile and on whom it belongs to, newest first."""
    acts = history(known.id, limit=ACTS_SHOWN)
    for email in known.emails:
        acts += history(email, limit=ACTS_SHOWN)
    return sorted(acts, key=lambda act: act.act_id, reverse=True)[:ACTS_SHOWN]
