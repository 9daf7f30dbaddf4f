"""What the state of a checkout asks for, before any of it is written."""

from dataclasses import dataclass, field
from typing import Any

from core.audit.changes import RowChange
from payments.models import Attention


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a session's state asks for, beside the ledger entry."""

    values: dict[str, Any] = field(default_factory=dict)
    rows: list[RowChange] = field(default_factory=list)
    registrations: list[RowChange] = field(default_factory=list)
    subject: str = ""
    outcome: str = "recorded"
    # An exec's word that a seat may be one more than there are.
    over_capacity: bool = False


def asking(attention: Attention, values: dict[str, Any], *, problem: str) -> Effect:
    """Return the effect of money that an exec has to look at."""
    return Effect(values={**values, "attention": attention, "problem": problem})
