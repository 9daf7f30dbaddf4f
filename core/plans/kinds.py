"""The kinds of plans that there are: each app registers its own at start."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.audit.acts import ActKind
from core.audit.changes import RowChange
from core.plans.errors import KindUnknown


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a plan does to one person, or why it does nothing.

    ``subject`` is whose history tells of it, ``outcome`` one of the kind's outcomes,
    ``sentence`` what an exec reads in the preview. Without changes it is only shown.
    """

    subject: str
    outcome: str
    sentence: str
    changes: list[RowChange] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a plan is made from: JSON-able choices, a file, and the moment.

    ``plan`` is the id of the plan itself. Whoever reads for long before the first step
    calls ``keep`` all the while, so that no other process takes the plan for left.
    """

    parameters: Mapping[str, Any]
    file: bytes
    now: int
    plan: str
    keep: Callable[[], object] = lambda: None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of bulk work.

    ``outcomes`` are the users' words for what may come of a person, in the order of
    the preview. ``steps`` reads what there is and yields the steps, writing nothing;
    it may raise a refusal where the plan makes no sense. ``prepare`` makes what is no
    row before anything is applied, ``finish`` does what is left when all steps are
    behind it; both are harmless to repeat. Its acts are recorded as ``act``, and can be
    undone unless ``undoable`` is false. ``anew`` returns what to do about rows that
    changed since the preview, which by itself refuses the step. Of acts of a
    ``discreet`` kind the history tells which records changed, and nothing of whose or
    what they held.
    """

    name: str
    title: str
    act: ActKind
    outcomes: Mapping[str, str]
    steps: Callable[[Asked], Iterator[Step]]
    prepare: Callable[[Asked], object] = lambda _: None
    finish: Callable[[Asked], object] = lambda _: None
    anew: Callable[[list[RowChange]], list[RowChange]] = lambda changes: changes
    undoable: bool = True
    discreet: bool = False


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Callable[[], object]:
    """Have plans of this kind known from now on; return how to stop that."""
    _kinds[kind.name] = kind
    return lambda: _kinds.pop(kind.name, None)


def kind_named(name: str | None) -> Kind:
    """Return a kind, or raise ``KindUnknown``, as for a newer server's."""
    kind = _kinds.get(name or "")
    if kind is None:
        raise KindUnknown(name or "")
    return kind
