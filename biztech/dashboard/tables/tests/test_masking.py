"""What is secret stays so however a row has it; what is not is shown."""

import json
from typing import Any

import pytest

from biztech.dashboard.tables.masking import HIDDEN, masked
from biztech.dashboard.tables.tests.odd_rows import ODD, SECRET
from core.dynamo.wire import to_item


@pytest.mark.parametrize("name", ODD)
def test_secret_is_hidden_however_a_row_has_it(name: str) -> None:
    row = masked(to_item({name: ODD[name]}), table="biztechPartnershipsMeta")

    said = json.dumps(row, ensure_ascii=False)
    assert SECRET not in said
    assert HIDDEN in said or "(binary" in said


@pytest.mark.parametrize(
    "names", [("name", "value"), ("id", "content"), ("KEY", "Value")]
)
def test_setting_that_is_a_row_of_its_own_hides_its_value(
    names: tuple[str, str],
) -> None:
    named, valued = names
    setting = {named: "instagram_access_token", valued: SECRET, "updatedAt": 5}

    assert masked(to_item(setting), table="biztechPartnershipsMeta") == {
        named: "instagram_access_token",
        valued: HIDDEN,
        "updatedAt": 5,
    }


PLAIN: dict[str, Any] = {
    "title": "The secret is to begin early",
    "name": "A secret garden party in the park",
    "content": "Bring a friend",
    "isPasswordSet": True,
    "tags": ["food", "drink"],
    "scores": {"B": 3, "BS": 4},
    "link": "https://example.org/event/gala?page=2",
}


def test_what_opens_nothing_is_shown() -> None:
    assert masked(to_item(PLAIN), table="biztechPartnershipsMeta") == PLAIN
