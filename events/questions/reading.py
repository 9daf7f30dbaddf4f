"""Questions as rows hold them: read, however odd, and told to clients."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_COMMA_INSIDE = "\N{SINGLE LOW-9 QUOTATION MARK}"

LONGEST_SHORT_TEXT = 280
LONGEST_TEXT = 4000
_MOST_DIGITS = 9


class QuestionType(StrEnum):
    """Which answers a question takes; first those of registrations."""

    TEXT = "TEXT"
    SELECT = "SELECT"
    CHECKBOX = "CHECKBOX"
    UPLOAD = "UPLOAD"
    WORKSHOP = "WORKSHOP_SELECTION"
    SKILLS = "SKILLS"

    SHORT_TEXT = "SHORT_TEXT"
    LONG_TEXT = "LONG_TEXT"
    ONE_OF = "MULTIPLE_CHOICE"
    SOME_OF = "CHECKBOXES"
    SCALE = "LINEAR_SCALE"


_T = QuestionType
FEEDBACK_TYPES = (_T.SHORT_TEXT, _T.LONG_TEXT, _T.ONE_OF, _T.SOME_OF, _T.SCALE)
REGISTRATION_TYPES = tuple(kind for kind in _T if kind not in FEEDBACK_TYPES)
ONE_CHOICE = frozenset({_T.SELECT, _T.WORKSHOP, _T.ONE_OF})
SOME_CHOICES = frozenset({_T.CHECKBOX, _T.SOME_OF})


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a form."""

    id: str
    type: QuestionType
    label: str
    required: bool = False
    choices: tuple[str, ...] = ()
    # How many may choose each; None for any number. As many as there are choices.
    limits: tuple[int | None, ...] = ()
    longest: int = LONGEST_TEXT
    scale: tuple[int, int] = (1, 5)
    scale_labels: tuple[str, str] = ("", "")

    @property
    def has_choices(self) -> bool:
        """Whether its answers are among its choices."""
        return self.type in ONE_CHOICE or self.type in SOME_CHOICES

    def as_feedback(self) -> dict[str, Any]:
        """Return it as rows and clients write questions of feedback forms."""
        written: dict[str, Any] = {
            "questionId": self.id,
            "type": self.type.value,
            "label": self.label,
            "required": self.required,
        }
        if self.has_choices:
            written["choices"] = comma_text(self.choices)
        if self.type is QuestionType.SCALE:
            least, most = self.scale
            for_least, for_most = self.scale_labels
            written |= {"scaleMin": least, "scaleMax": most}
            written |= {"scaleMinLabel": for_least, "scaleMaxLabel": for_most}
        return written


# The first question of every feedback form.
OVERALL_RATING = Question(
    id="overall-rating",
    type=QuestionType.SCALE,
    label="Overall, how would you rate this event?",
    required=True,
    scale=(1, 10),
    scale_labels=("Poor", "Excellent"),
)


def comma_text(choices: Iterable[str]) -> str:
    """Return choices as the one text that clients and rows have for them."""
    return ",".join(choice.replace(",", _COMMA_INSIDE) for choice in choices)


def listed(text_or_list: Any) -> tuple[str, ...]:
    """Return what comma text or a list names, trimmed, each once; blanks left out."""
    return tuple(dict.fromkeys(part for part in parts(text_or_list) if part))


def questions_in(stored: Any) -> tuple[Question, ...]:
    """Return the questions of a stored list; what cannot be answered is left out."""
    return tuple(_questions(stored, tuple(QuestionType)))


def feedback_form(stored: Any) -> list[dict[str, Any]]:
    """Return the questions that a feedback form asks, the rating first."""
    return with_rating(_questions(stored, FEEDBACK_TYPES))


def told_questions(stored: Any) -> Any:
    """Return a stored list of questions as clients read it: choices as comma text."""
    if not isinstance(stored, list):
        return stored
    return [
        {**entry, "choices": comma_text(listed(entry["choices"]))}
        if isinstance(entry, dict) and isinstance(entry.get("choices"), list)
        else entry
        for entry in stored
    ]


