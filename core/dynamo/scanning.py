"""Pages of several segments of a table, read at the same time."""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

P = TypeVar("P")


def pages_as_they_come(segments: Sequence[Iterator[P]]) -> Generator[P, None, None]:
    """Yield the pages of all segments in the order in which they arrive.

    Each segment has a thread and is one page ahead at most, whatever the reader's pace.
    A segment that fails ends them all with its error. Whoever closes the iterator early
    waits for the pages that are on their way, a call for each segment.
    """
    with ThreadPoolExecutor(len(segments), "segment") as pool:
        coming: dict[Future[P | None], Iterator[P]] = {}

        def ask(segment: Iterator[P]) -> None:
            coming[pool.submit(next, segment, None)] = segment

        for segment in segments:
            ask(segment)
        while coming:
            arrived, _ = wait(coming, return_when=FIRST_COMPLETED)
            for each in arrived:
                segment, page = coming.pop(each), each.result()
                if page is not None:
                    ask(segment)
                    yield page
