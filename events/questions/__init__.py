"""What the forms of an event ask, and which answers they take.

Clients and rows write the choices of a question as one text with commas in between;
here they are a tuple. So that no choice falls apart, a comma inside of one is written
as U+201A, which looks the same, and becomes a comma again on the way in.

Source: contract-events sections 1, 4.2 and 5.
"""

from events.questions.answers import checked_answers, checked_feedback
from events.questions.limits import (
    choice_key,
    choice_limits,
    chosen,
    limited_choices,
)
from events.questions.parsing import parse_feedback_questions, parse_questions
from events.questions.reading import (
    OVERALL_RATING,
    Question,
    QuestionType,
    comma_text,
    feedback_form,
    listed,
    questions_in,
    told_questions,
)

__all__ = [
    "OVERALL_RATING",
    "Question",
    "QuestionType",
    "checked_answers",
    "checked_feedback",
    "choice_key",
    "choice_limits",
    "chosen",
    "comma_text",
    "feedback_form",
    "limited_choices",
    "listed",
    "parse_feedback_questions",
    "parse_questions",
    "questions_in",
    "told_questions",
]
