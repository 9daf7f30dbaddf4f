"""What plans hold of people: their steps, and the rows that they are to change."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from core.audit.changes import RowChange
from core.plans.models import INPUT, InputPiece, Plan, PlannedStep, StepState
from core.plans.steps import changes_of
from core.privacy.holdings import Holding, Told
from core.privacy.in_audit import concerning
from core.privacy.models import PrivacyRequest
from core.privacy.subjects import DataSubject

_SENTENCE = "It was about somebody who is erased."
_PLAN = frozenset({"parameters", "actor", "reason", "undoneBy", "failure"})


def _plans(whom: DataSubject) -> Iterator[Plan]:
    for plan in Plan.query(Plan.partition()):
        told = plan.plain()
        if whom.is_named_in([told.get(name) for name in _PLAN]):
            yield plan


def _steps(whom: DataSubject) -> Iterator[PlannedStep]:
    for step in PlannedStep.scan(PlannedStep.outcome.exists()):
        said = [step.subject, step.sentence, step.refusal, step.notes]
        # An earlier plan to erase them holds copies that no text tells apart.
        again = step.subject == whom.pseudonym and step.content is not None
        if again or whom.is_named_in(said) or any(concerning(whom, changes_of(step))):
            yield step


def _told_step(whom: DataSubject, step: PlannedStep) -> Told:
    told = {"plan": step.plan, "outcome": step.outcome, "state": step.state}
    rows = [change.told() for change in concerning(whom, changes_of(step))]
    if step.subject in whom.names:
        told["sentence"] = step.sentence
    return {**told, "rows": rows}


def _sheets(whom: DataSubject) -> Iterator[InputPiece]:
    """Yield the files of the plans in which a person has a step."""
    for plan_id in {step.plan for step in _steps(whom)}:
        yield from InputPiece.query(plan_id, InputPiece.sk.startswith(INPUT))


def _erased_plan(whom: DataSubject, plan: Plan) -> Iterator[RowChange]:
    told = plan.plain()
    values = {name: whom.unnamed(told.get(name)) for name in _PLAN}
    yield RowChange.edited("plan", plan, values)


def _erased_step(whom: DataSubject, step: PlannedStep) -> Iterator[RowChange]:
    """Yield what takes the person out of a step, which then does nothing any more."""
    values: dict[str, Any] = {
        "subject": whom.unnamed(step.subject),
        "sentence": _SENTENCE,
        "content": None,
        "notes": None,
        "refusal": _SENTENCE if step.content else whom.unnamed(step.refusal),
    }
    if step.state == StepState.PLANNED:
        values["state"] = StepState.REFUSED
    yield RowChange.edited("step", step, values)


HOLDINGS = (
    Holding(
        entity=PrivacyRequest,
        words="What they asked about their data",
        find=lambda whom: chain.from_iterable(
            map(PrivacyRequest.of_person, whom.emails)
        ),
        # Answering it is part of the work.
        restless=True,
    ),
    Holding(
        entity=Plan,
        words="Bulk work that they asked for, or that names them",
        find=_plans,
        told=lambda _, row: {
            name: row.plain().get(name) for name in ("sk", "kind", "at", "stage")
        },
        erase=_erased_plan,
        forgotten=_PLAN,
        keeps=frozenset(
            {
                "plan",
                "sk",
                "kind",
                "stage",
                "at",
                "stopped",
                "done",
                "total",
                "counts",
                "appliedAt",
                "expiresAt",
            }
        ),
        kept="That there was such work is kept with it for sixty days.",
    ),
    Holding(
        entity=PlannedStep,
        words="Their part in bulk work",
        find=_steps,
        told=_told_step,
        erase=_erased_step,
        forgotten=frozenset(
            {"subject", "sentence", "content", "notes", "refusal", "state"}
        ),
        keeps=frozenset({"plan", "sk", "outcome", "act", "expiresAt"}),
        kept="The step is kept with its plan for sixty days.",
    ),
    Holding(
        entity=InputPiece,
        words="Sheets of people that they are in",
        find=_sheets,
        # Most of a sheet is about others.
        told=lambda _, row: {name: row.plain()[name] for name in ("plan", "sk")},
    ),
)
