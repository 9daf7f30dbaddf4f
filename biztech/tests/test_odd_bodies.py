"""Bodies that are JSON and that nobody means: refused or stored, never a fault."""

import json
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from biztech.tests.callers import AMIRA, BEN, caller
from biztech.tests.test_conformance import store_club, unlimited

__all__ = ["unlimited"]

NAMED = {
    "email": AMIRA,
    "profile_id": "SillyPandasDeny",
    "qr_id": "booth-1",
    "fname": "Amira",
    "event_id": "blueprint",
    "year": "2026",
    "form_type": "attendee",
    "prize_id": "hoodie",
    "team_id": "t1",
    "judge_id": AMIRA,
    "round_name": "2",
}
UNKNOWN = "nobody's"
MARK = "the odd value"

# By what is odd: a value as it is sent.
VALUES = {
    "near zero": "1e-200",
    "minus zero": "-0.0",
    "long number": "9" * 39,
    "null character": '"a\\u0000b"',
    "no character": '"\\ufffe\\u202e"',
    "long text": f'"{"x" * 200_000}"',
    "nested": "[" * 200 + "]" * 200,
    "names without letters": '{"": 1, "\\u0000": 1, "$inc": 1e-140, "a.b": 1}',
    "long list": f"[{'1,' * 20_000}1]",
}
# By what is odd: a name that no route knows.
NAMES = {
    "empty": "",
    "null character": "a\x00b",
    "long": "k" * 70_000,
    "an expression's": "#a = :a",
    "a path": "a.b[0]",
}


Route = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def routes() -> list[Route]:
    """Return every route that takes a body, with the body of its example."""
    generator: Any = SchemaGenerator
    paths = generator().get_schema(public=True)["paths"]
    return [
        (method, path.format(**NAMED), _example(operation))
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "requestBody" in operation
    ]


@pytest.mark.parametrize("odd", VALUES)
def test_odd_value_is_no_fault_of_any_route(routes: list[Route], odd: str) -> None:
    store_club()
    turn = list(VALUES).index(odd)

    answers = {
        (method, path, name): sent(method, path, {**body, name: MARK}, VALUES[odd])
        for method, path, body in routes
        # With each value another of the documented names has its turn.
        for name in {UNKNOWN, list(body)[turn % len(body)] if body else UNKNOWN}
    }

    assert {where: code for where, code in answers.items() if code >= 500} == {}


@pytest.mark.parametrize("odd", NAMES)
def test_odd_name_is_no_fault_of_any_route(routes: list[Route], odd: str) -> None:
    store_club()

    answers = {
        (method, path): sent(method, path, {**body, NAMES[odd]: MARK}, "1")
        for method, path, body in routes
    }

    assert {where: code for where, code in answers.items() if code >= 500} == {}


def test_body_of_very_many_names_is_refused_by_every_route(
    routes: list[Route],
) -> None:
    store_club()
    many = dict.fromkeys(map(str, range(20_000)), 1)

    answers = {
        (method, path): sent(method, path, {**body, **many}, "1")
        for method, path, body in routes
    }

    assert set(answers.values()) == {400}


def sent(method: str, path: str, body: dict[str, Any], value: str) -> int:
    """Send a body with the value in the place of the mark; return the status."""
    text = json.dumps(body).replace(json.dumps(MARK), value)
    answer = caller(BEN).generic(
        method.upper(), path, text, content_type="application/json"
    )
    code: int = answer.status_code
    return code


def _example(operation: dict[str, Any]) -> dict[str, Any]:
    (content, *_) = operation["requestBody"]["content"].values()
    examples = content.get("examples", {"none": {"value": {}}})
    body: dict[str, Any] = next(iter(examples.values()))["value"]
    return body
