"""What scanning holds of people."""

from collections.abc import Iterator

from companion.scanning.models import Scan
from companion.scanning.queries import scans_of
from core.privacy.holdings import Holding, register_holdings
from core.privacy.subjects import DataSubject


def _scans(whom: DataSubject) -> Iterator[Scan]:
    for email in whom.emails:
        yield from scans_of(email)


register_holdings(Holding(entity=Scan, words="Codes scanned", find=_scans))
