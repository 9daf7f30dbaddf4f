"""What people pay for, and what comes of it."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """What people pay for, and what comes of it."""

    name = "payments"

    def ready(self) -> None:
        """Register how acts and fields read, where people pay, what goes along."""
        from core.doctor.examining import register_examination
        from core.doctor.invariants import register_invariants
        from core.exports.kinds import register_export
        from core.readdressing import readdress_with
        from events.models import Registration
        from events.services.checkouts import open_checkouts_with
        from payments import holdings, wording  # noqa: F401 - register by import
        from payments.exports import PAYMENTS
        from payments.invariants.examining import PaidExamined
        from payments.invariants.told import INVARIANTS
        from payments.services.readdressing import readdressed_payments

        def checkout(registration: Registration, now: int) -> str | None:
            # Stripe's library takes a while to import, and every command comes here.
            from payments.services.renewal import checkout_for

            return checkout_for(registration, now)

        open_checkouts_with(checkout)
        readdress_with(readdressed_payments)
        register_export(PAYMENTS)
        register_invariants(*INVARIANTS)
        register_examination(PaidExamined)
