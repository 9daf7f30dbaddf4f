"""The dashboard's pages about people and memberships, registered when Django starts."""

from django.contrib import admin

from biztech.admin.home import register
from biztech.admin.site import DashboardSite, Entry, Page
from memberships.admin.payments import PAGES as PAYMENT_PAGES
from memberships.admin.person import PersonAdmin
from memberships.admin.problems import finish_interrupted, problems_page
from memberships.admin.shapes import Person
from memberships.admin.tiles import CHARTS, TILES

admin.site.register(Person, PersonAdmin)
register(*TILES, *CHARTS)

# The stock admin's type knows nothing of pages and entries.
site: DashboardSite = admin.site  # type: ignore[assignment]
site.add_entry(
    Entry(
        title="People",
        icon="group",
        url_name="admin:memberships_person_changelist",
        order=1,
    )
)
for page in PAYMENT_PAGES:
    site.add_page(page)
site.add_entry(
    Entry(
        title="Payments",
        icon="payments",
        url_name="admin:memberships_payment_changelist",
        order=3,
    )
)
site.add_page(Page(route="problems/", name="problems", view=problems_page))
site.add_page(Page(route="problems/finish/", name="finish", view=finish_interrupted))
site.add_entry(
    Entry(title="Problems", icon="report", url_name="admin:problems", order=4)
)
