"""Writes the demo club into an empty local database, and into no other."""

from collections.abc import Callable

from django.conf import settings

from accounts.models import User
from biztech.demo.club import DemoClub
from biztech.demo.errors import DemoRefused
from core.dynamo.engine import current_endpoint
from core.dynamo.rows import store_rows
from events.models import Event
from events.services.counting import recount
from memberships.models import Member


def plant(
    club: DemoClub,
    *,
    advance: Callable[[int], None] = lambda _: None,
    over_unfinished: bool = False,
) -> None:
    """Write every row, or refuse; ``advance`` hears of each group of rows written.

    Raises ``DemoRefused`` in production, against AWS, and where anybody is already,
    unless those people are an earlier, unfinished planting of the same club.
    """
    if settings.ENVIRONMENT or not settings.DEBUG or not current_endpoint():
        raise DemoRefused("The demo club belongs in a local database only.")
    if not over_unfinished and anybody():
        raise DemoRefused(
            "There are people in the database already; the demo club goes into an"
            " empty one. Point VAR_DIR at a new directory to have both."
        )
    for rows in club.entities().values():
        store_rows(*rows)
        advance(len(rows))
    for event in club.events:
        recount(Event.of(event), now=club.now)


def anybody() -> bool:
    """Tell whether there is any user or member."""
    return any(next(model.scan(limit=1), None) for model in (User, Member))
