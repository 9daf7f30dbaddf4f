"""What execs are asked for in the explorer: a key."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from biztech.dashboard.tables.reading import Question
from core.dynamo.registry import Index, Table


class LookupForm(forms.Form):
    """By which key rows are looked up, and its one or two parts."""

    index = forms.ChoiceField(
        label="By", required=False, widget=UnfoldAdminSelectWidget()
    )
    hash_key = forms.CharField(
        label="First part",
        max_length=2048,
        help_text="The whole of it.",
        error_messages={"required": "Say what to look up."},
        widget=UnfoldAdminTextInputWidget(),
    )
    range_key = forms.CharField(
        label="Second part",
        max_length=1024,
        required=False,
        help_text="A number, or the beginning of a text. Empty is any.",
        widget=UnfoldAdminTextInputWidget(),
    )

    def __init__(self, table: Table, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["index"]
        choices.choices = [
            ("", f"the key: {key_words(table)}"),
            *((each.name, f"{each.name}: {key_words(each)}") for each in table.indexes),
        ]
        keys: list[Table | Index] = [table, *table.indexes]
        if not any(keyed.range_key for keyed in keys):
            del self.fields["range_key"]

    @property
    def question(self) -> Question:
        """What was asked for."""
        return Question(**self.cleaned_data)


def key_words(keyed: Table | Index) -> str:
    """Return the names of a key's parts."""
    return " + ".join(part.name for part in (keyed.hash_key, keyed.range_key) if part)
