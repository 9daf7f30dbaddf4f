"""The door of an event in the dashboard, registered when Django starts."""

from django.contrib import admin

from biztech.dashboard.checkin.page import CheckInUndoView, check_in_page
from biztech.dashboard.checkin.scanning import people, scan, take_back_scan
from biztech.dashboard.framework.site import DashboardSite, Page

_DOOR = "events/<str:event_id>/<int:year>/check-in/"

PAGES = (
    Page(route=_DOOR, name="event_check_in", view=check_in_page),
    Page(route=f"{_DOOR}scan/", name="event_check_in_scan", view=scan),
    Page(
        route=f"{_DOOR}take-back/", name="event_check_in_take_back", view=take_back_scan
    ),
    Page(route=f"{_DOOR}people/", name="event_check_in_people", view=people),
    Page(
        route=f"{_DOOR}undo/",
        name="event_check_in_undo",
        view=CheckInUndoView.as_view(),
    ),
)

# The stock admin's type knows nothing of pages.
site: DashboardSite = admin.site  # type: ignore[assignment]
for page in PAGES:
    site.add_page(page)
