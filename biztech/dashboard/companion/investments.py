"""The money of an event: what each team was given, and the newest investments."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import pluralize
from django.views.decorators.http import require_safe

from biztech.dashboard.companion.pages import in_dollars, page
from biztech.dashboard.companion.subjects import Figure, Subject
from biztech.dashboard.framework.charts import Bar, Drawn
from companion.investments.models import Investment
from companion.investments.queries import event_of_teams, newest, total
from core.clock import moment
from events.models import Event, event_of

MOST_SHOWN = 50
_MOST_BARS = 20


@require_safe
def investments_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Show who put what into which team; the index of the event is read once."""
    takes = _takes_investments(event)
    found = newest(None) if takes else []
    return page(
        request,
        "investments.html",
        title="Investments",
        event=event,
        takes_investments=takes,
        elsewhere=" ".join(map(str, event_of(event_of_teams()))),
        count=len(found),
        total=in_dollars(total(found)),
        chart=_funding(found),
        newest=[
            (
                moment(int(each.created_at or 0)),
                in_dollars(each.amount or Decimal(0)),
                each,
            )
            for each in found[:MOST_SHOWN]
        ],
        most=MOST_SHOWN,
    )


def _figure(event: Event) -> Figure:
    if not _takes_investments(event):
        return 0, "as teams of another event take investments."
    found = newest(None)
    count = len(found)
    return in_dollars(total(found)), f"in {count} investment{pluralize(count)}."


def _takes_investments(event: Event) -> bool:
    return f"{event.id};{int(event.year)}" == event_of_teams()


def _funding(found: Iterable[Investment]) -> Drawn:
    names: dict[str, str] = {}
    sums = Counter[str]()
    for each in found:
        team = str(each.team)
        # The newest come first, and so does what a team is called now.
        names.setdefault(team, str(each.team_name or team))
        sums[team] += int(each.amount or 0)
    most = sums.most_common(_MOST_BARS)
    return Drawn(
        title="Dollars that each team was given",
        bars=[Bar(label=names[team], number=number) for team, number in most],
    )


INVESTMENTS = Subject(
    slug="investments",
    title="Investments",
    order=5,
    page=investments_page,
    figure=_figure,
)
