"""Undo of what was done to an event or to a registration for one."""

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from biztech.dashboard.events.pages import events_url
from biztech.dashboard.framework.undo import UndoView
from events.models import event_of, is_event_key
from events.queries import find_event


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
        if is_event_key(subject) and find_event(*event_of(subject)):
            return reverse("admin:event", args=event_of(subject))
        return events_url()
