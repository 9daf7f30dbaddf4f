"""The demo club: the same every time, and only where nobody is."""

from collections import Counter
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.queries import all_users, find_user
from biztech.dashboard.payments.labels import line_of_payment
from biztech.demo import DEMO_EXEC, demo_club
from biztech.tests.callers import AMIRA, store_user
from companion.credits.models import CreditEntry, Prize
from companion.credits.queries import balance_of
from companion.investments.queries import event_of_teams, newest, total
from companion.judging.queries import feedback_at, judges_of
from companion.judging.standings import standings
from companion.scanning.models import Scan
from companion.scanning.queries import scans_at
from companion.voting.queries import find_room, stickers_in
from core.clock import DAY, now_ms
from events.models import Event, Feedback, Registration, Seats, Team, event_key
from events.services.counting import recount
from events.statuses import Status
from interactions.queries import connections_of
from interactions.wall.kept import graph_since
from interactions.wall.names import canonical
from memberships.people import person
from memberships.queries import all_members
from memberships.tests.people import listed
from payments.ledger import ATTENTION, account_of, waiting_for_attention
from profiles.models import Profile
from profiles.queries import all_codes, all_profiles, public_profile


@pytest.fixture(autouse=True)
def a_laptop(settings: Settings) -> None:
    """Turn on what tests turn off, and let Kickstart be of this year."""
    settings.DEBUG = True
    settings.INVESTMENT_EVENTS = {"kickstart;2026": 50_000}


def _seed() -> str:
    said = StringIO()
    call_command("seed_demo", stdout=said)
    return said.getvalue()


def test_demo_club_of_one_moment_is_always_the_same(now: int) -> None:
    assert demo_club(now=now) == demo_club(now=now)


def test_seed_demo_in_an_empty_database_plants_the_club() -> None:
    said = _seed()

    assert said == (
        "Seeded 300 people, 220 members, 160 connections, 5 events with 266"
        f" registrations, 15 payments and 10 broken records. An exec: {DEMO_EXEC}\n"
    )
    assert len(all_users()) == 299
    assert len(all_members()) == 220
    assert Counter(profile.profile_type for profile in all_profiles()) == {
        "ATTENDEE": 210,
        "EXEC": 8,
        "PARTNER": 3,
        "COMPANY": 2,
    }
    assert sum(bool(user.is_member) for user in all_users()) == 220


def test_seed_demo_breaks_records_of_every_kind() -> None:
    _seed()

    problems = listed().problems()

    assert sorted({problem.code for problem in problems}) == [
        "admin-flag-contradicts-domain",
        "email-not-normalized",
        "flag-without-member",
        "member-without-profile",
        "member-without-user",
        "profile-missing",
        "profile-shared",
        "profile-without-member",
    ]


def test_seed_demo_has_one_whole_exec_to_sign_in_as() -> None:
    _seed()

    ada = person(DEMO_EXEC)

    assert (ada.name, ada.is_member) == ("Ada Exec", True)
    assert ada.profile and ada.profile.profile_type == "EXEC"
    assert ada.problems == ()


def test_demo_club_has_members_who_joined_this_week(now: int) -> None:
    club = demo_club(now=now)

    new = [row for row in club.members.values() if row["createdAt"] > now - 7 * DAY]
    assert len(new) == 14


def test_demo_club_has_connections_on_both_sides() -> None:
    _seed()

    met = {
        (profile.profile_id, row.other_id)
        for profile in all_profiles()
        for row in connections_of(profile.profile_id)
    }
    assert len(met) == 320
    assert {(other, one) for one, other in met} == met


def test_demo_sponsors_are_linked_and_have_their_codes() -> None:
    _seed()

    company = public_profile("cedarlinesystems")
    people = company["delegateProfileIDs"]
    shown = [public_profile(profile_id) for profile_id in people]
    assert {one["companyProfileID"] for one in shown} == {"cedarlinesystems"}
    assert {one["company"] for one in shown} == {"Cedarline Systems"}
    assert {code.id for code in all_codes()} >= {"cedarlinesystems", *people}
    assert len(all_codes()) == 12


