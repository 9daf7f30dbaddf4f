"""How the dashboard grows with the club: seconds, calls and memory at several sizes.

    python -m benchmarks.growth --sizes 300,5000

Plants people, each with a user, a member and a profile, in an engine of its own. Then a
process that knows nothing of them asks for each page as an exec: until the directory is
read, then several times. Memory is the most it ever held, above what it held idle.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results" / "growth.json"

PEOPLE = "/admin/memberships/person/"
PAGES = {
    "home": "/admin/",
    "people": PEOPLE,
    "people, page 12": f"{PEOPLE}?p=12",
    "search": f"{PEOPLE}?q=kay+12",
    "search by address": f"{PEOPLE}?q=p12@student.ubc.ca",
    "filtered": f"{PEOPLE}?faculty=Arts&member=yes&o=-1",
    "person": f"{PEOPLE}p12@student.ubc.ca/change/",
    "profiles": "/admin/profiles/profile/",
    "problems": "/admin/problems/",
}
EACH = 5
# As many rows as one request may write.
_AT_ONCE = 25


def main() -> None:
    """Measure every size, print a table and keep what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", default="300,5000,50000")
    asked.add_argument("--output", type=Path, default=RESULTS)
    options = asked.parse_args()
    _configure(tempfile.mkdtemp(prefix="biztech-benchmark-"))
    found = {size: _measured_apart(size) for size in map(int, options.sizes.split(","))}
    print(_table(found))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(found, indent=2) + "\n")


def _configure(var_dir: str) -> None:
    os.environ.update(
        DEBUG="true",
        DJANGO_SETTINGS_MODULE="biztech.settings",
        ENV_FILE=os.devnull,
        VAR_DIR=var_dir,
    )
    import django

    django.setup()


def _measured_apart(size: int) -> dict[str, Any]:
    """Plant people in an engine, and have another process measure."""
    from django.conf import settings

    from core.dynamo.engine import start_engine
    from core.dynamo.registry import tables
    from core.dynamo.tables import create_tables

    engine = start_engine(None)
    try:
        settings.DYNAMODB_ENDPOINT = engine.endpoint
        create_tables(tables())
        _plant(size)
        environment = {**os.environ, "DYNAMODB_ENDPOINT": engine.endpoint}
        command = "from benchmarks.growth import measure; measure()"
        done = subprocess.run(
            [sys.executable, "-c", command],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
        )
    finally:
        engine.stop()
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure() -> None:
    """Print what the pages cost this process, as JSON."""
    _configure(os.environ["VAR_DIR"])
    from django.test import Client

    from core.dynamo.client import counted_calls
    from core.identity.users import SessionUser

    browser = Client()
    browser.force_login(
        SessionUser(email="ben@ubcbiztech.com"),
        backend="core.identity.backends.SessionBackend",
    )
    browser.get(PAGES["person"])
    idle = _memory("VmRSS")
    began, answered = time.perf_counter(), None
    while True:
        answer = browser.get(PEOPLE)
        answered = answered or time.perf_counter() - began
        if "Refresh" not in answer:
            break
    read = time.perf_counter() - began
    pages = {}
    for name, address in PAGES.items():
        seconds = []
        # What a page leaves behind for later ones, it may.
        browser.get(address)
        for _ in range(EACH):
            with counted_calls() as calls:
                at = time.perf_counter()
                answer = browser.get(address)
                seconds.append(time.perf_counter() - at)
            if answer.status_code != 200 or "Refresh" in answer:  # noqa: PLR2004
                raise SystemExit(f"{address} answered {answer.status_code}.")
        pages[name] = {"seconds": statistics.median(seconds), "calls": len(calls)}
    kept = _memory("VmRSS") - idle
    found = {
        "first answer": answered,
        "first reading": read,
        "pages": pages,
        "while renewed": _while_renewed(browser),
        "idle MB": idle,
        "kept MB": kept,
        "peak MB": _memory("VmHWM") - idle,
    }
    print(json.dumps(found))


