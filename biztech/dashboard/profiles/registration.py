"""The dashboard's pages about profiles, registered when Django starts."""

from django.contrib import admin

from biztech.dashboard.framework.site import DashboardSite, Entry
from biztech.dashboard.profiles.profile import ProfileAdmin
from biztech.dashboard.profiles.row_model import Profile

admin.site.register(Profile, ProfileAdmin)

# The stock admin's type knows nothing of entries.
site: DashboardSite = admin.site  # type: ignore[assignment]
site.add_entry(
    Entry(
        title="Profiles",
        icon="badge",
        url_name="admin:profiles_profile_changelist",
        order=2,
    )
)
