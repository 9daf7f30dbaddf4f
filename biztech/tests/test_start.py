"""What a start loads: nothing that only some requests need."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LATE = {
    "PIL",
    "authlib",
    "boto3",
    "django.test",
    "drf_spectacular.openapi",
    "hypothesis",
    "icalendar",
    "joserfc",
    "python_calamine",
    "redis",
    "rich",
    "segno",
    "storages",
    "stripe",
    "vobject",
    "xlsxwriter",
}
LOADED = """
import json, sys
import django
django.setup()
import biztech.asgi, biztech.management.commands.serve, biztech.urls
print(json.dumps([*sys.modules]))
"""


def test_start_loads_no_library_of_rare_requests() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = set(json.loads(told.stdout))

    assert "biztech.urls" in loaded
    assert loaded & LATE == set()
