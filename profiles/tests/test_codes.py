"""Codes: created, changed and deleted once each, recorded and undoable."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.audit.reversal import undo
from core.audit.trail import history
from core.errors import CannotUpdate, NotFound
from profiles.errors import CodeExists, UnknownEvent
from profiles.models import QR
from profiles.queries import all_codes, find_code
from profiles.services import create_code, delete_code, edit_code
from profiles.tests.partners import store_event

EXEC = "ben@ubcbiztech.com"
BOOTH = {"type": "Booth", "points": 5, "data": {"partnerID": "acmeinc"}}


@pytest.fixture(autouse=True)
def event(empty_tables: None) -> None:
    """Store the event."""
    store_event()


def created(now: int, qr_id: str = "booth-1", **changed: Any) -> dict[str, Any]:
    """Create a code of the event."""
    where = {"event_id": "blueprint", "year": 2026, "values": BOOTH, **changed}
    return create_code(qr_id, **where, actor=EXEC, now=now).row


def edited(now: int, **values: Any) -> dict[str, Any]:
    """Change the code of the event."""
    where: dict[str, Any] = {"event_id": "blueprint", "year": 2026}
    return edit_code("booth-1", **where, values=values, actor=EXEC, now=now).changed


def stored() -> dict[str, Any]:
    """Return the code as it is stored."""
    return QR.get("booth-1", "blueprint;2026").plain()


def test_create_code_stores_what_is_given(now: int) -> None:
    code = created(now, values={**BOOTH, "isUnlimitedScans": True, "other": "x"})

    assert code == stored()
    assert code == {
        "id": "booth-1",
        "eventID;year": "blueprint;2026",
        "type": "Booth",
        "points": 5,
        "data": {"partnerID": "acmeinc"},
        "isActive": True,
        "isUnlimitedScans": True,
        "createdAt": now,
        "updatedAt": now,
    }


def test_create_code_again_is_refused_and_writes_nothing(now: int) -> None:
    created(now)
    before = stored()

    with pytest.raises(CodeExists) as refused:
        created(now + 1, values={"type": "Workshop"})

    assert refused.value.message == (
        "A database entry with the same 'id' already exists!"
    )
    assert stored() == before


def test_create_code_twenty_times_at_once_makes_one(now: int) -> None:
    def create(number: int) -> str:
        try:
            return str(created(now + number)["id"])
        except CodeExists as refused:
            return refused.code

    with ThreadPoolExecutor(20) as pool:
        answers = sorted(pool.map(create, range(20)))

    assert answers == ["booth-1"] + ["code_exists"] * 19


def test_create_code_of_unknown_event_writes_nothing(now: int) -> None:
    with pytest.raises(UnknownEvent):
        created(now, year=2027)

    assert all_codes() == []


def test_edit_code_changes_only_what_is_given(now: int) -> None:
    before = created(now)

    changed = edited(now + 1, points=9, isActive=False, other="x")

    assert changed == {"points": 9, "isActive": False, "updatedAt": now + 1}
    assert stored() == {**before, **changed}


def test_edit_code_with_what_is_there_writes_nothing(now: int) -> None:
    before = created(now)

    changed = edited(now + 1, **before)

    assert changed == {}
    assert stored() == before
    assert len(history("booth-1")) == 1


@pytest.mark.parametrize(
    "values",
    [{"id": "x"}, {"eventID;year": "x;2026"}, {"eventID": "x"}, {"year": 2027}],
)
def test_edit_code_never_changes_its_key(values: dict[str, Any], now: int) -> None:
    before = created(now)

    with pytest.raises(CannotUpdate):
        edited(now + 1, points=9, **values)

    assert stored() == before


def test_edits_of_a_code_at_once_all_hold(now: int) -> None:
    created(now)
    edits: list[dict[str, Any]] = [
        {"points": 9},
        {"isActive": False},
        {"type": "Workshop"},
        {"isUnlimitedScans": True},
    ]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda values: edited(now + 1, **values), edits))

    code = stored()
    assert {name: code[name] for each in edits for name in each} == {
        "points": 9,
        "isActive": False,
        "type": "Workshop",
        "isUnlimitedScans": True,
    }


def test_edit_and_deletion_of_unknown_code_are_refused(now: int) -> None:
    with pytest.raises(NotFound) as edit:
        edited(now, points=1)
    with pytest.raises(NotFound) as deletion:
        delete_code("booth-1", event_id="blueprint", year=2026, actor=EXEC, now=now)

    assert edit.value.message == deletion.value.message
    assert edit.value.message == (
        "QR with id 'booth-1' and secondaryKey 'blueprint;2026' could not be found."
        " Make sure you have provided them correctly."
    )


def test_each_act_on_a_code_is_undone(now: int) -> None:
    code = created(now)
    edited(now + 1, points=9)
    delete_code("booth-1", event_id="blueprint", year=2026, actor=EXEC, now=now + 2)
    deletion, edit, creation = history("booth-1")
    states = []

    for number, act in enumerate((deletion, edit, creation)):
        undo("booth-1", act.act_id, actor=EXEC, now=now + 3 + number)
        found = find_code("booth-1", event_id="blueprint", year=2026)
        states.append(found.plain() if found else None)

    assert states == [{**code, "points": 9, "updatedAt": now + 1}, code, None]
    assert [act.act for act in (deletion, edit, creation)] == [
        "delete code",
        "edit",
        "create code",
    ]


def test_codes_are_listed_by_event_and_id(now: int) -> None:
    store_event("hello-hacks")
    created(now, "b", event_id="hello-hacks")
    created(now, "c")
    created(now, "a")

    assert [code.key_of() for code in all_codes()] == [
        ("a", "blueprint;2026"),
        ("c", "blueprint;2026"),
        ("b", "hello-hacks;2026"),
    ]
