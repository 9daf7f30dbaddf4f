"""The audit trail: order, paging, batches, months."""

from accounts.models import User
from core.audit.acts import CommonAct
from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, batch_of, history, recent, record, snapshot_of
from core.clock import DAY
from core.dynamo.transactions import write_transaction

AMIRA = "amira@student.ubc.ca"
BEN = "ben@ubcbiztech.com"


def keep(subject: str, at: int, *, batch: str | None = None, name: str = "A") -> Act:
    user = User.of({"id": subject, "fname": name})
    entry = AuditEntry(
        act=CommonAct.EDIT,
        subject=subject,
        actor=BEN,
        at=at,
        changes=[RowChange.created("user", user)],
        batch=batch,
    )
    with write_transaction() as writes:
        return record(writes, entry)


def test_history_is_newest_first_and_pages(now: int) -> None:
    acts = [keep(AMIRA, now + number) for number in range(5)]
    keep("other@example.org", now)

    first = history(AMIRA, limit=2)
    rest = history(AMIRA, limit=10, before=first[-1].act_id)

    assert [act.at for act in first] == [now + 4, now + 3]
    assert [act.act_id for act in rest] == [act.act_id for act in acts[2::-1]]


def test_recent_crosses_months(now: int) -> None:
    older = keep(AMIRA, now - 31 * DAY)
    newer = keep("other@example.org", now)

    found = recent(limit=10, now=now)

    assert [act.act_id for act in found] == [newer.act_id, older.act_id]
    assert [act.act_id for act in recent(limit=1, now=now)] == [newer.act_id]


def test_recent_pages_across_months(now: int) -> None:
    older = keep(AMIRA, now - 31 * DAY)
    newer = keep(AMIRA, now)

    found = recent(limit=10, now=now, before=newer.act_id)

    assert [act.act_id for act in found] == [older.act_id]


def test_batch_holds_the_acts_done_together(now: int) -> None:
    one = keep(AMIRA, now, batch="b1")
    two = keep("other@example.org", now - 31 * DAY, batch="b1")
    keep("third@example.org", now, batch="b2")

    found = {act.act_id for act in batch_of("b1", now=now)}

    assert found == {one.act_id, two.act_id}


def test_picture_holds_the_rows_exactly(now: int) -> None:
    row = User.of_item(
        {
            "id": {"S": AMIRA},
            "n": {"N": "1.50"},
            "bytes": {"B": b"\x00\xff"},
            "set": {"SS": ["b", "a"]},
            "blobs": {"BS": [b"\x01", b"\x02"]},
            "map": {"M": {"B": {"S": "no bytes"}}},
            "other": {"M": {"BS": {"L": [{"NULL": True}]}}},
        }
    )
    entry = AuditEntry(
        act=CommonAct.EDIT,
        subject=AMIRA,
        actor=BEN,
        at=now,
        changes=[RowChange.removed("user", row)],
    )

    with write_transaction() as writes:
        act = record(writes, entry)

    (change,) = snapshot_of(act.act_id)
    assert change.before == row.wire
    assert (change.model, change.key, change.kind) == (User, (AMIRA, None), "removed")


def test_history_shows_long_values_by_their_beginning(now: int) -> None:
    user = User.of({"id": AMIRA, "fname": "A"})
    edit = RowChange.edited("user", user, {"fname": "x" * 1000})
    entry = AuditEntry(
        act=CommonAct.EDIT, subject=AMIRA, actor=BEN, at=now, changes=[edit]
    )

    with write_transaction() as writes:
        record(writes, entry)

    (act,) = history(AMIRA)
    assert "x" * 299 + "…" in act.changes or "x" * 299 + "\\u2026" in act.changes
    assert "x" * 300 not in act.changes
