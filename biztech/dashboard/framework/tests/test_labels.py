from typing import Any

import pytest

from biztech.dashboard.framework.labels import label_of, shown


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("isMember", True, "Yes"),
        ("isMember", False, "No"),
        ("faculty", None, "not set"),
        ("hobby1", "", "empty"),
        ("topics", [], "empty"),
        ("topics", ["AI", "Design"], "AI, Design"),
        ("cardCount", 0, "0"),
        ("createdAt", 1_795_176_000_000, "2026-11-20 04:00"),
        ("createdAt", "yesterday", "yesterday"),
        ("viewableMap", {"fname": True, "linkedIn": False}, "First name"),
        ("viewableMap", {"fname": False}, "no field"),
        ("somethingElse", {"b": 2, "a": [1, None]}, "a: 1, not set, b: 2"),
    ],
)
def test_shown_value_reads_as_people_speak(name: str, value: Any, text: str) -> None:
    assert shown(name, value) == text


def test_label_of_an_unknown_attribute_is_its_name() -> None:
    assert (label_of("prevMember"), label_of("shirtSize")) == (
        "Member in an earlier year",
        "shirtSize",
    )
