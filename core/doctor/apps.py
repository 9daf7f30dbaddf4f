"""The doctor as Django sees it."""

from django.apps import AppConfig


class DoctorConfig(AppConfig):
    """What has to be true of all records."""

    name = "core.doctor"
    label = "doctor"

    def ready(self) -> None:
        """Register what is to be looked at in the ground itself, and the repairs."""
        from core.doctor import keeping  # noqa: F401 - binds its entity
        from core.doctor.examining import register_examination
        from core.doctor.invariants import register_invariants
        from core.doctor.own import INVARIANTS, GroundExamined
        from core.doctor.repairing import KIND
        from core.plans.kinds import register_kind

        register_kind(KIND)
        register_invariants(*INVARIANTS)
        register_examination(GroundExamined)
