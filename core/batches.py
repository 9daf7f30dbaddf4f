"""Long rows of things, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def in_batches(each: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of so many, the last one shorter; reads no further than it gives."""
    left = iter(each)
    while batch := list(islice(left, size)):
        yield batch
