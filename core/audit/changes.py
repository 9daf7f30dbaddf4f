"""What an act does to rows, as facts: before, after, and the write between them.

Every act plans a list of row changes first. A dry run shows the list, the act applies
it in one transaction, the audit trail keeps it, and undo applies its reverse.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from pynamodb.expressions.condition import Condition

from core.dynamo.base import (
    MOST_COMPARED,
    Entity,
    Key,
    changes_between,
    comparable_part,
    entity_for,
    equals,
)
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes
from core.dynamo.wire import Item, differing, from_item, from_wire, to_item
from core.errors import Refused
from core.membership_year import membership_year

Kind = Literal["created", "changed", "removed"]


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """One row before and after an act; ``label`` is the users' word for it."""

    model: type[Entity]
    label: str
    key: Key
    before: Item | None
    after: Item | None
    year: int | None = None

    @classmethod
    def created(cls, label: str, row: Entity) -> Self:
        """Return the creation of ``row``."""
        return cls._of(label, row, before=None, after=row.wire)

    @classmethod
    def removed(cls, label: str, row: Entity) -> Self:
        """Return the removal of ``row``."""
        return cls._of(label, row, before=row.wire, after=None)

    @classmethod
    def edited(cls, label: str, row: Entity, values: Mapping[str, Any]) -> Self:
        """Return an edit of ``row``: stored names with plain values, None to remove."""
        after = {**row.wire, **to_item(values)}
        for name, value in values.items():
            if value is None:
                after.pop(name, None)
        return cls.becoming(label, row, after)

    @classmethod
    def becoming(cls, label: str, row: Entity, after: Item) -> Self:
        """Return the change of ``row`` into an item of the same key."""
        return cls._of(label, row, before=row.wire, after=after)

    @classmethod
    def absent(cls, label: str, model: type[Entity], key: Key) -> Self:
        """Return the fact that there is no such row, and that there stays none."""
        return cls(model=model, label=label, key=key, before=None, after=None)

    @classmethod
    def _of(
        cls, label: str, row: Entity, *, before: Item | None, after: Item | None
    ) -> Self:
        meta = type(row).Meta
        return cls(
            model=type(row),
            label=label,
            key=row.key_of(),
            before=before,
            after=after,
            year=(meta.year or membership_year()) if meta.yearly else None,
        )

    @property
    def kind(self) -> Kind:
        """Whether the row appears, changes or goes."""
        if self.before is None:
            return "created"
        return "removed" if self.after is None else "changed"

    @property
    def touched(self) -> list[str]:
        """The stored names of the attributes that differ, in the row's order."""
        return differing(self.before or {}, self.after or {})

    def fields(self) -> dict[str, tuple[Any, Any]]:
        """Return each differing attribute with its plain value before and after."""
        before, after = self.before or {}, self.after or {}
        return {
            name: (_plain(before.get(name)), _plain(after.get(name)))
            for name in self.touched
        }

    def told(self) -> dict[str, Any]:
        """Return the row before and after as plain values; what is none is left out."""
        sides = {"before": self.before, "after": self.after}
        return {name: from_item(item) for name, item in sides.items() if item}

    def apply(
        self,
        writes: Writes,
        *,
        guard: Iterable[str] = (),
        otherwise: Refused | None = None,
    ) -> None:
        """Add the write to a transaction, conditioned on what the row was before.

        The condition covers the attributes that change and those named by ``guard``:
        when one of them changed meanwhile the transaction refuses with ``otherwise``
        (by default ``Stale``), an unrelated edit is kept. When the row goes, or changes
        throughout, it covers all, as far as that fits (``comparable_part``). A row that
        does not change is only checked.
        """
        refusal = otherwise or Stale()
        before = self.before or {}
        if self.before is None and self.after is None:
            writes.require_absent(self.model, self.key, otherwise=refusal)
        elif self.before is None:
            writes.create(self.model.of_item(self.after or {}), otherwise=refusal)
        elif self.after is None:
            writes.delete(self.model, self.key, condition=self._same, otherwise=refusal)
        elif len(self.touched) > MOST_COMPARED:
            row = self.model.of_item(self.after)
            writes.replace(row, condition=self._same, otherwise=refusal)
        elif self.touched:
            same = equals(before, dict.fromkeys([*self.touched, *guard]))
            actions = changes_between(before, self.after)
            writes.update(
                self.model, self.key, actions, condition=same, otherwise=refusal
            )
        else:
            same = equals(before, guard)
            writes.require(self.model, self.key, condition=same, otherwise=refusal)

    @property
    def _same(self) -> Condition | None:
        before = self.before or {}
        return equals(before, comparable_part(before, self.model.declared()))

    def to_json(self) -> dict[str, Any]:
        """Return the change in the form that the trail's snapshots keep."""
        return {
            "table": self.model.base_name(),
            "year": self.year,
            "label": self.label,
            "key": list(self.key),
            "before": self.before,
            "after": self.after,
        }

    @classmethod
    def from_json(cls, snapshot: dict[str, Any]) -> Self:
        """Return the change that ``to_json`` described."""
        hash_key, range_key = snapshot["key"]
        year = snapshot["year"]
        current = membership_year()
        return cls(
            model=entity_for(snapshot["table"], None if year == current else year),
            label=snapshot["label"],
            key=(hash_key, range_key),
            before=snapshot["before"],
            after=snapshot["after"],
            year=year,
        )


def effective(changes: Iterable[RowChange]) -> list[RowChange]:
    """Return the changes that change something."""
    return [change for change in changes if change.touched]


def _plain(value: dict[str, Any] | None) -> Any:
    return None if value is None else from_wire(value)
