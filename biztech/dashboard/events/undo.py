"""Undo of what was done to an event or to a registration for one."""

from django.utils.http import url_has_allowed_host_and_scheme

from biztech.dashboard.events.pages import event_url, events_url
from biztech.dashboard.framework.undo import UndoView
from events.queries import event_named


class EventUndoView(UndoView):
    """Undo of the act that the form names, from the page that it was done on."""

    undone = "Undone. Everything is as before."
    back_label = "Back to the event"

    def crumbs(self, subject: str) -> list[tuple[str, str]]:
        """Return the list, and the page that it was done on."""
        return [("Events", events_url())]

    def back(self, subject: str) -> str:
        """Return the page that asked; else the event's, while there is one."""
        asked = self.request.POST.get("back", "")
        if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
            return asked
        event = event_named(subject)
        return event_url(event) if event else events_url()
