"""Making two people one: the steps of the plan "merge".

What decides is one transaction: the records, and with them what is kept under the old
address. Whom the profile that goes has met moves on right after it, with those that
tapped its card meanwhile.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from core.audit.changes import RowChange, effective
from core.plans.kinds import Asked, Kind, Step
from core.readdressing import (
    FROM,
    INTO,
    Choices,
    Contradiction,
    Readdressed,
    readdressed,
)
from memberships.acts import MembershipAct
from memberships.errors import InvalidMerge
from memberships.merging.pairs import Pair, pair_of
from memberships.merging.records import United, united

MERGE = "merge"


def contradictions(sender: str, into: str, *, now: int) -> list[Contradiction]:
    """Return what two addresses say differently; raises what planning refuses."""
    pair = pair_of(sender, into)
    along = readdressed(pair.sender, pair.into, {}, now=now)
    return _found(united(pair, {}, now=now), along)


def _steps(asked: Asked) -> Iterator[Step]:
    given = asked.parameters
    pair = pair_of(str(given.get("from") or ""), str(given.get("into") or ""))
    choices = _choices_in(given)
    records = united(pair, choices, now=asked.now)
    along = readdressed(pair.sender, pair.into, choices, now=asked.now)
    found = _found(records, along)
    _check(choices, {each.name for each in found})
    yield Step(
        subject=pair.into,
        outcome="merged",
        sentence=_sentence(pair, records, along.changes),
        changes=[*records.rows, *along.changes],
        notes={"from": pair.sender},
    )
    for each in found:
        yield _noted(pair, "chosen", _choice(each, choices))
    for remark in along.remarks:
        yield _noted(pair, "remark", remark)


KIND = Kind(
    name=MERGE,
    title="Merge two people",
    act=MembershipAct.MERGE,
    outcomes={
        "merged": "Becomes one person",
        "chosen": "What differs",
        "remark": "To know",
    },
    steps=_steps,
)


def _choices_in(given: Mapping[str, Any]) -> dict[str, str]:
    choices = given.get("choices") or {}
    if not isinstance(choices, Mapping):
        raise InvalidMerge("'choices' must say of each fact 'from' or 'into'.")
    return {str(name): str(whose) for name, whose in choices.items()}


def _found(records: United, along: Readdressed) -> list[Contradiction]:
    return [*records.contradictions, *along.contradictions]


def _check(choices: Choices, known: set[str]) -> None:
    for name, whose in choices.items():
        if name not in known:
            raise InvalidMerge(
                f"'choices' names {name}, in which the two agree. They differ in"
                f" {', '.join(sorted(known)) or 'nothing'}."
            )
        if whose not in (FROM, INTO):
            raise InvalidMerge(f"'choices' must say 'from' or 'into' of {name}.")


def _sentence(pair: Pair, records: United, along: list[RowChange]) -> str:
    if any(row for row in (pair.users[0], pair.members[0])):
        said = f"{pair.sender} becomes one with {pair.into}."
    else:
        said = f"{pair.sender} is {pair.into} from now on."
    if records.replaced:
        said += (
            f" The profile {records.kept} stays; {records.replaced} leads on to it, and"
            " whom it met goes along."
        )
    elif records.kept:
        said += f" The profile {records.kept} stays."
    gone = Counter(
        change.label for change in effective(along) if change.kind != "created"
    )
    told = [f"{label}s: {count}" for label, count in gone.items()]
    return f"{said} Go along: {', '.join(told)}." if told else said


def _choice(each: Contradiction, choices: Mapping[str, str]) -> str:
    stays = choices.get(each.name, each.stays)
    goes = INTO if stays == FROM else FROM
    return f"{each.label}: {each.told(stays)} stays, {each.told(goes)} goes."


def _noted(pair: Pair, outcome: str, sentence: str) -> Step:
    return Step(subject=pair.into, outcome=outcome, sentence=sentence)
