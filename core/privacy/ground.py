"""What the ground's own tables hold of people."""

from itertools import chain

from core.doctor.keeping import Examined
from core.identity.models import Session, SpentLink
from core.leases import Lease
from core.mail.models import OutgoingMail, SuppressedAddress
from core.privacy import in_audit, in_plans
from core.privacy.holdings import Holding, hold_nothing, register_holdings
from core.privacy.subjects import register_finder

register_holdings(
    Holding(
        entity=Session,
        words="Sessions in which they are signed in",
        find=lambda whom: chain.from_iterable(
            map(Session.by_person.query, whom.emails)
        ),
        # Content and id are what a session is made of, and open it.
        told=lambda _, row: {
            name: value
            for name, value in row.plain().items()
            if name not in ("id", "content")
        },
        restless=True,
    ),
    Holding(
        entity=OutgoingMail,
        words="Mails",
        find=lambda whom: OutgoingMail.scan(OutgoingMail.recipient.is_in(*whom.emails)),
        restless=True,
    ),
    Holding(
        entity=SuppressedAddress,
        words="Why they are sent no mails",
        find=lambda whom: SuppressedAddress.find_many(
            map(SuppressedAddress.key, whom.emails)
        ).values(),
    ),
    *in_audit.HOLDINGS,
    *in_plans.HOLDINGS,
)
register_finder(in_audit.profiles_of_unfinished_work)
hold_nothing("A digest of a link, which tells nobody's address.", SpentLink)
hold_nothing("Which process works on what.", Lease)
hold_nothing("How often what was found in the records.", Examined)
