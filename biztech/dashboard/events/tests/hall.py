"""A hall with people in it: who is registered for the gala, and how tests look."""

from typing import Any

from events.services.registering import Application, register
from events.tests.rows import (
    EXEC,
    GALA,
    NOW,
    person,
    registration,
    sign_up,
    store_event,
)

LIST = "/admin/events/gala/2026/registrations/"
MOVE, UNDO_ALL, ADD = f"{LIST}move/", f"{LIST}undo/", f"{LIST}add/"
UNDO = "/admin/events/undo/"
PARTNER = "paula@partner.example"


def fill_hall() -> None:
    """Fill three seats of three, and let one wait; a partner comes too."""
    store_event(capac=3, startDate=None, endDate=None, deadline=None)
    for number in range(4):
        basic = {"fname": f"Amira{number}", "lname": "Kay"}
        sign_up(person(number), now=NOW + number, basic=basic)
    partner = Application(
        email=PARTNER, event_id=GALA[0], year=GALA[1], fname="Paula", is_partner=True
    )
    register(partner, actor=EXEC, by_exec=True, now=NOW)


def one(number: int, page: str = "") -> str:
    """Return the address of a page of somebody's registration."""
    return f"{LIST}{person(number)}/{page}"


def text_of(answer: Any) -> str:
    """Return a page as one line."""
    return " ".join(answer.content.decode().split())


def status(number: int) -> str | None:
    """Return where somebody stands."""
    return registration(person(number)).status
