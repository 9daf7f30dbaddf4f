"""The API's description: made once, whoever asks, and in two forms."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from biztech import schema
from biztech.tests.callers import BEN, anonymous, caller

YAML = "application/vnd.oai.openapi"
JSON = "application/json"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Forget the description, and collect when it is made from here on."""
    schema._described.cache_clear()
    schema._schema.cache_clear()
    making: list[str] = []
    make: Any = SchemaGenerator.get_schema

    def counted(self: SchemaGenerator, *args: Any, **kwargs: Any) -> Any:
        making.append("made")
        return make(self, *args, **kwargs)

    monkeypatch.setattr(SchemaGenerator, "get_schema", counted)
    return making


def read(accept: str = YAML, **more: str) -> Any:
    return anonymous().get("/api/schema", more, HTTP_ACCEPT=accept)


def test_description_is_made_once_for_all_who_ask_at_once(made: list[str]) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(read, [YAML, JSON] * 4))
    answers += [read(version=str(number)) for number in range(3)]
    answers.append(caller(BEN).get("/api/schema"))

    assert made == ["made"]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 2


@pytest.mark.parametrize(
    ("accept", "media_type", "first"),
    [
        (YAML, "application/vnd.oai.openapi; charset=utf-8", b"openapi: 3.1.1"),
        ("application/yaml", "application/yaml; charset=utf-8", b"openapi: 3.1.1"),
        (JSON, "application/json", b"{"),
        ("text/html", "application/vnd.oai.openapi; charset=utf-8", b"openapi: 3.1.1"),
    ],
)
def test_description_comes_in_the_form_that_is_asked_for(
    accept: str, media_type: str, first: bytes
) -> None:
    answer = read(accept)

    assert answer["Content-Type"] == media_type
    assert answer.content.startswith(first)
    assert "Accept" in answer["Vary"]


def test_description_is_not_sent_again_to_who_has_it() -> None:
    known = {accept: read(accept)["ETag"] for accept in (YAML, JSON)}

    for accept, etag in known.items():
        again = anonymous().get(
            "/api/schema", HTTP_ACCEPT=accept, HTTP_IF_NONE_MATCH=etag
        )
        assert (again.status_code, again.content) == (304, b"")
    assert known[YAML] != known[JSON]


def test_description_shows_each_refusal_in_its_own_words() -> None:
    operations = [
        operation
        for methods in read(JSON).json()["paths"].values()
        for operation in methods.values()
    ]

    assert all(operation["summary"] for operation in operations)
    assert not [
        (operation["operationId"], status)
        for operation in operations
        for status, answered in operation["responses"].items()
        if int(status) >= 400
        and not (
            answered["description"]
            and answered["content"]["application/json"].get("examples")
        )
    ]


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/registrations", {"$ref": "#/components/schemas/Registrations"}),
        (
            "/team/{event_id}/{year}",
            {"type": "array", "items": {"type": "object"}},
        ),
    ],
)
def test_description_has_a_list_where_one_is_answered(
    path: str, shape: dict[str, object]
) -> None:
    answered = read(JSON).json()["paths"][path]["get"]["responses"]["200"]

    assert answered["content"]["application/json"]["schema"] == shape


@pytest.mark.parametrize(("name", "code"), [("Partner", "nfc"), ("Company", "qr")])
def test_description_names_profile_and_code_that_were_created(
    name: str, code: str
) -> None:
    created = read(JSON).json()["components"]["schemas"][f"Created{name}"]

    assert sorted(created["required"]) == sorted(["message", "profile", code])
