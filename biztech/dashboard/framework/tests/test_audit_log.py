"""Acts as people read them."""

import json

import pytest

from biztech.dashboard.framework.audit_log import line_of
from core.audit.models import Act

# Every act that a service records and that can be undone.
ACTS = (
    "grant",
    "revoke",
    "edit",
    "create profile",
    "remove picture",
    "replace card",
    "create partner",
    "create company",
    "link partner",
    "unlink partner",
    "sync partner",
    "disconnect",
    "create code",
    "delete code",
    "add member record",
    "delete member record",
    "delete account",
    "respell",
    "hide from wall",
    "show on wall again",
    "clear wall",
    "show what was cleared",
    "switch event",
)

# Those that have an opposite instead of an undo.
WITHOUT_UNDO = (
    "pause wall",
    "resume wall",
    "message on wall",
    "replay wall",
    "stop replay of wall",
)


def act(name: str, notes: str = "{}", table: str = "biztechProfiles") -> Act:
    change = {"table": table, "label": "profile", "kind": "changed", "fields": {}}
    row = {"subject": "acme", "sk": "1", "act": name, "at": 5, "notes": notes}
    return Act.of({**row, "changes": json.dumps([change])})


@pytest.mark.parametrize("name", ACTS)
def test_act_is_told_in_words(name: str) -> None:
    done = line_of(act(name), now=5)
    undone = line_of(act("undo", f'{{"undid": "{name}"}}'), now=5)

    assert "“" not in done.did
    assert undone.did != "undid an act on"


@pytest.mark.parametrize("name", WITHOUT_UNDO)
def test_act_without_undo_is_told_in_words(name: str) -> None:
    assert "“" not in line_of(act(name), now=5).did


def test_act_on_a_wall_names_the_person() -> None:
    hiding = act("hide from wall", '{"profileID": "SillyPandasDeny"}')

    assert line_of(hiding, now=5).did == "hid SillyPandasDeny from"


def test_act_that_nobody_foresaw_is_told_by_its_name() -> None:
    assert line_of(act("hop"), now=5).did == "did “hop” to"
    assert line_of(act("undo", '{"undid": "hop"}'), now=5).did == "undid an act on"


@pytest.mark.parametrize(
    ("table", "about"),
    [
        ("biztechProfiles", "profile"),
        ("biztechQRs", "code"),
        ("biztechWall", "wall"),
        ("biztechPayments", "payment"),
    ],
)
def test_act_on_no_person_says_what_it_is_about(table: str, about: str) -> None:
    assert line_of(act("edit", table=table), now=5).about == about
