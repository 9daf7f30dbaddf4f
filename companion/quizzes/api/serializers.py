"""Bodies of the quizzes' routes."""

from typing import Any

from rest_framework import serializers

from companion.quizzes.scores import HIGHEST, LETTERS
from core.fields import Body, must_be, must_have
from core.openapi import PROFILE_ID, example

_KEY = serializers.CharField(max_length=200)


@example(
    "Scores",
    id=PROFILE_ID,
    domain=[2, 6],
    mode=[3],
    environment={"office": 4, "remote": 1},
    focus=[9, 10],
)
class AnswersSerializer(serializers.Serializer[Any]):
    """What somebody answered: each a list of scores, or an object of named ones."""

    id = serializers.CharField(help_text="The profile's.")
    domain = serializers.JSONField(help_text=f"Scores from 0 to {HIGHEST}.")
    mode = serializers.JSONField()
    environment = serializers.JSONField()
    focus = serializers.JSONField()
    event = serializers.CharField(
        required=False, help_text="`blueprint;2026`; without it the quiz of the day."
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the body, or say in the documented words what is missing."""
        for name in ("id", *LETTERS):
            must_have(name, data)
        _must_be_keys(data, "id", "event")
        return dict(data)


@example("A type", mbti="TMFL")
class TypeSerializer(serializers.Serializer[Any]):
    """The type to be counted."""

    mbti = serializers.CharField(help_text="Four letters.")
    event = serializers.CharField(required=False, help_text="`blueprint;2026`.")

    def to_internal_value(self, data: Any) -> Body:
        """Return the body, or say in the documented words what is missing."""
        must_have("mbti", data)
        _must_be_keys(data, "mbti", "event")
        return dict(data)


@example("Kept", message="Upload successful")
class UploadedSerializer(serializers.Serializer[Any]):
    """The answers are kept, and the type is on the profile."""

    message = serializers.CharField()


def _must_be_keys(body: Body, *names: str) -> None:
    for name in names:
        if name in body:
            must_be("string", name, body)
            try:
                _KEY.run_validation(body[name])
            except serializers.ValidationError as error:
                raise serializers.ValidationError({name: error.detail}) from error
