"""What the demo club's members answered in the career quiz of the event that is on."""

import random

from biztech.demo.club import DemoClub
from companion.quizzes.scores import HIGHEST, LETTERS, averages_of, type_of
from events.models import event_key

_SEED = 1921
_EVENT = "blueprint"
# So many in a hundred members answered, each so many questions about each trait.
_ANSWERING = 0.5
_QUESTIONS = 3


def answer_quizzes(club: DemoClub) -> None:
    """Add answers of members, and the type that came of them to their profiles."""
    chance = random.Random(_SEED)
    (event,) = (row for row in club.events if row["id"] == _EVENT)
    key = event_key(event["id"], event["year"])
    for profile_id, profile in club.profiles.items():
        if chance.random() >= _ANSWERING:
            continue
        averages = averages_of(
            {
                name: [chance.randint(0, HIGHEST) for _ in range(_QUESTIONS)]
                for name in LETTERS
            }
        )
        profile["mbti"] = type_of(averages)
        club.quizzes.append(
            {
                "id": profile_id,
                "eventID;year": key,
                "fname": profile["fname"],
                "lname": profile["lname"],
                **averages,
                "mbti": profile["mbti"],
            }
        )
