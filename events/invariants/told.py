"""The invariants of events and registrations, in words."""

from core.doctor.invariants import About, Invariant, Severity
from events.invariants.mending import leave_team

INVARIANTS = (
    Invariant(
        code="seats-miscounted",
        severity=Severity.ERROR,
        title="Seats that are not counted as the registrations say",
        meaning="People are refused a seat that is free, or given one that is not.",
        cause="Another service wrote registrations without counting.",
        mending="Run recount_seats: it counts anew, also while people register.",
        about=About.EVENT,
    ),
    Invariant(
        code="registration-without-event",
        severity=Severity.ERROR,
        title="A registration for no event",
        meaning="Somebody is registered for an event that does not exist.",
        cause="The event was deleted by itself, or its id was mistyped.",
        mending="Make the event again, or delete the registration.",
    ),
    Invariant(
        code="team-gone",
        severity=Severity.WARNING,
        title="A registration in a team that is gone",
        meaning="The registration names a team that does not exist.",
        cause="The team was deleted by itself.",
        mending="The registration names no team any more, as after leaving one.",
        repair=leave_team,
    ),
)
