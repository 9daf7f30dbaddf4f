"""The rows of a form's builder: a small form for each question."""

import re
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from events.questions import Question, QuestionType
from events.questions.parsing import (
    LARGEST_SCALE,
    LONGEST_CHOICE,
    LONGEST_LABEL,
    LONGEST_SCALE_LABEL,
)
from events.questions.reading import (
    LONGEST_TEXT,
    ONE_CHOICE,
    SOME_CHOICES,
    label_of,
    parts,
    read_question,
)

_T = QuestionType
TYPE_WORDS: Mapping[QuestionType, str] = {
    _T.TEXT: "Text",
    _T.SELECT: "One of several choices",
    _T.CHECKBOX: "Several choices",
    _T.WORKSHOP: "One workshop of several",
    _T.SKILLS: "Skills",
    _T.UPLOAD: "A file, as a link",
    _T.SHORT_TEXT: "Short text",
    _T.LONG_TEXT: "Long text",
    _T.ONE_OF: "One of several choices",
    _T.SOME_OF: "Several choices",
    _T.SCALE: "A scale",
}
CHOOSING = ONE_CHOICE | SOME_CHOICES

# "Workshop A | 20": at most so many people may choose it.
_LIMITED = re.compile(r"(?P<choice>.*\S)\s*\|\s*(?P<limit>[0-9]{1,6})")
_TOKEN = re.compile(r"[a-z][0-9]{1,6}")
_BAR = " | "
# Names the row from which a script makes others.
BLANK_ROW = "z999999"


def _line(label: str, longest: int, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        widget=UnfoldAdminTextInputWidget(attrs=attrs),
    )


def _number(label: str, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
        **options,
    )


class QuestionForm(forms.Form):
    """One question, whatever its type; what the type has no use for stays out."""

    question_id = forms.CharField(
        required=False, max_length=100, widget=forms.HiddenInput()
    )
    label = forms.CharField(
        label="What is asked",
        max_length=LONGEST_LABEL,
        error_messages={"required": "Write what is asked, or remove this question."},
        widget=UnfoldAdminTextInputWidget(),
    )
    type = forms.ChoiceField(label="Answer", widget=UnfoldAdminSelectWidget())
    required = forms.BooleanField(
        label="Must be answered", required=False, widget=UnfoldBooleanSwitchWidget()
    )
    choices = forms.CharField(
        label="Choices, one a line",
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
    longest = _number("Most characters", LONGEST_TEXT)
    least = _number("From", LARGEST_SCALE, initial=1)
    most = _number("To", LARGEST_SCALE, initial=5)
    least_label = _line("The lowest means", LONGEST_SCALE_LABEL)
    most_label = _line("The highest means", LONGEST_SCALE_LABEL)

    def __init__(
        self,
        entered: Mapping[str, Any] | None = None,
        *,
        token: str,
        types: Iterable[QuestionType],
        entry: Mapping[str, Any] | None = None,
    ) -> None:
        offered = tuple(types)
        initial = _shown(entry, offered) if entry is not None else None
        super().__init__(entered, prefix=token, initial=initial)
        self.token = token
        self.limits = _T.TEXT in offered
        field: Any = self.fields["type"]
        field.choices = [(kind.value, TYPE_WORDS[kind]) for kind in offered]
        if self.limits:
            self.fields[
                "choices"
            ].help_text = "For a limit, add a bar and a number: Workshop A | 20"

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields, by the kind of answers that they are for."""
        return [
            ("any", [self["label"], self["type"], self["required"]]),
            ("choices", [self["choices"]]),
            ("text", [self["longest"]] if self.limits else []),
            (
                "scale",
                [] if self.limits else [self[name] for name in _SCALE],
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse choices and scales that nobody can answer."""
        entered = super().clean() or {}
        kind = entered.get("type")
        if kind in CHOOSING:
            self._check_choices(entered)
        if kind == _T.SCALE:
            least, most = entered.get("least"), entered.get("most")
            if least is None or most is None or least >= most:
                self.add_error("most", "The scale has to end above where it begins.")
        else:
            # Out of sight, and of no use to any other type.
            for name in _SCALE:
                self.errors.pop(name, None)
        if kind != _T.TEXT:
            self.errors.pop("longest", None)
        return entered

    def entry(self, stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """Return the question as rows and clients write it, with what it held before.

        ``stored`` are the entries that there were, by id.
        """
        entered = self.cleaned_data
        question_id, kind = entered["question_id"], entered["type"]
        written: dict[str, Any] = {
            **stored.get(question_id, {}),
            "questionId": question_id,
            "type": kind,
            "label": entered["label"],
            "required": entered["required"],
            "choices": [],
            "participantCap": None,
        }
        if kind in CHOOSING:
            named = _named(entered["choices"])
            written["choices"] = [choice for choice, _ in named]
            if any(limit for _, limit in named):
                written["participantCap"] = ",".join(limit for _, limit in named)
        if self.limits:
            longest = entered.get("longest") if kind == _T.TEXT else None
            return {**written, "charLimit": longest or None}
        return {
            **written,
            "scaleMin": entered.get("least"),
            "scaleMax": entered.get("most"),
            "scaleMinLabel": entered.get("least_label"),
            "scaleMaxLabel": entered.get("most_label"),
        }

    def _check_choices(self, entered: Mapping[str, Any]) -> None:
        named = _named(entered.get("choices") or "")
        choices = [choice for choice, _ in named]
        twice = [one for one in choices if choices.count(one) > 1]
        if not choices:
            self.add_error("choices", "Write at least one choice, each on its line.")
        elif twice:
            self.add_error("choices", f"“{twice[0]}” is there twice.")
        elif any(len(choice) > LONGEST_CHOICE for choice in choices):
            self.add_error("choices", f"A choice has over {LONGEST_CHOICE} characters.")


_SCALE = ("least", "most", "least_label", "most_label")


def tokens_in(posted: Iterable[str]) -> list[str]:
    """Return the names of the rows that a form was sent with, each once."""
    return [one for one in dict.fromkeys(posted) if _TOKEN.fullmatch(one)]


def free_token(taken: Iterable[str]) -> str:
    """Return a name for one more row."""
    used = set(taken)
    return next(name for n in count() if (name := f"n{n}") not in used)


def _shown(entry: Mapping[str, Any], types: tuple[QuestionType, ...]) -> dict[str, Any]:
    question = read_question({"questionId": "?", **entry}, types)
    shown: dict[str, Any] = {
        "question_id": str(entry.get("questionId") or entry.get("id") or ""),
        "label": label_of(entry),
        "choices": "\n".join(parts(entry.get("choices"))),
    }
    if question is None:
        return shown
    longest = entry.get("charLimit")
    least, most = question.scale
    least_label, most_label = question.scale_labels
    return {
        **shown,
        "type": question.type.value,
        "required": question.required,
        "choices": "\n".join(_lines(question)),
        "longest": longest or None,
        "least": least,
        "most": most,
        "least_label": least_label,
        "most_label": most_label,
    }


def _lines(question: Question) -> Iterable[str]:
    for choice, limit in zip(question.choices, question.limits, strict=True):
        yield choice if limit is None else f"{choice}{_BAR}{limit}"


def _named(text: str) -> list[tuple[str, str]]:
    """Return the choices in lines of text, each with its limit as text."""
    named = []
    for line in text.splitlines():
        if found := _LIMITED.fullmatch(line.strip()):
            named.append((found["choice"], found["limit"]))
        elif line.strip():
            named.append((line.strip(), ""))
    return named
