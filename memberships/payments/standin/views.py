"""The stand-in's API over HTTP, for clients that run elsewhere."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from biztech.clock import now_ms
from memberships.payments.standin.core import Request, answer


# Its callers are programs with a key, and none has a session.
@csrf_exempt
def api(request: HttpRequest, path: str) -> HttpResponse:
    """Answer as Stripe would."""
    if not settings.LOCAL_PAYMENTS:
        raise Http404
    query = request.META["QUERY_STRING"]
    asked = Request(
        method=request.method or "GET",
        path=path,
        form=request.body.decode(errors="replace") or query,
        headers={name.lower(): value for name, value in request.headers.items()},
    )
    given = answer(asked, now=now_ms())
    return HttpResponse(
        given.text(),
        status=given.status,
        headers=given.headers,
        content_type="application/json",
    )
