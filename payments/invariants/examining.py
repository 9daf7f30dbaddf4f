"""How memberships are looked at beside what was paid for them."""

from collections.abc import Iterable, Iterator, Sequence

from core.audit.models import Act
from core.clock import MINUTE
from core.doctor.examining import Examination, Watch
from core.doctor.invariants import Finding
from core.email import is_exec_email
from core.membership_year import membership_year
from memberships.models import Member
from payments.membership_history import members_made
from payments.models import Payment
from payments.prices import MEMBERSHIP_TYPES

_OF_PAYMENTS = ("email", "paymentType", "fulfilledAt", "membershipYear")
_OF_ACTS = ("at", "changes")


class PaidExamined(Examination):
    """Looks who paid and is no member, and who is one for no reason that we know."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        # Who paid for a membership, with the checkouts of this year.
        self._paid: dict[str, list[tuple[str, str | None]]] = {}
        self._members: dict[str, int] = {}
        # Whom an act made a member, and how far back acts go.
        self._made: set[str] = set()
        self._since: int | None = None

    def watches(self) -> Sequence[Watch]:
        """Return what tells of money and of memberships."""
        return (
            Watch(entity=Payment, attributes=_OF_PAYMENTS, look=self._look_at_payment),
            Watch(entity=Member, attributes=("createdAt",), look=self._look_at_member),
            Watch(entity=Act, attributes=_OF_ACTS, look=self._look_at_act),
        )

    def conclude(self) -> Iterable[Finding]:
        """Yield who is on one list and not on the other."""
        for email, checkouts in self._paid.items():
            if email not in self._members and any(map(self._is_lost, checkouts)):
                yield Finding(
                    "paid-not-member",
                    email,
                    "A membership of this year is paid for, and there is none. Look at"
                    " the payment: grant it, or give the money back.",
                )
        for email, since in self._members.items():
            if self._is_unexplained(email, since):
                yield Finding(
                    "member-unexplained",
                    email,
                    "Nobody granted this membership, and no payment for it is known.",
                )

    def _look_at_payment(self, payment: Payment) -> Iterator[Finding]:
        if payment.payment_type in MEMBERSHIP_TYPES and payment.fulfilled_at:
            checkouts = self._paid.setdefault(str(payment.email), [])
            if payment.membership_year == membership_year():
                checkouts.append(payment.key_of())
        yield from ()

    def _look_at_member(self, member: Member) -> Iterator[Finding]:
        self._members[member.id] = int(member.created_at or 0)
        yield from ()

    def _look_at_act(self, act: Act) -> Iterator[Finding]:
        if act.at and act.changes:
            self._since = min(int(act.at), self._since or int(act.at))
            self._made.update(members_made(act))
        yield from ()

    def _is_lost(self, checkout: tuple[str, str | None]) -> bool:
        # Stripe's library takes a while to import, and every command comes here.
        from payments.services.reconciliation import is_lost

        payment = Payment.find(*checkout, consistent=True)
        return payment is not None and is_lost(payment)

    def _is_unexplained(self, email: str, since: int) -> bool:
        # Of who became a member before the first act nothing can be told, and what was
        # done while we looked was perhaps not seen.
        if self._since is None or not self._since <= since < self.now - MINUTE:
            return False
        known = email in self._made or email in self._paid
        return not known and not is_exec_email(email)
