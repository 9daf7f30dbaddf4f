"""Each kind of act reads in words, done and undone."""

import pytest

from core.audit.acts import ActKind, CommonAct
from core.audit.wording import field_labels, register_fields, sentences_of
from core.exports.taking import ExportAct
from core.mail.acts import MailAct
from core.privacy.acts import PrivacyAct
from events.acts import RegistrationAct
from interactions.acts import WallAct
from payments.acts import PaymentAct

# A mail that went, a seat that ran out, what was handed out or erased do not come back;
# money does by a refund, and the wall has a button for the opposite.
WITHOUT_UNDO = {
    *ExportAct,
    *MailAct,
    *PaymentAct,
    *PrivacyAct,
    RegistrationAct.EXPIRE,
    WallAct.PAUSE,
    WallAct.RESUME,
    WallAct.MESSAGE,
    WallAct.REPLAY,
    WallAct.STOP_REPLAY,
    CommonAct.UNDO,
}

KINDS = [kind for kinds in ActKind.__subclasses__() for kind in kinds]


def test_kinds_of_acts_are_stored_under_different_names() -> None:
    stored = [str(kind) for kind in KINDS]

    assert len(stored) == len(set(stored)) > 25


@pytest.mark.parametrize("kind", [k for k in KINDS if k is not CommonAct.UNDO])
def test_every_kind_of_act_reads_in_words_done_and_undone(kind: ActKind) -> None:
    told = sentences_of(kind)

    assert told is not None
    assert told.done
    assert bool(told.undone) is (kind not in WITHOUT_UNDO)


def test_attribute_is_not_called_by_two_names() -> None:
    with pytest.raises(ValueError, match="firstName is called First name already"):
        register_fields({"firstName": "Given name"})

    assert field_labels()["firstName"] == "First name"
