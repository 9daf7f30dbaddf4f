"""What judging says no to."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.errors import Conflict, Forbidden, Invalid, Malformed, NotFound


class NotAJudge(Conflict):
    """They do not judge at that event."""

    code = "not_a_judge"

    def __init__(self) -> None:
        super().__init__("not a judge")


class JudgeUnknown(NotFound):
    """There is no such judge."""

    code = "judge_unknown"

    def __init__(self) -> None:
        super().__init__("Judge not found")


class TeamUnknown(NotFound):
    """There is no such team."""

    code = "judged_team_unknown"

    def __init__(self) -> None:
        super().__init__("Team not found")


class NoTeamYet(NotFound):
    """The judge was not sent to a team so far."""

    code = "no_team_yet"

    def __init__(self) -> None:
        super().__init__("The judge is not at a team yet")


class NotAPartner(Conflict):
    """Only partners who are at the event can judge."""

    code = "judge_not_a_partner"

    def __init__(self) -> None:
        super().__init__(
            "Judges come as partners: register them as one, and check them in first."
        )


class TooManyJudges(Conflict):
    """More would be read with each look at the board than is meant to be."""

    code = "too_many_judges"

    def __init__(self, most: int) -> None:
        super().__init__(f"An event has {most} judges at most.")


class AllHaveJudged(Conflict):
    """None of these judges has anything left to say of the team in this round."""

    code = "all_have_judged"

    def __init__(self, judges: Sequence[str]) -> None:
        super().__init__(
            "All judges have already scored this team in this round", data=list(judges)
        )


class AlreadyJudged(Conflict):
    """The judge said something of the team in this round; ``existing`` is what."""

    code = "already_judged"

    def __init__(self, existing: Mapping[str, Any]) -> None:
        super().__init__("Feedback for this team and round exists already")
        self.existing = existing


class FeedbackUnknown(NotFound):
    """The judge said nothing of that team in that round."""

    code = "judges_feedback_unknown"

    def __init__(self) -> None:
        super().__init__("Feedback not found")


class ScoresMissing(Malformed):
    """Not every metric has a score."""

    code = "scores_missing"

    def __init__(self) -> None:
        super().__init__(
            "invalid scores object: metric1 to metric5 each need a whole number from 1"
            " to 5"
        )


class RoundInvalid(Invalid):
    """No round is called so."""

    code = "round_invalid"

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"'round' takes letters, digits, - and _, {longest} of them at most"
        )


class NotReleased(Forbidden):
    """Teams are not to read it yet."""

    code = "results_not_released"

    def __init__(self) -> None:
        super().__init__("The results of judging are not released yet")
