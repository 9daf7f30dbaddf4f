"""The nightly examination, what is kept of it, and its page."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from biztech.dashboard.framework.tests.visitors import AMIRA, ben, visitor
from biztech.tests.sick_records import DORA, Club
from core.clock import DAY, HOUR, now_ms
from core.doctor.keeping import (
    Examined,
    ask_to_examine,
    examine_if_due,
    examined_so_far,
    last_examination,
)
from core.leases import hold
from core.plans.queries import plans, told_counts
from core.plans.working import work_on
from memberships.tests.people import store

PAGE = "/admin/problems/"


@pytest.fixture
def club() -> Club:
    """Return a club in which a flag and the topics of one member are wrong."""
    made = Club(at=now_ms() - 2 * HOUR)
    made.edit_user(isMember=False)
    made.edit_member(topics="AI")
    return made


def at_hour(hour: int) -> int:
    """Return a moment of that hour, as hours are where the club is."""
    zone = ZoneInfo("America/Vancouver")
    return round(datetime(2026, 12, 1, hour, 30, tzinfo=zone).timestamp() * 1000)


def test_once_a_night_everything_is_examined(club: Club, settings: Settings) -> None:
    settings.EXAMINATION_HOURS = [3, 4, 5]

    assert not examine_if_due(now=at_hour(15))
    assert examine_if_due(now=at_hour(4))

    last = last_examination()
    assert last and last.by_code == {"member-not-flagged": 1, "topics-as-text": 1}
    assert {str(name): n for name, n in last.by_severity().items()} == {
        "error": 1,
        "warning": 1,
        "note": 0,
    }
    partition, sk = last.key_of()
    store(Examined, plan=partition, sk=sk, at=at_hour(4), counts="{}")
    assert not examine_if_due(now=at_hour(5))
    assert examine_if_due(now=at_hour(4) + DAY)


def test_of_two_processes_one_examines(club: Club) -> None:
    ask_to_examine(now=now_ms())
    hold("examination", holder="another", now=now_ms(), for_ms=60_000)

    assert not examine_if_due(now=now_ms())
    assert last_examination() is None


def test_asking_shows_progress_until_it_is_done(club: Club) -> None:
    assert "Nothing was examined yet" in ben().get(PAGE).text
    answer = ben().post(f"{PAGE}examine/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)

    page = ben().get(PAGE)
    assert "0 rows read" in page.text
    assert page["Refresh"] == "2"
    store(Examined, plan="club", sk="examination now", at=now_ms(), read=4000)
    assert "4000 rows read" in ben().get(PAGE).text

    assert examine_if_due(now=now_ms())
    page = ben().get(PAGE)
    assert "Refresh" not in page
    assert "A member whose account does not say so</strong>: 1" in page.text
    assert "pays as others do" in page.text
    assert "What repairing does: The user record says member." in page.text
    assert examined_so_far(now=now_ms()) is None


def test_what_was_stopped_is_taken_up_again(club: Club) -> None:
    ask_to_examine(now=now_ms())

    assert not examine_if_due(now=now_ms(), stop=lambda: True)
    assert last_examination() is None
    assert examine_if_due(now=now_ms())


def test_home_tells_what_was_found_last(club: Club) -> None:
    def told() -> tuple[int, str]:
        tiles = ben().get("/admin/").context["tiles"]
        (figure,) = (f for tile, f in tiles if tile.title == "Errors and warnings")
        return figure.number, figure.sentence

    assert told() == (0, "Nothing was examined yet.")
    ask_to_examine(now=now_ms())
    examine_if_due(now=now_ms())
    assert told()[0] == 2


def test_button_leads_to_the_preview_of_the_repairs(club: Club) -> None:
    answer = ben().post(f"{PAGE}repair/", {"only": "topics-as-text"})

    (plan,) = plans()
    assert answer["Location"] == f"/admin/plans/{plan.plan_id}/"
    assert told_counts(work_on(plan.plan_id)) == {"repaired": {"planned": 1}}
    assert DORA in ben().get(answer["Location"]).text


def test_repair_of_what_nobody_knows_is_refused(club: Club) -> None:
    answer = ben().post(f"{PAGE}repair/", {"only": "gout"}, follow=True)

    assert "Nothing is called" in answer.text
    assert plans() == []


@pytest.mark.parametrize("address", [f"{PAGE}examine/", f"{PAGE}repair/"])
def test_only_execs_examine_and_repair(address: str) -> None:
    answers = [visitor(who).post(address).status_code for who in (None, AMIRA)]

    assert answers == [302, 403]
    assert ben().get(address).status_code == 405
    assert (plans(), examined_so_far(now=now_ms())) == ([], None)
