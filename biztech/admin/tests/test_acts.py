"""Acts as people read them."""

import json

import pytest

from biztech.admin.acts import line_of
from biztech.audit.models import Act

# Every act that a service records.
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


def test_act_that_nobody_foresaw_is_told_by_its_name() -> None:
    assert line_of(act("hop"), now=5).did == "did “hop” to"
    assert line_of(act("undo", '{"undid": "hop"}'), now=5).did == "undid an act on"


@pytest.mark.parametrize(
    ("table", "about"),
    [
        ("biztechProfiles", "profile"),
        ("biztechQRs", "code"),
        ("biztechPayments", "payment"),
    ],
)
def test_act_on_no_person_says_what_it_is_about(table: str, about: str) -> None:
    assert line_of(act("edit", table=table), now=5).about == about
