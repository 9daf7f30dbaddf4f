"""Undo from a profile's page."""

from django.urls import reverse

from biztech.dashboard.framework.undo import UndoView
from biztech.dashboard.profiles.pages import profile_url, profiles_url
from profiles.queries import find_profile


class ProfileUndoView(UndoView):
    """Undo of an act on a profile or on its owner."""

    def crumbs(self, subject: str) -> list[tuple[str, str]]:
        """Return the list; whether there is a profile still is the question."""
        return [("Profiles", profiles_url())]

    def back(self, subject: str) -> str:
        """Return where to go: the undone act may have made the profile in question."""
        profile_id = self.kwargs["object_id"]
        if find_profile(profile_id):
            return profile_url(profile_id)
        if "@" in subject:
            return reverse("admin:memberships_person_change", args=[subject])
        return reverse("admin:acts")
