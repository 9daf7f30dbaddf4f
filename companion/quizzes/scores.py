"""How scores become a career type of four letters."""

from collections.abc import Mapping
from statistics import fmean
from types import MappingProxyType
from typing import Any

from companion.quizzes.errors import InvalidScores

# What is asked about, each with the letter of a low and of a high average.
LETTERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "domain": ("T", "B"),
        "mode": ("M", "D"),
        "environment": ("F", "S"),
        "focus": ("L", "H"),
    }
)
AVERAGES = tuple(f"{name}Avg" for name in LETTERS)
MOST_SCORES = 100
HIGHEST = 10
_LAST_LOW = 4


def averages_of(scores: Mapping[str, Any]) -> dict[str, float]:
    """Return the average of each trait under its stored name, not rounded.

    Scores are a list, or named; ``scores`` is what a refusal tells. Raises
    ``InvalidScores``.
    """
    return {
        f"{name}Avg": _as_kept(fmean(_numbers(scores.get(name), scores)))
        for name in LETTERS
    }


def type_of(averages: Mapping[str, float]) -> str:
    """Return the four letters."""
    return "".join(
        low if averages[f"{name}Avg"] <= _LAST_LOW else high
        for name, (low, high) in LETTERS.items()
    )


def _as_kept(mean: float) -> float:
    """Return a mean as it comes back from a row, which undo compares."""
    return int(mean) if mean.is_integer() else mean


def _numbers(value: Any, scores: Mapping[str, Any]) -> list[float]:
    numbers = list(value.values()) if isinstance(value, Mapping) else value
    if not isinstance(numbers, list) or not 0 < len(numbers) <= MOST_SCORES:
        raise InvalidScores(scores)
    if not all(type(one) in (int, float) and 0 <= one <= HIGHEST for one in numbers):
        raise InvalidScores(scores)
    return numbers
