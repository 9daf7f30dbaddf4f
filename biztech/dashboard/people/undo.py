"""Undo from a person's page."""

from biztech.dashboard.framework.undo import UndoView
from biztech.dashboard.people.pages import email_of, people_url, person_url


class PersonUndoView(UndoView):
    """Undo of an act on the person whom the address names."""

    undone = "Undone. The records of {subject} are as before."
    back_label = "Back to the person"

    def subject(self) -> str:
        """Return the person's address."""
        return email_of(self.kwargs["object_id"])

    def crumbs(self, subject: str) -> list[tuple[str, str]]:
        """Return the list and the person."""
        return [("People", people_url()), (subject, person_url(subject))]

    def back(self, subject: str) -> str:
        """Return the person's page."""
        return person_url(subject)
