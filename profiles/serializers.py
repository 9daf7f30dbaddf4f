"""How profiles look in the API."""

from typing import Any

from rest_framework import serializers


class PublicProfileSerializer(serializers.Serializer[Any]):
    """What everybody may see of a profile: each field only where its owner shows it."""

    profileType = serializers.CharField(required=False)
    fname = serializers.CharField(required=False)
    lname = serializers.CharField(required=False)
    pronouns = serializers.CharField(required=False)
    year = serializers.CharField(required=False, help_text="A number or a text.")
    major = serializers.CharField(required=False)
    hobby1 = serializers.CharField(required=False)
    hobby2 = serializers.CharField(required=False)
    funQuestion1 = serializers.CharField(required=False)
    funQuestion2 = serializers.CharField(required=False)
    linkedIn = serializers.CharField(required=False)
    profilePictureURL = serializers.CharField(required=False)
    additionalLink = serializers.CharField(required=False)
    description = serializers.CharField(required=False)
    company = serializers.CharField(required=False)
    position = serializers.CharField(required=False)
