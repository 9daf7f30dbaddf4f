"""The pages of the table explorer, registered when Django starts."""

from django.contrib import admin

from biztech.dashboard.framework.site import DashboardSite, Entry, Page
from biztech.dashboard.tables import pages

_ONE = "tables/<str:name>/"

# The stock admin's type knows nothing of pages and entries.
site: DashboardSite = admin.site  # type: ignore[assignment]
for page in (
    Page(route="tables/", name="tables", view=pages.tables_page),
    Page(route=_ONE, name="table", view=pages.table_page),
    Page(route=f"{_ONE}download/", name="table_download", view=pages.download_page),
    Page(route=f"{_ONE}row/<str:key>/", name="table_row", view=pages.row_page),
):
    site.add_page(page)
site.add_entry(Entry(title="Tables", icon="table", url_name="admin:tables", order=7))
