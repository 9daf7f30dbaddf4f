"""What the routes of voting answer."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from companion.voting.models import Score, Sticker
from core.fields import Body

Vote = Sticker | Score


def score_body(row: Score, *, to_exec: bool) -> Body:
    """Return a score; whose it is, execs alone read."""
    more = {"userID": str(row.voter or row.voter_and_room)} if to_exec else {}
    return {"teamName": row.team, **more, "score": row.score}


def sticker_bodies(rows: Iterable[Sticker]) -> list[Body]:
    """Return how often each sticker was given, by whomever."""
    counts: Counter[str] = Counter()
    limits: dict[str, int] = {}
    for row in rows:
        counts[str(row.sticker)] += int(row.given or 0)
        limits[str(row.sticker)] = int(row.limit or 0)
    return [
        {"stickerName": name, "count": count, "limit": limits[name]}
        for name, count in sorted(counts.items())
    ]


def by_team(rows: Iterable[Any], told: Callable[[list[Any]], list[Body]]) -> list[Body]:
    """Return votes by team, by its name."""
    teams: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        teams[str(row.team)].append(row)
    return [{"teamName": name, "data": told(teams[name])} for name in sorted(teams)]
