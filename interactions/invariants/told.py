"""The invariants of whom people met, in words."""

from core.doctor.invariants import Invariant, Severity
from interactions.invariants.mending import end, keep_one, mirror

INVARIANTS = (
    Invariant(
        code="connection-one-sided",
        severity=Severity.ERROR,
        title="Somebody met somebody who does not know of it",
        meaning="Of the two rows that a tap writes, one is missing.",
        cause="An older server wrote the two one after the other, and broke off.",
        mending=(
            "The missing row is written, with what the other's profile shows. Where"
            " that profile is hidden, a person decides."
        ),
        repair=mirror,
    ),
    Invariant(
        code="connection-without-profile",
        severity=Severity.ERROR,
        title="A connection with a profile that is gone",
        meaning="Somebody's journal leads to a profile that does not exist.",
        cause="A profile was removed by itself, without its connections.",
        mending="Both rows go, for good: an undo has nobody to connect them with.",
        repair=end,
    ),
    Invariant(
        code="connection-doubled",
        severity=Severity.ERROR,
        title="One meeting in two rows",
        meaning="Two rows of a journal say that they are of the same person.",
        cause="A row was copied under another key, as by moving a card by hand.",
        mending=(
            "The row under the wrong key is removed. Where that key's person was met as"
            " well, it is corrected instead. An undo brings back"
            " no row that leads to nobody."
        ),
        repair=keep_one,
    ),
    Invariant(
        code="connection-on-lost-card",
        severity=Severity.WARNING,
        title="Connections on a lost card",
        meaning="The owner of the card that was lost does not find them any more.",
        cause="An older server replaced a card twice at once.",
        mending=(
            "Press 'Finish now' on the page Problems, or run finish_unfinished: they"
            " move to the new card."
        ),
    ),
)
