"""What people do at events beside meeting: a package for each subject."""

from importlib import import_module

from django.apps import AppConfig

_SUBJECTS = (
    "credits",
    "investments",
    "judging",
    "quests",
    "quizzes",
    "recommendations",
    "scanning",
    "teams",
    "voting",
)


class CompanionConfig(AppConfig):
    """What people do at events beside meeting: games, teams, money, judging."""

    name = "companion"

    def ready(self) -> None:
        """Register what each subject adds to the ground."""
        for subject in _SUBJECTS:
            import_module(f"companion.{subject}.registration")
