"""What the dashboard's first page says about people."""

from collections import Counter
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime

from biztech.dashboard.framework.charts import Bar
from biztech.dashboard.framework.home import Chart, Figure, Line, Tile
from biztech.dashboard.payments.tiles import PAYMENT_TILES
from biztech.dashboard.people.filters import UNKNOWN, WEEK
from biztech.dashboard.people.reading import all_problems, as_of, everyone
from core.clock import moment, now_ms
from core.doctor.invariants import Severity
from core.doctor.keeping import last_examination
from memberships.directory.entries import Entry

# Longer charts are not read; the rest is one bar.
MOST_BARS = 12


def people_list(**filters: str) -> str:
    """Return the address of the people list, narrowed."""
    address = reverse("admin:memberships_person_changelist")
    return f"{address}?{urlencode(filters)}" if filters else address


def _members(request: HttpRequest) -> Figure:
    people = everyone(request)
    number = people.counted("member")[True]
    return Figure(
        number=number,
        sentence=f"of {len(people)} people have a member record this year.",
        link=people_list(member="yes"),
    )


def _non_members(request: HttpRequest) -> Figure:
    number = everyone(request).counted("member")[False]
    return Figure(
        number=number,
        sentence="have an account and no membership.",
        link=people_list(member="no"),
    )


def _new_this_week(request: HttpRequest) -> Figure:
    since = now_ms() - WEEK
    number = sum(person.member_since >= since for person in everyone(request))
    return Figure(
        number=number,
        sentence="became members in the last seven days.",
        link=people_list(joined="week"),
    )


def _problems(request: HttpRequest) -> Figure:
    number = len(all_problems(request))
    sentence = "records are missing or contradict others."
    if not number:
        sentence = "All records fit together."
    return Figure(number=number, sentence=sentence, link=reverse("admin:problems"))


def _examined(_: HttpRequest) -> Figure:
    link = reverse("admin:problems")
    last = last_examination()
    if last is None:
        return Figure(number=0, sentence="Nothing was examined yet.", link=link)
    found = last.by_severity()
    day = localtime(moment(int(last.at)))
    return Figure(
        number=found[Severity.ERROR] + found[Severity.WARNING],
        sentence=f"were found by the doctor on {day:%b %-d}.",
        link=link,
    )


def _bars(
    request: HttpRequest, name: str, value_of: Callable[[Entry], str]
) -> list[Bar]:
    counted = Counter(value_of(person) for person in everyone(request) if person.member)
    known = [(value, number) for value, number in counted.most_common() if value]
    bars = [
        Bar(
            label=value,
            number=number,
            link=people_list(member="yes", **{name: value}),
        )
        for value, number in known[:MOST_BARS]
    ]
    others = sum(number for _, number in known[MOST_BARS:])
    if others:
        bars.append(Bar(label="Others", number=others, link=""))
    if counted[""]:
        link = people_list(member="yes", **{name: UNKNOWN})
        bars.append(Bar(label="Not known", number=counted[""], link=link))
    return bars


TILES = (
    Tile(title="Members", order=1, read=_members),
    Tile(title="Non-members", order=2, read=_non_members),
    Tile(title="New this week", order=3, read=_new_this_week),
    Tile(title="Problems found", order=4, read=_problems),
    Tile(title="Errors and warnings", order=4, read=_examined),
    *PAYMENT_TILES,
)
CHARTS = (
    Chart(
        title="Members by faculty",
        order=1,
        read=lambda request: _bars(request, "faculty", lambda person: person.faculty),
    ),
    Chart(
        title="Members by year of study",
        order=2,
        read=lambda request: _bars(request, "year", lambda person: person.year),
    ),
)
LINE = Line(title="Age of the records", template="admin/reading_age.html", read=as_of)
