"""What is done to what is held of a person."""

from core.audit.acts import ActKind


class PrivacyAct(ActKind):
    """Somebody's data were asked for, handed out, or erased, which leaves a receipt."""

    EXPORT = "export person"
    ERASE = "erase person"
    RECEIPT = "receipt of erasing"
    ASK = "ask about own data"
    WITHDRAW = "withdraw request about own data"
    DOWNLOAD = "download own data"
    ANSWER = "answer request about data"
