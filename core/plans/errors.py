"""Refusals of plans."""

from core.errors import Conflict, NotFound


class PlanUnknown(NotFound):
    """No such plan, or it has expired."""

    code = "plan_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such plan. Plans are kept for sixty days.")


class KindUnknown(NotFound):
    """This server does not know plans of that kind."""

    code = "plan_kind_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"This server knows no plans of the kind '{name}'.")


class NotNow(Conflict):
    """The plan is at another stage than the request needs."""

    code = "plan_not_now"

    def __init__(self, stage: str, wanted: str) -> None:
        super().__init__(
            f"The plan is {stage}; it cannot be {wanted} now.", stage=stage
        )


class PlanBusy(Conflict):
    """Another process is at work on the plan."""

    code = "plan_busy"

    def __init__(self) -> None:
        super().__init__("The plan is being worked on. Look at its page for progress.")


class NoUndo(Conflict):
    """What the plan did cannot be undone."""

    code = "plan_no_undo"

    def __init__(self, why: str) -> None:
        super().__init__(f"It cannot be undone. {why}")


class ChangedSince(Conflict):
    """Rows of a step are not as the preview showed them."""

    code = "plan_changed_since"

    def __init__(self, *differences: str) -> None:
        super().__init__(f"Changed since the preview. {' '.join(differences)}")


class StepDone(Conflict):
    """Another process has done the step already."""

    code = "plan_step_done"

    def __init__(self) -> None:
        super().__init__("This step has been done already.")
