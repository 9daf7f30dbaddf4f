"""The commands that keep the club's records right, with many people.

    python -m benchmarks.records --people 5000

Imports a sheet of so many people into an engine of its own, examines them, rolls the
year over, exports, backs up, restores beside and compares: each command in a process of
its own, as an operator runs it. Seconds and the most memory that it held; the peer of
each is the import of the same people, whose share the last column tells.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "records.json"
ROOT = Path(__file__).parent.parent

_FACULTIES = ("Arts", "Science", "Commerce", "Engineering")
_KB_IN_MB = 1024


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One command: its seconds, the most memory it held in MB, its exit status."""

    command: str
    seconds: float
    memory_mb: float
    status: int


def main() -> None:
    """Run every command once, print a table and keep what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=5000)
    asked.add_argument("--output", type=Path, default=RESULTS)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="biztech-records-") as name:
        found = list(_measured(options.people, Path(name)))
    print(_table(options.people, found))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    result = {"people": options.people, "commands": [asdict(each) for each in found]}
    options.output.write_text(json.dumps(result, indent=2) + "\n")


def _measured(people: int, folder: Path) -> Iterator[Measured]:
    environment = {
        **os.environ,
        "DEBUG": "true",
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "biztech.settings",
    }
    os.environ.update(environment)
    import django

    django.setup()
    from core.dynamo.engine import start_engine

    engine = start_engine(None)
    environment["DYNAMODB_ENDPOINT"] = engine.endpoint
    sheet, copy = folder / "sheet.csv", folder / "copy"
    _write_sheet(sheet, people)
    try:
        _run(["create_tables"], environment)
        for command in (
            ["import_members", str(sheet), "--apply", "--json"],
            ["doctor", "check", "--json"],
            ["export", "members", "--purpose", "x", "--to", str(folder / "m.csv")],
            ["backup", "--to", str(copy), "--json"],
            ["restore", "--from", str(copy), "--suffix", "b", "--apply", "--json"],
            ["backup_diff", str(copy), "--suffix", "b", "--json"],
            ["rollover", "--to", "2027", "--apply", "--json"],
        ):
            yield _run(command, environment)
    finally:
        engine.stop()


def _run(command: Sequence[str], environment: dict[str, str]) -> Measured:
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    return Measured(
        command=" ".join(command[: 2 if command[0] in ("doctor", "export") else 1]),
        seconds=round(time.monotonic() - began, 1),
        memory_mb=round(used.ru_maxrss / _KB_IN_MB, 1),
        status=os.waitstatus_to_exitcode(status),
    )


def _write_sheet(path: Path, people: int) -> None:
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Email", "First name", "Last name", "Faculty", "Year"))
        for number in range(people):
            faculty = _FACULTIES[number % len(_FACULTIES)]
            rows.writerow(
                (f"p{number}@example.org", f"First{number}", "Kay", faculty, "2nd Year")
            )


def _table(people: int, found: Sequence[Measured]) -> str:
    first = found[0].seconds
    lines = [
        f"{people} people",
        "| command | seconds | memory MB | of the import |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {each.command} | {each.seconds} | {each.memory_mb}"
        f" | {each.seconds / first:.2f} |"
        for each in found
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
