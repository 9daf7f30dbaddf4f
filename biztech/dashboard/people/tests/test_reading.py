"""How fresh pages about everybody are, what they cost, and what is shown meanwhile."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import RequestFactory

from accounts.models import User
from biztech.dashboard.framework.tests.visitors import ben, visitor
from biztech.dashboard.people.reading import age_in_words, every_profile
from biztech.dashboard.people.stranded import stranded
from biztech.tests.wiping import tables_in
from core.dynamo.base import Entity
from core.dynamo.client import listening, shared_client
from memberships.directory.keeping import directory
from memberships.models import Member
from memberships.services import replace_card
from memberships.tests.people import AMIRA, BEN, make_member, meet, store
from profiles.models import Profile

PEOPLE = "/admin/memberships/person/"
PROFILES = "/admin/profiles/profile/"
PROBLEMS = "/admin/problems/"
READ_AGAIN = "/admin/read-again/"
PAGES = ("/admin/", PEOPLE, PROFILES, PROBLEMS)
CHLOE = "chloe@example.org"


def listed(query: str = "", page: str = PEOPLE) -> list[str]:
    rows = ben().get(f"{page}?{query}").context["cl"].result_list
    return [row.pk for row in rows]


def put_untold(model: type[Entity], **values: Any) -> None:
    """Put a row as another service does, which tells nobody."""
    name = model.Meta.table_name
    shared_client().put_item(TableName=name, Item=model.of(values).wire)


@pytest.fixture
def endless_reading() -> Iterator[None]:
    """Have the first reading come no further than the members' table."""
    may_go_on = threading.Event()

    def hold(operation: str, request: dict[str, Any]) -> None:
        name = request.get("TableName")
        if operation == "Scan" and name == Member.Meta.table_name:
            may_go_on.wait(20)

    with listening(hold):
        yield
        may_go_on.set()
        directory.forget()


@pytest.mark.parametrize("people", [1, 60])
@pytest.mark.parametrize("page", PAGES)
def test_warm_page_reads_no_record_of_anybody(page: str, people: int) -> None:
    make_member(AMIRA)
    for number in range(people):
        store(User, id=f"p{number}@example.org", admin=True)
    browser = ben()
    browser.get(page)
    ours = {model.Meta.table_name for model in (User, Member, Profile)}
    calls: list[str] = []

    def hear(operation: str, request: dict[str, Any]) -> None:
        if ours & tables_in(operation, request):
            calls.append(operation)

    with listening(hear):
        assert browser.get(page).status_code == 200

    assert calls == []


@pytest.mark.parametrize("page", PAGES)
def test_page_says_how_old_it_is_and_leads_back_after_reading_again(page: str) -> None:
    browser = ben()
    shown = browser.get(page)

    assert "As of just now" in shown.text
    assert f'name="next" value="{page}"' in shown.text
    answer = browser.post(READ_AGAIN, {"next": page})
    assert (answer.status_code, answer["Location"]) == (302, page)


def test_reading_again_shows_what_nobody_told_of() -> None:
    store(User, id=AMIRA)
    browser = ben()
    assert listed() == [AMIRA]
    put_untold(User, id=CHLOE)
    assert listed() == [AMIRA]

    browser.post(READ_AGAIN, {"next": PEOPLE})

    assert sorted(listed()) == [AMIRA, CHLOE]


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example", ""])
def test_reading_again_leads_nowhere_else(bad: str) -> None:
    assert ben().post(READ_AGAIN, {"next": bad})["Location"] == "/admin/"


def test_reading_again_is_for_execs_alone(database_calls: list[str]) -> None:
    make_member(AMIRA)
    member, stranger = visitor(AMIRA), visitor(None)
    database_calls.clear()

    assert member.post(READ_AGAIN).status_code == 403
    assert stranger.post(READ_AGAIN)["Location"] == f"/sign-in/?next={READ_AGAIN}"
    assert "Scan" not in database_calls
    assert ben().get(READ_AGAIN).status_code == 405


@pytest.mark.parametrize(
    "asked", [CHLOE, "CHLOE@example.org", "  chloe@example.org ", "KindCatsRun"]
)
def test_person_searched_by_whole_key_is_never_stale(asked: str) -> None:
    store(User, id=AMIRA)
    assert listed() == [AMIRA]
    partition, sort_key = Profile.key("KindCatsRun")
    put_untold(User, id=CHLOE, isMember=True)
    put_untold(Member, id=CHLOE, profileID="KindCatsRun")
    put_untold(Profile, compositeID=partition, type=sort_key, profileType="ATTENDEE")

    (row,) = ben().get(PEOPLE, {"q": asked}).context["cl"].result_list

    assert (row.email, row.member, row.profile_type) == (CHLOE, True, "ATTENDEE")
    assert row.problems == []


