"""How the API answers what it refuses, through real requests."""

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from biztech.tests.callers import anonymous
from core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    Refused,
    Unavailable,
)

ERRORS: dict[str, Exception] = {
    "not-found": NotFound.of("user", "amira@student.ubc.ca"),
    "conflict": Conflict("There is one already.", data="amira@student.ubc.ca"),
    "forbidden": Forbidden(),
    "invalid": Invalid("Invalid email", data="zz"),
    "malformed": Malformed("The body is not valid JSON."),
    "unavailable": Unavailable("Please try again."),
    "secretive": Invalid(
        "Invalid email",
        data={"Password": "hunter2", "list": [{"new_password": "hunter2", "a": 1}]},
    ),
    "refused": Refused("Please try again.", differences=["secret"]),
    "missing": serializers.ValidationError(
        {"year": [serializers.ErrorDetail("Required.", code="required")]}
    ),
    "wrong": serializers.ValidationError({"year": ["Too long."]}),
    "nested": serializers.ValidationError({"topics": {"1": ["Not a text."]}}),
    "whole": serializers.ValidationError(["Nothing fits."]),
    "http404": Http404("stack"),
    "denied": PermissionDenied("stack"),
    "bug": KeyError("amira@student.ubc.ca"),
}


class Refusing(APIView):
    """Raises what the path names."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get(self, request: Request, name: str) -> Response:
        """Raise."""
        raise ERRORS[name]

    def post(self, request: Request, name: str) -> Response:
        """Read the body and send it back."""
        return Response(request.data)


urlpatterns = [path("<str:name>", Refusing.as_view())]
handler500 = "core.answers.failed"

own_urls = pytest.mark.urls(__name__)


@own_urls
@pytest.mark.parametrize(
    ("name", "status", "body"),
    [
        (
            "not-found",
            404,
            {
                "message": "user with id 'amira@student.ubc.ca' could not be found."
                " Make sure you have provided the correct id."
            },
        ),
        (
            "conflict",
            409,
            {"message": "There is one already.", "data": "amira@student.ubc.ca"},
        ),
        ("forbidden", 403, {"message": "unauthorized for this action"}),
        ("invalid", 406, {"message": "Invalid email", "data": "zz"}),
        ("malformed", 400, {"message": "The body is not valid JSON."}),
        ("unavailable", 503, {"message": "Please try again."}),
        ("secretive", 406, {"message": "Invalid email", "data": {"list": [{"a": 1}]}}),
        ("refused", 409, {"message": "Please try again."}),
        (
            "missing",
            406,
            {"message": "'year' is missing from the request body", "data": {}},
        ),
        (
            "wrong",
            406,
            {"message": "'year' in the request body is invalid: Too long.", "data": {}},
        ),
        (
            "nested",
            406,
            {
                "message": "'topics' in the request body is invalid: Not a text.",
                "data": {},
            },
        ),
        ("whole", 406, {"message": "Nothing fits.", "data": {}}),
        ("http404", 403, {"message": "Missing Authentication Token"}),
        ("denied", 403, {"message": "unauthorized for this action"}),
        ("bug", 500, {"message": "Internal server error"}),
    ],
)
def test_refusal_of_each_kind_has_its_status_and_a_flat_body(
    name: str, status: int, body: dict[str, Any]
) -> None:
    response = anonymous().get(f"/{name}")

    assert response.status_code == status
    assert response.json() == body


@own_urls
def test_fault_is_logged_with_its_place_and_without_personal_data(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        anonymous().get("/bug")

    assert "api.failed view=Refusing error=KeyError" in caplog.text
    assert "raise ERRORS[name]" in caplog.text
    assert "amira" not in caplog.text
    assert "/bug" not in caplog.text


@own_urls
@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": "\\ud800"}',
        b"\xff\xfe\xfa",
        b"[" * 100_000,
    ],
    ids=["cut", "nan", "infinite", "half pair", "bytes", "deep"],
)
def test_body_that_is_not_json_is_malformed(text: bytes) -> None:
    response = anonymous().post("/echo", text, content_type="application/json")

    assert response.status_code == 400
    assert response.json() == {"message": "The body is not valid JSON."}


@own_urls
@pytest.mark.parametrize(
    "number",
    ["9.9e-131", "-1e-200", "1e126", "1" * 39, "-" + "1" * 39, "9" * 5000],
)
def test_number_that_cannot_be_stored_is_refused(number: str) -> None:
    text = f'{{"a": [{{"b": {number}}}]}}'

    response = anonymous().post("/echo", text, content_type="application/json")

    assert response.status_code == 400
    assert "a number that cannot be stored" in response.json()["message"]


@own_urls
@pytest.mark.parametrize("number", ["0", "-0.0", "1e-130", "-9.9e125", "9" * 38])
def test_number_that_can_be_stored_is_read(number: str) -> None:
    text = f'{{"a": {number}}}'

    response = anonymous().post("/echo", text, content_type="application/json")

    assert response.json() == json.loads(text)


@own_urls
@pytest.mark.parametrize(
    "body",
    [
        {f"name {number}": 1 for number in range(2001)},
        {"a": [{str(number): 1} for number in range(2000)]},
    ],
    ids=["side by side", "nested"],
)
def test_body_of_too_many_names_is_refused(body: dict[str, Any]) -> None:
    response = anonymous().post("/echo", body)

    assert response.status_code == 400
    assert response.json() == {"message": "The body has more than 2000 names."}


@own_urls
@pytest.mark.parametrize("text", ["[]", '"a"', "5", "null", "true", '[{"a": 1}]'])
def test_body_that_is_no_object_is_malformed(text: str) -> None:
    response = anonymous().post("/echo", text, content_type="application/json")

    assert response.status_code == 400
    assert response.json() == {"message": "The body must be a JSON object."}


@own_urls
def test_body_that_is_too_large_is_refused() -> None:
    body = {"a": "x" * 300_000}

    response = anonymous().post("/echo", body)

    assert response.status_code == 413
    assert response.json() == {"message": "The body is larger than 256 KB."}


@own_urls
def test_body_that_is_missing_is_an_empty_object() -> None:
    response = anonymous().post("/echo", "", content_type="application/json")

    assert response.json() == {}


@own_urls
@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"]
)
def test_body_of_another_media_type_is_refused(media_type: str) -> None:
    response = anonymous().post("/echo", b"<a/>", content_type=media_type)

    assert response.status_code == 415
    assert list(response.json()) == ["message"]


@own_urls
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_method_that_a_route_does_not_have_is_refused(method: str) -> None:
    response = getattr(anonymous(), method)("/echo")

    assert response.status_code == 405
    assert list(response.json()) == ["message"]


@own_urls
@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/csv", "image/png"])
def test_answer_to_a_program_is_json_whatever_it_accepts(accept: str) -> None:
    response = anonymous().get("/invalid", HTTP_ACCEPT=accept)

    assert response.status_code == 406
    assert response["Content-Type"] == "application/json"
    assert response.json() == {"message": "Invalid email", "data": "zz"}
