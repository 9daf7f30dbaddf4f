"""The registration form of an event: about the person, then what the event asks."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from core.email import normalize_email
from core.errors import InvalidEmail
from events.models import Event
from events.questions import (
    Question,
    QuestionType,
    checked_answers,
    choice_key,
    questions_in,
)
from events.services.registering import Application
from memberships.choices import DIETS, FACULTIES, PRONOUNS, REFERRALS, YEARS, as_given

_CHOOSE = ("", "Choose one")
_LONGEST_NAME = 100

# Beside the person's names: the stored name of each, its label and its choices.
_ABOUT: dict[str, tuple[str, list[str]]] = {
    "gender": ("Pronouns", PRONOUNS),
    "year": ("Year of study", YEARS),
    "faculty": ("Faculty", FACULTIES),
    "diet": ("Diet", DIETS),
    "heardFrom": ("How did you hear of this?", REFERRALS),
}


class RegistrationForm(forms.Form):
    """Asks who comes, and what the event wants to know of them."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        help_text="Your ticket is sent there.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    fname = forms.CharField(
        label="First name",
        max_length=_LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    lname = forms.CharField(
        label="Last name",
        max_length=_LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    def __init__(self, event: Event, *args: Any, full: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._event = event
        for name, (label, choices) in _ABOUT.items():
            self.fields[name] = _one_of(label, choices, required=False)
        self._questions = {
            f"q{number}": question
            for number, question in enumerate(questions_in(event.questions))
        }
        for name, question in self._questions.items():
            self.fields[name] = _FIELDS[question.type](question, full)

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        try:
            return normalize_email(self.cleaned_data["email"])
        except InvalidEmail:
            raise forms.ValidationError(
                "This is not an e-mail address. Check for a missing @ or ending."
            ) from None

    def application(self) -> Application:
        """Return what was entered. Raises ``AnswerRefused``."""
        entered = self.cleaned_data
        answers = {
            question.id: entered[name]
            for name, question in self._questions.items()
            if entered[name]
        }
        about = ("fname", "lname", *_ABOUT)
        return Application(
            email=entered["email"],
            event_id=str(self._event.id),
            year=int(self._event.year),
            fname=entered["fname"],
            basic={name: entered[name] for name in about if entered[name]},
            answers=checked_answers(self._event.questions, answers),
        )


def _one_of(label: str, choices: list[str], *, required: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[_CHOOSE, *as_given(choices)], required=required
    )


def _text(question: Question, _: set[str]) -> forms.Field:
    return forms.CharField(
        label=question.label,
        required=question.required,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(question.longest)],
    )


def _link(question: Question, _: set[str]) -> forms.Field:
    return forms.URLField(
        label=question.label,
        required=question.required,
        max_length=question.longest,
        assume_scheme="https",
        help_text="A link to your file, such as one on Google Drive.",
    )


def _choice(question: Question, full: set[str]) -> forms.Field:
    open_ones = [each for each in question.choices if each not in _full(question, full)]
    field = _one_of(question.label, open_ones, required=question.required)
    field.help_text = _said_of_full(question, full)
    return field


def _choices(question: Question, full: set[str]) -> forms.Field:
    open_ones = [each for each in question.choices if each not in _full(question, full)]
    return forms.MultipleChoiceField(
        label=question.label,
        choices=as_given(open_ones),
        required=question.required,
        help_text=_said_of_full(question, full),
        widget=forms.CheckboxSelectMultiple,
    )


def _full(question: Question, full: set[str]) -> list[str]:
    return [each for each in question.choices if choice_key(question, each) in full]


def _said_of_full(question: Question, full: set[str]) -> str:
    gone = _full(question, full)
    return f"Full: {', '.join(gone)}." if gone else ""


_FIELDS: dict[QuestionType, Callable[[Question, set[str]], forms.Field]] = {
    QuestionType.TEXT: _text,
    QuestionType.SKILLS: _text,
    QuestionType.SHORT_TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.SCALE: _text,
    QuestionType.UPLOAD: _link,
    QuestionType.SELECT: _choice,
    QuestionType.WORKSHOP: _choice,
    QuestionType.ONE_OF: _choice,
    QuestionType.CHECKBOX: _choices,
    QuestionType.SOME_OF: _choices,
}
