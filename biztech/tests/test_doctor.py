"""The doctor: silent where all is well, and exact where something is wrong."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from accounts.models import User
from biztech.demo import demo_club
from biztech.tests.sick_records import DORA, EMIL, EXEC, FAY, SICK, YEAR, Club
from core.clock import DAY, HOUR, now_ms
from core.doctor.examining import examine
from core.doctor.invariants import Finding, invariants
from core.dynamo.base import of_year
from core.dynamo.registry import table_named
from core.dynamo.tables import create_tables
from core.email import one_spelling
from memberships.models import Member, YearSwitch
from memberships.people import person
from memberships.tests.people import listed, store


@pytest.fixture
def club() -> Club:
    """Return a club whose records are as the services write them."""
    return Club(at=now_ms() - 2 * HOUR)


def found() -> list[Finding]:
    return examine(now=now_ms())


def doctor(*words: str) -> tuple[str, int]:
    """Return what the command says, and its exit status."""
    said, status = StringIO(), 0
    try:
        call_command("doctor", *words, stdout=said, stderr=StringIO())
    except SystemExit as end:
        status = int(end.code or 0)
    return said.getvalue(), status


def test_clean_club_gives_no_finding(club: Club) -> None:
    assert found() == []


def test_every_invariant_has_a_case() -> None:
    assert sorted(SICK) == sorted(each.code for each in invariants())


@pytest.mark.parametrize("code", SICK)
def test_each_kind_of_damage_is_found_and_nothing_else(club: Club, code: str) -> None:
    damage, whom = SICK[code]
    damage(club)

    findings = found()

    assert {finding.code for finding in findings} == {code}
    named = {"pat": club.pat, "company": club.company}
    assert sorted(one.subject for one in findings) == named.get(whom, whom).split()
    assert all(finding.sentence.endswith(".") for finding in findings)


def test_who_may_still_renew_is_not_flagged_for_nothing(club: Club) -> None:
    before, now = of_year(Member, YEAR - 1), now_ms()
    create_tables([replace(table_named(Member.base_name()), year=YEAR - 1)])
    store(User, id=FAY, isMember=True, admin=False)
    store(before, id=FAY)
    plan, sk = YearSwitch.KEY
    switch = {"plan": plan, "sk": sk, "year": YEAR, "before": YEAR - 1}

    store(YearSwitch, **switch, graceUntil=now + DAY)
    assert (found(), person(FAY).problems, listed().problems()) == ([], (), [])

    store(YearSwitch, **switch, graceUntil=now - 1)
    assert [(one.code, one.subject) for one in found()] == [
        ("flag-without-member", FAY)
    ]
    for shown in (person(FAY).problems, listed().problems()):
        assert [one.code for one in shown] == ["flag-without-member"]


def test_who_lost_a_profile_of_their_name_is_told_of_both(club: Club) -> None:
    club.edit_member(profileID=None)

    assert [(one.code, one.subject, one.at) for one in found()] == [
        ("member-without-profile", DORA, club.ids[DORA]),
        ("profile-without-member", DORA, club.ids[DORA]),
    ]


def test_whose_profile_two_namesakes_have_is_not_guessed(club: Club) -> None:
    club.edit(Member, *Member.key(EXEC), firstName="Emil", profileID=club.ids[EMIL])

    shared = [one for one in found() if one.code == "profile-shared"]

    assert [(one.subject, one.at) for one in shared] == [(EXEC, ""), (EMIL, "")]


def test_check_of_a_clean_club_ends_with_an_empty_line_and_status_0(club: Club) -> None:
    said, status = doctor("check", "--json")

    assert (said, status) == ('{"findings": []}\n', 0)


def test_check_tells_machines_in_one_line_and_alerts(club: Club) -> None:
    club.edit_member(topics="AI")

    said, status = doctor("check", "--json")

    assert status == 1
    assert json.loads(said.splitlines()[-1]) == {
        "findings": [
            {
                "code": "topics-as-text",
                "severity": "warning",
                "subject": DORA,
                "sentence": "The topics are one text instead of a list.",
            }
        ]
    }


def test_check_alerts_nobody_for_a_note(club: Club) -> None:
    damage, _ = SICK["member-unexplained"]
    damage(club)

    said, status = doctor("check")

    assert status == 0
    assert said.splitlines()[-1] == "Found 1: error 0, warning 0, note 1."


def test_check_tells_people_in_a_table(club: Club) -> None:
    club.edit_user(isMember=False)

    said, status = doctor("check")

    assert status == 1
    assert f"error     member-not-flagged  {DORA}  The user record" in said
    assert said.splitlines()[-1] == "Found 1: error 1, warning 0, note 0."


def test_explain_says_what_it_is_how_it_comes_and_what_helps() -> None:
    said, status = doctor("explain", "profile-shared")

    assert status == 0
    assert (
        said.splitlines()[0] == "profile-shared (error): Two members with one profile."
    )
    assert [line.partition(":")[0] for line in said.splitlines()[1:]] == [
        "What it is",
        "How it comes about",
        "What repairing does",
    ]


def test_explain_without_a_name_lists_all_the_worst_first() -> None:
    said, _ = doctor("explain")

    told = [line.split()[:2] for line in said.strip().splitlines()[1:]]
    assert told == [[str(one.severity), one.code] for one in invariants()]


def test_explain_of_an_unknown_name_is_refused() -> None:
    with pytest.raises(CommandError, match="Nothing is called 'gout'"):
        doctor("explain", "gout")


def test_demo_clubs_broken_records_are_all_found(settings: Settings) -> None:
    settings.DEBUG = True
    call_command("seed_demo", stdout=StringIO())
    broken = demo_club(now=now_ms()).broken

    findings = found()

    whom = {one_spelling(finding.subject) for finding in findings}
    assert whom == set(broken)
    assert {finding.code for finding in findings} == {
        "admin-flag-contradicts-domain",
        "email-not-normalized",
        "flag-as-text",
        "flag-without-member",
        "member-without-profile",
        "member-without-user",
        "profile-missing",
        "profile-shared",
        "profile-without-member",
        "topics-as-text",
        "year-as-number",
    }
