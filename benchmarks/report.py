"""The part of ``docs/performance.md`` that ``make bench`` writes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.sides import ROOT

PAGE = ROOT / "docs" / "performance.md"
_BEGIN, _END = "<!-- make bench: begin -->", "<!-- make bench: end -->"
_START_SECONDS, _IDLE_MB = 1.5, 100

Row = Mapping[str, Any]


def write_report(kept: Mapping[str, Any]) -> None:
    """Put what was measured between the page's two marks."""
    before, _, rest = PAGE.read_text().partition(_BEGIN)
    _, _, after = rest.partition(_END)
    told = "\n".join(_told(kept))
    PAGE.write_text(f"{before}{_BEGIN}\n\n{told}\n\n{_END}{after}")


def _told(kept: Mapping[str, Any]) -> Iterator[str]:
    rows: Sequence[Row] = kept["routes"]
    yield f"Taken {kept['taken'][:10]} at commit `{kept['commit']}`."
    yield ""
    yield (
        "| route | side | answers/s | p50 / p95 / p99 ms | CPU ms | present / it"
        " | calls | MB |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        present = _cpu(rows, row["route"], "present")
        ratio = f"{present / row['cpu_ms']:.2f}" if present else ""
        yield (
            f"| {row['route']} | {row['side']} | {row['per_second']:,.0f}"
            f" | {row['p50']:.1f} / {row['p95']:.1f} / {row['p99']:.1f}"
            f" | {row['cpu_ms']:.2f} | {ratio} | {row['calls']}"
            f" | {row['memory_mb']:.0f} |"
        )
    yield ""
    yield "| goal | wanted | seen | |"
    yield "|---|---|---|---|"
    for row in rows:
        if row["side"] == "ours":
            yield from _judged(row, rows)
    yield _goal(
        "second start to the first answer",
        f"< {_START_SECONDS} s",
        f"{kept['start']['seconds']:.2f} s",
        met=kept["start"]["seconds"] < _START_SECONDS,
    )
    yield _goal(
        "memory when idle",
        f"< {_IDLE_MB} MB",
        f"{kept['start']['idle_mb']:.0f} MB",
        met=kept["start"]["idle_mb"] < _IDLE_MB,
    )


def _judged(row: Row, rows: Sequence[Row]) -> Iterator[str]:
    if present := _cpu(rows, row["route"], "present"):
        ratio = present / row["cpu_ms"]
        yield _goal(
            f"{row['route']}: CPU of present / ours",
            f"≥ {row['at_least']:g}",
            f"{ratio:.2f}",
            met=ratio >= row["at_least"],
        )
    if lean := _cpu(rows, row["route"], "lean"):
        ratio = row["cpu_ms"] / lean
        yield _goal(
            f"{row['route']}: CPU of ours / lean",
            f"≤ {row['at_most']:g}",
            f"{ratio:.2f}",
            met=ratio <= row["at_most"],
        )


def _goal(subject: str, wanted: str, seen: str, *, met: bool) -> str:
    return f"| {subject} | {wanted} | {seen} | {'met' if met else '**not met**'} |"


def _cpu(rows: Sequence[Row], route: str, side: str) -> float | None:
    return next(
        (row["cpu_ms"] for row in rows if (row["route"], row["side"]) == (route, side)),
        None,
    )
