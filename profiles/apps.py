"""How a person shows themselves."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """How a person shows themselves."""

    name = "profiles"

    def ready(self) -> None:
        """Register how acts and fields read, and what follows undo and writes."""
        from core.audit.consequences import do_after_undo
        from core.doctor.examining import register_examination
        from core.doctor.invariants import register_invariants
        from core.dynamo.signals import tell_of_writes
        from profiles import holdings, wording  # noqa: F401 - register by import
        from profiles.faces import hear_write
        from profiles.invariants.examining import ProfilesExamined
        from profiles.invariants.told import INVARIANTS
        from profiles.models import Profile
        from profiles.services.pictures.removal import put_back_pictures

        do_after_undo(put_back_pictures)
        tell_of_writes(hear_write, Profile, elsewhere=True)
        register_invariants(*INVARIANTS)
        register_examination(ProfilesExamined)
