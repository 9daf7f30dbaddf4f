"""Bar charts as pages draw them; every bar leads to the list that proves it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

# Grey that is readable on both the light and the dark page.
_GREY = "#808897"
_OPTIONS = json.dumps(
    {
        "animation": False,
        "indexAxis": "y",
        "maintainAspectRatio": False,
        "plugins": {"legend": {"display": False}},
        "scales": {
            "x": {"beginAtZero": True, "ticks": {"color": _GREY, "precision": 0}},
            "y": {"grid": {"display": False}, "ticks": {"color": _GREY}},
        },
    }
)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar of a chart, and the list that proves it (if there is one)."""

    label: str
    number: int
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A chart as ``admin/chart.html`` shows it; unreadable bars are None."""

    title: str
    bars: Sequence[Bar] | None

    @property
    def drawing(self) -> str:
        """The bars as Chart.js reads them."""
        bars = self.bars or ()
        return json.dumps(
            {
                "labels": [bar.label for bar in bars],
                "datasets": [
                    {
                        "data": [bar.number for bar in bars],
                        "backgroundColor": "var(--color-primary-600)",
                        "borderRadius": 4,
                        "barThickness": 16,
                    }
                ],
            }
        )

    @property
    def options(self) -> str:
        """How Chart.js draws them."""
        return _OPTIONS

    @property
    def height(self) -> int:
        """How many pixels they take."""
        return 60 + 34 * len(self.bars or ())
