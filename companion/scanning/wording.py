"""How scanning reads."""

from companion.scanning.acts import ScanAct
from core.audit.wording import Sentences, register_acts

register_acts(
    {ScanAct.SCAN: Sentences("scanned a code for", "took back a scan of a code of")}
)
