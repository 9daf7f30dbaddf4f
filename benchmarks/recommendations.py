"""What recommendations cost in a club of 5,000: reading everybody, and one answer.

This process's CPU, without the engine's. The reading is what a process does in the
background when somebody asks first, and every ten minutes after.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial

os.environ.update(
    DEBUG="true",
    DJANGO_SETTINGS_MODULE="biztech.settings",
    ENV_FILE=os.devnull,
    REDIS_URL="",
    VAR_DIR=tempfile.mkdtemp(prefix="biztech-benchmark-"),
)

import django

django.setup()

from django.conf import settings

from companion.recommendations.keeping import kept_overlap
from companion.recommendations.queries import recommendations_for
from core.dynamo.engine import start_engine
from core.dynamo.registry import tables
from core.dynamo.rows import store_rows
from core.dynamo.tables import create_tables
from memberships.models import Member
from profiles.faces import kept_faces
from profiles.models import Profile
from profiles.policy import everything_visible

MEMBERS, ASKED = 5000, 200
MAJORS, WORDS = 40, 4000
WORDS_OF_EACH = 30
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def store_club() -> None:
    """Store members who each write some thirty words, few of them rare."""
    drawn = random.Random(5)  # noqa: S311 - the same club in every run
    words = ["".join(drawn.choices(LETTERS, k=7)) for _ in range(WORDS)]
    # As in any language: the second word is half as usual as the first, and so on.
    usual = [1 / rank for rank in range(1, WORDS + 1)]
    for number in range(MEMBERS):
        profile_id = f"Member{number:05}"
        partition, sort_key = Profile.key(profile_id)
        texts = drawn.choices(words, usual, k=WORDS_OF_EACH)
        row = {
            "compositeID": partition,
            "type": sort_key,
            "fname": f"Name{number}",
            "lname": "Member",
            "profileType": "ATTENDEE",
            "major": f"Major {drawn.randrange(MAJORS)}",
            "year": str(drawn.randrange(1, 6)),
            "hobby1": " ".join(texts[:3]),
            "hobby2": " ".join(texts[3:6]),
            "description": " ".join(texts[6:]),
            "viewableMap": everything_visible(),
        }
        store_rows(Profile.of(row))
        store_rows(Member.of({"id": email_of(number), "profileID": profile_id}))


def email_of(number: int) -> str:
    """Return a member's address."""
    return f"m{number}@example.org"


def cpu_ms(work: Callable[[], object]) -> float:
    """Return how much of the processor something takes, in ms."""
    before = time.process_time()
    work()
    return 1000 * (time.process_time() - before)


def answer(number: int) -> None:
    """Answer one member, with nobody's face kept."""
    kept_faces.forget_all()
    if not recommendations_for(email_of(number)):
        raise RuntimeError("Nobody was recommended.")


def main() -> None:
    """Measure, and print."""
    engine = start_engine(None)
    settings.DYNAMODB_ENDPOINT = engine.endpoint
    try:
        create_tables(tables())
        store_club()
        began = time.perf_counter()
        reading = cpu_ms(kept_overlap.begin().wait)
        took = time.perf_counter() - began
        asked = range(0, MEMBERS, MEMBERS // ASKED)
        answers = [cpu_ms(partial(answer, number)) for number in asked]
    finally:
        engine.stop()
    print(f"reading {MEMBERS} members: {reading:.0f} ms of CPU, in {took:.1f} s")
    p99 = statistics.quantiles(answers, n=100)[98]
    print(
        f"an answer: {statistics.median(answers):.1f} ms of CPU (p50),"
        f" {p99:.1f} ms (p99)"
    )


if __name__ == "__main__":
    main()