def test_demo_codes_were_scanned_by_people_and_by_teams(now: int) -> None:
    club = demo_club(now=now)
    (event,) = (row for row in club.events if row["id"] == "kickstart")
    _seed()

    for_teams = scans_at(event_key("kickstart", event["year"]))
    assert for_teams and all(scan.team for scan in for_teams)
    assert {"coffee-bar", "idea-wall"} == {scan.code for scan in for_teams}
    scans = [Scan.of(row) for row in club.scans]
    assert len({scan.key_of() for scan in scans}) == len(scans) > 50


def test_demo_members_wrote_something_and_hide_some_of_it() -> None:
    _seed()

    profiles = list(Profile.scan(Profile.type == "PROFILE"))
    written = [row for row in profiles if row.plain().get("hobby1")]
    hiding = [row for row in profiles if False in row.plain()["viewableMap"].values()]
    assert len(written) > 100
    assert 0 < len(hiding) < len(written)


def test_demo_wall_shows_every_connection_of_the_club() -> None:
    _seed()
    now = now_ms()

    wall = canonical("DEFAULT", now=now)
    shown = graph_since(wall, since=now - 8 * DAY, now=now)

    assert wall.startswith("blueprint-")
    assert len(shown) == 160
    assert {one.entry.sequence for one in shown} == {
        row.wall_sequence
        for profile in all_profiles()
        for row in connections_of(profile.profile_id)
    }


def test_demo_events_lie_around_the_moment_of_seeding(now: int) -> None:
    club = demo_club(now=now)

    dates = {row["id"]: (row["startDate"], row["endDate"]) for row in club.events}
    assert dates == {
        "kickstart": ("2026-10-15T17:00:00.000Z", "2026-10-17T01:00:00.000Z"),
        "blueprint": ("2026-11-19T17:00:00.000Z", "2026-11-22T01:00:00.000Z"),
        "hello-hacks": ("2026-12-02T17:00:00.000Z", "2026-12-03T01:00:00.000Z"),
        "founders-dinner": ("2026-12-14T17:00:00.000Z", "2026-12-15T01:00:00.000Z"),
        "showcase": ("2027-02-03T17:00:00.000Z", "2027-02-04T01:00:00.000Z"),
    }
    assert [row["isCompleted"] for row in club.events] == [True, *[False] * 4]
    assert [row["isPublished"] for row in club.events] == [*[True] * 4, False]
    assert max(row["createdAt"] for row in club.registrations) < now


@pytest.mark.parametrize("year", [2024, 2025])
def test_demo_kickstart_lies_in_the_year_whose_teams_take_investments(
    settings: Settings, year: int, now: int
) -> None:
    settings.INVESTMENT_EVENTS = {f"kickstart;{year}": 50_000}

    club = demo_club(now=now)

    kickstart = club.events[0]
    dates = (kickstart["startDate"], kickstart["endDate"])
    assert (kickstart["id"], kickstart["year"]) == ("kickstart", year)
    assert [date[:4] for date in dates] == [str(year)] * 2
    key = f"kickstart;{year}"
    came = [row for row in club.registrations if row["eventID;year"] == key]
    began = round(datetime.fromisoformat(dates[0]).timestamp() * 1000)
    assert came and max(row["createdAt"] for row in came) < began


def test_seed_demo_stores_events_with_prices_and_registrations() -> None:
    _seed()

    (kickstart,) = Event.query("kickstart")
    key = event_key("kickstart", int(kickstart.year))
    registered = list(Registration.by_event.query(key))
    assert kickstart.pricing == {"members": 8, "nonMembers": 15}
    assert len(registered) == 93
    assert {row.status for row in registered} == {
        "registered",
        "checkedIn",
        "waitlist",
        "cancelled",
    }


def test_seed_demo_stores_registrations_in_every_status_and_feedback() -> None:
    _seed()

    statuses = {row.status for row in Registration.read_all()}
    assert statuses == set(Status)
    assert len(list(Feedback.read_all())) == 43


def test_seats_of_demo_events_are_what_the_registrations_say(now: int) -> None:
    _seed()

    for event in Event.read_all():
        assert recount(event, now=now, apply=False).differences == ()
    hacks = Seats.find(*Seats.key(event_key("hello-hacks", 2026)))
    assert hacks
    assert (hacks.taken, hacks.free, hacks.waiting) == (40, 0, 7)


