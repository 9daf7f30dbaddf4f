"""How what is done to a person's data reads."""

from core.audit.wording import Sentences, register_acts
from core.privacy.acts import PrivacyAct

register_acts(
    {
        PrivacyAct.EXPORT: Sentences("exported everything that is held of"),
        PrivacyAct.ERASE: Sentences("erased {label} records of"),
        PrivacyAct.ASK: Sentences("asked execs to decide about the data of"),
        PrivacyAct.WITHDRAW: Sentences("took back what was asked about the data of"),
        PrivacyAct.DOWNLOAD: Sentences("downloaded everything that is held of"),
        PrivacyAct.ANSWER: Sentences("decided about the data of"),
        PrivacyAct.RECEIPT: Sentences("kept the receipt for erasing"),
    }
)
