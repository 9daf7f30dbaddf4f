"""Addresses of the public pages."""

from django.urls import re_path

from biztech.pages import membership, privacy, profile, wall
from biztech.pages.events import feedback
from biztech.pages.events import views as events

_EVENT = r"^event/(?P<event_id>[^/]{1,200})/(?P<year>[0-9]{4})"
_TICKET = r"^event/ticket/(?P<ticket>[A-Z0-9:]{1,600})"

urlpatterns = [
    re_path(r"^event/?$", events.event_list, name="event-list"),
    re_path(rf"{_TICKET}/?$", events.ticket_page, name="event-ticket"),
    re_path(
        rf"{_TICKET}/calendar\.ics$", events.ticket_calendar, name="event-calendar"
    ),
    re_path(
        rf"{_TICKET}/(?P<act>pay|confirm|cancel)/?$",
        events.ticket_act,
        name="event-ticket-act",
    ),
    re_path(rf"{_EVENT}/?$", events.event_page, name="event-page"),
    re_path(
        rf"{_EVENT}/feedback(?:/(?P<form_type>[a-z]{{1,20}}))?/?$",
        feedback.feedback_page,
        name="event-feedback",
    ),
    re_path(r"^membership/?$", membership.apply, name="membership"),
    re_path(r"^membership/welcome/?$", membership.welcome, name="membership-welcome"),
    re_path(
        r"^membership/cancelled/?$", membership.cancelled, name="membership-cancelled"
    ),
    re_path(r"^privacy/?$", privacy.privacy_page, name="privacy-page"),
    re_path(
        r"^privacy/download/?$", privacy.download_own_data, name="privacy-download"
    ),
    re_path(r"^profile/?$", profile.own_page, name="own-profile-page"),
    re_path(
        r"^profile/(?P<profile_id>[^/]{1,200})/?$",
        profile.profile_page,
        name="profile-page",
    ),
    re_path(
        r"^profile/(?P<profile_id>[^/]{1,200})/connect/?$",
        profile.connect_page,
        name="profile-connect",
    ),
    re_path(r"^wall/?$", wall.wall_page, name="wall"),
    re_path(r"^wall/qr\.svg$", wall.join_code, name="wall-code"),
]
