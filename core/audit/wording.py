"""How acts and fields read: each app registers the words for its own at start."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.audit.acts import ActKind, CommonAct


@dataclass(frozen=True)
class Sentences:
    """How an act reads between who did it and whom it was about, and its undoing.

    ``{label}`` stands for the kind of the first row that changed, ``{person}`` for the
    profile that the act notes. An act that cannot be undone has no ``undone``.
    """

    done: str
    undone: str = ""


_acts: dict[str, Sentences] = {
    CommonAct.EDIT: Sentences(
        "edited the {label} record of", "undid an edit of the {label} record of"
    ),
    CommonAct.REPAIR: Sentences(
        "repaired the records of", "undid a repair of the records of"
    ),
}
_fields: dict[str, str] = {}
_LAST_FIELDS = {"createdAt": "Created", "updatedAt": "Last change"}
_times = set(_LAST_FIELDS)


def register_acts(sentences: Mapping[ActKind, Sentences]) -> None:
    """Have acts of these kinds told so."""
    _acts.update({str(kind): told for kind, told in sentences.items()})


def register_fields(labels: Mapping[str, str], *, times: Iterable[str] = ()) -> None:
    """Have attributes of these stored names called so; ``times`` are epoch ms.

    Pages name attributes in the order of registration. Two apps that store the same
    name call it the same: a page does not know whose attribute it shows.
    """
    for name, label in labels.items():
        if _fields.get(name, label) != label:
            raise ValueError(f"{name} is called {_fields[name]} already, not {label}.")
    _fields.update(labels)
    _times.update(times)


def sentences_of(kind: str) -> Sentences | None:
    """Return how acts of a kind are told; None for one that nobody registered."""
    return _acts.get(kind)


def field_labels() -> Mapping[str, str]:
    """Return the users' word for each stored name, in the order of pages."""
    return {**_fields, **_LAST_FIELDS}


def is_time(name: str) -> bool:
    """Tell whether the attribute of that stored name holds a time in epoch ms."""
    return name in _times
