"""The dashboard's pages of plans, registered when Django starts."""

from django.contrib import admin

from biztech.dashboard.framework.home import Tile, register
from biztech.dashboard.framework.site import DashboardSite, Entry, Page
from biztech.dashboard.plans import (
    exporting,
    importing,
    merging,
    pages,
    privacy,
    year,
)
from biztech.dashboard.plans.starts import Start, register_start

_ONE = "plans/<str:plan_id>/"

register_start(
    Start(
        title="Import members from a sheet",
        sentence="Grant memberships to the people of a sign-up sheet, CSV or Excel.",
        url_name="admin:plan_import",
    )
)
register_start(
    Start(
        title="Merge two people",
        sentence="Unite the records of two addresses, or give somebody another one.",
        url_name="admin:plan_merge",
    )
)
register_start(
    Start(
        title="Roll over the membership year",
        sentence="Begin the next year, decide who goes along, and later end the grace.",
        url_name="admin:membership_year",
    )
)
register_start(
    Start(
        title="Export records",
        sentence="Members, users, payments, connections or registrations as a file.",
        url_name="admin:export",
    )
)

register_start(
    Start(
        title="Privacy requests",
        sentence="Who asks for what is held of them, or to be erased.",
        url_name="admin:privacy",
    )
)
register(Tile(title="Privacy requests", order=10, read=privacy.waiting))

# The stock admin's type knows nothing of pages and entries.
site: DashboardSite = admin.site  # type: ignore[assignment]
for page in (
    Page(route="plans/", name="plans", view=pages.plans_page),
    Page(route="plans/import/", name="plan_import", view=importing.import_page),
    Page(route="plans/merge/", name="plan_merge", view=merging.merge_page),
    Page(
        route="plans/duplicates/", name="plan_duplicates", view=merging.duplicates_page
    ),
    Page(
        route="plans/duplicates/not/", name="plan_not_same", view=merging.not_the_same
    ),
    Page(route="plans/year/", name="membership_year", view=year.year_page),
    Page(route="plans/export/", name="export", view=exporting.export_page),
    Page(route="plans/year/end/", name="membership_year_end", view=year.end_grace),
    Page(route="plans/privacy/", name="privacy", view=privacy.privacy_page),
    Page(route=_ONE, name="plan", view=pages.plan_page),
    Page(route=f"{_ONE}apply/", name="plan_apply", view=pages.apply),
    Page(route=f"{_ONE}stop/", name="plan_stop", view=pages.stop),
    Page(route=f"{_ONE}go-on/", name="plan_go_on", view=pages.go_on),
    Page(route=f"{_ONE}undo/", name="plan_undo", view=pages.undo),
):
    site.add_page(page)
site.add_entry(Entry(title="Plans", icon="checklist", url_name="admin:plans", order=5))
