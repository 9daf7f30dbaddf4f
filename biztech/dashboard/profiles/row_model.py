"""What a row of the profile list holds."""

from django.db import models

from biztech.dashboard.framework.unmanaged import UnmanagedModel
from memberships.directory.entries import ProfileEntry


class Profile(UnmanagedModel):
    """One profile as a row: what the index of all profiles knows, and its state."""

    profile_id = models.CharField("id", primary_key=True, max_length=200)
    name = models.CharField(max_length=200)
    profile_type = models.CharField("type", max_length=50)
    state = models.CharField(max_length=50)
    created_at = models.BigIntegerField(null=True)
    search_text = models.TextField()

    class Meta:
        managed = False
        app_label = "profiles"
        verbose_name = "profile"
        verbose_name_plural = "profiles"

    def __str__(self) -> str:
        return self.name or self.profile_id

    @classmethod
    def of(cls, entry: ProfileEntry) -> "Profile":
        """Return the row of a profile."""
        return cls(
            profile_id=entry.profile_id,
            name=entry.name,
            profile_type=entry.profile_type,
            state=entry.state,
            created_at=entry.created_at,
            search_text=entry.search_text,
        )