def test_search_by_whole_address_reads_its_rows_once(
    database_calls: list[str],
) -> None:
    make_member(AMIRA)
    browser = ben()
    browser.get(PEOPLE)
    database_calls.clear()

    browser.get(PEOPLE, {"q": AMIRA})

    assert database_calls == ["GetItem"] + ["BatchGetItem"] * 3


def test_person_who_is_gone_is_not_found_by_the_whole_address() -> None:
    store(User, id=CHLOE)
    assert listed() == [CHLOE]
    name = User.Meta.table_name
    shared_client().delete_item(TableName=name, Key={"id": {"S": CHLOE}})

    assert listed(f"q={CHLOE}") == []


def test_profile_searched_by_its_id_is_never_stale() -> None:
    assert listed(page=PROFILES) == []
    partition, sort_key = Profile.key("KindCatsRun")
    put_untold(Profile, compositeID=partition, type=sort_key)

    assert listed("q=KindCatsRun", page=PROFILES) == ["KindCatsRun"]


@pytest.mark.parametrize("asked", ["a" * 3000 + "@a.co", "x" * 3000, "@", "\0", " "])
def test_search_for_what_can_be_no_key_finds_nothing(asked: str) -> None:
    assert ben().get(PEOPLE, {"q": asked}).status_code == 200


@pytest.mark.usefixtures("endless_reading")
@pytest.mark.parametrize("page", PAGES)
def test_first_reading_that_takes_long_shows_how_far_it_is(page: str) -> None:
    store(User, id=AMIRA, fname="Amira")

    shown = ben().get(page)

    assert shown.status_code == 200
    assert "1 users" in shown.text
    assert shown["Refresh"] == "2"
    assert "no-store" in shown["Cache-Control"]
    assert AMIRA not in shown.text


@pytest.mark.usefixtures("endless_reading")
def test_person_is_found_by_address_during_the_first_reading() -> None:
    store(User, id=AMIRA, fname="Amira")

    answer = ben().get(PEOPLE, {"q": AMIRA})

    assert answer["Location"] == f"{PEOPLE}{AMIRA}/change/"


def test_problems_are_shown_fifty_at_a_time() -> None:
    for number in range(51):
        store(User, id=f"p{number:02}@example.org", admin=True)

    first, second = (ben().get(PROBLEMS, {"page": page}) for page in (1, 2))

    assert "51 problems" in first.text
    assert "p49@" in first.text
    assert "p50@" not in first.text
    assert "p50@" in second.text
    assert "Page 2 of 2" in second.text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (4.9, "just now"),
        (5, "5 s ago"),
        (59.9, "59 s ago"),
        (60, "1 min ago"),
        (3600, "60 min ago"),
    ],
)
def test_age_is_told_as_people_say_it(seconds: float, words: str) -> None:
    assert age_in_words(seconds) == words


def test_lost_cards_are_looked_at_once_and_again_when_written_to(
    database_calls: list[str],
) -> None:
    lost, friend = make_member(AMIRA), make_member(CHLOE)
    replace_card(AMIRA, lost_id=lost, reason="Lost", actor=BEN, now=1)
    browser = ben()
    browser.get(PROBLEMS)
    database_calls.clear()
    browser.get(PROBLEMS)
    # The session, what is pending, the last examination and its plan.
    assert database_calls == ["GetItem", "Query", "GetItem", "BatchGetItem"]

    meet(lost, friend)

    assert "are left on 1 lost card" in browser.get(PROBLEMS).text


def test_lost_cards_are_looked_at_again_after_a_failure() -> None:
    lost, friend = make_member(AMIRA), make_member(CHLOE)
    replace_card(AMIRA, lost_id=lost, reason="Lost", actor=BEN, now=1)
    meet(lost, friend)
    request = RequestFactory().get(PROBLEMS)

    def fail(operation: str, asked: dict[str, Any]) -> None:
        if operation == "Query" and asked["TableName"] == Profile.Meta.table_name:
            raise ConnectionError("gone")

    every_profile(request)
    with listening(fail), pytest.raises(ConnectionError):
        stranded(request)

    assert stranded(request) == [lost]
