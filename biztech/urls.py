"""Every address of the product: the API at the root, the dashboard, sign-in."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from core import answers
from core.late import LateRoute

handler500 = "core.answers.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/admin/"), name="home"),
    path("admin", RedirectView.as_view(url="/admin/", query_string=True)),
    path("admin/", admin.site.urls),
    path("", include("core.identity.urls")),
    path("", include("core.mail.urls")),
    re_path(
        r"^api/schema/?$",
        LateRoute.as_view(view="biztech.schema.schema"),
        name="schema",
    ),
    re_path(
        r"^api/docs/?$",
        LateRoute.as_view(view="biztech.schema.docs"),
        name="docs",
    ),
    path("", include("accounts.api.urls")),
    path("", include("memberships.api.urls")),
    path("", include("profiles.api.urls")),
    path("", include("events.api.urls")),
    path("", include("interactions.api.urls")),
    path("", include("payments.api.urls")),
    path("", include("biztech.pages.urls")),
    *(path(prefix, include(urls)) for prefix, urls in settings.LOCAL_URLS.items()),
    re_path(r"", answers.unknown_route),
]
