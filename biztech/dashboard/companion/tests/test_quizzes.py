"""The page of career types: what it counts, and whom it names."""

import pytest

from biztech.dashboard.companion.subjects import tiles_of
from biztech.dashboard.framework.tests.visitors import AMIRA, ben, visitor
from biztech.tests.callers import store_profile
from companion.quizzes.models import Quiz
from core.dynamo.rows import store_rows
from events.queries import find_event
from events.tests.rows import store_event

PAGE = "/admin/companion/gala/2026/quizzes/"
HERS = "SillyPandasDeny"


@pytest.fixture(autouse=True)
def gala() -> None:
    store_event()


def store_answers(profile_id: str, mbti: str) -> None:
    store_profile(profile_id, fname="Amira")
    key = {"id": profile_id, "eventID;year": "gala;2026"}
    store_rows(Quiz.of({**key, "fname": "Amira", "mbti": mbti, "domainAvg": 3.5}))


def figure() -> tuple[int | str, str]:
    event = find_event("gala", 2026)
    assert event is not None
    (tile,) = (each for each in tiles_of(event) if each.title == "Career types")
    assert tile.figure is not None
    return tile.figure


def test_types_are_for_execs_alone() -> None:
    assert visitor(None).get(PAGE).status_code == 302
    assert visitor(AMIRA).get(PAGE).status_code == 403


def test_types_are_counted_and_people_named() -> None:
    for number, mbti in enumerate(("TMFL", "BDSH", "BDSH")):
        store_answers(f"{HERS}{number}", mbti)

    page = ben().get(PAGE)

    bars = {bar.label: bar.number for bar in page.context["chart"].bars}
    assert bars == {"TMFL": 1, "BDSH": 2}
    assert page.context["averages"][0] == ("Domain, on average", 3.5)
    assert f'href="/admin/profiles/profile/{HERS}0/change/"' in page.content.decode()
    assert figure() == (3, "people answered the career quiz; most are BDSH.")


def test_nobody_answered_yet() -> None:
    assert "Nobody answered the quiz" in ben().get(PAGE).content.decode()
    assert figure() == (0, "people answered the career quiz.")
