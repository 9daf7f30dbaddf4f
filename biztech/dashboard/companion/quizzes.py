"""Career types at an event: how many have which, and who they are."""

from collections import Counter
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from biztech.dashboard.companion.pages import page
from biztech.dashboard.companion.subjects import Figure, Subject
from biztech.dashboard.framework.charts import Bar, Drawn
from companion.quizzes.models import Quiz
from companion.quizzes.queries import quizzes_at, summary_of
from core.audit.wording import field_labels
from events.models import Event

PEOPLE_SHOWN = 200


@require_safe
def quizzes_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the types of an event, and who answered."""
    rows = quizzes_at(event.event_key)
    summary = summary_of(rows)
    means, words = summary.averages or {}, field_labels()
    return page(
        request,
        "quizzes.html",
        title=f"Career types: {event.title}",
        event=event,
        chart=_types(summary.types),
        averages=[(words[name], mean) for name, mean in means.items()],
        people=[_person(row) for row in rows[:PEOPLE_SHOWN]],
        all_shown=len(rows) <= PEOPLE_SHOWN,
        count=summary.responses,
    )


def _types(counts: Mapping[str, int]) -> Drawn:
    ordered = Counter(counts).most_common()
    return Drawn(
        title="Career types",
        bars=[Bar(label=mbti, number=number) for mbti, number in ordered],
    )


def _person(row: Quiz) -> tuple[str, str, str]:
    name = " ".join(part for part in (row.fname, row.lname) if part)
    link = reverse("admin:profiles_profile_change", args=[row.profile_id])
    return name or str(row.profile_id), str(row.mbti or ""), link


def _figure(event: Event) -> Figure:
    summary = summary_of(quizzes_at(event.event_key))
    if not summary.types:
        return summary.responses, "people answered the career quiz."
    most = max(sorted(summary.types), key=lambda mbti: summary.types[mbti])
    return summary.responses, f"people answered the career quiz; most are {most}."


QUIZZES = Subject(
    slug="quizzes",
    title="Career types",
    order=3,
    page=quizzes_page,
    figure=_figure,
)
