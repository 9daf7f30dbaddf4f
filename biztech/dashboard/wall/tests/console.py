"""An evening that is run from the console, as its tests need it."""

import re
from typing import Any

from django.test import Client

from biztech.dashboard.framework.tests.visitors import BEN, ben
from biztech.tests.callers import store_profile
from core.clock import now_ms
from core.dynamo.rows import store_rows
from events.models import Event
from interactions.tests.wall.screens import log
from interactions.wall import controls

WALL = "/admin/wall/"
EVENT = "blueprint-2026"
OTHER = "kickstart-2025"
ITS_WALL = f"{WALL}?event={EVENT}"


def fill_hall() -> None:
    """Fill the hall: two events, three people, two meetings at the one that is on."""
    store_profile("Amira", fname="Amira", lname="Haddad")
    store_profile("Bo", fname="Bo")
    store_profile("Dara", fname="Dara")
    store_event("blueprint", 2026, "Blueprint", "2026-11-20T18:00:00")
    store_event("kickstart", 2025, "Kickstart", "2025-09-20T18:00:00", published=False)
    controls.switch_event(EVENT, actor=BEN, now=1)
    log("Amira", "Bo", event=EVENT, at=now_ms() - 2_000)
    log("Dara", "Amira", event=EVENT, at=now_ms() - 1_000)


def store_event(
    event_id: str, year: int, name: str, starts: str, *, published: bool = True
) -> None:
    row = {"id": event_id, "year": year, "ename": name, "startDate": starts}
    store_rows(Event.of({**row, "isPublished": published}))


def text_of(answer: Any) -> str:
    """Return what a page says; what it hides and its tags are left out."""
    page = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", answer.content.decode())
    page = re.sub(r"<p [^>]* hidden>.*?</p>", " ", page)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def operate(act: str, client: Client | None = None, /, **values: str) -> Any:
    """Do something to the wall of the event, and return the page that it leads to."""
    client = client or ben()
    return client.post(f"{WALL}{act}/", {"wall": EVENT, **values}, follow=True)
