"""The invariants between payments and memberships, in words."""

from core.doctor.invariants import Invariant, Severity

INVARIANTS = (
    Invariant(
        code="paid-not-member",
        severity=Severity.ERROR,
        title="Paid, but no member",
        meaning=(
            "A payment for this year's membership was fulfilled, it was not given back,"
            " nobody took the membership away, and there is no member record."
        ),
        cause="The member record was removed by itself, or by another service.",
        mending=(
            "Run reconcile_payments, which grants what was paid for, or decide on the"
            " payment's page."
        ),
        explains=("flag-without-member",),
    ),
    Invariant(
        code="member-unexplained",
        severity=Severity.NOTE,
        title="A member whom nobody granted it, and who has not paid",
        meaning=(
            "The member record is younger than the oldest act that we know of, and no"
            " act made it and no payment paid for it. Execs are not counted."
        ),
        cause="Another service wrote the record, or somebody did by hand.",
        mending="Ask who let them in. Nothing is wrong with the records.",
    ),
)
