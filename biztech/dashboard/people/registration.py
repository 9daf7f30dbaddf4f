"""The dashboard's pages about people and memberships, registered when Django starts."""

from django.contrib import admin

from biztech.dashboard.framework.home import register
from biztech.dashboard.framework.site import DashboardSite, Entry, Page
from biztech.dashboard.payments.registration import PAGES as PAYMENT_PAGES
from biztech.dashboard.people.examined import examine, repair
from biztech.dashboard.people.person import PersonAdmin
from biztech.dashboard.people.problems import finish_interrupted, problems_page
from biztech.dashboard.people.reading import read_again, still_reading_page
from biztech.dashboard.people.row_model import Person
from biztech.dashboard.people.stranded import look_again
from biztech.dashboard.people.tiles import CHARTS, LINE, TILES
from core.dynamo.signals import tell_of_writes
from memberships.directory.keeping import StillReading
from profiles.models import Profile

admin.site.register(Person, PersonAdmin)
tell_of_writes(look_again, Profile, elsewhere=True)
register(*TILES, *CHARTS, LINE)

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
site.show_instead(StillReading, still_reading_page)
site.add_page(Page(route="read-again/", name="read_again", view=read_again))
site.add_page(Page(route="problems/", name="problems", view=problems_page))
site.add_page(Page(route="problems/finish/", name="finish", view=finish_interrupted))
site.add_page(Page(route="problems/examine/", name="examine", view=examine))
site.add_page(Page(route="problems/repair/", name="repair", view=repair))
site.add_entry(
    Entry(title="Problems", icon="report", url_name="admin:problems", order=4)
)