def test_seed_demo_stores_a_payment_for_everything_an_exec_may_meet() -> None:
    _seed()

    waiting = waiting_for_attention()
    stored = [account_of(str(row.id)) for row in waiting]
    lines = {line.outcome for line in map(line_of_payment, waiting)}
    assert {payment.attention for payment in waiting} == set(ATTENTION)
    assert len(lines) == 6
    assert all(account.events for account in stored)


def test_demo_payments_are_in_every_state_and_none_is_of_the_future(now: int) -> None:
    payments = demo_club(now=now).payments

    states = Counter(row["state"] for row in payments)
    assert states == {"paid": 11, "processing": 1, "failed": 1, "expired": 1, "open": 1}
    assert all(row["createdAt"] <= row["updatedAt"] <= now for row in payments)


def test_demo_payments_that_counted_were_made_by_members(now: int) -> None:
    club = demo_club(now=now)

    payers = [
        row["email"]
        for row in club.payments
        if "fulfilledAt" in row and row["paymentType"] != "Event"
    ]
    assert len(payers) == 7
    assert all(email in club.members for email in payers)


def test_demo_favourites_are_of_both_generations(now: int) -> None:
    users = demo_club(now=now).users.values()

    legacy = [row for row in users if "favedEventsID;year" in row]
    both = [row for row in legacy if "favedEventsID" in row]
    assert 50 < len(legacy) < 120
    assert 0 < len(both) < len(legacy)
    assert all(
        {key.partition(";")[0] for key in row["favedEventsID;year"]}
        == row["favedEventsID"]
        for row in both
    )


def test_seed_demo_where_somebody_is_refuses() -> None:
    store_user(AMIRA)

    with pytest.raises(CommandError, match="There are people in the database already"):
        _seed()

    assert len(all_users()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("ENVIRONMENT", "PROD"), ("DEBUG", False)],
)
def test_seed_demo_where_real_people_may_be_refuses(
    settings: Settings, name: str, value: object
) -> None:
    setattr(settings, name, value)

    with pytest.raises(CommandError, match="belongs in a local database only"):
        _seed()


def test_seed_demo_twice_refuses_and_changes_nothing() -> None:
    _seed()
    before = find_user(DEMO_EXEC)

    with pytest.raises(CommandError):
        _seed()

    after = find_user(DEMO_EXEC)
    assert before is not None and after is not None
    assert after.wire == before.wire


def test_seed_demo_has_teams_that_were_judged() -> None:
    _seed()
    (kickstart,) = Event.query("kickstart")

    found = standings(feedback_at(kickstart.event_key))

    assert len(found) == 4 and {len(each.marks) for each in found} == {3}
    assert found[0].score > 0 > found[-1].score
    assert len(judges_of(kickstart.event_key)) == 3


def test_seed_demo_has_votes_for_its_teams() -> None:
    _seed()
    (kickstart,) = Event.query("kickstart")
    key = kickstart.event_key

    given = stickers_in(key)

    names = {team.name for team in Team.by_event.query(key)}
    assert {row.team for row in given} == names
    assert sum(int(row.given or 0) for row in given) == 120
    room = find_room(key)
    assert room and room.team in names and not room.is_voting


def test_seed_demo_has_money_that_adds_up() -> None:
    _seed()
    (kickstart,) = Event.query("kickstart")
    key = kickstart.event_key

    put, teams = newest(None), list(Team.by_event.query(key))
    left = [row.plain()["balance"] for row in Registration.by_event.query(key)]
    entries, prizes = list(CreditEntry.read_all()), list(Prize.read_all())
    bought = {entry.prize for entry in entries if entry.prize}

    assert key == event_of_teams() and len(put) == 40 and min(left) >= 0
    assert total(put) == sum(team.funding or 0 for team in teams)
    assert total(put) == sum(50_000 - balance for balance in left)
    assert len(prizes) == 4 and len(bought) > 1
    assert bought <= {prize.id for prize in prizes}
    assert min(balance_of(str(entry.person)) for entry in entries) >= 0
