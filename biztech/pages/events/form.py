"""The forms of an event: to register, and to say what one thought of it."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from core.email import normalize_email
from core.errors import InvalidEmail
from events.models import Event
from events.questions import (
    Question,
    QuestionType,
    choice_key,
    questions_in,
)
from events.services.feedback import LONGEST_NAME, LONGEST_NONCE
from events.services.registering import Application
from memberships.choices import DIETS, FACULTIES, PRONOUNS, REFERRALS, YEARS, as_given

_CHOOSE = ("", "Choose one")
_LONGEST_PART = 100

# Beside the person's names: the stored name of each, its label and its choices.
_ABOUT: dict[str, tuple[str, list[str]]] = {
    "gender": ("Pronouns", PRONOUNS),
    "year": ("Year of study", YEARS),
    "faculty": ("Faculty", FACULTIES),
    "diet": ("Diet", DIETS),
    "heardFrom": ("How did you hear of this?", REFERRALS),
}


class QuestionsForm(forms.Form):
    """Asks the questions of an event, in fields of their order.

    ``full`` names the limited choices that cannot be made any more.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        *args: Any,
        full: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {f"q{n}": each for n, each in enumerate(questions)}
        for name, question in self._questions.items():
            self.fields[name] = _FIELDS[question.type](question, full)

    def answers(self) -> Mapping[str, Any]:
        """Return what was answered, by the questions' ids."""
        entered = {
            question.id: self.cleaned_data[name]
            for name, question in self._questions.items()
        }
        return {key: answer for key, answer in entered.items() if answer}


class RegistrationForm(QuestionsForm):
    """Asks who comes, and what the event wants to know of them."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        help_text="Your ticket is sent there.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    fname = forms.CharField(
        label="First name",
        max_length=_LONGEST_PART,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    lname = forms.CharField(
        label="Last name",
        max_length=_LONGEST_PART,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    def __init__(
        self, event: Event, *args: Any, full: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(questions_in(event.questions), *args, full=full, **kwargs)
        self._event = event
        about = {
            name: _one_of(label, choices, required=False)
            for name, (label, choices) in _ABOUT.items()
        }
        asked = {name: self.fields.pop(name) for name in self._questions}
        self.fields |= about | asked

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        try:
            return normalize_email(self.cleaned_data["email"])
        except InvalidEmail:
            raise forms.ValidationError(
                "This is not an e-mail address. Check for a missing @ or ending."
            ) from None

    def application(self) -> Application:
        """Return what was entered; the answers are judged when it is taken."""
        entered = self.cleaned_data
        about = ("fname", "lname", *_ABOUT)
        return Application(
            email=entered["email"],
            event_id=str(self._event.id),
            year=int(self._event.year),
            fname=entered["fname"],
            basic={name: entered[name] for name in about if entered[name]},
            answers=self.answers(),
        )


class FeedbackForm(QuestionsForm):
    """Asks what somebody thought of an event, and who they are if they like to say."""

    respondentName = forms.CharField(
        label="Your name", max_length=LONGEST_NAME, required=False
    )
    respondentEmail = forms.EmailField(label="Your e-mail", required=False)
    # The same page sent twice is one answer.
    nonce = forms.CharField(
        initial=uuid.uuid4, max_length=LONGEST_NONCE, widget=forms.HiddenInput
    )

    def __init__(
        self, questions: Iterable[Question], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(questions, *args, **kwargs)
        self.order_fields([*self._questions, *self.base_fields])

    def said(self) -> dict[str, Any]:
        """Return what was answered, and by whom."""
        names = ("respondentName", "respondentEmail")
        who = {name: self.cleaned_data[name] for name in names}
        return {"responses": self.answers(), **who}


def _one_of(label: str, choices: list[str], *, required: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[_CHOOSE, *as_given(choices)], required=required
    )


def _text(question: Question, _: Collection[str]) -> forms.Field:
    return forms.CharField(
        label=question.label,
        required=question.required,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(question.longest)],
    )


def _scale(question: Question, _: Collection[str]) -> forms.Field:
    least, most = question.scale
    first, last = question.scale_labels
    numbers = [str(number) for number in range(least, most + 1)]
    ends = " ".join(
        f"{number} is “{label}”."
        for number, label in ((least, first), (most, last))
        if label
    )
    return forms.ChoiceField(
        label=question.label,
        choices=as_given(numbers),
        required=question.required,
        help_text=ends,
        widget=forms.RadioSelect(attrs={"class": "bt-scale"}),
    )


def _link(question: Question, _: Collection[str]) -> forms.Field:
    return forms.URLField(
        label=question.label,
        required=question.required,
        max_length=question.longest,
        assume_scheme="https",
        help_text="A link to your file, such as one on Google Drive.",
    )


def _choice(question: Question, full: Collection[str]) -> forms.Field:
    open_ones = [each for each in question.choices if each not in _full(question, full)]
    field = _one_of(question.label, open_ones, required=question.required)
    field.help_text = _said_of_full(question, full)
    return field


def _choices(question: Question, full: Collection[str]) -> forms.Field:
    open_ones = [each for each in question.choices if each not in _full(question, full)]
    return forms.MultipleChoiceField(
        label=question.label,
        choices=as_given(open_ones),
        required=question.required,
        help_text=_said_of_full(question, full),
        widget=forms.CheckboxSelectMultiple,
    )


def _full(question: Question, full: Collection[str]) -> list[str]:
    return [each for each in question.choices if choice_key(question, each) in full]


def _said_of_full(question: Question, full: Collection[str]) -> str:
    gone = _full(question, full)
    return f"Full: {', '.join(gone)}." if gone else ""


_FIELDS: dict[QuestionType, Callable[[Question, Collection[str]], forms.Field]] = {
    QuestionType.TEXT: _text,
    QuestionType.SKILLS: _text,
    QuestionType.SHORT_TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.SCALE: _scale,
    QuestionType.UPLOAD: _link,
    QuestionType.SELECT: _choice,
    QuestionType.WORKSHOP: _choice,
    QuestionType.ONE_OF: _choice,
    QuestionType.CHECKBOX: _choices,
    QuestionType.SOME_OF: _choices,
}