def with_rating(own: Iterable[Question]) -> list[dict[str, Any]]:
    """Return a feedback form as rows keep it: the rating, then questions of its own."""
    others = [question for question in own if question.id != OVERALL_RATING.id]
    return [question.as_feedback() for question in (OVERALL_RATING, *others)]


def read_question(
    entry: Mapping[str, Any], types: Sequence[QuestionType]
) -> Question | None:
    """Return what an entry of a list asks; None for what cannot be answered."""
    question_id = str(first_of(entry, "questionId", "id") or "")
    kind = str(entry.get("type") or "").strip().upper()
    if not question_id or kind not in types:
        return None
    named = list(parts(first_of(entry, "choices", "options")))
    limits = _limits(entry.get("participantCap"), len(named))
    # A choice that is named twice is one, with the limit of the first.
    by_choice: dict[str, int | None] = {}
    for choice, limit in zip(named, limits, strict=True):
        if choice:
            by_choice.setdefault(choice, limit)
    return Question(
        id=question_id,
        type=QuestionType(kind),
        label=label_of(entry) or question_id,
        required=entry.get("required") in (True, "true"),
        choices=tuple(by_choice),
        limits=tuple(by_choice.values()),
        longest=_longest(entry, QuestionType(kind)),
        scale=scale_of(entry) or Question.scale,
        scale_labels=scale_labels_of(entry),
    )


def first_of(entry: Mapping[str, Any], *names: str) -> Any:
    """Return the first of several attributes that says anything."""
    return next((entry[name] for name in names if entry.get(name)), None)


def label_of(entry: Mapping[str, Any]) -> str:
    """Return the sentence that an entry asks."""
    return str(first_of(entry, "label", "question") or "").strip()


def scale_of(entry: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the ends of an entry's scale; None when they are none."""
    least, most = (
        whole(default if entry.get(name) is None else entry[name])
        for name, default in zip(("scaleMin", "scaleMax"), Question.scale, strict=True)
    )
    if least is None or most is None or least >= most:
        return None
    return least, most


def scale_labels_of(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Return what an entry calls the ends of its scale."""
    return (
        str(entry.get("scaleMinLabel") or "").strip(),
        str(entry.get("scaleMaxLabel") or "").strip(),
    )


def parts(text_or_list: Any) -> Iterator[str]:
    """Yield what comma text or a list names, trimmed, in its order."""
    match text_or_list:
        case str():
            yield from map(unescaped, text_or_list.split(","))
        case list() | tuple():
            yield from (unescaped(str(part)) for part in text_or_list)


def unescaped(choice: str) -> str:
    """Return a choice with the commas that it has."""
    return choice.replace(_COMMA_INSIDE, ",").strip()


def whole(value: Any) -> int | None:
    """Return a whole number that is not below zero, or the one that digits spell."""
    match value:
        case bool():
            return None
        case int() if value >= 0:
            return value
        case float() if value.is_integer() and value >= 0:
            return int(value)
        case str():
            text = value.strip()
            digits = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
            return int(text) if digits else None
    return None


def _questions(stored: Any, types: Sequence[QuestionType]) -> Iterator[Question]:
    for entry in stored if isinstance(stored, list) else ():
        question = read_question(entry, types) if isinstance(entry, dict) else None
        if question is not None:
            yield question


def _limits(stored: Any, count: int) -> list[int | None]:
    """Return the limit of each choice: one number for all of them, or one for each.

    A single 0 is no limit; among several, nobody may choose what has 0.
    """
    several = stored.split(",") if isinstance(stored, str) else [stored]
    if len(several) == 1:
        return [whole(several[0]) or None] * count
    limits = [whole(each) for each in several]
    return (limits + [None] * count)[:count]


def _longest(entry: Mapping[str, Any], kind: QuestionType) -> int:
    if kind is QuestionType.SHORT_TEXT:
        return LONGEST_SHORT_TEXT
    return min(whole(entry.get("charLimit")) or LONGEST_TEXT, LONGEST_TEXT)
