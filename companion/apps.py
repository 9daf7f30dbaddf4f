"""What people do at events beside meeting: a package for each subject."""

from django.apps import AppConfig


class CompanionConfig(AppConfig):
    """What people do at events beside meeting: games, teams, money, judging."""

    name = "companion"

    def ready(self) -> None:
        """Register what each subject adds to the ground."""
        from companion.credits import registration  # noqa: F401 - registers by import
        from companion.investments import registration as _  # noqa: F401 - the same
        from companion.quests import registration as __  # noqa: F401 - the same
        from companion.teams import registration as ___  # noqa: F401 - the same
