"""Each act on an event is undone as it was done."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from biztech.tests.callers import BEN
from core.audit.errors import UndoRefused
from core.audit.models import Act
from core.audit.reversal import undo
from events.acts import EventAct
from events.models import Event
from events.services.editing import (
    archive_event,
    create_event,
    delete_event,
    duplicate_event,
    edit_event,
    publish_event,
    unarchive_event,
    unpublish_event,
)
from events.tests.stored import BLUEPRINT, store_event, stored_event

KEY = "blueprint;2026"
FACTS = {"id": "blueprint", "year": 2026, "capac": 120}


CHANGES: dict[EventAct, Callable[..., Any]] = {
    EventAct.EDIT: lambda **by: edit_event(*BLUEPRINT, {"ename": "New"}, **by),
    EventAct.PUBLISH: partial(publish_event, *BLUEPRINT),
    EventAct.UNPUBLISH: partial(unpublish_event, *BLUEPRINT),
    EventAct.ARCHIVE: partial(archive_event, *BLUEPRINT),
    EventAct.DELETE: partial(delete_event, *BLUEPRINT),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_each_act_is_undone(kind: EventAct, now: int) -> None:
    store_event(ename="Old", theme={"colour": "blue"})
    before = stored_event()

    act: Act = CHANGES[kind](actor=BEN, now=now).act

    assert (act.act, act.subject, act.actor) == (kind, KEY, BEN)
    undo(KEY, act.act_id, actor=BEN, now=now + 1)
    assert stored_event() == before


def test_bringing_back_from_the_archive_is_undone(now: int) -> None:
    store_event(isArchived=True)

    act = unarchive_event(*BLUEPRINT, actor=BEN, now=now).act

    assert act is not None
    undo(KEY, act.act_id, actor=BEN, now=now + 1)
    assert stored_event()["isArchived"] is True


def test_creation_is_undone(now: int) -> None:
    act = create_event(FACTS, actor=BEN, now=now).act

    undo(KEY, act.act_id, actor=BEN, now=now + 1)

    assert Event.find(*Event.key(*BLUEPRINT)) is None


def test_creation_of_an_event_edited_since_is_not_undone(now: int) -> None:
    act = create_event(FACTS, actor=BEN, now=now).act
    edit_event(*BLUEPRINT, {"ename": "New"}, actor=BEN, now=now + 1)

    with pytest.raises(UndoRefused, match="ename"):
        undo(KEY, act.act_id, actor=BEN, now=now + 2)


def test_duplicating_is_undone(now: int) -> None:
    store_event(year=2025)
    act = duplicate_event("blueprint", 2025, 2026, actor=BEN, now=now).act

    undo(KEY, act.act_id, actor=BEN, now=now + 1)

    assert Event.find(*Event.key(*BLUEPRINT)) is None
    assert stored_event(year=2025)["capac"] == 100
