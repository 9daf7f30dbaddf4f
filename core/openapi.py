"""How every route of the API is described: by its docstring, serializers, refusals.

Examples of bodies and answers stand at their serializers. The description is put
together in ``core.schema_hooks``, once somebody asks for it.
"""

import inspect
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema_serializer,
    inline_serializer,
)
from rest_framework import serializers

from core.api import NEXT_CURSOR, body_of, status_of
from core.dynamo.paging import LARGEST_PAGE, USUAL_PAGE
from core.errors import Refused

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

# What is said of each route, for who describes the API: a server is rarely asked to.
DESCRIBED: list[tuple[Callable[..., Any], Callable[[], Mapping[str, Any]]]] = []


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
        def said() -> Mapping[str, Any]:
            summary, _, rest = inspect.cleandoc(route.__doc__ or "").partition("\n")
            return {
                "operation_id": operation_id,
                "summary": summary.rstrip("."),
                "description": rest.strip(),
                "responses": {
                    **_refused(refusals),
                    **{status: _answered(each) for status, each in answers.items()},
                },
                "request": body,
                **more,
            }

        DESCRIBED.append((route, said))
        vars(route)["body"] = body
        return route

    return describe


def undescribed(route: Route) -> Route:
    """Leave a route out of the description."""
    DESCRIBED.append((route, lambda: {"exclude": True}))
    return route


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
