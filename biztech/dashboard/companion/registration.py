"""The companion's pages in the dashboard, registered when Django starts."""

from django.contrib import admin

from biztech.dashboard.companion.codes import CODES
from biztech.dashboard.companion.credits import CREDITS
from biztech.dashboard.companion.investments import INVESTMENTS
from biztech.dashboard.companion.judging import JUDGING
from biztech.dashboard.companion.overview import choice_page, overview_page
from biztech.dashboard.companion.quests import QUESTS
from biztech.dashboard.companion.quizzes import QUIZZES
from biztech.dashboard.companion.subjects import ROUTE, add_subject
from biztech.dashboard.companion.teams import TEAMS
from biztech.dashboard.companion.voting import ROOMS, VOTING
from biztech.dashboard.framework.site import DashboardSite, Entry, Page

# The stock admin's type knows nothing of pages and entries.
site: DashboardSite = admin.site  # type: ignore[assignment]
site.add_page(Page(route="companion/", name="companion", view=choice_page))
site.add_page(Page(route=ROUTE, name="companion_event", view=overview_page))
site.add_entry(
    Entry(
        title="Companion", icon="stadia_controller", url_name="admin:companion", order=2
    )
)
for subject in (
    CODES,
    CREDITS,
    INVESTMENTS,
    JUDGING,
    QUESTS,
    QUIZZES,
    TEAMS,
    VOTING,
):
    add_subject(subject)
for page in ROOMS:
    site.add_page(page)
