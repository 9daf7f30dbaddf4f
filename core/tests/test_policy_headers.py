"""The policy that answers carry is the one that django-csp writes."""

from collections.abc import Callable
from typing import Any

import pytest
from csp.constants import NONCE
from csp.decorators import csp, csp_exempt, csp_replace, csp_update
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from pytest_django import Settings

from core.answers import PolicyHeaders

View = Callable[[HttpRequest], Any]
POLICY = "Content-Security-Policy"


def with_nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x")


VIEWS: dict[str, View] = {
    "page": plain,
    "JSON": lambda _: JsonResponse({}),
    "stream": lambda _: StreamingHttpResponse([b"x"]),
    "redirect": lambda _: HttpResponse(status=302),
    "not found": lambda _: HttpResponse(status=404),
    "fault": lambda _: HttpResponse(status=500),
    "its own": lambda _: HttpResponse(headers={POLICY: "sandbox"}),
    "exempt": csp_exempt()(plain),
    "more": csp_update({"form-action": ["https://checkout.stripe.com"]})(plain),
    "other": csp_replace({"script-src": ["'self'"]})(plain),
    "another": csp({"default-src": ["'none'"]})(plain),
    "exempt from reports": csp_exempt(REPORT_ONLY=True)(plain),
    "more in reports": csp_update({"img-src": ["x"]}, REPORT_ONLY=True)(plain),
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("reports", [True, False])
def test_policy_of_each_answer_is_the_librarys(
    settings: Settings, view: str, debug: bool, reports: bool
) -> None:
    settings.DEBUG = debug
    if reports:
        settings.CONTENT_SECURITY_POLICY_REPORT_ONLY = {
            "DIRECTIVES": {"default-src": ["'self'"], "report-uri": "/x"}
        }
    ours: View = PolicyHeaders(VIEWS[view])
    theirs: View = CSPMiddleware(VIEWS[view])

    for _ in range(2):
        assert dict(ours(HttpRequest()).items()) == dict(theirs(HttpRequest()).items())


def test_nonce_is_in_the_policy_of_its_own_answer_alone(settings: Settings) -> None:
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": ["'self'", NONCE]}}
    pages: View = PolicyHeaders(with_nonce)
    others: View = PolicyHeaders(plain)

    first, second = pages(HttpRequest()), pages(HttpRequest())

    assert f"'nonce-{second.content.decode()}'" in second[POLICY]
    assert first.content.decode() not in second[POLICY]
    assert "nonce" not in others(HttpRequest())[POLICY]


def test_nonce_that_is_asked_for_too_late_is_a_fault() -> None:
    request = HttpRequest()
    PolicyHeaders(plain)(request)

    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)  # type: ignore[attr-defined]
