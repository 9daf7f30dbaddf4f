"""The commands that grant, revoke, undo and finish."""

import getpass
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.queries import find_user
from biztech.tests.callers import AMIRA, BEN, CHLOE, store_connection
from core.audit.trail import history
from interactions.queries import connections_of
from memberships.queries import find_member


def run(*arguments: str) -> list[str]:
    """Run a command and return the lines it printed."""
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue().splitlines()


def profile_id_of(email: str) -> str:
    """Return the profile id that a member is linked to."""
    member = find_member(email)
    assert member is not None
    return str(member.profile_id)


def test_grant_command_makes_a_member_and_says_so() -> None:
    said = run(
        "grant_membership", "Amira@Student.UBC.ca", "--first-name=Amira", "--year=3"
    )

    member = find_member(AMIRA)
    assert said == [
        "Created the user record",
        "Created the member record",
        "Created the profile record",
        "Granted a membership to amira@student.ubc.ca.",
    ]
    assert member is not None
    assert (member.first_name, member.year) == ("Amira", "3")


def test_grant_command_records_who_was_at_the_command_line() -> None:
    run("grant_membership", AMIRA)

    assert [act.actor for act in history(AMIRA)] == [
        f"command line ({getpass.getuser()})"
    ]


def test_grant_command_dry_run_writes_nothing(database_calls: list[str]) -> None:
    said = run("grant_membership", AMIRA, "--dry-run")

    assert said == [
        "Would create the user record",
        "Would create the member record",
        "Would create the profile record",
        "Would grant a membership to amira@student.ubc.ca.",
    ]
    assert database_calls == ["TransactGetItems"]


def test_grant_command_twice_has_nothing_to_do() -> None:
    run("grant_membership", AMIRA)

    said = run("grant_membership", AMIRA)

    assert said == ["amira@student.ubc.ca is a member already, nothing to do."]
    assert len(history(AMIRA)) == 1


def test_grant_command_with_a_wrong_address_is_refused() -> None:
    with pytest.raises(CommandError, match=r"^Invalid email$"):
        run("grant_membership", "zz")


def test_revoke_command_takes_the_membership_away_and_says_how_to_undo() -> None:
    run("grant_membership", AMIRA)

    said = run("revoke_membership", AMIRA, "--reason", "Refund")

    user = find_user(AMIRA)
    act_id = history(AMIRA)[0].act_id
    assert said == [
        "Changed the user record (isMember, updatedAt)",
        "Removed the member record",
        "Removed the profile record",
        f"To undo: manage.py undo amira@student.ubc.ca {act_id}",
        "Revoked the membership of amira@student.ubc.ca.",
    ]
    assert find_member(AMIRA) is None
    assert user is not None and user.is_member is False


def test_revoke_command_dry_run_writes_nothing() -> None:
    run("grant_membership", AMIRA)

    said = run("revoke_membership", AMIRA, "--reason", "Refund", "--dry-run")

    assert said[-1] == "Would revoke the membership of amira@student.ubc.ca."
    assert said[1] == "Would remove the member record"
    assert find_member(AMIRA) is not None
    assert len(history(AMIRA)) == 1


def test_revoke_command_can_keep_the_profile() -> None:
    run("grant_membership", AMIRA)

    said = run("revoke_membership", AMIRA, "--reason", "Refund", "--keep-profile")

    assert said[2] == "Changed the profile record (hiddenAt, updatedAt)"


def test_revoke_command_counts_the_people_met() -> None:
    run("grant_membership", AMIRA)
    run("grant_membership", BEN)
    met = profile_id_of(BEN)
    store_connection(profile_id_of(AMIRA), met)

    would = run("revoke_membership", AMIRA, "--reason", "Refund", "--dry-run")
    said = run("revoke_membership", AMIRA, "--reason", "Refund")

    assert would[3] == "Would remove the connections with 1 person"
    assert said[3] == "Removed the connections with 1 person"
    assert connections_of(met) == []


def test_revoke_command_of_an_exec_says_that_the_rights_stay() -> None:
    run("grant_membership", BEN)

    said = run("revoke_membership", BEN, "--reason", "Left the club")

    assert "Dashboard rights stay: they come from the address." in said


def test_revoke_command_of_a_stranger_has_nothing_to_do() -> None:
    said = run("revoke_membership", CHLOE, "--reason", "Refund")

    assert said == ["chloe@example.org is not a member, nothing to do."]
    assert history(CHLOE) == []


def test_revoke_command_without_a_reason_is_refused() -> None:
    with pytest.raises(CommandError, match="--reason"):
        run("revoke_membership", AMIRA)


def test_revoke_command_with_a_blank_reason_is_refused() -> None:
    run("grant_membership", AMIRA)

    with pytest.raises(CommandError, match="reason"):
        run("revoke_membership", AMIRA, "--reason", " ")

    assert find_member(AMIRA) is not None


def test_undo_command_brings_the_member_back() -> None:
    run("grant_membership", AMIRA)
    before = find_member(AMIRA)
    run("revoke_membership", AMIRA, "--reason", "Refund")
    act_id = history(AMIRA)[0].act_id

    said = run("undo", "AMIRA@student.ubc.ca", act_id)

    after = find_member(AMIRA)
    assert re.fullmatch(rf"Undone: {act_id}, recorded as [0-9a-f-]+\.", said[-1])
    assert before is not None and after is not None
    assert after.wire == before.wire


def test_undo_command_twice_says_what_is_in_the_way() -> None:
    run("grant_membership", AMIRA)
    act_id = history(AMIRA)[0].act_id
    run("undo", AMIRA, act_id)

    with pytest.raises(CommandError, match="It has been undone already"):
        run("undo", AMIRA, act_id)


def test_undo_command_of_an_unknown_act_is_refused() -> None:
    with pytest.raises(CommandError, match="There is no such act"):
        run("undo", AMIRA, "0123456789abcdef")


def test_finish_command_with_nothing_interrupted_finishes_nothing() -> None:
    said = ["Finished 0 interrupted acts, emptied 0 lost cards."]

    assert run("finish_unfinished") == said
