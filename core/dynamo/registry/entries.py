"""What the registry says of a table, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from core.dynamo.base import table_name

# The services of the map that each app implements, or one part of it by itself.
SERVICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "accounts": ("users",),
        "memberships": ("members", "bots"),
        "payments": ("payments",),
        "profiles": ("profiles", "qr"),
        "interactions": ("interactions",),
        "events": ("events", "registrations"),
        "companion": (
            "investments",
            "judging",
            "prizes",
            "quests",
            "quizzes",
            "recommendations",
            "scanning",
            "teams",
            "transactions",
            "voting",
        ),
        "core": ("platform", "undo", "privacy"),
        "biztech": ("platform",),
        "biztech/dashboard/tables": ("explorer",),
    }
)
OUR_SERVICES = frozenset(
    service for services in SERVICES.values() for service in services
)


class Access(StrEnum):
    """What a service may do with a table's records."""

    READ = "Read"
    WRITE = "Write"
    READ_WRITE = "ReadWrite"

    @property
    def writes(self) -> bool:
        """Whether changing records is included."""
        return self is not Access.READ


@dataclass(frozen=True)
class KeyPart:
    """An attribute that is part of a key, and its DynamoDB type."""

    name: str
    type: Literal["S", "N"] = "S"


@dataclass(frozen=True, kw_only=True)
class Index:
    """A global secondary index."""

    name: str
    hash_key: KeyPart
    range_key: KeyPart | None = None
    # What it carries beside the keys; None is everything.
    includes: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Use:
    """What one service does with a table."""

    service: str
    access: Access
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class EntityTable:
    """A table whose keys, indexes and expiry are told by the entities bound to it.

    ``name`` is without membership year and environment.
    """

    name: str
    purpose: str
    owner: str
    uses: tuple[Use, ...]
    # Which service of ours serves it, where that is not the one the map calls owner.
    serving: str = ""
    # Of a development tool: never created on AWS.
    local: bool = False


@dataclass(frozen=True, kw_only=True)
class Table(EntityTable):
    """A table with its keys, indexes and expiry."""

    hash_key: KeyPart
    range_key: KeyPart | None = None
    indexes: tuple[Index, ...] = ()
    yearly: bool = False
    ttl: str | None = None
    # Of another membership year than the present one.
    year: int | None = None
    # Of a restored copy, beside the live one.
    suffix: str = ""
    # The keys are inferred from other services' code: never created on AWS.
    inferred: bool = False

    @property
    def full_name(self) -> str:
        """The name it has now in DynamoDB."""
        name = table_name(self.name, yearly=self.yearly, year=self.year)
        return f"{name}{self.suffix}"

    @property
    def is_ours(self) -> bool:
        """Whether this project implements the service that owns it."""
        return self.owner in OUR_SERVICES and not self.inferred

    @property
    def served_by(self) -> str:
        """The app of ours that serves it, else the explorer, which shows it."""
        service = self.serving or self.owner
        serving = (app for app, services in SERVICES.items() if service in services)
        return next(serving) if self.is_ours else EXPLORES.service

    def access_of(self, service: str) -> Access | None:
        """Return what a service may do here, None for nothing."""
        accesses = {use.access for use in self.uses if use.service == service}
        if len(accesses) > 1:
            return Access.READ_WRITE
        return next(iter(accesses), None)


READ, WRITE, READ_WRITE = Access.READ, Access.WRITE, Access.READ_WRITE
EXPORTS = Use("privacy", READ, "Exports what is held of a person")
ERASES = Use("privacy", READ_WRITE, "Erases a person")
EXPLORES = Use("explorer", READ, "Shows rows to execs, without secrets")
ID = KeyPart("id")
EVENT = KeyPart("eventID;year")


def solely(service: str, note: str = "") -> tuple[Use, ...]:
    """Return the uses of a table that one service has to itself."""
    return (Use(service, READ_WRITE, note),)


def index(name: str, hash_key: str, range_key: KeyPart | None = None) -> Index:
    """Return an index that carries everything."""
    return Index(name=name, hash_key=KeyPart(hash_key), range_key=range_key)
