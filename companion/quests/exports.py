"""How far people are with quests, to be exported."""

from collections.abc import Iterator

from companion.quests.queries import everybody, standings
from core.exports.kinds import Export, Row
from events.queries import visible_events


def _progress() -> Iterator[Row]:
    people = everybody()
    known = {person.email: person for person in people}
    for event in visible_events(to_exec=True):
        for standing in standings(event, people):
            person = known.get(standing.who)
            for quest, reached in standing.progress.items():
                yield {
                    "id": standing.who,
                    "name": person.name if person else "",
                    "profileID": person.profile_id if person else standing.who,
                    "eventID": str(event.id),
                    "year": int(event.year),
                    "quest": quest,
                    "description": reached["description"],
                    "progress": reached["progress"],
                    "target": reached["target"],
                    "done": bool(reached["completedAt"]),
                    "completedAt": reached["completedAt"],
                }


QUESTS = Export(
    name="quests",
    title="Progress in quests",
    key="id",
    columns=(
        "id",
        "name",
        "profileID",
        "eventID",
        "year",
        "quest",
        "description",
        "progress",
        "target",
        "done",
        "completedAt",
    ),
    rows=_progress,
)
