"""Every address of the product: the API at the root, the dashboard, sign-in."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from core import answers
from core.late import LateRoute
from core.routes import routes_in

handler500 = "core.answers.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    routes_in("accounts.api.urls"),
    routes_in("memberships.api.urls"),
    routes_in("profiles.api.urls"),
    routes_in("events.api.urls"),
    routes_in("interactions.api.urls"),
    routes_in("payments.api.urls"),
    routes_in("companion.credits.api.urls"),
    routes_in("companion.investments.api.urls"),
    routes_in("companion.judging.api.urls"),
    routes_in("companion.teams.api.urls"),
    routes_in("companion.quests.api.urls"),
    routes_in("companion.quizzes.api.urls"),
    routes_in("companion.scanning.api.urls"),
    routes_in("companion.recommendations.api.urls"),
    routes_in("companion.voting.api.urls"),
    path("", RedirectView.as_view(url="/admin/"), name="home"),
    path("admin", RedirectView.as_view(url="/admin/", query_string=True)),
    path("admin/", admin.site.urls),
    routes_in("core.identity.urls"),
    routes_in("core.mail.urls"),
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
    routes_in("biztech.pages.urls"),
    *(path(prefix, include(urls)) for prefix, urls in settings.LOCAL_URLS.items()),
    re_path(r"", answers.unknown_route),
]
