"""The addresses of an event's pages."""

from biztech.dashboard.events import (
    bulk,
    confirmed,
    door,
    editing,
    event,
    feedback,
    questions,
    registered,
)
from biztech.dashboard.events.registrations import export_page, registrations_page
from biztech.dashboard.events.undo import EventUndoView
from biztech.dashboard.framework.site import Page

_ONE = "events/<str:event_id>/<int:year>/"

PAGES = (
    Page(route="events/undo/", name="event_undo", view=EventUndoView.as_view()),
    Page(route="events/new/", name="event_new", view=editing.new_page),
    Page(route=_ONE, name="event", view=event.event_page),
    Page(route=f"{_ONE}edit/", name="event_edit", view=editing.edit_page),
    Page(
        route=f"{_ONE}questions/<slug:form>/",
        name="event_questions",
        view=questions.questions_page,
    ),
    Page(
        route=f"{_ONE}duplicate/",
        name="event_duplicate",
        view=editing.duplicate_page,
    ),
    Page(
        route=f"{_ONE}registrations/",
        name="event_registrations",
        view=registrations_page,
    ),
    Page(route=f"{_ONE}registrations/move/", name="event_move", view=bulk.move_page),
    Page(
        route=f"{_ONE}registrations/undo/",
        name="event_undo_batch",
        view=bulk.undo_batch,
    ),
    Page(
        route=f"{_ONE}registrations/export.<slug:form>",
        name="event_export",
        view=export_page,
    ),
    Page(route=f"{_ONE}registrations/add/", name="event_door", view=door.add_page),
    Page(
        route=f"{_ONE}registrations/<str:email>/",
        name="event_registration",
        view=registered.registered_page,
    ),
    Page(
        route=f"{_ONE}registrations/<str:email>/points/",
        name="event_points",
        view=registered.give_points,
    ),
    Page(
        route=f"{_ONE}registrations/<str:email>/delete/",
        name="event_delete_registration",
        view=registered.delete_page,
    ),
    Page(
        route=f"{_ONE}feedback/<slug:form>/",
        name="event_feedback",
        view=feedback.results_page,
    ),
    Page(
        route=f"{_ONE}feedback/<slug:form>/switch/",
        name="event_feedback_switch",
        view=feedback.switch,
    ),
    Page(
        route=f"{_ONE}feedback/<slug:form>/export.csv",
        name="event_feedback_export",
        view=feedback.export_page,
    ),
    Page(
        route=f"{_ONE}confirm/<slug:act>/",
        name="event_confirm",
        view=confirmed.confirm_page,
    ),
)
