"""``biztechPlans``: bulk work that was planned, and what became of each part. Ours.

* a **plan**: ``plan`` = ``plans``, ``sk`` = the plan's id, which sorts by time.
* a **step** of a plan: ``plan`` = the plan's id, ``sk`` = ``step#<number>``. Its row
  changes go when it is applied: the act that it became keeps them for undo.
* a **piece** of what a plan was made from: ``sk`` = ``input#<number>``.

All of it expires after sixty days.

Questions it answers: all plans, newest first; one plan; its steps in order.
"""

import secrets
from enum import StrEnum
from typing import Any

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute

from core.clock import DAY
from core.dynamo.attributes import Expiry, Flag, Text, Whole
from core.dynamo.base import Binding, Entity, Key

KEPT_FOR = 60 * DAY

_PLANS = "plans"
STEPS = "step#"
INPUT = "input#"


class Stage(StrEnum):
    """How far a plan is."""

    PLANNING = "planning"
    READY = "ready"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    # It could not even be planned; ``failure`` says why.
    REFUSED = "refused"

    @property
    def is_work(self) -> bool:
        """Whether something is still to be done that somebody asked for."""
        return self in (Stage.PLANNING, Stage.APPLYING, Stage.UNDOING)


class StepState(StrEnum):
    """What became of a step."""

    PLANNED = "planned"
    # There is nothing to do for it; it is shown, with the reason.
    NOTED = "noted"
    APPLIED = "applied"
    REFUSED = "refused"
    UNDONE = "undone"
    # Undo would have lost what somebody did since.
    KEPT = "kept"


class Plan(Entity):
    """Bulk work that somebody asked for."""

    class Meta(Binding):
        base_name = "biztechPlans"

    plan = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = Text(null=True)
    # JSON: what the kind is to do.
    parameters = Text(null=True)
    stage = Text(null=True)
    actor = Text(null=True)
    reason = Text(null=True)
    at = Whole(null=True)
    # Somebody asked for a halt; the work goes on when this is taken away.
    stopped = Flag(null=True)
    # Steps of the present stage that are behind it, and all of the plan's.
    done = Whole(null=True)
    total = Whole(null=True)
    # JSON: {outcome: {step state: how many}}
    counts = Text(null=True)
    failure = Text(null=True)
    applied_at = Whole(attr_name="appliedAt", null=True)
    undone_by = Text(attr_name="undoneBy", null=True)
    expires_at = Expiry(attr_name="expiresAt", null=True)

    @staticmethod
    def key(plan_id: str) -> Key:
        """Return a plan's key."""
        return _PLANS, plan_id

    @staticmethod
    def new_id(at: int) -> str:
        """Return a fresh id; ids sort by the time of the plan."""
        return f"{at:013d}-{secrets.token_hex(6)}"

    @staticmethod
    def partition() -> str:
        """Return where all plans are."""
        return _PLANS

    @property
    def plan_id(self) -> str:
        """The plan's own id."""
        return str(self.sk)


class PlannedStep(Entity):
    """What a plan would do to one person, or did."""

    class Meta(Binding):
        base_name = "biztechPlans"

    plan = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    subject = Text(null=True)
    outcome = Text(null=True)
    sentence = Text(null=True)
    state = Text(null=True)
    content: Any = BinaryAttribute(legacy_encoding=False, null=True)
    # JSON: what the act notes.
    notes = Text(null=True)
    act = Text(null=True)
    refusal = Text(null=True)
    expires_at = Expiry(attr_name="expiresAt", null=True)

    @staticmethod
    def key(plan_id: str, number: int) -> Key:
        """Return the key of a plan's step; steps sort by their number."""
        return plan_id, f"{STEPS}{number:07d}"

    @property
    def number(self) -> int:
        """Which step of its plan it is."""
        return int(str(self.sk).removeprefix(STEPS))


class InputPiece(Entity):
    """A part of the file that a plan was made from."""

    class Meta(Binding):
        base_name = "biztechPlans"

    plan = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    content: Any = BinaryAttribute(legacy_encoding=False, null=True)
    expires_at = Expiry(attr_name="expiresAt", null=True)

    @staticmethod
    def key(plan_id: str, number: int) -> Key:
        """Return the key of a piece; pieces sort by their number."""
        return plan_id, f"{INPUT}{number:04d}"
