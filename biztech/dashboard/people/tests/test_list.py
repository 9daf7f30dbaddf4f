"""The people list: what it shows, how it narrows, what it costs."""

from typing import Any

import pytest

from accounts.models import User
from biztech.dashboard.framework.tests.visitors import ben
from biztech.tests.callers import change_row
from core.clock import DAY, now_ms
from interactions.queries import connections_of
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.services import grant_membership, replace_card, revoke_membership
from memberships.tests.people import AMIRA, BEN, make_member, meet, store
from memberships.tests.test_revoke import crash_after

LIST = "/admin/memberships/person/"
CHLOE = "chloe@example.org"
DORA = "dora@student.ubc.ca"


@pytest.fixture
def club() -> None:
    """Store three people: a member of Science, one of Arts with a card, a stranger."""
    long_ago = now_ms() - 30 * DAY
    for email, name, faculty, at in (
        (AMIRA, "Amira", "Science", now_ms()),
        (DORA, "Dora", "Arts", long_ago),
    ):
        facts = MembershipFacts(
            email=email, first_name=name, last_name="Kay", faculty=faculty
        )
        grant_membership(facts, actor=BEN, now=at)
    change_row(Member(DORA), Member.card_count.set(2))
    store(User, id=CHLOE, fname="Chloe", isMember=True, admin=False)


def listed(query: str) -> list[str]:
    changelist = ben().get(f"{LIST}?{query}").context["cl"]
    return [row.email for row in changelist.result_list]


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [AMIRA, CHLOE, DORA]),
        ("q=AMIRA", [AMIRA]),
        ("q=chloe@example", [CHLOE]),
        ("q=kay", [AMIRA, DORA]),
        ("member=yes", [AMIRA, DORA]),
        ("member=no", [CHLOE]),
        ("faculty=Arts", [DORA]),
        ("faculty=unknown", [CHLOE]),
        ("profile_type=ATTENDEE", [AMIRA, DORA]),
        ("year=unknown", [AMIRA, CHLOE, DORA]),
        ("card=yes", [DORA]),
        ("card=no", [AMIRA, CHLOE]),
        ("problem=yes", [CHLOE]),
        ("problem=no", [AMIRA, DORA]),
        ("joined=week", [AMIRA]),
        ("member=yes&faculty=Science&q=ubc", [AMIRA]),
        ("o=-1", [DORA, CHLOE, AMIRA]),
        ("o=-6.1", [DORA, AMIRA, CHLOE]),
    ],
)
def test_people_list_narrowed_or_sorted_shows(query: str, found: list[str]) -> None:
    assert listed(query) == found


@pytest.mark.parametrize("people", [1, 60])
def test_people_list_costs_the_session_alone_whatever_its_size(
    database_calls: list[str], people: int
) -> None:
    for number in range(people):
        store(User, id=f"p{number}@student.ubc.ca", fname="P", admin=False)
    browser = ben()
    browser.get(LIST)
    database_calls.clear()

    answer = browser.get(f"{LIST}?member=no&faculty=unknown&q=p&o=1")

    assert answer.context["cl"].result_count == people
    assert database_calls == ["GetItem"]


@pytest.mark.usefixtures("club")
def test_home_numbers_lead_to_lists_of_that_length() -> None:
    tiles = ben().get("/admin/").context["tiles"]

    figures = {tile.title: figure for tile, figure in tiles}
    assert {title: figure.number for title, figure in figures.items()} == {
        "Members": 2,
        "Non-members": 1,
        "New this week": 1,
        "Problems found": 1,
        "Errors and warnings": 0,
        "Payments to decide": 0,
        "Payments": 0,
        "Next event": 0,
        "Mails given up": 0,
        "Connections tonight": 0,
        "Screens": 0,
        "Privacy requests": 0,
    }
    for title in ("Members", "Non-members", "New this week"):
        figure = figures[title]
        assert len(listed(figure.link.partition("?")[2])) == figure.number


@pytest.mark.usefixtures("club")
def test_home_charts_lead_to_lists_of_that_length() -> None:
    faculties, years = ben().get("/admin/").context["charts"]

    bars = [(bar.label, bar.number) for bar in faculties.bars]
    assert sorted(bars) == [("Arts", 1), ("Science", 1)]
    assert [(bar.label, bar.number) for bar in years.bars] == [("Not known", 2)]
    for bar in [*faculties.bars, *years.bars]:
        assert len(listed(bar.link.partition("?")[2])) == bar.number


@pytest.mark.usefixtures("club")
def test_problems_page_leads_to_each_person() -> None:
    page = ben().get("/admin/problems/").content.decode()

    assert f"{LIST}{CHLOE}/change/" in page
    assert "there is no member record" in page
    assert AMIRA not in page


def test_problems_page_without_problems_says_so() -> None:
    assert "No problems" in ben().get("/admin/problems/").content.decode()


def rows_with_a_script(email: str) -> dict[str, Any]:
    return {"id": email, "fname": "<script>alert(1)</script>", "hobby": "<b>"}


def test_stored_text_is_shown_and_never_run() -> None:
    store(User, **rows_with_a_script(CHLOE))

    pages = [ben().get(a).content.decode() for a in (LIST, f"{LIST}{CHLOE}/change/")]

    assert ["<script>alert" in page for page in pages] == [False, False]
    assert ["&lt;script&gt;alert" in page for page in pages] == [True, True]


def test_problems_page_finishes_what_a_crash_interrupted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    profile_id, friend = make_member(AMIRA), make_member("friend@example.org")
    meet(profile_id, friend)
    crash_after(1, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        revoke_membership(AMIRA, reason="x", keep_profile=False, actor=BEN, now=1)
    monkeypatch.undo()
    said = f"{AMIRA}: remove whom they met, since 19"
    assert said in ben().get("/admin/problems/").content.decode()

    ben().post("/admin/problems/finish/")

    assert connections_of(friend) == []
    assert "Finish now" not in ben().get("/admin/problems/").content.decode()


def test_problems_page_finds_and_empties_lost_cards() -> None:
    lost, friend = make_member(AMIRA), make_member("friend@example.org")
    new = replace_card(AMIRA, lost_id=lost, reason="Lost", actor=BEN, now=1).new_id
    meet(lost, friend)
    page = ben().get("/admin/problems/").content.decode()
    assert "are left on 1 lost card, so" in page and lost in page

    ben().post("/admin/problems/finish/")

    assert [row.other_id for row in connections_of(friend)] == [new]
    assert "Finish now" not in ben().get("/admin/problems/").content.decode()
