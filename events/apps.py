"""Events, who comes to them, and what they thought."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events, who comes to them, and what they thought."""

    name = "events"

    def ready(self) -> None:
        """Register how acts, fields and mails read, and what follows writes and acts.

        Seats are counted with each act; registrations go along to another address; the
        kept list of events goes with each write.
        """
        from core.audit.consequences import follow_acts, refuse_undo
        from core.doctor.examining import register_examination
        from core.doctor.invariants import register_invariants
        from core.dynamo.signals import tell_of_writes
        from core.exports.kinds import register_export
        from core.readdressing import readdress_by_choice_with
        from events import holdings, letters, wording  # noqa: F401 - register by import
        from events.exports import REGISTRATIONS
        from events.invariants.examining import RegistrationsExamined
        from events.invariants.told import INVARIANTS
        from events.models import Event
        from events.queries import hear_write
        from events.services import seats
        from events.services.readdressing import readdressed_registrations

        register_export(REGISTRATIONS)
        follow_acts(seats.follow)
        refuse_undo(seats.obstacles)
        readdress_by_choice_with(readdressed_registrations)
        tell_of_writes(hear_write, Event, elsewhere=True)
        register_invariants(*INVARIANTS)
        register_examination(RegistrationsExamined)
