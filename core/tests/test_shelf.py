"""Records in an order, and counted."""

from typing import NamedTuple

import pytest

from core.shelf import Shelf


class Book(NamedTuple):
    """A record."""

    title: str
    pages: int | None


EMMA, DUBLINERS, ULYSSES = (
    Book("Emma", 500),
    Book("dubliners", 200),
    Book("Ulysses", None),
)
SHELF = Shelf([EMMA, DUBLINERS, ULYSSES])


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ([], [EMMA, DUBLINERS, ULYSSES]),
        (["title"], [DUBLINERS, EMMA, ULYSSES]),
        (["-title"], [ULYSSES, EMMA, DUBLINERS]),
        (["pages"], [DUBLINERS, EMMA, ULYSSES]),
        (["-pages"], [EMMA, DUBLINERS, ULYSSES]),
    ],
)
def test_records_come_in_the_order_asked(
    attributes: list[str], found: list[Book]
) -> None:
    assert list(SHELF.ordered(*attributes)) == found


def test_order_and_count_are_made_once() -> None:
    shelf = Shelf([EMMA, DUBLINERS, EMMA])

    assert shelf.ordered("title") is shelf.ordered("title")
    assert shelf.counted("pages") is shelf.counted("pages")
    assert shelf.counted("pages") == {500: 2, 200: 1}


def test_few_orders_are_kept() -> None:
    first = SHELF.ordered("title")
    for _ in range(2):
        for attributes in (["-title"], ["pages"], ["-pages"], ["pages", "title"]):
            SHELF.ordered(*attributes)

    assert SHELF.ordered("title") == first
    assert SHELF.ordered("title") is not first
