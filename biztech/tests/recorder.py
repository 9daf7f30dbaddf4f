"""Holds the database calls of the whole test run against the table ownership map."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings

from biztech.tests.rights import (
    Need,
    is_allowed,
    needs_of,
    statements_of_the_product,
)
from biztech.tests.wiping import tables_in, writes
from core.dynamo.registry import SERVICES, Table, tables

# On the way from an app to the database, these only pass the call on.
_GROUND = ("core/dynamo/", "core/calls.py")
# Roof and ground: whoever they call, or are called by, is the one who wants something.
_PLATFORM = ("biztech", "biztech/dashboard/tables", "core")
# The longest first: the part of an app that has rights of its own.
_PARTS = sorted(SERVICES, key=len, reverse=True)
# Fills every table of a local database and refuses any other; copies every table whole.
_EXEMPT = ("biztech/demo/", "core/backup/")


@dataclass(frozen=True)
class Violation:
    """A call that the map does not allow, once for each place it came from."""

    app: str
    table: str
    written: bool
    place: str

    def __str__(self) -> str:
        """Say what the map would have to allow, and who asked."""
        services = " and ".join(SERVICES[self.app])
        act = "writes" if self.written else "reads"
        return (
            f"{self.app} {act} {self.table} in {self.place}, but the table ownership"
            f" map gives {services} no such access. Go through the owner's services"
            " or queries, or correct core/dynamo/registry."
        )


@dataclass(frozen=True)
class Uncovered:
    """A call that the policy of ``manage.py iam_policy`` does not allow."""

    need: Need
    place: str

    def __str__(self) -> str:
        """Say what is missing, and who asked."""
        return (
            f"{self.place} needs {self.need.action} on {self.need.table}"
            f" {self.need.index}, which the policy of iam_policy does not allow."
            " Correct core/dynamo/registry or biztech/aws/policy.py."
        )


def _changed_in(operation: str, request: dict[str, Any]) -> set[str]:
    """Return the tables that a call names other than to check a condition."""
    if operation != "TransactWriteItems":
        return set(tables_in(operation, request))
    return {
        part["TableName"]
        for item in request["TransactItems"]
        for kind, part in item.items()
        if kind != "ConditionCheck"
    }


class Recorder:
    """Collects the violations among the calls it hears."""

    def __init__(self, *, root: Path) -> None:
        self.root = root
        self.tables = tables()
        self.violations: dict[Violation, None] = {}
        self.uncovered: dict[Uncovered, None] = {}
        self._allowed = statements_of_the_product()
        self._known: set[Need] = set()
        self.calls: dict[str, int] = {}

    def hear(self, operation: str, request: dict[str, Any]) -> None:
        """Attribute one call to the app whose code issued it, and judge it."""
        names = tables_in(operation, request)
        if not names or operation.endswith(("Table", "TimeToLive")):
            return
        source = self._source(sys._getframe(1))
        if source is None:
            return
        app, place = source
        self.calls[app] = self.calls.get(app, 0) + 1
        checked = names - _changed_in(operation, request)
        for need in needs_of(operation, request):
            self.require_right(place, need)
        for name in names:
            written = writes(operation) and name not in checked
            self.judge(app, place, name, written=written)

    def judge(self, app: str, place: str, full_name: str, *, written: bool) -> None:
        """Note a violation unless one of the app's services may do that."""
        table = self._table(full_name)
        if table is None:
            return
        accesses = [table.access_of(service) for service in SERVICES[app]]
        allowed = [access for access in accesses if access is not None]
        # Who may write may look at what it writes.
        if not any(access.writes or not written for access in allowed):
            self.violations[Violation(app, table.name, written, place)] = None

    def require_right(self, place: str, need: Need) -> None:
        """Note a call that the product's policy does not allow, once for each kind."""
        table = self._table(need.table)
        if need in self._known or table is None or table.local:
            return
        self._known.add(need)
        bare = replace(need, table=need.table.removesuffix(settings.ENVIRONMENT))
        if not is_allowed(bare, self._allowed):
            self.uncovered[Uncovered(need, place)] = None

    def _table(self, full_name: str) -> Table | None:
        suffix = settings.ENVIRONMENT
        for table in self.tables:
            year = full_name.removeprefix(table.name).removesuffix(suffix)
            if full_name.startswith(table.name) and (
                not year or (table.yearly and year.isdecimal())
            ):
                return table
        return None

    def _source(self, frame: FrameType | None) -> tuple[str, str] | None:
        """Return the app that issued a call and its line; None for a test's own."""
        platform = None
        while frame is not None:
            path = frame.f_code.co_filename.removeprefix(f"{self.root}/")
            app = next((part for part in _PARTS if path.startswith(f"{part}/")), None)
            if "/tests/" in path or path.endswith("conftest.py"):
                break
            if path.startswith(_EXEMPT):
                return None
            if app and not path.startswith(_GROUND):
                source = app, f"{path}:{frame.f_lineno}"
                if app not in _PLATFORM:
                    return source
                platform = platform or source
            frame = frame.f_back
        return platform