def _while_renewed(browser: Any) -> dict[str, float]:
    """Return how long a renewal took, and the slowest page meanwhile."""
    from memberships.directory.keeping import directory

    began, slowest = time.perf_counter(), 0.0
    directory.renew(patience=0)
    while directory.reading(patience=0).is_renewed:
        at = time.perf_counter()
        browser.get(PEOPLE)
        slowest = max(slowest, time.perf_counter() - at)
    return {"renewal": time.perf_counter() - began, "slowest page": slowest}


def _memory(name: str) -> float:
    """Return a line of the process's own account of its memory, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024


def _plant(size: int) -> None:
    from core.dynamo.client import shared_client

    def write(batch: list[tuple[str, dict[str, Any]]]) -> None:
        requests: dict[str, list[Any]] = {}
        for table, item in batch:
            requests.setdefault(table, []).append({"PutRequest": {"Item": item}})
        shared_client().batch_write_item(RequestItems=requests)

    rows = _rows(size)
    batches = iter(lambda: list(islice(rows, _AT_ONCE)), [])
    with ThreadPoolExecutor(4) as pool:
        for _ in pool.map(write, batches):
            pass


def _rows(size: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield table and item of everybody; one in fifty has something wrong."""
    from accounts.models import User
    from core.dynamo.wire import to_item
    from memberships.models import Member
    from profiles.models import Profile

    faculties = ("Arts", "Science", "Commerce", "Engineering", "Kinesiology")
    for number in range(size):
        email, profile_id = f"p{number}@student.ubc.ca", f"KindCatsRun{number}"
        name = {"fname": f"Amira{number % 997}", "lname": f"Kay {number}"}
        about = {
            "faculty": faculties[number % 5],
            "year": f"{number % 5 + 1}",
            "major": "Statistics and more of what people study",
            "education": "UBC",
            "diet": "None",
            "createdAt": 1_795_176_000_000 + number,
        }
        partition, sort_key = Profile.key(profile_id)
        yield (
            User.Meta.table_name,
            to_item({**name, **about, "id": email, "isMember": True, "admin": False}),
        )
        yield (
            Member.Meta.table_name,
            to_item(
                {
                    **about,
                    "id": email,
                    "firstName": name["fname"],
                    "lastName": name["lname"],
                    "profileID": profile_id if number % 50 else "NoSuchProfile",
                    "heardFrom": "Friends",
                    "cardCount": number % 3,
                }
            ),
        )
        yield (
            Profile.Meta.table_name,
            to_item(
                {
                    **name,
                    "compositeID": partition,
                    "type": sort_key,
                    "profileID": profile_id,
                    "profileType": "ATTENDEE",
                    "createdAt": about["createdAt"],
                }
            ),
        )


def _table(found: dict[int, dict[str, Any]]) -> str:
    sizes = list(found)
    lines = ["| | " + " | ".join(f"{size:,}" for size in sizes) + " |"]
    lines.append("|---" * (len(sizes) + 1) + "|")

    def row(name: str, cells: list[str]) -> None:
        lines.append(f"| {name} | " + " | ".join(cells) + " |")

    for name in ("first answer", "first reading"):
        row(name, [f"{found[size][name]:.2f} s" for size in sizes])
    for name in PAGES:
        shown = [found[size]["pages"][name] for size in sizes]
        row(name, [f"{one['seconds']:.3f} s, {one['calls']} calls" for one in shown])
    for name in ("renewal", "slowest page"):
        times = [found[size]["while renewed"][name] for size in sizes]
        row(f"{name} (renewed behind)", [f"{each:.2f} s" for each in times])
    for name in ("idle MB", "kept MB", "peak MB"):
        row(name, [f"{found[size][name]:.0f}" for size in sizes])
    return "\n".join(lines)


if __name__ == "__main__":
    main()
