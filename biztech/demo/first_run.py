"""The demo club of a first local start: filled in once, completed when interrupted."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import OutputWrapper

from biztech.demo import anybody, demo_club, plant


def prepare_demo_club(output: OutputWrapper, *, now: int) -> None:
    """Fill in the demo club on the first start with a database, unless ``DEMO=0``."""
    known = _known()
    if known.get("state") in ("declined", "filled"):
        return
    if not known and os.environ.get("DEMO", "1").lower() in ("0", "false", "no"):
        _remember("declined", now)
        return
    if not known and anybody():
        # Real work was done here before this file was lost.
        _remember("declined", now)
        return
    # The club follows from its moment: a start that is killed half-way is completed
    # by the next one with the same people.
    began = int(known.get("at", now))
    _remember("unfinished", began)
    output.write("Filling in the demo club (first run only) ...")
    output.flush()
    plant(demo_club(now=began), over_unfinished=bool(known))
    _remember("filled", began)


def _state_file() -> Path:
    # Beside the rows it speaks of: whoever removes them removes it too.
    return Path(settings.VAR_DIR) / "dynamodb" / "demo-club.json"


def _known() -> dict[str, Any]:
    path = _state_file()
    known: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return known


def _remember(state: str, at: int) -> None:
    path = _state_file()
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps({"state": state, "at": at}))
    temporary.replace(path)
