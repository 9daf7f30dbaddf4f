"""Bodies of the investments' routes, and what they answer to whom."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from companion.investments.models import Investment
from companion.investments.queries import first_names
from core.fields import LONGEST_TEXT, Body, must_have
from core.identity.users import Caller
from core.openapi import EMAIL, example

# What others than investor, team and execs read, beside the first name.
_OPEN = ("id", "teamId", "teamName", "amount", "createdAt")


@example("An investment", teamId="4a6c", amount=250.5, comment="Good idea")
class InvestmentSerializer(serializers.Serializer[Any]):
    """What somebody puts into a team."""

    investorId = serializers.CharField(
        required=False, help_text=f"Oneself; of anybody for execs: `{EMAIL}`."
    )
    teamId = serializers.CharField(max_length=200)
    amount = serializers.DecimalField(
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        coerce_to_string=False,
    )
    comment = serializers.CharField(max_length=LONGEST_TEXT)
    nonce = serializers.CharField(
        required=False, help_text="In the place of the header `Idempotency-Key`."
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the investment, or say in the documented words what is missing."""
        for name in ("teamId", "amount", "comment"):
            must_have(name, data)
        values: Body = super().to_internal_value(data)
        return values


@example("Invested", message="Investment successful")
class InvestedSerializer(serializers.Serializer[Any]):
    """The money is where it was meant to be."""

    message = serializers.CharField()


def told(rows: Sequence[Investment], caller: Caller, *, of_team: bool) -> list[Body]:
    """Return investments, whole to their investor, to the team and to execs."""
    if of_team or caller.is_exec:
        return [row.plain() for row in rows]
    names = first_names(row for row in rows if row.investor != caller.email)
    return [
        row.plain() if row.investor == caller.email else _open(row, names)
        for row in rows
    ]


def _open(row: Investment, names: Mapping[str, str]) -> Body:
    stored = row.plain()
    return {
        "investorName": names[str(row.investor)],
        **{name: stored[name] for name in _OPEN if name in stored},
    }
