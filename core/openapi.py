"""How every route of the API is described: by its docstring, serializers, refusals.

Examples of bodies and answers stand at their serializers; what the framework refuses
before a view begins is added to all routes at once.
"""

import inspect
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_serializer,
    inline_serializer,
)
from rest_framework import serializers

from core.api import NEXT_CURSOR, TOO_MANY, UNAUTHORIZED, body_of, status_of
from core.dynamo.paging import LARGEST_PAGE, USUAL_PAGE
from core.errors import BodyTooLarge, Refused
from core.serving.limits import API, KB

Route = TypeVar("Route", bound=Callable[..., Any])
Serializer = TypeVar("Serializer", bound=type[serializers.Serializer[Any]])

# Whom the examples are about.
EMAIL = "amira@student.ubc.ca"
PROFILE_ID = "SillyPandasDeny"
AT = 1735689600000

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


def described(
    operation_id: str,
    answers: Mapping[Any, Any],
    *refusals: Refused | type[Refused],
    body: type[serializers.Serializer[Any]] | None = None,
    **more: Any,
) -> Callable[[Route], Route]:
    """Describe a route; the first line of its docstring is what callers read first.

    ``answers`` are by status: a serializer says with its own docstring what it is.
    ``body`` is what the route is sent; ``core.api.TakesBody`` reads it.
    Stands above everything else that decorates the route.
    """

    def describe(route: Route) -> Route:
        summary, _, description = inspect.cleandoc(route.__doc__ or "").partition("\n")
        extended: Route = extend_schema(
            operation_id=operation_id,
            summary=summary.rstrip("."),
            description=description.strip(),
            responses={
                **_refused(refusals),
                **{status: _answered(each) for status, each in answers.items()},
            },
            **{"request": body, **more},
        )(route)
        vars(extended)["body"] = body
        return extended

    return describe


def example(name: str, /, **value: Any) -> Callable[[Serializer], Serializer]:
    """Show a serializer's body by example, before those that were shown so far."""

    def show(serializer: Serializer) -> Serializer:
        shown = vars(serializer).get("_spectacular_annotation", {}).get("examples", [])
        examples = [OpenApiExample(name, value), *shown]
        extended: Serializer = extend_schema_serializer(examples=examples)(serializer)
        return extended

    return show


def answer(response: Any, description: str, value: Any) -> OpenApiResponse:
    """Describe an answer that no serializer gives an example of."""
    example = OpenApiExample(description, value=value, response_only=True)
    return OpenApiResponse(response, description, examples=[example])


def changed(message: str, attributes: Mapping[str, Any]) -> OpenApiResponse:
    """Describe the answer to an edit or a deletion."""
    value = {"message": message, "response": {"Attributes": attributes}}
    return answer(CHANGED, "The attributes that were changed or removed.", value)


def path_parameter(name: str, description: str, *, example: str) -> OpenApiParameter:
    """Describe a text in the path."""
    return OpenApiParameter(
        name,
        OpenApiTypes.STR,
        OpenApiParameter.PATH,
        description=description,
        examples=[OpenApiExample(example, value=example)],
    )


BY_EMAIL = path_parameter("email", "The e-mail, in any letter case.", example=EMAIL)
BY_PROFILE = path_parameter("profile_id", "The human-readable id.", example=PROFILE_ID)


def _answered(response: Any) -> Any:
    """Return an answer with its serializer's docstring, or as it is without one."""
    serializer = getattr(response, "child", response)
    if isinstance(serializer, serializers.Serializer):
        serializer = type(serializer)
    if inspect.isclass(serializer) and issubclass(serializer, serializers.Serializer):
        return OpenApiResponse(response, _first_line(serializer))
    return response


def _refused(
    refusals: Sequence[Refused | type[Refused]],
) -> dict[int, OpenApiResponse]:
    """Return the refusals by status, each with its literal body."""
    by_status: dict[int, list[Refused]] = defaultdict(list)
    for each in refusals:
        refused = each() if isinstance(each, type) else each  # type: ignore[call-arg]
        by_status[status_of(refused)].append(refused)
    return {
        status: OpenApiResponse(
            REFUSAL,
            " ".join(dict.fromkeys(_first_line(type(each)) for each in refused)),
            examples=[
                OpenApiExample(
                    each.code.replace("_", " ").capitalize(), value=body_of(each)
                )
                for each in refused
            ],
        )
        for status, refused in by_status.items()
    }


def _first_line(documented: type) -> str:
    return inspect.cleandoc(documented.__doc__ or "").partition("\n")[0]


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
            shared = _shared(operation, result["components"]["schemas"])
            for status, (description, message) in shared.items():
                operation["responses"].setdefault(
                    status, _with_example(description, message)
                )
            operation["responses"]["429"]["headers"] = _RETRY_AFTER
    return result


def _shared(
    operation: dict[str, Any], schemas: dict[str, Any]
) -> dict[str, tuple[str, str]]:
    shared = dict(_TO_ALL)
    if any("bearer" in scheme for scheme in operation["security"]):
        shared |= _TO_TOKENS
    if body := operation.get("requestBody"):
        shared |= _TO_BODIES
        reference = body["content"]["application/json"]["schema"].get("$ref", "")
        fields = schemas.get(reference.rpartition("/")[2], {})
        # The last one, for an e-mail is judged in other words.
        for name in fields.get("required", [])[-1:]:
            shared["406"] = (_WRONG, f"'{name}' is missing from the request body")
    return shared


def _with_example(description: str, message: str) -> dict[str, Any]:
    content = {
        "schema": {"$ref": "#/components/schemas/Refusal"},
        "examples": {"Refusal": {"value": {"message": message}}},
    }
    return {"description": description, "content": {"application/json": content}}


# By status: what it means, and the sentence.
_TO_ALL = {"429": ("The caller asks too often.", TOO_MANY)}
_TO_TOKENS = {
    "401": ("No token where one is needed, or one that is not valid.", UNAUTHORIZED)
}
_TO_BODIES = {
    "400": ("The body cannot be read.", "The body is not valid JSON."),
    "413": (BodyTooLarge.__doc__ or "", BodyTooLarge(API.largest // KB).message),
    "415": (
        "The body is of another kind than JSON.",
        'Unsupported media type "text/plain" in request.',
    ),
}
_WRONG = "Something is missing or wrong; the sentence names it."
_RETRY_AFTER = {
    "Retry-After": {
        "schema": {"type": "integer", "minimum": 0},
        "description": "Seconds to wait.",
    }
}
