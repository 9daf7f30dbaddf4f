"""What judges said, to be exported."""

from collections.abc import Iterator

from companion.judging.models import JudgeFeedback
from core.exports.kinds import Export, Row


def _feedback() -> Iterator[Row]:
    for row in JudgeFeedback.scan_in_segments():
        yield row.plain()


JUDGING = Export(
    name="judging",
    title="What judges said",
    key="id",
    columns=(
        "id",
        "judgeName",
        "eventID;year",
        "teamID;round",
        "teamName",
        "scores",
        "feedback",
        "createdAt",
    ),
    rows=_feedback,
)
