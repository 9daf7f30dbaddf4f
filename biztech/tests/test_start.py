"""What a start loads: nothing that only some requests need."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LATE = {
    "PIL",
    "authlib",
    "boto3",
    "charset_normalizer",
    "django.test",
    "drf_spectacular.openapi",
    "hypothesis",
    "icalendar",
    "joserfc",
    "python_calamine",
    "redis",
    "requests",
    "rich",
    "segno",
    "storages",
    "stripe",
    "vobject",
    "xlsxwriter",
    "yaml",
}
LOADED = """
import json, sys
import django
django.setup()
import biztech.asgi, biztech.management.commands.serve, biztech.urls
print(json.dumps([*sys.modules]))
"""
READ = """
import json, sys
import django
django.setup()
from core.dynamo.client import shared_client
read = []
sys.addaudithook(lambda event, about: event == "open" and read.append(str(about[0])))
shared_client()
print(json.dumps(read))
"""


def test_start_loads_no_library_of_rare_requests() -> None:
    loaded = _told(LOADED)

    assert "biztech.urls" in loaded
    assert loaded & LATE == set()


def test_first_call_to_the_database_reads_no_places_of_other_services() -> None:
    read = {"/".join(Path(path).parts[-2:]) for path in _told(READ)}

    assert "aws/endpoints.json" in read
    assert "data/endpoints.json" not in read


def _told(program: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={
            **os.environ,
            "DYNAMODB_CLIENT": "",
            "DYNAMODB_ENDPOINT": "http://db.test",
        },
        check=True,
        capture_output=True,
        text=True,
    )
    return set(json.loads(told.stdout))
