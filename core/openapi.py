"""Pieces of the API's description that every app's views share."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    inline_serializer,
)
from rest_framework import serializers

from core.api import NEXT_CURSOR, TOO_MANY
from core.bodies import BodyTooLarge
from core.dynamo.paging import LARGEST_PAGE, USUAL_PAGE

# The one shape of every refusal.
REFUSAL = inline_serializer(
    "Refusal",
    {
        "message": serializers.CharField(help_text="One sentence for a person."),
        "data": serializers.JSONField(
            required=False, help_text="What was sent, where that helps."
        ),
    },
)

# What an edit or a deletion answers.
CHANGED = inline_serializer(
    "Changed",
    {
        "message": serializers.CharField(),
        "response": inline_serializer(
            "Attributes",
            {
                "Attributes": serializers.DictField(
                    required=False, help_text="By their stored names."
                )
            },
        ),
    },
)

# Of lists that are read whole, or a page at a time by those who ask for it.
PAGED = [
    OpenApiParameter(
        "limit",
        {
            "type": "integer",
            "minimum": 1,
            "maximum": LARGEST_PAGE,
            "default": USUAL_PAGE,
        },
        description="How many rows a page holds at most.",
    ),
    OpenApiParameter("cursor", str, description=f"`{NEXT_CURSOR}` of the page before."),
    OpenApiParameter(
        NEXT_CURSOR,
        str,
        OpenApiParameter.HEADER,
        description="Where the next page begins; absent after the last.",
        response=[200],
    ),
]


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the bearer token: an ID token of the club's identity provider."""

    target_class = "core.identity.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Return the scheme as OpenAPI describes it."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def refusal(
    description: str, message: str, *, name: str | None = None, **more: Any
) -> OpenApiResponse:
    """Describe one refusal, with its literal body as the example."""
    example = OpenApiExample(
        name or message, value={"message": message, **more}, response_only=True
    )
    return OpenApiResponse(REFUSAL, description, examples=[example])


def answer(
    response: Any, description: str, *, name: str, value: Any
) -> OpenApiResponse:
    """Describe one answer, with a literal example."""
    example = OpenApiExample(name, value=value, response_only=True)
    return OpenApiResponse(response, description, examples=[example])


def body_example(name: str, value: dict[str, Any]) -> OpenApiExample:
    """Describe one request body by example."""
    return OpenApiExample(name, value=value, request_only=True)


def path_parameter(name: str, description: str, *, example: str) -> OpenApiParameter:
    """Describe a text in the path."""
    return OpenApiParameter(
        name,
        OpenApiTypes.STR,
        OpenApiParameter.PATH,
        description=description,
        examples=[OpenApiExample(example, value=example)],
    )


def without_trailing_slash(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """List each path once, in the form without the slash; both forms are served."""
    result["paths"] = {
        path.rstrip("/") or "/": operations
        for path, operations in result["paths"].items()
    }
    return result


def with_shared_refusals(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Add to each operation what every view refuses before it begins."""
    for operations in result["paths"].values():
        for operation in operations.values():
            refusals = {**_TO_ALL, **(_TO_BODIES if "requestBody" in operation else {})}
            for status, (description, message) in refusals.items():
                operation["responses"].setdefault(
                    status, _described(description, message)
                )
            operation["responses"]["429"]["headers"] = _RETRY_AFTER
    return result


def _described(description: str, message: str) -> dict[str, Any]:
    content = {
        "schema": {"$ref": "#/components/schemas/Refusal"},
        "examples": {"Refusal": {"value": {"message": message}}},
    }
    return {"description": description, "content": {"application/json": content}}


# By status: what it means, and the sentence.
_TO_ALL = {"429": ("The caller asks too often.", TOO_MANY)}
_TO_BODIES = {
    "413": (BodyTooLarge.__doc__ or "", BodyTooLarge.default_detail),
    "415": (
        "The body is of another kind than JSON.",
        'Unsupported media type "text/plain" in request.',
    ),
}
_RETRY_AFTER = {
    "Retry-After": {
        "schema": {"type": "integer", "minimum": 0},
        "description": "Seconds to wait.",
    }
}

UNAUTHORIZED = refusal("No token, or one that is not valid.", "Unauthorized")
FORBIDDEN = refusal(
    "The caller is not a verified executive.", "unauthorized for this action"
)
INVALID_EMAIL = refusal("Not an e-mail address.", "Invalid email", data="zz")
MALFORMED = refusal("The body cannot be read.", "The body is not valid JSON.")
