"""The addresses of an event's pages."""

from biztech.dashboard.events import confirmed, editing, event, questions
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
        route=f"{_ONE}confirm/<slug:act>/",
        name="event_confirm",
        view=confirmed.confirm_page,
    ),
)
