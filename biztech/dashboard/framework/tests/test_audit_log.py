"""Acts as people read them."""

import json

import pytest

from biztech.dashboard.framework.audit_log import line_of
from core.audit.models import Act


def act(name: str, notes: str = "{}", table: str = "biztechProfiles") -> Act:
    change = {"table": table, "label": "profile", "kind": "changed", "fields": {}}
    row = {"subject": "acme", "sk": "1", "act": name, "at": 5, "notes": notes}
    return Act.of({**row, "changes": json.dumps([change])})


def test_act_is_told_in_words() -> None:
    done = line_of(act("link partner"), now=5)
    undone = line_of(act("undo", '{"undid": "link partner"}'), now=5)

    assert done.did == "linked to a company"
    assert undone.did == "undid linking to a company"


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
