"""The console of the live wall in the dashboard, registered when Django starts."""

from django.contrib import admin

from biztech.dashboard.framework.home import register
from biztech.dashboard.framework.site import DashboardSite, Entry
from biztech.dashboard.wall.addresses import PAGES
from biztech.dashboard.wall.tiles import TILES

register(*TILES)

# The stock admin's type knows nothing of pages and entries.
site: DashboardSite = admin.site  # type: ignore[assignment]
for page in PAGES:
    site.add_page(page)
site.add_entry(Entry(title="Live wall", icon="hub", url_name="admin:wall", order=2))
