"""The dashboard's pages about events, registered when Django starts."""

from django.contrib import admin

from biztech.dashboard.events.addresses import PAGES
from biztech.dashboard.events.listing import EventAdmin
from biztech.dashboard.events.registrations import RegistrationAdmin
from biztech.dashboard.events.row_model import Event, Registration
from biztech.dashboard.events.tiles import TILES
from biztech.dashboard.framework.home import register
from biztech.dashboard.framework.site import DashboardSite, Entry

admin.site.register(Event, EventAdmin)
admin.site.register(Registration, RegistrationAdmin)
register(*TILES)

# The stock admin's type knows nothing of pages and entries.
site: DashboardSite = admin.site  # type: ignore[assignment]
for page in PAGES:
    site.add_page(page)
site.add_entry(
    Entry(
        title="Events",
        icon="event",
        url_name="admin:events_event_changelist",
        order=2,
    )
)
