"""What makes the API's description of what routes say of themselves.

The framework loads this once somebody asks. What it refuses before a view begins is
added to all routes at once.
"""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema

from core.api import TOO_MANY, UNAUTHORIZED
from core.errors import BodyTooLarge
from core.openapi import DESCRIBED
from core.serving.limits import API, KB


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the bearer token: an ID token of the club's identity provider."""

    target_class = "core.identity.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Return the scheme as OpenAPI describes it."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def with_descriptions(endpoints: list[Any]) -> list[Any]:
    """Have each route described by what it says of itself."""
    while DESCRIBED:
        route, said = DESCRIBED.pop()
        vars(route)["kwargs"] = {"schema": AutoSchema}
        extend_schema(**said())(route)
    return endpoints


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
