"""The journal: everybody one met, as they show themselves now."""

import pytest

from core.dynamo.errors import InvalidCursor
from core.dynamo.rows import store_rows
from events.models import Event
from events.queries import window_of
from interactions.errors import NotAMember, ThatIsYou
from interactions.journal import is_connected, journal, journal_page, journal_to_export
from interactions.models import Connection
from interactions.services import connect
from interactions.tests.people import AMIRA, BEN, CHLOE, DARA, join, toggle
from memberships.services import revoke_membership
from profiles.services import edit_own_profile


def store_row(owner: str, other: str, *, at: int) -> None:
    partition, sort_key = Connection.key(owner, other)
    store_rows(
        Connection.of(
            {
                "compositeID": partition,
                "type": sort_key,
                "connectionID": other,
                "fname": "Old",
                "lname": "Friend",
                "createdAt": at,
                # Rows of years before are long.
                "note": "x" * 3000,
            }
        )
    )


def test_journal_shows_the_meeting_and_the_person(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)

    assert journal(AMIRA) == [
        {
            "compositeID": f"PROFILE#{amira}",
            "type": f"CONNECTION#{ben}",
            "connectionID": ben,
            "createdAt": now,
            "connectionType": "EXEC",
            "connectionName": "Ben Li",
            "connectionMajor": "Statistics",
            "connectionYear": "3rd Year",
            "fname": "Ben",
            "lname": "Li",
            "pronouns": "They/Them/Theirs",
            "major": "Statistics",
            "year": "3rd Year",
        }
    ]


@pytest.mark.parametrize(
    ("stored", "read"), [("2023-01-31T10:00:00Z", 0), ("1700000000000", 1700000000000)]
)
def test_journal_shows_rows_whose_time_is_a_text(
    stored: str, read: int, now: int
) -> None:
    amira = join(AMIRA, now=now)
    partition, sort_key = Connection.key(amira, "Friend")
    store_rows(
        Connection.of({"compositeID": partition, "type": sort_key, "createdAt": stored})
    )

    rows = journal(AMIRA)

    assert [row["createdAt"] for row in rows] == [read]


def test_journal_is_whole_beyond_one_page_and_newest_first(now: int) -> None:
    amira = join(AMIRA, now=now)
    for number in range(400):
        store_row(amira, f"Friend{number:03d}", at=now + number)

    rows = journal(AMIRA)

    assert [row["createdAt"] for row in rows] == list(range(now + 399, now - 1, -1))


def test_journal_hides_what_the_other_hides_now(now: int) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    connect(AMIRA, ben, now=now)
    edit_own_profile(BEN, {}, toggles={"major": False, "pronouns": False}, now=now)
    toggle(ben, lname=False)

    (row,) = journal(AMIRA)

    assert "Statistics" not in str(row) and "Li" not in row.values()
    assert (row["fname"], row["lname"], row["pronouns"]) == ("Ben", "·", "")


def test_journal_names_somebody_who_hides_their_name(now: int) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    connect(AMIRA, ben, now=now)
    toggle(ben, fname=False, lname=False)

    (row,) = journal(AMIRA)

    assert (row["fname"], row["lname"]) == ("BizTech", "Member")


def test_journal_says_nothing_that_a_row_holds_beside(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    store_row(amira, ben, at=now)
    store_row(amira, "LongGone", at=now)

    assert [row.keys() & {"note", "wallEvent"} for row in journal(AMIRA)] == [
        set(),
        set(),
    ]


def test_journal_leaves_out_hidden_people_and_keeps_old_rows(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)
    store_row(amira, "LongGone", at=now - 5)
    revoke_membership(BEN, reason="left", keep_profile=True, actor=BEN, now=now)

    (row,) = journal(AMIRA)

    assert (row["connectionID"], row["fname"]) == ("LongGone", "Old")


def test_journal_of_a_stranger_is_empty(now: int) -> None:
    assert journal(CHLOE) == []


def test_journal_keeps_to_the_window_of_an_event(now: int) -> None:
    amira = join(AMIRA, now=now)
    store_rows(
        Event.of(
            {
                "id": "blueprint",
                "year": 2026,
                "startDate": "2026-11-20T12:00:00Z",
                "endDate": "2026-11-20T04:00:01-08:00",
            }
        )
    )
    for moment in (now - 1, now, now + 1000, now + 1001):
        store_row(amira, f"Friend{moment}", at=moment)

    rows = journal(AMIRA, window=window_of("blueprint", 2026))

    assert [row["createdAt"] for row in rows] == [now + 1000, now]


@pytest.mark.parametrize("dates", [{}, {"startDate": "soon", "endDate": "later"}])
def test_window_of_an_event_without_dates_is_none(dates: dict[str, str]) -> None:
    store_rows(Event.of({"id": "blueprint", "year": 2026, **dates}))

    assert window_of("blueprint", 2026) is None
    assert window_of("unknown", 2026) is None


def test_pages_of_the_journal_meet_every_row_once(now: int) -> None:
    amira = join(AMIRA, now=now)
    for number in range(7):
        store_row(amira, f"Friend{number}", at=now + number // 2)

    seen, cursor = [], None
    for _ in range(4):
        page = journal_page(AMIRA, size=2, cursor=cursor)
        seen += [row["connectionID"] for row in page.rows]
        cursor = page.next_cursor

    assert cursor is None
    assert seen == [row["connectionID"] for row in journal(AMIRA)]


def test_cursor_of_another_member_is_refused(now: int) -> None:
    amira = join(AMIRA, now=now)
    for number in range(3):
        store_row(amira, f"Friend{number}", at=now)
    cursor = journal_page(AMIRA, size=1).next_cursor

    with pytest.raises(InvalidCursor):
        journal_page(DARA, size=1, cursor=cursor)


def test_is_connected_tells_and_refuses_oneself(now: int) -> None:
    amira, ben, dara = (join(one, now=now) for one in (AMIRA, BEN, DARA))
    connect(AMIRA, ben, now=now)

    assert is_connected(AMIRA, ben) is True
    assert is_connected(BEN, amira) is True
    assert is_connected(AMIRA, dara) is False
    assert is_connected(CHLOE, ben) is None
    with pytest.raises(ThatIsYou):
        is_connected(AMIRA, amira)


def test_takeaways_hold_what_an_export_may(now: int) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    edit_own_profile(
        BEN, {"hobby1": "Chess", "linkedIn": "https://example.org/ben"}, now=now
    )
    connect(AMIRA, ben, now=now)

    (row,) = journal_to_export(AMIRA)

    assert row["linkedIn"] == "https://example.org/ben"
    assert (row["profileID"], row["metAt"]) == (ben, now)
    assert "hobby1" not in row
    with pytest.raises(NotAMember):
        journal_to_export(CHLOE)


def test_journal_costs_three_calls(now: int, database_calls: list[str]) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    connect(AMIRA, ben, now=now)
    database_calls.clear()

    journal(AMIRA)

    assert database_calls == ["GetItem", "Query", "BatchGetItem"]
