"""Acts that are done together, and undone together; a refusal stops only its own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from core.audit.reversal import undo
from core.audit.trail import batch_of
from core.clock import now_ms
from core.errors import Refused


@dataclass(frozen=True)
class Outcome:
    """What became of one person in a batch."""

    email: str
    sentence: str
    changed: bool


def outcome_of(email: str, act: Callable[[str], str | None], unchanged: str) -> Outcome:
    """Return what an act says that it changed, or that it had nothing to change."""
    try:
        sentence = act(email)
    except Refused as refusal:
        return Outcome(email, f"Refused: {refusal.message}", changed=False)
    return Outcome(email, sentence or unchanged, changed=sentence is not None)


def undo_all(request: HttpRequest) -> list[Outcome]:
    """Undo every act of the batch that a form names, and tell what became of each."""
    now, batch = now_ms(), request.POST.get("batch", "")
    acts = [act for act in batch_of(batch, now=now) if batch and not act.undone_at]
    outcomes = []
    for act in acts:
        try:
            undo(act.subject, act.act_id, actor=request.user.get_username(), now=now)
        except Refused as refusal:
            outcomes.append(Outcome(act.subject, refusal.message, changed=False))
        else:
            outcomes.append(Outcome(act.subject, "Undone.", changed=True))
    return outcomes
