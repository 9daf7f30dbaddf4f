"""How far somebody is with the quests of an event, from whom they met there."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from companion.quests.definitions import Counts, Quest

# By the quest's id, as clients read it.
Progress = dict[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Met:
    """Somebody met at the event; ``company`` is theirs, where they stand for one.

    ``shows`` is what they show of it now, if they still do.
    """

    at: int
    profile_id: str
    company: str = ""
    shows: str = ""


def progress(
    quests: Iterable[Quest],
    met: Iterable[Met],
    *,
    recommended: Collection[str],
    recorded: Sequence[Mapping[str, Any]],
) -> Progress:
    """Return how far somebody is with each quest.

    A quest is completed at the moment of the meeting that reached its target; later
    ones change nothing. ``recommended`` are profile ids. ``recorded`` is what other
    services noted: where they say that more was reached, or earlier, it stays so.
    """
    in_order = sorted(met, key=lambda one: (one.at, one.profile_id))
    return {
        quest.id: _with_recorded(
            _reached(quest, in_order, recommended),
            [
                noted
                for each in recorded
                if isinstance(noted := each.get(quest.id), dict)
            ],
        )
        for quest in quests
    }


def _reached(
    quest: Quest, met: Sequence[Met], recommended: Collection[str]
) -> dict[str, Any]:
    moments = list(_counted(quest, met, recommended))[: quest.target]
    reached: dict[str, Any] = {
        "progress": len(moments),
        "target": quest.target,
        "startedAt": moments[0] if moments else None,
        "completedAt": moments[-1] if len(moments) == quest.target else None,
        "description": quest.words,
    }
    if quest.counts is Counts.COMPANIES:
        reached["items"] = _unlike(one.shows for one in met)[: quest.target]
    return reached


def _counted(
    quest: Quest, met: Iterable[Met], recommended: Collection[str]
) -> Iterator[int]:
    """Yield the moments of the meetings that count for a quest."""
    companies: set[str] = set()
    for one in met:
        match quest.counts:
            case Counts.CONNECTIONS:
                yield one.at
            case Counts.RECOMMENDED if one.profile_id in recommended:
                yield one.at
            case Counts.COMPANIES if one.company.casefold() not in {"", *companies}:
                companies.add(one.company.casefold())
                yield one.at


def _with_recorded(
    reached: dict[str, Any], recorded: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    for noted in recorded:
        most = min(_whole(noted.get("progress")), reached["target"])
        reached["progress"] = max(reached["progress"], most)
        for moment in ("startedAt", "completedAt"):
            known = [_whole(each.get(moment)) for each in (reached, noted)]
            reached[moment] = min(filter(None, known), default=None)
        if "items" in reached and isinstance(items := noted.get("items"), list):
            texts = (each for each in items if isinstance(each, str))
            reached["items"] = _unlike([*reached["items"], *texts])[: reached["target"]]
    return reached


def _unlike(texts: Iterable[str]) -> list[str]:
    """Return texts once each, whatever their letters' case, as they first come."""
    unlike: dict[str, str] = {}
    for text in texts:
        if text:
            unlike.setdefault(text.casefold(), text)
    return list(unlike.values())


def _whole(value: Any) -> int:
    match value:
        case bool():
            return 0
        case int() | float():
            return max(int(value), 0)
    return 0
